"""Ruled tables from drawn lines, and what else is drawn on a page: pictures and outlines."""

import ctypes
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from ingest.parsers.pdf import foreign
from ingest.parsers.pdf.character_boxes import Frame
from ingest.parsers.pdf.rectangles import Rectangle

MOST_OBJECTS = 6000  # drawings of more parts are pictures, not tables
MOST_RULES = 4000
THIN, LEAST_LENGTH, LEAST_SIDE = 3.0, 5.0, 8.0  # points
NEAR, LEAST_ROW_HEIGHT = 2.5, 5.0
MOST_RECTANGLE_SEGMENTS = 6
LEAST_CELLS = 4


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line: at `place` across its direction, from `start` to `end` along it."""

    place: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Drawings:
    """What a page holds besides text. `picture_share` is the part of the page under pictures, 0 to 1."""

    horizontal: tuple[Rule, ...]
    vertical: tuple[Rule, ...]
    picture_share: float
    path_count: int
    pictures: tuple[Rectangle, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of cells: rows from top to bottom, cells from left to right."""

    box: Rectangle
    rows: tuple[tuple[Rectangle, ...], ...]


def read_drawings(page: pypdfium2.PdfPage, frame: Frame) -> Drawings:
    """Read a page's rules, pictures and paths. Hold `exclusion.READING`."""
    handle = foreign.address_of(page.raw)
    kinds: list[tuple[int, bool]] = []
    boxes: list[list[float]] = []
    bounds = (ctypes.c_float * 4)()
    left = ctypes.addressof(bounds)
    for index in range(min(foreign.page_object_count(handle), MOST_OBJECTS)):
        drawn = foreign.page_object(handle, index)
        kind = foreign.object_kind(drawn)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT or not foreign.object_bounds(
            drawn, left, left + 4, left + 8, left + 12
        ):
            continue
        if kind == pdfium.FPDF_PAGEOBJ_FORM and _holds_picture(drawn):
            kind = pdfium.FPDF_PAGEOBJ_IMAGE
        kinds.append((kind, kind == pdfium.FPDF_PAGEOBJ_PATH and _is_stroked_rectangle(drawn)))
        boxes.append(list(bounds))
    if not kinds:
        return Drawings((), (), 0.0, 0)
    shown = frame.displayed_boxes(np.array(boxes, dtype=np.float64)).tolist()
    return _sorted_drawings(kinds, shown, frame)


def _is_stroked_rectangle(path: int) -> bool:
    if foreign.path_segment_count(path) > MOST_RECTANGLE_SEGMENTS:
        return False
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    foreign.path_draw_mode(path, ctypes.addressof(fill), ctypes.addressof(stroke))
    return bool(stroke.value)


def _holds_picture(form: int) -> bool:
    count = min(foreign.form_object_count(form), MOST_OBJECTS)
    kinds = (foreign.object_kind(foreign.form_object(form, index)) for index in range(count))
    return any(kind == pdfium.FPDF_PAGEOBJ_IMAGE for kind in kinds)


def _sorted_drawings(kinds: list[tuple[int, bool]], boxes: list[list[float]], frame: Frame) -> Drawings:
    horizontal: list[Rule] = []
    vertical: list[Rule] = []
    page_width, page_height = frame.size
    covered, paths = 0.0, 0
    pictures: list[Rectangle] = []
    for (kind, framed), (left, bottom, right, top) in zip(kinds, boxes, strict=True):
        width, height = right - left, top - bottom
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            shown_width = max(0.0, min(right, page_width) - max(left, 0.0))
            shown_height = max(0.0, min(top, page_height) - max(bottom, 0.0))
            covered += shown_width * shown_height
            pictures.append((left, bottom, right, top))
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            paths += 1
            if width <= THIN and height > LEAST_LENGTH:
                vertical.append(Rule((left + right) / 2, bottom, top))
            elif height <= THIN and width > LEAST_LENGTH:
                horizontal.append(Rule((bottom + top) / 2, left, right))
            elif framed and width > LEAST_SIDE and height > LEAST_SIDE:
                vertical += [Rule(left, bottom, top), Rule(right, bottom, top)]
                horizontal += [Rule(bottom, left, right), Rule(top, left, right)]
    share = min(1.0, covered / max(1.0, page_width * page_height))
    return Drawings(tuple(horizontal), tuple(vertical), share, paths, tuple(pictures))


def ruled_tables(drawings: Drawings) -> list[Table]:
    """Return the grids that touching rules make."""
    horizontal, vertical = drawings.horizontal, drawings.vertical
    if min(len(horizontal), len(vertical)) < 2 or len(horizontal) + len(vertical) > MOST_RULES:
        return []
    tables = (_grid(rows, columns) for rows, columns in _connected(horizontal, vertical))
    return [table for table in tables if table]


def _connected(horizontal: Sequence[Rule], vertical: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Return the groups of rules that touch one another."""
    parents = list(range(len(horizontal) + len(vertical)))

    def root(index: int) -> int:
        while parents[index] != index:
            parents[index] = parents[parents[index]]
            index = parents[index]
        return index

    for i, row in enumerate(horizontal):
        for j, column in enumerate(vertical, start=len(horizontal)):
            if (
                row.start - THIN <= column.place <= row.end + THIN
                and column.start - THIN <= row.place <= column.end + THIN
            ):
                parents[root(i)] = root(j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index, rule in enumerate([*horizontal, *vertical]):
        rows, columns = groups.setdefault(root(index), ([], []))
        (rows if index < len(horizontal) else columns).append(rule)
    return list(groups.values())


def _grid(horizontal: list[Rule], vertical: list[Rule]) -> Table | None:
    ys, xs = _places(horizontal, lambda rule: rule.place), _places(vertical, lambda rule: rule.place)
    if min(len(ys), len(xs)) < 2 or max(len(ys), len(xs)) < 3:
        return None
    rows: list[tuple[Rectangle, ...]] = []
    for top, bottom in zip(ys[::-1], ys[-2::-1], strict=False):
        middle = (top + bottom) / 2
        edges = _places([r for r in vertical if r.start - 2 <= middle <= r.end + 2], lambda rule: rule.place)
        if top - bottom >= LEAST_ROW_HEIGHT and len(edges) >= 2:
            rows.append(tuple((a, bottom, b, top) for a, b in pairwise(edges)))
    if sum(map(len, rows)) < LEAST_CELLS:
        return None
    return Table((xs[0], ys[0], xs[-1], ys[-1]), tuple(rows))


def _places(rules: Sequence[Rule], place: Callable[[Rule], float]) -> list[float]:
    """Return the distinct places of rules, ascending; doubled lines count once."""
    groups: list[list[float]] = []
    for value in sorted(map(place, rules)):
        if groups and value - groups[-1][-1] <= NEAR:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [sum(group) / len(group) for group in groups]
