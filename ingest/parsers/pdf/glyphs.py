"""The glyphs of a page by the angle at which they stand, without the doubles of false bold."""

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from ingest.parsers.pdf.actual_text import ActualTexts
from ingest.parsers.pdf.character_boxes import CharacterBoxes
from ingest.parsers.pdf.characters import INVISIBLE, UNKNOWN, ZWNJ, ZWNJ_STAND_IN
from ingest.parsers.pdf.clusters import glyphs_of_run
from ingest.parsers.pdf.mirroring import unmirrored
from ingest.parsers.pdf.signs import Character, Glyph

HYPHEN_AT_LINE_END = "\x02"  # PDFium's sign for a hyphen that it takes for word division
SLANT_STEP = 5  # degrees: text turned by less counts as standing upright


def glyphs_by_slant(boxes: CharacterBoxes, actual: ActualTexts) -> dict[int, list[Glyph]]:
    """Return the page's glyphs by the angle at which they stand, in degrees, upright ones under 0."""
    if not len(boxes):
        return {}
    angles = np.degrees(np.arctan2(-boxes.ups[:, 0], boxes.ups[:, 1]))
    slants = (np.round(angles / SLANT_STEP) * SLANT_STEP).astype(int) % 360
    groups: dict[int, list[Glyph]] = {}
    for slant in sorted(set(slants[~boxes.generated].tolist())):
        runs = _runs(boxes, slants, slant)
        spans = actual.spans if slant == 0 else {}  # spans know their place on the page only
        groups[slant] = without_shadows([glyph for run in runs for glyph in glyphs_of_run(run, spans)])
    if 0 in groups:
        groups[0] += [_non_joiner(place, groups[0]) for place in actual.non_joiners if groups[0]]
    return {slant: glyphs for slant, glyphs in groups.items() if glyphs}


def _runs(boxes: CharacterBoxes, slants: NDArray[np.int_], slant: int) -> Iterator[list[Character]]:
    """Yield the characters of one slant, cut where PDFium ends a line."""
    places = _places(boxes, slant)
    codes, sizes, page_boxes = boxes.codes.tolist(), boxes.sizes.tolist(), boxes.boxes.tolist()
    objects = boxes.objects.tolist()
    characters = unmirrored(codes, boxes.generated.tolist())
    bold = [text_object in boxes.bold_objects for text_object in objects]
    run: list[Character] = []
    for index, (generated, own) in enumerate(
        zip(boxes.generated.tolist(), (slants == slant).tolist(), strict=True)
    ):
        if generated:
            if codes[index] in (10, 13) and run:
                yield run
                run = []
            continue
        text = _text_of(characters[index], bool(boxes.unmapped[index])) if own else ""
        if not text:
            continue
        x, y, box_left, box_right = places[index]
        size = sizes[index] or 1.0
        bearing = x - box_left if not boxes.mirrored[index] else 0.0
        bearing = (
            bearing if bearing > 0.1 * size else 0.0
        )  # Chromium's marks: the box starts far off the origin
        left = min(box_left + bearing, x) if not boxes.mirrored[index] else box_left
        run.append(
            Character(
                text, (x, y), box_left, left, box_right, box_right - box_left, y, size,
                tuple(page_boxes[index]), bold[index], objects[index],
            )
        )  # fmt: skip
    if run:
        yield run


def _places(boxes: CharacterBoxes, slant: int) -> list[tuple[float, float, float, float]]:
    """Return origin and horizontal extent of every character, turned so that text of `slant` is upright."""
    turn = math.radians(-slant)
    cosine, sine = math.cos(turn), math.sin(turn)
    x, y = boxes.origins[:, 0], boxes.origins[:, 1]
    corners_x, corners_y = boxes.boxes[:, [0, 2, 0, 2]], boxes.boxes[:, [1, 1, 3, 3]]
    along = corners_x * cosine - corners_y * sine
    left, right = along.min(axis=1), along.max(axis=1)
    turned_x, turned_y = x * cosine - y * sine, x * sine + y * cosine
    if slant % 90:  # the upright box around a slanted letter is too wide: half a letter is a fair guess
        left, right = turned_x, turned_x + 0.5 * boxes.sizes
    places: list[tuple[float, float, float, float]] = np.stack(
        [turned_x, turned_y, left, right], axis=1
    ).tolist()
    return places


def _text_of(character: str, unmapped: bool) -> str:
    """Return a character's text, "" for what is to be left out, U+FFFD for what has no meaning."""
    if character == HYPHEN_AT_LINE_END and not unmapped:
        return "-"
    if character == ZWNJ_STAND_IN:
        return ZWNJ
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


def without_shadows(glyphs: list[Glyph]) -> list[Glyph]:
    """Drop the repetitions of false bold: one sign drawn two or three times with a tiny offset."""
    kept: list[Glyph] = []
    seen: dict[tuple[str, int, int], list[Glyph]] = {}
    for glyph in glyphs:
        if glyph.blank or glyph.text in (UNKNOWN, ZWNJ):
            kept.append(glyph)
            continue
        column, row = round(glyph.left / 3), round(glyph.baseline / 3)
        near = (
            other
            for x in (column - 1, column, column + 1)
            for y in (row - 1, row, row + 1)
            for other in seen.get((glyph.text, x, y), ())
        )
        reach = 0.09 * glyph.size
        if any(abs(o.left - glyph.left) < reach and abs(o.baseline - glyph.baseline) < reach for o in near):
            continue
        seen.setdefault((glyph.text, column, row), []).append(glyph)
        kept.append(glyph)
    return kept
