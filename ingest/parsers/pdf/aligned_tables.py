"""Tables without rules: lines whose parts stand under one another in columns."""

import re
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.parsers.pdf.characters import BULLET
from ingest.parsers.pdf.text import PlacedWord, TextLine

Cell = tuple[PlacedWord, ...]
Segment = tuple[float, float]  # from left to right, in points

LEAST_GUTTER, MOST_APART = 0.6, 4.0  # of the type size: between columns, and from baseline to baseline
WIDER_THAN_BLANKS = 1.7  # a gap between cells against the widest blank inside them: justified lines have none
WIDER_BETWEEN_ROWS = 1.2  # the distance of rows against that of the lines of one row
MOST_WORDS_A_CELL = 14.0  # in the mean; more are two texts side by side
LEAST_FILLED = 0.55  # of all cells
SAME_SIZE = 0.12
SAME_EDGE, LEAST_ALIGNED = 0.35, 0.7  # type sizes, share of the cells
MARK = re.compile(r"[•●▪■◦○◆►‣*·–—-]|[(\[]?[0-9۰-۹]{1,3}[.)\]\-–]+|(?:الف|[ابپتثجچحخد])[.)\-–]")
NUMBER = re.compile(r"[-+(]?[\d.,٫٬/:٪%-]+\)?")


@dataclass(frozen=True, slots=True)
class AlignedRow:
    """As many cells as the table has columns, first column first; cells may be empty."""

    cells: tuple[Cell, ...]
    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class AlignedTable:
    """The rows that lines `first` to `end`, half-open, of a group make, from the top."""

    first: int
    end: int
    rows: tuple[AlignedRow, ...]


def aligned_tables(lines: Sequence[TextLine]) -> Iterator[AlignedTable]:
    """Yield the tables among the lines of one column of text, from the top."""
    start = 0
    while start < len(lines):
        table = _table_at(lines, start) if _parts_line(lines[start]) else None
        if table:
            yield table
        start = table.end if table else start + 1


def _parts_line(line: TextLine) -> bool:
    """Tell whether gaps part a line into cells: wider than its blanks, and not only behind a list mark."""
    if len(line.cells) < 2 or (len(line.cells) == 2 and MARK.fullmatch(_text(line.cells[0]))):
        return False
    blanks = [gap for cell in line.cells for gap in _gaps([(w.box[0], w.box[2]) for w in cell])]
    return min(_gaps(_extents(line))) > WIDER_THAN_BLANKS * max(blanks, default=0.0)


def _text(cell: Cell) -> str:
    return " ".join(word.text for word in cell)


def _extents(line: TextLine) -> list[Segment]:
    """Return where the cells of a line stand, first cell first."""
    return [(min(w.box[0] for w in cell), max(w.box[2] for w in cell)) for cell in line.cells]


def _gaps(segments: Sequence[Segment]) -> list[float]:
    return [other[0] - one[1] for one, other in pairwise(sorted(segments))]


def _table_at(lines: Sequence[TextLine], first: int) -> AlignedTable | None:
    columns, end = _grown(lines, first)
    right_to_left = sum(line.right_to_left for line in lines[first:end]) * 2 > end - first
    end = _without_tail(lines, first, end, columns[-1 if right_to_left else 0])
    if end - first < 2:
        return None
    first, columns = _with_head(lines, first, end, columns)
    if not all(_is_aligned(lines[first:end], column) for column in columns):
        return None
    if right_to_left:
        columns.reverse()
    own = lines[first:end]
    placed = [_placed(line, columns) for line in own]
    rows = [
        AlignedRow(
            tuple(tuple(word for line in row for word in placed[line][i]) for i in range(len(columns))),
            own[row[0]].size,
            all(own[line].bold for line in row),
        )
        for row in _rows(own, placed)
    ]
    return AlignedTable(first, end, tuple(rows)) if _is_table([row.cells for row in rows]) else None


def _grown(lines: Sequence[TextLine], first: int) -> tuple[list[Segment], int]:
    """Return the columns, left to right, that the lines from `first` have in common, and where they end."""
    columns = sorted(_extents(lines[first]))
    end = first + 1
    for above, line in pairwise(lines[first:]):
        apart = above.baseline - line.baseline
        if not 0 < apart < MOST_APART * max(above.size, line.size):
            break
        if len(line.cells) > 1 and not _parts_line(line):
            break
        alone = len(line.cells) == 1
        widened = _widened(columns, line)
        if widened is None or (alone and abs(line.size - above.size) > SAME_SIZE * above.size):
            break
        columns, end = widened, end + 1
    return columns, end


def _widened(columns: list[Segment], line: TextLine) -> list[Segment] | None:
    """Return the columns with room for a line's cells, None if a cell would lie in two of them.

    A line of one cell must stand in a column or between two, or it is no part of the table.
    """
    found = list(columns)
    for left, right in _extents(line):
        own = [index for index, column in enumerate(found) if left < column[1] and right > column[0]]
        is_outside = right < columns[0][0] or left > columns[-1][1]
        if len(own) > 1 or (is_outside and len(line.cells) == 1):
            return None
        if own:
            found[own[0]] = (min(left, found[own[0]][0]), max(right, found[own[0]][1]))
        else:
            found.append((left, right))
    found.sort()
    return found if min(_gaps(found)) >= LEAST_GUTTER * line.size else None


