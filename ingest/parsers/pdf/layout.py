"""One page: its glyphs to lines and table rows in reading order."""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.parsers.pdf.characters import letters_by_direction
from ingest.parsers.pdf.columns import in_column_order
from ingest.parsers.pdf.lines import GlyphLine, forget_kashida, glyph_lines
from ingest.parsers.pdf.signs import Glyph
from ingest.parsers.pdf.spacing import has_own_blanks
from ingest.parsers.pdf.tables import Table
from ingest.parsers.pdf.text import LineReader, TextLine

ABOVE_BASELINE = 0.25  # of the type size: a point inside the letter, for asking which cell holds it


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a ruled table: the lines of each cell, first cell first. `table` counts tables of the page."""

    cells: tuple[tuple[TextLine, ...], ...]
    table: int
    row: int
    top: float


@dataclass(frozen=True, slots=True)
class LineGroup:
    """The lines of one column, or of the whole page where it has no columns."""

    lines: tuple[TextLine, ...]


LayoutItem = LineGroup | TableRow

_GlyphCells = list[list[GlyphLine]]


@dataclass(frozen=True, slots=True)
class _GlyphTable:
    top: float
    rows: list[tuple[float, _GlyphCells]]


def page_layout(glyphs: Sequence[Glyph], tables: Sequence[Table]) -> list[LayoutItem]:
    """Return the page's column groups and table rows from first to last."""
    arabic, latin = letters_by_direction("".join(glyph.text for glyph in glyphs))
    right_to_left = arabic > 0 and arabic >= 0.5 * latin
    rest, glyph_tables = _without_tables(list(glyphs), tables, right_to_left)
    lines = glyph_lines(rest)
    in_cells = [line for table in glyph_tables for _, cells in table.rows for cell in cells for line in cell]
    forget_kashida([*lines, *in_cells])
    groups = in_column_order(lines, right_to_left)
    reader = LineReader(
        [*(line for group in groups for line in group), *in_cells], right_to_left, has_own_blanks(glyphs)
    )
    return _merged(groups, glyph_tables, reader)


def _without_tables(
    glyphs: list[Glyph], tables: Sequence[Table], right_to_left: bool
) -> tuple[list[Glyph], list[_GlyphTable]]:
    """Return the glyphs outside of tables, and the tables with their glyphs."""
    found: list[_GlyphTable] = []
    for table in tables:
        left, bottom, right, top = table.box
        inside: list[Glyph] = []
        outside: list[Glyph] = []
        for glyph in glyphs:
            x, y = _point(glyph)
            (inside if left - 1 <= x <= right + 1 and bottom - 1 <= y <= top + 1 else outside).append(glyph)
        is_frame = len(inside) > 0.97 * len(glyphs) and len(table.rows) < 3
        if not inside or is_frame:
            continue
        glyphs = outside
        found.append(_GlyphTable(top, _rows(table, inside, right_to_left)))
    return glyphs, sorted(found, key=lambda table: -table.top)


def _rows(table: Table, glyphs: list[Glyph], right_to_left: bool) -> list[tuple[float, _GlyphCells]]:
    rows: list[tuple[float, _GlyphCells]] = []
    for row in table.rows:
        bottom, top = row[0][1], row[0][3]
        own = [glyph for glyph in glyphs if bottom <= _point(glyph)[1] < top]
        cells = reversed(row) if right_to_left else row
        lines = [glyph_lines([g for g in own if left <= _point(g)[0] < right]) for left, _, right, _ in cells]
        rows.append((top, lines))
    return rows


def _point(glyph: Glyph) -> tuple[float, float]:
    return (glyph.left + glyph.right) / 2, glyph.baseline + ABOVE_BASELINE * glyph.size


def _merged(groups: list[list[GlyphLine]], tables: list[_GlyphTable], reader: LineReader) -> list[LayoutItem]:
    """Put each table before the first line below its top."""
    items: list[LayoutItem] = []
    waiting = list(enumerate(tables))
    for group in groups:
        lines: list[TextLine] = []
        for index, line in enumerate(group):
            while waiting and all(below[0].baseline < waiting[0][1].top for below in group[index : index + 3]):
                items += _group(lines) + _table_rows(*waiting.pop(0), reader)
                lines = []
            read = reader.read(line)
            if read:
                lines.append(read)
        items += _group(lines)
    for number, table in waiting:
        items += _table_rows(number, table, reader)
    return items


def _group(lines: list[TextLine]) -> list[LayoutItem]:
    return [LineGroup(tuple(lines))] if lines else []


def _table_rows(number: int, table: _GlyphTable, reader: LineReader) -> list[LayoutItem]:
    rows: list[LayoutItem] = []
    for index, (top, cells) in enumerate(table.rows):
        read = tuple(tuple(line for line in map(reader.read, cell) if line) for cell in cells)
        if any(read):
            rows.append(TableRow(read, number, index, top))
    return rows
