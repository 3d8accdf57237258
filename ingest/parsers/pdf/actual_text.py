"""ActualText spans: what a stretch of drawn glyphs means, where PDFium tells it in pieces or not at all.

Chromium and LibreOffice keep ZWNJ there, and Chromium the letters of ligatures with their marks.
"""

import ctypes
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from ingest.parsers.pdf import foreign
from ingest.parsers.pdf.character_boxes import Frame
from ingest.parsers.pdf.characters import ZWNJ
from ingest.parsers.pdf.rectangles import Rectangle, union

Point = tuple[float, float]

MOST_BYTES = 2048
EMPTY = 0.01  # points
SAME_PLACE = 0.4  # points: the rounding of advances adds up along a line, and a blank is wider by far


@dataclass(slots=True)
class ActualSpan:
    """The meaning of a span, and the rectangle around its glyphs in points of the displayed page."""

    text: str
    box: Rectangle


@dataclass(frozen=True, slots=True)
class ActualTexts:
    """Spans of several characters by each of their text objects, and the places of lone ZWNJ."""

    spans: Mapping[int, ActualSpan]
    non_joiners: Sequence[Point]


def read_actual_texts(page: pypdfium2.PdfPage, frame: Frame, maps_non_joiner: bool) -> ActualTexts:
    """Read a page's ActualText spans. Hold `exclusion.READING`.

    `maps_non_joiner` says that a font of the file maps a glyph to ZWNJ (fpdf2): then empty glyphs
    without advance are ZWNJ too.
    """
    handle = foreign.address_of(page.raw)
    texts: dict[int, tuple[str, list[int]]] = {}
    places: list[Point] = []
    for drawn, mark, text in _marked_objects(handle):
        if text == ZWNJ:
            places.append(_place(drawn))
        elif len(text) > 1:
            texts.setdefault(mark, (text, []))[1].append(drawn)
    if maps_non_joiner:
        places += _places_of_empty_glyphs(handle)
    spans: dict[int, ActualSpan] = {}
    for text, objects in texts.values():
        boxes = frame.displayed_boxes(np.array([_bounds(drawn) for drawn in objects])).tolist()
        spans |= dict.fromkeys(objects, ActualSpan(text, union(map(tuple, boxes))))
    shown = frame.displayed(np.array(places)).tolist() if places else []
    return ActualTexts(spans, [(x, y) for x, y in shown])


def _marked_objects(page: int) -> Iterator[tuple[int, int, str]]:
    """Yield text objects under an ActualText mark, with the mark and its text."""
    content = ctypes.create_string_buffer(MOST_BYTES)
    length = ctypes.c_ulong()
    content_at, length_at = ctypes.addressof(content), ctypes.addressof(length)
    for drawn in _text_objects(page):
        for number in range(foreign.object_mark_count(drawn)):
            mark = foreign.object_mark(drawn, number)
            if foreign.mark_bytes(mark, b"ActualText", content_at, MOST_BYTES, length_at):
                yield drawn, mark, _text(content.raw[: min(length.value, MOST_BYTES)])


def _text_objects(page: int) -> Iterator[int]:
    for index in range(foreign.page_object_count(page)):
        drawn = foreign.page_object(page, index)
        if foreign.object_kind(drawn) == pdfium.FPDF_PAGEOBJ_TEXT:
            yield drawn


def _text(content: bytes) -> str:
    """Decode a text string of PDF 1.7, 7.9.2.2; what is not Unicode there is Latin."""
    if content.startswith(b"\xfe\xff"):
        return content[2:].decode("utf-16-be", "ignore").rstrip("\x00")
    return content.rstrip(b"\x00").decode("latin-1")


def _place(drawn: int) -> Point:
    matrix = pdfium.FS_MATRIX()
    foreign.object_matrix(drawn, ctypes.addressof(matrix))
    return matrix.e, matrix.f


def _bounds(drawn: int) -> Rectangle:
    bounds = (ctypes.c_float * 4)()
    left = ctypes.addressof(bounds)
    foreign.object_bounds(drawn, left, left + 4, left + 8, left + 12)
    return bounds[0], bounds[1], bounds[2], bounds[3]


def _places_of_empty_glyphs(page: int) -> Iterator[Point]:
    """Yield the places of empty glyphs without advance: the next glyph starts where they do."""
    empty_at: Point | None = None
    for drawn in _text_objects(page):
        place, (left, _, right, _) = _place(drawn), _bounds(drawn)
        if empty_at and max(abs(place[0] - empty_at[0]), abs(place[1] - empty_at[1])) < SAME_PLACE:
            yield place
        empty_at = place if right - left < EMPTY else None
