"""Blocks to a page record: one canonical text with the places of its blocks and words."""

from collections.abc import Sequence

from corpus.records import Block, Page, Span, Word
from ingest.parsers.pdf.blocks import KindOfBlock
from ingest.parsers.pdf.boxes import fraction_boxes
from ingest.parsers.pdf.paragraphs import Draft
from ingest.parsers.pdf.rectangles import Rectangle


def assembled(
    number: int,
    size: tuple[float, float],
    drafts: Sequence[Draft],
    kinds: Sequence[KindOfBlock],
    needs_ocr: bool,
) -> tuple[Page, list[Block]]:
    """Return page `number` (from 1) and its blocks."""
    width, height = size
    pieces: list[str] = []
    spans: list[Span] = []
    places: list[Rectangle] = []
    blocks: list[Block] = []
    length = 0

    def append(text: str) -> None:
        nonlocal length
        pieces.append(text)
        length += len(text)

    for draft, kind in zip(drafts, kinds, strict=True):
        if blocks:
            append("\n")
        start = length
        for cell_number, cell in enumerate(draft.cells):
            if cell_number:
                append("\t")
            for word_number, word in enumerate(cell):
                if word_number:
                    append(" ")
                span = Span(length, length + len(word.text))
                append(word.text)
                spans.append(span)
                places.append(word.box)
        blocks.append(Block(kind.kind, number, Span(start, length), kind.level))
    words = map(Word, spans, fraction_boxes(places, width, height))
    return Page(number, "".join(pieces), tuple(words), width, height, needs_ocr), blocks
