"""A page as text to read: blocks, tables and marks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from api.marking import Piece, pieces
from api.unsure import doubted
from corpus.records import Block, BlockKind, Page
from corpus.unsure_numbers import unsure_numbers
from language.spans import Span

__all__ = ["ReadingBlock", "ReadingRow", "reading_blocks"]

TABLE = frozenset({BlockKind.TABLE_HEADER, BlockKind.TABLE_ROW})
SHOWN_AS = {BlockKind.TITLE: "heading", BlockKind.HEADING: "heading", BlockKind.LIST_ITEM: "item"}


@dataclass(frozen=True, slots=True)
class ReadingRow:
    cells: list[list[Piece]]
    header: bool
    here: bool


@dataclass(slots=True)
class ReadingBlock:
    """`kind` is heading, item, table, note, running or paragraph; `here` where the cited passage stands."""

    kind: str
    level: int = 0
    here: bool = False
    cut: list[Piece] = field(default_factory=list)
    rows: list[ReadingRow] = field(default_factory=list)


def reading_blocks(
    page: Page, blocks: Sequence[Block], marks: Sequence[Span], passage: Span | None
) -> list[ReadingBlock]:
    """The page's blocks in order; a page without blocks is shown by its lines."""
    numbers = unsure_numbers(page)
    own = [block for block in blocks if block.page == page.number] or list(_lines(page))
    shown: list[ReadingBlock] = []
    for block in own:
        here = passage is not None and block.span.start < passage.end and passage.start < block.span.end
        if block.kind not in TABLE:
            kind = SHOWN_AS.get(block.kind, block.kind.value)
            level = 1 if block.kind is BlockKind.TITLE else max(2, block.level + 1)
            shown.append(
                ReadingBlock(
                    kind, level, here, doubted(pieces(page.text, marks, block.span), block.span.start, numbers)
                )
            )
            continue
        header = block.kind is BlockKind.TABLE_HEADER
        if (
            not shown
            or shown[-1].kind != "table"
            or (header and shown[-1].rows and not shown[-1].rows[-1].header)
        ):
            shown.append(ReadingBlock("table"))
        cells = [
            doubted(pieces(page.text, marks, cell), cell.start, numbers)
            for cell in _cells(page.text, block.span)
        ]
        shown[-1].rows.append(ReadingRow(cells, header, here))
    return shown


def _lines(page: Page) -> Iterable[Block]:
    start = 0
    for line in page.text.split("\n"):
        if line.strip():
            yield Block(BlockKind.PARAGRAPH, page.number, Span(start, start + len(line)))
        start += len(line) + 1


def _cells(text: str, row: Span) -> Iterable[Span]:
    start = row.start
    for cell in row.of(text).split("\t"):
        yield Span(start, start + len(cell))
        start += len(cell) + 1
