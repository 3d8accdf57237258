"""What an engine recognized becomes a page: its words cleaned, with blocks and boxes."""

from collections.abc import Sequence
from itertools import groupby

from corpus.page_corrections import PageText
from corpus.records import Block, BlockKind, Page, Word
from ingest.integrity import assess
from ingest.ocr import RecognizedWord
from ingest.ocr_text import is_readable, text_of, with_commas
from language.spans import Span


def recognized_page(page: Page, words: Sequence[RecognizedWord]) -> PageText:
    """Return `page` with the text that was recognized, a block for each paragraph.

    A page on which nothing was found stays without text and waits no longer.
    """
    pieces: list[str] = []
    placed: list[Word] = []
    blocks: list[Block] = []
    agreed: list[Span] = []
    confidences: list[float] = []
    at = 0
    readable = [word for word in words if is_readable(word)]
    for _, paragraph in groupby(readable, key=lambda word: word.paragraph):
        own = list(paragraph)
        if pieces:
            pieces.append("\n")
            at += 1
        start = at
        texts = with_commas([text_of(word) for word in own])
        for number, (word, text) in enumerate(zip(own, texts, strict=True)):
            if number:
                pieces.append(" ")
                at += 1
            placed.append(Word(Span(at, at + len(text)), word.box))
            confidences.append(word.confidence)
            pieces.append(text)
            at += len(text)
            if word.agreed:
                agreed.append(placed[-1].span)
        kind = BlockKind.HEADING if own[0].heading else BlockKind.PARAGRAPH
        blocks.append(Block(kind, page.number, Span(start, at), int(own[0].heading)))
    confidence = sum(confidences) / len(confidences) if confidences else None
    text = "".join(pieces)
    read = Page(page.number, text, tuple(placed), page.width, page.height, False, confidence, tuple(agreed))
    return PageText(assess(read), tuple(blocks))
