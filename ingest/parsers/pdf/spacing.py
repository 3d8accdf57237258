"""The blanks of a line: found in its gaps, told from ZWNJ and from the distance between table cells."""

import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from ingest.parsers.pdf.characters import (
    FIRST_JOINING_FORM,
    NEVER_JOIN_LEFT,
    UNKNOWN,
    WIDE_GAP,
    ZWNJ,
    joining_form,
    starts_right_to_left,
    starts_with_digit,
)
from ingest.parsers.pdf.lines import GlyphLine
from ingest.parsers.pdf.signs import Glyph

WORD_GAP, NUMBER_GAP, COLON_GAP, EXPLICIT_GAP, CELL_GAP = 0.13, 0.26, 0.16, 0.16, 1.3  # of the type size
NO_ADVANCE, NO_GAP = 0.01, 0.03  # of the type size
MOST_COVERED = 0.5
NUMBER_PUNCTUATION = "./:٫٬"


class Token(NamedTuple):
    """A piece of a line: the text of one glyph, or a blank, a wide gap or a ZWNJ without a glyph."""

    text: str
    glyph: Glyph | None = None


BLANK, GAP, NON_JOINER = Token(" "), Token(WIDE_GAP), Token(ZWNJ)


def has_own_blanks(glyphs: Sequence[Glyph]) -> bool:
    """Tell whether the page sets its blanks as glyphs (XeLaTeX and some others only move the pen)."""
    blanks = sum(glyph.text == " " and glyph.right - glyph.left > 0.05 * glyph.size for glyph in glyphs)
    return blanks >= 0.08 * len(glyphs)


def visual_tokens(line: GlyphLine, own_blanks: bool) -> list[Token]:
    """Return the line from its left end to its right end, with blanks and ZWNJ between the glyphs."""
    solid = sorted((g for g in line if not g.blank and g.text != ZWNJ), key=lambda g: (g.left, g.right))
    solid = _without_covered(solid, line)
    drawn_blanks = [glyph for glyph in line if glyph.blank]
    empty = _without_advance(drawn_blanks, solid)
    blanks = _Blanks([glyph for glyph in drawn_blanks if id(glyph) not in empty])
    non_joiners = _gaps_of_non_joiners(
        [glyph.left for glyph in line if glyph.text == ZWNJ or id(glyph) in empty], solid
    )
    tokens: list[Token] = []
    for index, glyph in enumerate(solid):
        if index:
            between = _between(solid[index - 1], glyph, blanks, own_blanks, index in non_joiners)
            if between:
                tokens.append(between)
        tokens.append(Token(glyph.text, glyph))
    return tokens


def _without_covered(solid: GlyphLine, line: GlyphLine) -> GlyphLine:
    """Drop unknown glyphs that others mostly cover: kashida that fills no gap, drawn under its neighbours."""
    if all(glyph.text != UNKNOWN for glyph in solid):
        return solid
    others = np.array([(other.left, other.right) for other in line if other.text != UNKNOWN]).reshape(-1, 2)

    def is_covered(glyph: Glyph) -> bool:
        shared = np.minimum(glyph.right, others[:, 1]) - np.maximum(glyph.left, others[:, 0])
        return bool(np.maximum(0.0, shared).sum() > MOST_COVERED * (glyph.right - glyph.left))

    return [glyph for glyph in solid if glyph.text != UNKNOWN or not is_covered(glyph)]


def _without_advance(blanks: Sequence[Glyph], solid: GlyphLine) -> set[int]:
    """Return the identities of the blanks at whose left edge a joining letter starts: XeLaTeX draws ZWNJ so."""
    starts = sorted(glyph.left for glyph in solid if starts_right_to_left(glyph.text))
    found: set[int] = set()
    for blank in blanks:
        next_start = bisect_left(starts, blank.left - NO_ADVANCE * blank.size)
        if next_start < len(starts) and starts[next_start] <= blank.left + NO_ADVANCE * blank.size:
            found.add(id(blank))
    return found


