"""One page: its glyphs to lines and table rows in reading order."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from ingest.parsers.pdf.characters import letters_by_direction
from ingest.parsers.pdf.columns import in_column_order
from ingest.parsers.pdf.lines import GlyphLine, forget_kashida, glyph_lines
from ingest.parsers.pdf.rectangles import Rectangle
from ingest.parsers.pdf.signs import Glyph
from ingest.parsers.pdf.spacing import has_own_blanks
from ingest.parsers.pdf.tables import Table
from ingest.parsers.pdf.text import LineReader, TextLine

ABOVE_BASELINE = 0.25  # of the type size: a point inside the letter, for asking which cell holds it
LEAST_SHARED = 0.2  # of a table's breadth that lies in its column


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
_Extent = tuple[float, float]  # from left to right
ALL_OF_THE_PAGE: _Extent = (-math.inf, math.inf)


@dataclass(frozen=True, slots=True)
class _GlyphTable:
    left: float
    right: float
    top: float
    rows: list[tuple[float, _GlyphCells]]

    def is_within(self, extent: _Extent) -> bool:
        """Tell whether the table stands in the breadth of a column."""
        return min(self.right, extent[1]) - max(self.left, extent[0]) > LEAST_SHARED * (self.right - self.left)


def page_layout(
    glyphs: Sequence[Glyph], tables: Sequence[Table], turned: list[list[Glyph]] | None = None
) -> list[LayoutItem]:
    """Return the page's column groups and table rows from first to last.

    `turned` are glyphs that stand at other angles, each list at one: those inside of tables are taken out
    of it and read in their cells.
    """
    arabic, latin = letters_by_direction("".join(glyph.text for glyph in glyphs))
    right_to_left = arabic > 0 and arabic >= 0.5 * latin
    rest, glyph_tables = _without_tables(list(glyphs), tables, right_to_left, turned or [])
    lines = glyph_lines(rest)
    in_cells = [line for table in glyph_tables for _, cells in table.rows for cell in cells for line in cell]
    forget_kashida([*lines, *in_cells])
    groups = in_column_order(lines, right_to_left)
    reader = LineReader(
        [*(line for group in groups for line in group), *in_cells], right_to_left, has_own_blanks(glyphs)
    )
    return _merged(groups, glyph_tables, reader)


def _without_tables(
    glyphs: list[Glyph], tables: Sequence[Table], right_to_left: bool, turned: list[list[Glyph]]
) -> tuple[list[Glyph], list[_GlyphTable]]:
    """Return the glyphs outside of tables, and the tables with their glyphs."""
    found: list[_GlyphTable] = []
    for table in tables:
        left, _, right, top = table.box
        inside, outside = _parted(glyphs, table, _point)
        is_frame = len(inside) > 0.97 * len(glyphs) and len(table.rows) < 3
        if not inside or is_frame:
            continue
        glyphs = outside
        others: list[list[Glyph]] = []
        for index, group in enumerate(turned):
            own, turned[index] = _parted(group, table, _middle)
            others.append(own)
        found.append(_GlyphTable(left, right, top, _rows(table, inside, others, right_to_left)))
    return glyphs, sorted(found, key=lambda table: -table.top)


def _parted(
    glyphs: list[Glyph], table: Table, point: Callable[[Glyph], tuple[float, float]]
) -> tuple[list[Glyph], list[Glyph]]:
    """Return the glyphs inside of a table and the others."""
    left, bottom, right, top = table.box
    inside: list[Glyph] = []
    outside: list[Glyph] = []
    for glyph in glyphs:
        x, y = point(glyph)
        (inside if left - 1 <= x <= right + 1 and bottom - 1 <= y <= top + 1 else outside).append(glyph)
    return inside, outside


def _rows(
    table: Table, glyphs: list[Glyph], others: list[list[Glyph]], right_to_left: bool
) -> list[tuple[float, _GlyphCells]]:
    rows: list[tuple[float, _GlyphCells]] = []
    for row in table.rows:
        bottom, top = row[0][1], row[0][3]
        own = [glyph for glyph in glyphs if bottom <= _point(glyph)[1] < top]
        lines: _GlyphCells = []
        for cell in reversed(row) if right_to_left else row:
            lines.append(glyph_lines([g for g in own if cell[0] <= _point(g)[0] < cell[2]]))
            for turned in others:
                lines[-1] += glyph_lines([glyph for glyph in turned if _is_within(_middle(glyph), cell)])
        rows.append((top, lines))
    return rows


def _is_within(point: tuple[float, float], cell: Rectangle) -> bool:
    return cell[0] <= point[0] < cell[2] and cell[1] <= point[1] < cell[3]


def _middle(glyph: Glyph) -> tuple[float, float]:
    """Return the middle of a glyph on the page, also where its own line is turned."""
    left, bottom, right, top = glyph.box
    return (left + right) / 2, (bottom + top) / 2


def _point(glyph: Glyph) -> tuple[float, float]:
    return (glyph.left + glyph.right) / 2, glyph.baseline + ABOVE_BASELINE * glyph.size


def _merged(groups: list[list[GlyphLine]], tables: list[_GlyphTable], reader: LineReader) -> list[LayoutItem]:
    """Put each table before the first line below its top, or at the end of the column that it closes."""
    items: list[LayoutItem] = []
    waiting = list(enumerate(tables))
    extents = [_extent(group) for group in groups] if len(groups) > 1 else [ALL_OF_THE_PAGE]
    for place, group in enumerate(groups):
        own, later = extents[place], extents[place + 1 :]
        lines: list[TextLine] = []
        for index, line in enumerate(group):
            due = _taken(waiting, own, partial(_is_above, lines=group[index : index + 3]))
            if due:
                items += _group(lines) + [row for table in due for row in _table_rows(*table, reader)]
                lines = []
            read = reader.read(line)
            if read:
                lines.append(read)
        items += _group(lines)
        for table in _taken(waiting, own, partial(_is_outside, extents=later)):
            items += _table_rows(*table, reader)
    return items + [row for table in waiting for row in _table_rows(*table, reader)]


def _extent(lines: list[GlyphLine]) -> _Extent:
    return min(g.left for line in lines for g in line), max(g.right for line in lines for g in line)


def _is_above(table: _GlyphTable, lines: list[GlyphLine]) -> bool:
    return all(line[0].baseline < table.top for line in lines)


def _is_outside(table: _GlyphTable, extents: list[_Extent]) -> bool:
    return not any(map(table.is_within, extents))


def _taken(
    waiting: list[tuple[int, _GlyphTable]], column: _Extent, is_due: Callable[[_GlyphTable], bool]
) -> list[tuple[int, _GlyphTable]]:
    """Take the tables of a column that are due out of `waiting`."""
    due = [(number, table) for number, table in waiting if table.is_within(column) and is_due(table)]
    numbers = {number for number, _ in due}
    waiting[:] = [item for item in waiting if item[0] not in numbers]
    return due


def _group(lines: list[TextLine]) -> list[LayoutItem]:
    return [LineGroup(tuple(lines))] if lines else []


def _table_rows(number: int, table: _GlyphTable, reader: LineReader) -> list[LayoutItem]:
    rows: list[LayoutItem] = []
    for index, (top, cells) in enumerate(table.rows):
        read = tuple(tuple(line for line in map(reader.read, cell) if line) for cell in cells)
        if any(read):
            rows.append(TableRow(read, number, index, top))
    return rows
