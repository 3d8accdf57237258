"""Lines of words that an engine found, in the order in which Persian is read, and their paragraphs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from corpus.records import Box
from ingest.ocr import RecognizedWord

WIDE = 0.6  # of the text's width: such a line stands over columns, not in one
LEAST_GUTTER = 0.015  # of the page's width
LEAST_COLUMN, LEAST_LINES = 0.22, 3  # of the text's width; a column of a table is narrower or shorter
FULL = 0.6  # of its column: what most lines of running text fill, and cells do not
SAME_ROW = 0.5  # of the lower line's height
SHORT = 0.88  # of the column: a line that ends before is the last of its paragraph
GAP = 0.9  # of a line's height between paragraphs, beyond what is usual on the page
MOST_LEADING = 1.5  # of a line's height: what lines of running text may stand apart
TALLER = 1.3  # than usual: a heading
LONGEST_HEADING, SENTENCE_ENDS = 15, ".؛;:،,!؟?"  # words


@dataclass(frozen=True, slots=True)
class Line:
    """Words side by side in reading order, and the box around them."""

    words: tuple[RecognizedWord, ...]
    box: Box

    @property
    def bottom(self) -> float:
        return self.box.y + self.box.height

    @property
    def letters(self) -> float:
        """How tall its letters are; the box around a line grows with the one word that has a mark above."""
        return median(word.box.height for word in self.words)

    @property
    def right(self) -> float:
        return self.box.x + self.box.width


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together; a heading is set in clearly taller letters."""

    lines: tuple[Line, ...]
    is_heading: bool = False


def paragraphs(words: Iterable[RecognizedWord]) -> list[Paragraph]:
    """Gather words, which come line by line, into paragraphs in reading order: columns from right to left."""
    lines = _lines(words)
    if not lines:
        return []
    usual = median(line.letters for line in lines)
    return [paragraph for column in _columns(lines) for paragraph in _paragraphs(column, usual)]


def arranged(words: Iterable[RecognizedWord]) -> list[RecognizedWord]:
    """Return the words, which come line by line, in reading order, paragraphs and lines numbered anew."""
    return [
        replace(word, paragraph=(number, 0), line=place, heading=paragraph.is_heading)
        for number, paragraph in enumerate(paragraphs(words))
        for place, line in enumerate(paragraph.lines)
        for word in line.words
    ]


def _lines(words: Iterable[RecognizedWord]) -> list[Line]:
    gathered: dict[tuple[tuple[int, int], int], list[RecognizedWord]] = {}
    for word in words:
        gathered.setdefault((word.paragraph, word.line), []).append(word)
    return [Line(tuple(group), _around([word.box for word in group])) for group in gathered.values()]


def _around(boxes: Sequence[Box]) -> Box:
    left, top = min(box.x for box in boxes), min(box.y for box in boxes)
    right, bottom = max(box.x + box.width for box in boxes), max(box.y + box.height for box in boxes)
    return Box(left, top, right - left, bottom - top)


def _columns(lines: Sequence[Line]) -> list[list[Line]]:
    """Cut a page into columns, in the order in which they are read; wide lines part what is above and below.

    Lines of a single column stay together, wide or not.
    """
    width = _around([line.box for line in lines]).width
    found: list[list[Line]] = []
    flow: list[Line] = []
    band: list[Line] = []
    for line in [*sorted(lines, key=_middle), None]:
        if line is not None and line.box.width <= WIDE * width:
            band.append(line)
            continue
        columns = _cut(band, width) if band else []
        if len(columns) > 1:
            found += [flow, *columns] if flow else columns
            flow = []
        else:
            flow += [one for column in columns for one in column]
        band = []
        if line is not None:
            flow.append(line)
    return [*found, flow] if flow else found


def _middle(line: Line) -> float:
    return line.box.y + line.box.height / 2


def _cut(band: Sequence[Line], width: float) -> list[list[Line]]:
    """Part a band at its gutters into columns, right to left; one that has none, or a table, is one column."""
    edges = sorted(band, key=lambda line: -line.right)
    reach = edges[0].box.x
    for place, line in enumerate(edges[1:], 1):
        if line.right < reach - LEAST_GUTTER:
            right, left = edges[:place], edges[place:]
            if _is_column(right, width) and _is_column(left, width) and _side_by_side(right, left):
                return [_rows(right), *_cut(left, width)]
        reach = min(reach, line.box.x)
    return [_rows(band)]


def _is_column(lines: Sequence[Line], width: float) -> bool:
    own = _around([line.box for line in lines]).width
    full = sum(line.box.width >= FULL * own for line in lines)
    return len(lines) >= LEAST_LINES and own >= LEAST_COLUMN * width and full >= len(lines) / 2


def _side_by_side(one: Sequence[Line], other: Sequence[Line]) -> bool:
    first, second = _around([line.box for line in one]), _around([line.box for line in other])
    shared = min(first.y + first.height, second.y + second.height) - max(first.y, second.y)
    return shared > SAME_ROW * min(first.height, second.height)


def _rows(lines: Sequence[Line]) -> list[Line]:
    """From top to bottom, what stands side by side from right to left."""
    ordered: list[list[Line]] = []
    for line in sorted(lines, key=_middle):
        if ordered and _share_row(ordered[-1][-1], line):
            ordered[-1].append(line)
        else:
            ordered.append([line])
    return [line for row in ordered for line in sorted(row, key=lambda line: -line.right)]


def _share_row(one: Line, other: Line) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.box.y, other.box.y)
    return shared > SAME_ROW * min(one.box.height, other.box.height)


def _paragraphs(column: Sequence[Line], usual: float) -> list[Paragraph]:
    around = _around([line.box for line in column])
    gaps = [below.box.y - above.bottom for above, below in pairwise(column)]
    leading = min(median(gaps), MOST_LEADING * usual) if gaps else 0.0
    found: list[list[Line]] = []
    for line in column:
        if found and not _begins(line, found[-1][-1], around, leading + GAP * usual):
            found[-1].append(line)
        else:
            found.append([line])
    return [Paragraph(tuple(lines), _is_heading(lines, usual)) for lines in found]


def _is_heading(lines: Sequence[Line], usual: float) -> bool:
    """Heights of letters are rough in OCR: what is tall must also be as short and bare as a heading is."""
    words = [word for line in lines for word in line.words]
    tall = median(word.box.height for word in words) > TALLER * usual
    return tall and 1 < len(words) <= LONGEST_HEADING and words[-1].text[-1:] not in SENTENCE_ENDS


def _begins(line: Line, before: Line, column: Box, usual_gap: float) -> bool:
    """Whether a line begins a paragraph; cells of one row stay together."""
    if _share_row(before, line):
        return False
    ended = before.right - column.x > 0 and before.box.x > column.x + (1 - SHORT) * column.width
    gap = line.box.y - before.bottom > usual_gap
    return ended or gap
