"""Text of a file that nobody sees on its page: drawn invisibly, in white, far too small, cut off or outside."""

import ctypes
from collections.abc import Sequence

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from ingest.parsers.pdf import foreign
from ingest.parsers.pdf.character_boxes import CharacterBoxes, Frame, Numbers
from ingest.parsers.pdf.clipping import clip_boxes
from ingest.parsers.pdf.rectangles import Rectangle

Mask = NDArray[np.bool_]

INVISIBLE = pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
FILLED = (pdfium.FPDF_TEXTRENDERMODE_FILL, pdfium.FPDF_TEXTRENDERMODE_FILL_CLIP)
ALMOST_WHITE = 248  # of 255, in all three colours
SMALLEST, SMALLEST_SHARE = 2.0, 0.25  # points, and of the page's usual size: nobody reads what is below both
MARGIN = 1.0  # points beyond an edge
MOST_OBJECTS = 6000
BLANKS = (9, 32, 160)  # that part words, wherever they stand


def hidden_characters(
    page: pypdfium2.PdfPage, frame: Frame, boxes: CharacterBoxes, pictures: Sequence[Rectangle]
) -> Mask:
    """Return which characters nobody sees on the page. Hold `exclusion.READING`.

    Invisible text over a picture that shows no other is what recognition read there, and stays.
    """
    drawn = (boxes.objects != 0) & ~np.isin(boxes.codes, BLANKS)
    if not drawn.any():
        return np.zeros(len(boxes), dtype=np.bool_)
    objects, of_character = np.unique(boxes.objects, return_inverse=True)
    invisible, colourless, white = (kind[of_character] for kind in _drawn_how(objects.tolist()))
    middles = (boxes.boxes[:, 0:2] + boxes.boxes[:, 2:4]) / 2
    off_page = _outside(middles, np.array([[0.0, 0.0, *frame.size]]))
    hidden: Mask = drawn & (colourless | off_page | _tiny(boxes, drawn))
    if invisible.any():
        hidden |= drawn & invisible & ~_recognized(invisible, drawn & ~invisible, middles, pictures)
    if white.any():
        hidden |= drawn & white & ~_within_any(middles, _coloured_areas(page, frame))
    clips = clip_boxes(objects.tolist(), boxes, frame)
    if clips is not None:
        hidden |= drawn & _outside(middles, clips[of_character])
    return hidden


def _drawn_how(objects: Sequence[int]) -> tuple[Mask, Mask, Mask]:
    """Return which text objects are drawn invisibly, which without colour and which in white."""
    colour = (ctypes.c_uint * 4)()
    red = ctypes.addressof(colour)
    kinds = np.zeros((3, len(objects)), dtype=np.bool_)
    for index, text_object in enumerate(objects):
        if not text_object:
            continue
        mode = foreign.text_render_mode(text_object)
        if mode == INVISIBLE:
            kinds[0, index] = True
        elif mode in FILLED and foreign.object_fill(text_object, red, red + 4, red + 8, red + 12):
            kinds[1, index] = colour[3] == 0
            kinds[2, index] = min(colour[:3]) >= ALMOST_WHITE
    return kinds[0], kinds[1], kinds[2]


def _tiny(boxes: CharacterBoxes, drawn: Mask) -> Mask:
    usual = float(np.median(boxes.sizes[drawn]))
    return boxes.sizes < min(SMALLEST, SMALLEST_SHARE * usual)


def _outside(middles: Numbers, limits: Numbers) -> Mask:
    """Return which points lie outside their limits: `(n, 4)` or `(1, 4)`."""
    x, y = middles[:, 0], middles[:, 1]
    left, bottom, right, top = limits[:, 0], limits[:, 1], limits[:, 2], limits[:, 3]
    return (x < left - MARGIN) | (x > right + MARGIN) | (y < bottom - MARGIN) | (y > top + MARGIN)


def _within_any(middles: Numbers, areas: Sequence[Rectangle]) -> Mask:
    within = np.zeros(len(middles), dtype=np.bool_)
    for area in areas:
        within |= ~_outside(middles, np.array([area]))
    return within


def _recognized(invisible: Mask, visible: Mask, middles: Numbers, pictures: Sequence[Rectangle]) -> Mask:
    """Return which characters lie over pictures that hold more invisible than visible text."""
    found = np.zeros(len(middles), dtype=np.bool_)
    for picture in pictures:
        within = ~_outside(middles, np.array([picture]))
        if (within & invisible).sum() > (within & visible).sum():
            found |= within
    return found


def _coloured_areas(page: pypdfium2.PdfPage, frame: Frame) -> list[Rectangle]:
    """Return where something else than white is painted: white text can be read there."""
    handle = foreign.address_of(page.raw)
    bounds, colour = (ctypes.c_float * 4)(), (ctypes.c_uint * 4)()
    left, red = ctypes.addressof(bounds), ctypes.addressof(colour)
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    areas: list[list[float]] = []
    for index in range(min(foreign.page_object_count(handle), MOST_OBJECTS)):
        drawn = foreign.page_object(handle, index)
        kind = foreign.object_kind(drawn)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            continue
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            foreign.path_draw_mode(drawn, ctypes.addressof(fill), ctypes.addressof(stroke))
            known = foreign.object_fill(drawn, red, red + 4, red + 8, red + 12)
            if not fill.value or (known and (min(colour[:3]) >= ALMOST_WHITE or colour[3] == 0)):
                continue
        if foreign.object_bounds(drawn, left, left + 4, left + 8, left + 12):
            areas.append(list(bounds))
    shown = frame.displayed_boxes(np.array(areas, dtype=np.float64).reshape(-1, 4)).tolist()
    return [tuple(area) for area in shown]