def _gaps_of_non_joiners(places: list[float], solid: GlyphLine) -> set[int]:
    """Return the indices of the glyphs at whose left side the file has a ZWNJ."""
    gaps: set[int] = set()
    for place in places:
        best = min(
            range(1, len(solid)),
            key=lambda index: abs((solid[index - 1].right + solid[index].left) / 2 - place),
            default=0,
        )
        if best and abs((solid[best - 1].right + solid[best].left) / 2 - place) < 0.4 * solid[best].size:
            gaps.add(best)
    return gaps


class _Blanks:
    """The blank glyphs of a line, found by place."""

    def __init__(self, glyphs: list[Glyph]) -> None:
        self._by_middle = sorted(
            (((glyph.left + glyph.right) / 2, glyph) for glyph in glyphs), key=lambda p: p[0]
        )
        self._middles = [middle for middle, _ in self._by_middle]
        self._by_left = sorted(glyphs, key=lambda glyph: glyph.left)
        self._lefts = [glyph.left for glyph in self._by_left]

    def any_within(self, low: float, high: float) -> bool:
        start = bisect_left(self._middles, low)
        return start < len(self._middles) and self._middles[start] <= high

    def any_real(self, left: Glyph, right: Glyph, size: float) -> bool:
        """Tell whether a blank advances from one glyph up to the next: a ZWNJ has no advance."""
        start = bisect_left(
            self._lefts, max(left.left - 0.01 * size, left.left + 0.3 * (left.right - left.left))
        )
        for blank in self._by_left[start:]:
            if blank.left >= right.left - 0.1 * size:
                return False
            if blank.right <= right.left + 0.6 * size:
                return True
        return False


def _between(left: Glyph, right: Glyph, blanks: _Blanks, own_blanks: bool, non_joiner: bool) -> Token | None:
    """Return what stands between two neighbours."""
    gap, size = right.left - left.right, min(left.size, right.size)
    if gap > CELL_GAP * size:
        return GAP
    if non_joiner and starts_right_to_left(left.text) and starts_right_to_left(right.text):
        return NON_JOINER
    low, high = (left.right, right.left) if gap >= 0 else (right.left, left.right)
    explicit = blanks.any_within(low - 0.12 * size, high + 0.12 * size)
    if not explicit and gap <= NO_GAP * size and right.text[0] < FIRST_JOINING_FORM:
        return None
    if _is_word_gap(left, right, gap / size, explicit, own_blanks):
        return BLANK
    if gap > NO_GAP * size and blanks.any_real(left, right, size):
        return BLANK
    right_to_left = starts_right_to_left(right.text)
    if explicit and right_to_left and starts_right_to_left(left.text):
        return NON_JOINER
    if right_to_left and starts_right_to_left(left.text[-1]) and _breaks_joining(left, right):
        return NON_JOINER
    return None


def _is_word_gap(left: Glyph, right: Glyph, gap: float, explicit: bool, own_blanks: bool) -> bool:
    """Tell whether a gap, in type sizes, is a blank. Digits stand further apart than letters."""
    in_number = bool(
        (starts_with_digit(right.text) or right.text in NUMBER_PUNCTUATION)
        and (starts_with_digit(left.text[-1]) or left.text in NUMBER_PUNCTUATION)
    )
    least = NUMBER_GAP if in_number else WORD_GAP
    if in_number and ":" in (left.text, right.text):
        least = COLON_GAP  # «تاریخ: ۱۴۰۳» has a blank, «۱۴:۳۰» has none
    if own_blanks:
        least = max(least, EXPLICIT_GAP)
    digits = in_number and starts_with_digit(right.text) and starts_with_digit(left.text[-1]) and not explicit
    if gap > least and not (digits and right.left - left.left < 0.62 * min(left.size, right.size)):
        return True
    return explicit and gap > 0.07


def _breaks_joining(left: Glyph, right: Glyph) -> bool:
    """Tell whether presentation forms show a break inside a word: a final form before another letter."""
    return (
        joining_form(right.text[0]) in ("final", "isolated")
        and unicodedata.normalize("NFKC", right.text[0])[-1] not in NEVER_JOIN_LEFT
        and joining_form(left.text[0]) is not None
    )
