"""The rows of an OpenDocument table as texts."""

from collections.abc import Callable, Iterator, Sequence
from itertools import repeat

from lxml import etree

from corpus.records import BlockKind
from ingest.parsers.open_lists import integer
from ingest.parsers.open_package import TABLE
from ingest.parsers.open_paragraph import rows_of
from ingest.parsers.page_builder import DocumentBuilder
from ingest.parsers.table_header import looks_like_header

MOST_COLUMNS = 256
LARGEST_SHEET = 1_048_576  # rows
CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")


def add_table(builder: DocumentBuilder, table: etree._Element, text: Callable[[etree._Element], str]) -> None:
    """Add the rows of a table; its first is the header where the file or its looks say so."""
    marked = [(list(cell_texts(row, text)), is_header) for row, is_header in rows_of(table)]
    rows = [row for row, _ in marked]
    named = sum(is_header for _, is_header in marked)
    if not named and rows and looks_like_header(rows):
        named = 1
    for number, row in enumerate(rows):
        builder.add_row(BlockKind.TABLE_HEADER if number < named else BlockKind.TABLE_ROW, row)


def cell_texts(row: etree._Element, text: Callable[[etree._Element], str]) -> Iterator[str]:
    """Yield the texts of the cells, those repeated that the file repeats, without empty ones at the end."""
    empty = 0
    given = 0
    for cell in row.iterchildren(*CELLS):
        shown = "" if cell.tag == CELLS[1] else text(cell)
        times = repeated(cell, "columns")
        if not shown.strip():
            empty += times
            continue
        yield from repeat("", min(empty, MOST_COLUMNS - given))
        given = min(MOST_COLUMNS, given + empty)
        times = min(times, MOST_COLUMNS - given)
        yield from repeat(shown, times)
        given += times
        empty = 0
        if given >= MOST_COLUMNS:
            return


def repeated(element: etree._Element, what: str) -> int:
    """Return how often a cell or row occurs: what a file says beyond any sheet's size is cut."""
    return min(integer(element.get(f"{TABLE}number-{what}-repeated"), 1), LARGEST_SHEET)


def sole_cell(table: etree._Element) -> etree._Element | None:
    """Return the only cell of a table that is a frame around text."""
    cells = [cell for row, _ in rows_of(table) for cell in row.iterchildren(*CELLS)]
    return cells[0] if len(cells) == 1 else None


def is_filled(row: Sequence[str]) -> bool:
    return any(cell.strip() for cell in row)