def _without_tail(lines: Sequence[TextLine], first: int, end: int, first_column: Segment) -> int:
    """Leave out lines of one part at the end that need not belong to the last row.

    A line after the table begins where the first column does, and stands as far off as rows do.
    """
    while end > first and len(lines[end - 1].cells) == 1:
        last = next(index for index in range(end - 1, first - 1, -1) if len(lines[index].cells) > 1)
        distances = [a.baseline - b.baseline for a, b in pairwise(lines[first : last + 1])] or [0.0]
        own = max(a.baseline - b.baseline for a, b in pairwise(lines[last:end]))
        left, right = _extents(lines[end - 1])[0]
        is_below_first = left < first_column[1] and right > first_column[0]
        is_near = own * WIDER_BETWEEN_ROWS < max(distances)
        is_beside = not is_below_first and own < WIDER_BETWEEN_ROWS * min(distances)
        if lines[end - 1].bold == lines[last].bold and (is_near or is_beside):
            break
        end -= 1
    return end


def _is_aligned(lines: Sequence[TextLine], column: Segment) -> bool:
    """Tell whether most cells of a column share their right edge, their left edge or their middle."""
    own = [(a, b) for line in lines for a, b in _extents(line) if a < column[1] and b > column[0]]
    if len(own) < 2:
        return True
    reach = SAME_EDGE * statistics.median(line.size for line in lines)
    for edges in ([b for _, b in own], [a for a, _ in own], [(a + b) / 2 for a, b in own]):
        middle = statistics.median(edges)
        if sum(abs(edge - middle) <= reach for edge in edges) >= LEAST_ALIGNED * len(own):
            return True
    return False


def _with_head(
    lines: Sequence[TextLine], first: int, end: int, columns: list[Segment]
) -> tuple[int, list[Segment]]:
    """Take in the lines of one part above that belong to a name of several lines in the first row."""
    farthest = max(above.baseline - below.baseline for above, below in pairwise(lines[first:end]))
    while first and len(lines[first - 1].cells) == 1:
        above, below = lines[first - 1], lines[first]
        widened = _widened(columns, above)
        is_near = 0 < (above.baseline - below.baseline) * WIDER_BETWEEN_ROWS < farthest
        if widened is None or not is_near or (above.size, above.bold) != (below.size, below.bold):
            break
        first, columns = first - 1, widened
    return first, columns


def _placed(line: TextLine, columns: Sequence[Segment]) -> list[Cell]:
    """Return a line's cells by column, empty ones included."""
    cells: list[Cell] = [() for _ in columns]
    for cell, (left, right) in zip(line.cells, _extents(line), strict=True):
        column = next(i for i, (start, end) in enumerate(columns) if left < end and right > start)
        cells[column] += cell
    return cells


def _rows(lines: Sequence[TextLine], placed: Sequence[list[Cell]]) -> list[list[int]]:
    """Return which lines make a row: those nearer to one another than to the rest, if cells are wrapped."""
    distances = [above.baseline - below.baseline for above, below in pairwise(lines)]
    for apart, near in pairwise(sorted(set(distances), reverse=True)):
        if apart > WIDER_BETWEEN_ROWS * near:
            rows = [[0]]
            for index, distance in enumerate(distances, start=1):
                if distance >= apart:
                    rows.append([])
                rows[-1].append(index)
            if all(len(row) == 1 or _is_wrapped(row, placed) for row in rows):
                return rows
    rows = []
    is_numbered = all(NUMBER.fullmatch(_text(cells[0])) for cells in placed[1:] if cells[0])
    for index, cells in enumerate(placed):
        if rows and _goes_on(cells, placed[rows[-1][0]], is_numbered):
            rows[-1].append(index)
        else:
            rows.append([index])
    return rows


def _goes_on(cells: Sequence[Cell], above: Sequence[Cell], is_numbered: bool) -> bool:
    """Tell whether a line wraps cells of the row above: nothing in its first column, and no number."""
    filled = [index for index, cell in enumerate(cells) if cell]
    if cells[0] or not all(above[index] for index in filled):
        return False
    is_part = is_numbered or len(filled) < len(cells) - 1
    return is_part and not any(NUMBER.fullmatch(_text(cells[index])) for index in filled)


def _is_wrapped(row: Sequence[int], placed: Sequence[list[Cell]]) -> bool:
    """Tell whether lines read as one row with wrapped cells: its first cell is whole, and no number is cut."""
    if sum(bool(placed[line][0]) for line in row) != 1:
        return False
    numbers = [
        column for line in row for column, cell in enumerate(placed[line]) if NUMBER.fullmatch(_text(cell))
    ]
    return len(set(numbers)) == len(numbers)


def _is_table(rows: Sequence[Sequence[Cell]]) -> bool:
    columns = len(rows[0])
    if len(rows) < 2 or columns < 2:
        return False
    cells = [cell for row in rows for cell in row]
    filled = [cell for cell in cells if cell]
    if len(filled) < LEAST_FILLED * len(cells) or statistics.fmean(map(len, filled)) > MOST_WORDS_A_CELL:
        return False
    # Two lines that happen to have a gap at one place, or the marks of a list, are no table.
    full = sum(sum(map(bool, row)) > 1 for row in rows)
    first = [_text(row[0]) for row in rows if row[0]]
    return full >= 2 and not (columns == 2 and all(text == BULLET or MARK.fullmatch(text) for text in first))
