"""Lines to paragraphs: which line goes on with the one above it."""

import re
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.parsers.pdf.aligned_tables import AlignedTable, aligned_tables
from ingest.parsers.pdf.layout import LayoutItem, LineGroup, TableRow
from ingest.parsers.pdf.rectangles import Rectangle, union
from ingest.parsers.pdf.text import PlacedWord, TextLine

WITHOUT_RULES = -2
SAME_SIZE, SAME_LEADING, WORD_SPACE, INDENT = 0.08, 1.2, 0.3, 0.8
ITEM_START = re.compile(
    r"^(?:[•●▪■◦○◆►‣⁃✓✔*·]|[-–—]\s|[0-9۰-۹]{1,3}\s?[).]\s|[0-9۰-۹]{1,2}(?:[-–.][0-9۰-۹]{1,2})+[).\-–]?\s"
    r"|[0-9۰-۹]{1,3}\s?[-–]\s|(?:الف|[ابپتثجچحخدذرز])\s?[).\-–]\s|[a-zA-Z][.)]\s)"
)
RUNS_ON = re.compile(r"[^\W\d_]$")


@dataclass(frozen=True, slots=True)
class Draft:
    """A block before its kind is known. `cells` has one part except in table rows.

    `table` is the number of the page's ruled table that a row belongs to, `WITHOUT_RULES` in other tables,
    -1 outside tables; `row` counts from 0 in each table. `slanted` marks text that does not stand upright.
    """

    cells: tuple[tuple[PlacedWord, ...], ...]
    size: float
    bold: bool
    line_count: int
    table: int = -1
    row: int = -1
    slanted: bool = False

    @property
    def text(self) -> str:
        return "\t".join(" ".join(word.text for word in cell) for cell in self.cells)

    @property
    def box(self) -> Rectangle:
        return union(word.box for cell in self.cells for word in cell)


def drafts(items: Sequence[LayoutItem], slanted: bool = False) -> Iterator[Draft]:
    """Yield the page's blocks in reading order."""
    for item in items:
        if isinstance(item, TableRow):
            yield _of_row(item)
        else:
            yield from _of_group(item, slanted)


def _of_row(row: TableRow) -> Draft:
    lines = [line for cell in row.cells for line in cell]
    return Draft(
        cells=tuple(tuple(word for line in cell for word in line.words) for cell in row.cells),
        size=statistics.median(line.size for line in lines),
        bold=all(line.bold for line in lines),
        line_count=max(len(cell) for cell in row.cells),
        table=row.table,
        row=row.row,
    )


def _of_group(group: LineGroup, slanted: bool) -> Iterator[Draft]:
    left, right = min(line.left for line in group.lines), max(line.right for line in group.lines)
    tables = [] if slanted else list(aligned_tables(group.lines))
    leading = _leading(group.lines, tables)
    start = 0
    for table in tables:
        yield from _of_text(group.lines[start : table.first], leading, left, right, slanted)
        for number, row in enumerate(table.rows):
            yield Draft(row.cells, row.size, row.bold, 1, table=WITHOUT_RULES, row=number)
        start = table.end
    yield from _of_text(group.lines[start:], leading, left, right, slanted)


def _of_text(
    lines: Sequence[TextLine], leading: float, left: float, right: float, slanted: bool
) -> Iterator[Draft]:
    paragraph: list[TextLine] = []
    for line in lines:
        if paragraph and not _goes_on(paragraph, line, leading, left, right):
            yield _of_lines(paragraph, slanted)
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield _of_lines(paragraph, slanted)


def _of_lines(lines: Sequence[TextLine], slanted: bool) -> Draft:
    return Draft(
        cells=(tuple(word for line in lines for word in line.words),),
        size=statistics.median(line.size for line in lines),
        bold=all(line.bold for line in lines),
        line_count=len(lines),
        slanted=slanted,
    )


def _leading(lines: Sequence[TextLine], tables: Sequence[AlignedTable]) -> float:
    """Return the usual distance of baselines inside a paragraph, in points."""
    taken = {index for table in tables for index in range(table.first, table.end)}
    gaps = [
        above.baseline - below.baseline
        for index, (above, below) in enumerate(pairwise(lines))
        if taken.isdisjoint((index, index + 1))
        and _same_size(above, below)
        and 0 < above.baseline - below.baseline < 2.6 * below.size
    ]
    return statistics.median_low(gaps) if gaps else 1.8 * lines[0].size


def _same_size(one: TextLine, other: TextLine) -> bool:
    return abs(one.size - other.size) <= SAME_SIZE * max(one.size, other.size)


def _goes_on(paragraph: Sequence[TextLine], line: TextLine, leading: float, left: float, right: float) -> bool:
    above = paragraph[-1]
    gap = above.baseline - line.baseline
    if not _same_size(above, line) or above.bold != line.bold or not 0 < gap <= SAME_LEADING * leading:
        return False
    first_word = line.words[0].box
    needed = first_word[2] - first_word[0] + WORD_SPACE * line.size
    free = above.left - left if above.right_to_left else right - above.right
    if free > needed:  # the line's first word would have fitted above: the paragraph had ended there
        return False
    if ITEM_START.match(line.text) and not (line.text[0].isdecimal() and RUNS_ON.search(above.text)):
        return False  # a number after a full line without a stop is of the sentence: «... ۱۰ - تا ۵۰ درجه»
    indent = right - line.right if above.right_to_left else line.left - left
    is_flush = (right - above.right if above.right_to_left else above.left - left) < 0.3 * line.size
    is_item = bool(ITEM_START.match(paragraph[0].text))
    return is_item or not (is_flush and indent > INDENT * line.size)
