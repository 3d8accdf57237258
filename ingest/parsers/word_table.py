"""The rows of a Word table."""

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from ingest.parsers.table_header import looks_like_header
from ingest.parsers.word_paragraph import PAGE_BREAK, RENDERED_BREAK, read_paragraph
from ingest.parsers.word_styles import Styles, W, is_on

WIDEST_SPAN = 64  # columns: a larger number is damage


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its cells, whether it names the columns, and where a page ends at it."""

    cells: tuple[str, ...]
    is_header: bool
    starts_page: bool
    ends_page: bool
    notes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    bold: bool
    span: int
    notes: tuple[tuple[str, str], ...]


def sole_cells(table: etree._Element) -> Sequence[etree._Element] | None:
    """Return the cells of a table of one column, None for others: it is a frame around text, no table."""
    rows = [_within(row, f"{W}tc") for row in _within(table, f"{W}tr") if not _is_deleted(row)]
    return [row[0] for row in rows if row] if all(len(row) <= 1 for row in rows) else None


def read_rows(table: etree._Element, styles: Styles) -> list[Row]:
    """Return the rows of a table without deleted ones; a cell over several columns leaves empty ones."""
    read: list[tuple[list[_Cell], bool]] = []
    for row in _within(table, f"{W}tr"):
        if not _is_deleted(row):
            read.append(([_cell(cell, styles) for cell in _within(row, f"{W}tc")], _is_marked(row)))
    marked = any(is_marked for _, is_marked in read)
    first_is_header = not marked and _first_is_header([cells for cells, _ in read])
    return [
        _row(cells, is_marked or (first_is_header and number == 0))
        for number, (cells, is_marked) in enumerate(read)
    ]


def _row(cells: Sequence[_Cell], is_header: bool) -> Row:
    texts: list[str] = []
    for cell in cells:
        texts += [cell.text.replace(PAGE_BREAK, " ").replace(RENDERED_BREAK, " "), *[""] * (cell.span - 1)]
    broken = [cell.text.strip(" ") for cell in cells if RENDERED_BREAK in cell.text or PAGE_BREAK in cell.text]
    starts = any(text.startswith((RENDERED_BREAK, PAGE_BREAK)) for text in broken)
    notes = tuple(note for cell in cells for note in cell.notes)
    return Row(tuple(texts), is_header, starts, bool(broken) and not starts, notes)


def _first_is_header(rows: Sequence[Sequence[_Cell]]) -> bool:
    if len(rows) < 2:
        return False
    is_bold = all(cell.bold for cell in rows[0] if cell.text.strip())
    others_bold = all(cell.bold for row in rows[1:] for cell in row if cell.text.strip())
    if is_bold and not others_bold and any(cell.text.strip() for cell in rows[0]):
        return True
    return looks_like_header([[cell.text for cell in row] for row in rows])


def _cell(cell: etree._Element, styles: Styles) -> _Cell:
    paragraphs = [paragraph for paragraph in cell.iter(f"{W}p") if not _is_deleted_within(paragraph, cell)]
    read = [
        read_paragraph(paragraph, styles.style_of(paragraph.find(f"{W}pPr")).bold) for paragraph in paragraphs
    ]
    properties = cell.find(f"{W}tcPr")
    span = None if properties is None else properties.find(f"{W}gridSpan")
    width = "1" if span is None else span.get(f"{W}val", "1")
    shown = [part for part in read if part.text.strip()]
    return _Cell(
        " ".join(part.text for part in read),
        bool(shown) and all(part.bold for part in shown),
        min(int(width), WIDEST_SPAN) if width.isdecimal() and width != "0" else 1,
        tuple(note for part in read for note in part.notes),
    )


def _is_deleted_within(paragraph: etree._Element, cell: etree._Element) -> bool:
    """Tell whether a paragraph of a nested table stands in a deleted row."""
    for ancestor in paragraph.iterancestors():
        if ancestor is cell:
            return False
        if ancestor.tag == f"{W}tr" and _is_deleted(ancestor):
            return True
    return False


def _is_deleted(row: etree._Element) -> bool:
    properties = row.find(f"{W}trPr")
    return properties is not None and properties.find(f"{W}del") is not None


def _is_marked(row: etree._Element) -> bool:
    properties = row.find(f"{W}trPr")
    mark = None if properties is None else properties.find(f"{W}tblHeader")
    return mark is not None and is_on(mark)


def _within(container: etree._Element, tag: str) -> list[etree._Element]:
    """Return the rows of a table or the cells of a row, out of content controls."""
    found: list[etree._Element] = []
    for child in container:
        if child.tag == tag:
            found.append(child)
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins"):
            found += _within(child, tag)
    return found
