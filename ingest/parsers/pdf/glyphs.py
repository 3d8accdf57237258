"""The glyphs of a page by the angle at which they stand, without the doubles of false bold."""

import math
from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ingest.parsers.pdf.actual_text import ActualTexts
from ingest.parsers.pdf.character_boxes import CharacterBoxes, Numbers
from ingest.parsers.pdf.characters import (
    BULLET,
    INVISIBLE,
    MOST_KEPT,
    SYMBOL_BULLETS,
    UNKNOWN,
    ZWNJ,
    ZWNJ_STAND_IN,
)
from ingest.parsers.pdf.clusters import glyphs_of_run
from ingest.parsers.pdf.mirroring import unmirrored
from ingest.parsers.pdf.shadows import without_shadows
from ingest.parsers.pdf.signs import Character, Glyph

HYPHEN_AT_LINE_END = "\x02"  # PDFium's sign for a hyphen that it takes for word division
LEAST_TURNED = 0.5  # of the characters: then the page is read as if it were turned
SLANT_STEP = 5  # degrees: text turned by less counts as standing upright


def glyphs_by_slant(boxes: CharacterBoxes, actual: ActualTexts) -> dict[int, list[Glyph]]:
    """Return the page's glyphs by the angle at which they stand, in degrees, upright ones under 0."""
    if not len(boxes):
        return {}
    slants = _slants(boxes)
    texts = _texts(boxes)
    groups: dict[int, list[Glyph]] = {}
    for slant in sorted(set(slants[~boxes.generated].tolist())):
        runs = _runs(boxes, texts, slants, slant)
        spans = actual.spans if slant == 0 else {}  # spans know their place on the page only
        groups[slant] = without_shadows([glyph for run in runs for glyph in glyphs_of_run(run, spans)])
    if 0 in groups:
        groups[0] += [_non_joiner(place, groups[0]) for place in actual.non_joiners if groups[0]]
    return {slant: glyphs for slant, glyphs in groups.items() if glyphs}


def quarters_to_upright(boxes: CharacterBoxes) -> int:
    """Return by how many quarters, clockwise, the page must be turned for most of its text to stand upright."""
    slants = _slants(boxes)[boxes.objects != 0]
    for quarters in (1, 2, 3):
        if (slants == 90 * quarters).sum() > LEAST_TURNED * len(slants):
            return quarters
    return 0


def _slants(boxes: CharacterBoxes) -> NDArray[np.int_]:
    """Return the angle at which each character stands, in degrees, counter-clockwise."""
    angles = np.degrees(np.arctan2(-boxes.ups[:, 0], boxes.ups[:, 1]))
    return (np.round(angles / SLANT_STEP) * SLANT_STEP).astype(int) % 360


def _texts(boxes: CharacterBoxes) -> list[str]:
    """Return every character's text, line ends of PDFium's own as they are, "" for what is to be left out."""
    generated = boxes.generated.tolist()
    return [
        (character if character in "\n\r" else "") if invented else glyph_text(character, unmapped)
        for character, invented, unmapped in zip(
            unmirrored(boxes.codes.tolist(), generated), generated, boxes.unmapped.tolist(), strict=True
        )
    ]


def _runs(
    boxes: CharacterBoxes, texts: list[str], slants: NDArray[np.int_], slant: int
) -> Iterator[list[Character]]:
    """Yield the characters of one slant, cut where PDFium ends a line."""
    xs, ys, box_lefts, box_rights = _places(boxes, slant)
    bearings = xs - box_lefts
    # Chromium's marks: the box starts far off the origin.
    bearings[(bearings <= 0.1 * np.where(boxes.sizes, boxes.sizes, 1.0)) | boxes.mirrored] = 0.0
    lefts = np.where(boxes.mirrored, box_lefts, np.minimum(box_lefts + bearings, xs))
    bold = [text_object in boxes.bold_objects for text_object in boxes.objects.tolist()]
    run: list[Character] = []
    for text, own, generated, x, y, box_left, left, box_right, size, box, is_bold, text_object in zip(
        texts, (slants == slant).tolist(), boxes.generated.tolist(),
        xs.tolist(), ys.tolist(), box_lefts.tolist(), lefts.tolist(), box_rights.tolist(),
        boxes.sizes.tolist(), map(tuple, boxes.boxes.tolist()), bold, boxes.objects.tolist(),
        strict=True,
    ):  # fmt: skip
        if generated:
            if text and run:
                yield run
                run = []
        elif own and text:
            run.append(
                Character(
                    text, (x, y), box_left, left, box_right, box_right - box_left, y, size or 1.0,
                    box, is_bold, text_object,
                )
            )  # fmt: skip
    if run:
        yield run


def _places(boxes: CharacterBoxes, slant: int) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Return origins (x, y) and horizontal extents (left, right), turned so that text of `slant` is upright."""
    turn = math.radians(-slant)
    cosine, sine = math.cos(turn), math.sin(turn)
    x, y = boxes.origins[:, 0], boxes.origins[:, 1]
    corners_x, corners_y = boxes.boxes[:, [0, 2, 0, 2]], boxes.boxes[:, [1, 1, 3, 3]]
    along = corners_x * cosine - corners_y * sine
    left, right = along.min(axis=1), along.max(axis=1)
    turned_x, turned_y = x * cosine - y * sine, x * sine + y * cosine
    if slant % 90:  # the upright box around a slanted letter is too wide: half a letter is a fair guess
        left, right = turned_x, turned_x + 0.5 * boxes.sizes
    return turned_x, turned_y, left, right


@lru_cache(MOST_KEPT)
def glyph_text(character: str, unmapped: bool) -> str:
    """Return a character's text, "" for what is to be left out, U+FFFD for what has no meaning."""
    if character == HYPHEN_AT_LINE_END and not unmapped:
        return "-"
    if character == ZWNJ_STAND_IN:
        return ZWNJ
    if character in SYMBOL_BULLETS:
        return BULLET
    if INVISIBLE.match(character):
        return ""
    surrogate_or_private = "\ud800" <= character <= "\uf8ff"
    if unmapped or character < " " or surrogate_or_private or character in "\ufffe\uffff":
        return UNKNOWN
    return character


def _non_joiner(place: tuple[float, float], glyphs: list[Glyph]) -> Glyph:
    """Return a ZWNJ without width at `place`, which is on a baseline of `glyphs`."""
    x, y = place
    return Glyph(ZWNJ, x, x, y, glyphs[0].size, (x, y, x, y))
