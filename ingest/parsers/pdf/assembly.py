"""Blocks to a page record: one canonical text with the places of its blocks and words."""

from collections.abc import Sequence

from corpus.records import Block, Page, Span, Word
from ingest.parsers.pdf.blocks import KindOfBlock
from ingest.parsers.pdf.boxes import fraction_boxes
from ingest.parsers.pdf.character_boxes import Frame
from ingest.parsers.pdf.reading import ReadPage
from ingest.parsers.pdf.rectangles import Rectangle


def assembled(number: int, page: ReadPage, kinds: Sequence[KindOfBlock]) -> tuple[Page, list[Block]]:
    """Return page `number` (from 1) and its blocks."""
    pieces: list[str] = []
    spans: list[Span] = []
    places: list[Rectangle] = []
    blocks: list[Block] = []
    length = 0

    def append(text: str) -> None:
        nonlocal length
        pieces.append(text)
        length += len(text)

    for draft, kind in zip(page.drafts, kinds, strict=True):
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
    turned = Frame(0.0, 0.0, *page.size, 0).turned(-page.quarters)  # back to how the page is displayed
    width, height = turned.size
    words = map(Word, spans, fraction_boxes(places, turned))
    return Page(number, "".join(pieces), tuple(words), width, height, page.needs_ocr), blocks
