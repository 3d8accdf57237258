"""Two columns of text: a gutter that no text crosses, with running text on both sides."""

import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from ingest.parsers.pdf.lines import GlyphLine, glyph_lines

FEW_LINES, LEAST_COLUMN_LINES = 5, 3
LEAST_FILL = 0.65  # of a column's width, in its median line: table cells fill less
LEAST_COLUMN_WIDTH, LEAST_OVERLAP, LEAST_GUTTER, TOUCH, SEGMENT_GAP = 8.0, 4.0, 0.5, 0.2, 0.55  # type sizes
# The end of a text in columns may have few lines on its last page: most must reach from edge to edge.
LEAST_REACH_OF_FEW, LEAST_WIDTH_OF_FEW, LEAST_OVERLAP_OF_FEW = 0.9, 14.0, 2.0
DEEPEST = 2
PLACES = range(25, 76)  # percent of the breadth: where a gutter is looked for

Segment = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Gutter:
    score: float
    place: float
    first: int
    end: int


def in_column_order(lines: list[GlyphLine], right_to_left: bool, depth: int = 0) -> list[list[GlyphLine]]:
    """Return groups of lines in reading order; a group is one column or what spans the columns."""
    lines = [line for line in lines if any(not glyph.blank for glyph in line)]
    gutter = _best_gutter(lines) if len(lines) >= LEAST_COLUMN_LINES and depth <= DEEPEST else None
    if gutter is None:
        return [lines] if lines else []
    rows = lines[gutter.first : gutter.end]
    right = [[g for g in line if (g.left + g.right) / 2 >= gutter.place] for line in rows]
    left = [[g for g in line if (g.left + g.right) / 2 < gutter.place] for line in rows]
    groups = in_column_order(lines[: gutter.first], right_to_left, depth + 1)
    for column in (right, left) if right_to_left else (left, right):
        # Baselines of two columns interleave, so each column is cut into lines anew.
        glyphs = [glyph for line in column if any(not g.blank for g in line) for glyph in line]
        groups += in_column_order(glyph_lines(glyphs), right_to_left, depth + 1)
    return groups + in_column_order(lines[gutter.end :], right_to_left, depth + 1)


def _best_gutter(lines: list[GlyphLine]) -> _Gutter | None:
    segments = [_segments(line) for line in lines]
    left, right = min(row[0][0] for row in segments), max(row[-1][1] for row in segments)
    size = statistics.median(line[0].size for line in lines)
    places = [left + (right - left) * percent / 100 for percent in PLACES]
    best: _Gutter | None = None
    for place, free in zip(places, _free_lines(segments, places, TOUCH * size), strict=True):
        for first, end in _stretches(free):
            gutter = _gutter(lines, segments, place, first, end, size)
            if gutter and (best is None or gutter.score > best.score + 1e-6):
                best = gutter
    return best


def _segments(line: GlyphLine) -> list[Segment]:
    """Return the stretches of a line without wide gaps, left to right."""
    found: list[Segment] = []
    for glyph in sorted((g for g in line if not g.blank), key=lambda g: g.left):
        if found and glyph.left - found[-1][1] < SEGMENT_GAP * glyph.size:
            found[-1] = (found[-1][0], max(found[-1][1], glyph.right))
        else:
            found.append((glyph.left, glyph.right))
    return found


def _free_lines(segments: list[list[Segment]], places: list[float], reach: float) -> list[list[bool]]:
    """Return for each place which lines leave it free."""
    ends = np.array([segment for row in segments for segment in row])
    starts = np.cumsum([0, *map(len, segments[:-1])])
    middles = np.array(places)[:, None]
    crossed = (ends[:, 0] < middles - reach) & (ends[:, 1] > middles + reach)
    free: list[list[bool]] = (~np.logical_or.reduceat(crossed, starts, axis=1)).tolist()
    return free


def _stretches(free: list[bool]) -> Iterator[tuple[int, int]]:
    """Yield the runs of free lines, half-open, that are long enough for columns."""
    end = 0
    for is_free, run in groupby(free):
        start, end = end, end + len(list(run))
        if is_free and end - start >= LEAST_COLUMN_LINES:
            yield start, end


def _gutter(
    lines: list[GlyphLine], segments: list[list[Segment]], place: float, first: int, end: int, size: float
) -> _Gutter | None:
    reach = TOUCH * size
    left = {i: kept for i in range(first, end) if (kept := [s for s in segments[i] if s[1] <= place + reach])}
    right = {i: kept for i in range(first, end) if (kept := [s for s in segments[i] if s[0] >= place - reach])}
    if min(len(left), len(right)) < LEAST_COLUMN_LINES:
        return None
    left_start, left_end = _extent(list(left.values()))
    right_start, right_end = _extent(list(right.values()))
    if right_start - left_end < LEAST_GUTTER * size:
        return None
    few = min(len(left), len(right)) < FEW_LINES
    rows, widths = (list(left.values()), list(right.values())), (left_end - left_start, right_end - right_start)
    if min(widths) <= (LEAST_WIDTH_OF_FEW if few else LEAST_COLUMN_WIDTH) * size:
        return None
    if few and min(map(_reach, rows, widths)) < LEAST_REACH_OF_FEW:
        return None
    fill = min(_fill(side, size) for side in rows)
    top = min(lines[min(left)][0].baseline, lines[min(right)][0].baseline)
    bottom = max(lines[max(left)][0].baseline, lines[max(right)][0].baseline)
    if fill < LEAST_FILL or top - bottom < (LEAST_OVERLAP_OF_FEW if few else LEAST_OVERLAP) * size:
        return None
    return _Gutter((len(left) + len(right)) * fill, (left_end + right_start) / 2, first, end)


def _extent(rows: list[list[Segment]]) -> Segment:
    return min(row[0][0] for row in rows), max(row[-1][1] for row in rows)


def _fill(rows: list[list[Segment]], size: float) -> float:
    """Return how much of their breadth the lines of a side fill, in the median.

    A side may be several columns whose baselines differ: then a line need fill its own column only.
    """
    columns = _united(sorted(segment for row in rows for segment in row), LEAST_GUTTER * size)
    if any(end - start < LEAST_COLUMN_WIDTH * size for start, end in columns):
        columns = [_extent(rows)]
    fills = []
    for row in rows:
        own = [(a, b) for a, b in columns if any(start < b and end > a for start, end in row)]
        breadth = sum(b - a for a, b in own) if len(own) < len(columns) else columns[-1][1] - columns[0][0]
        fills.append(sum(b - a for a, b in row) / breadth)
    return statistics.median(fills)


def _united(segments: list[Segment], gap: float) -> list[Segment]:
    """Join segments, sorted, that lie less than `gap` apart."""
    joined: list[Segment] = []
    for start, end in segments:
        if joined and start - joined[-1][1] < gap:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _reach(rows: list[list[Segment]], width: float) -> float:
    return statistics.median((row[-1][1] - row[0][0]) / width for row in rows)
