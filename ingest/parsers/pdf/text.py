"""Ordered tokens to words and lines of canonical text; compatibility forms are resolved last."""

import re
import statistics
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.parsers.pdf.brackets import inverted_brackets, with_paired_brackets
from ingest.parsers.pdf.characters import KASHIDA, MARK, MIRRORED, UNKNOWN, WIDE_GAP, ZWNJ, letters_by_direction
from ingest.parsers.pdf.lines import GlyphLine
from ingest.parsers.pdf.order import logical_tokens
from ingest.parsers.pdf.rectangles import Rectangle, union
from ingest.parsers.pdf.spacing import Token, visual_tokens

PERCENT_FIRST = re.compile(r"(?<![0-9۰-۹٫.])([٪%])([0-9۰-۹](?:[0-9۰-۹٫٬.,]*[0-9۰-۹])?)(?![0-9۰-۹٪%])")
DIALLING_CODE_LAST = re.compile(r"(?<![0-9۰-۹])([0-9۰-۹]{6,8})-([0۰][0-9۰-۹]{2,3})(?![0-9۰-۹])")
SIGN_LAST = re.compile(r"^([0-9۰-۹][0-9۰-۹٫٬.,]*[٪%]?)±$")
MOST_WORDS_KEPT = 1 << 15
OPENING, CLOSING = frozenset("([{«"), frozenset(")]}»")
STRAY_SPACE = re.compile(rf"\s+(?={MARK.pattern})")
# Amiri draws the stems of some letters as signs of their own, U+088E.
HEH_WITH_YEH = str.maketrans({"ۀ": "ه\u0654", KASHIDA: None, "\u088e": None, "\x00": None})


@dataclass(frozen=True, slots=True)
class PlacedWord:
    """A word in canonical spelling and where it stands, in points of the displayed page."""

    text: str
    box: Rectangle


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line in logical order. `cells` has more than one part where wide gaps part the line."""

    cells: tuple[tuple[PlacedWord, ...], ...]
    left: float
    right: float
    baseline: float
    size: float
    bold: bool
    right_to_left: bool

    @property
    def words(self) -> tuple[PlacedWord, ...]:
        return tuple(word for cell in self.cells for word in cell)

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


class LineReader:
    """Turns the glyph lines of one page into text, with one decision on brackets for all of them.

    Producers differ in whether a bracket's code says how it looks or what it means; the reading in
    which more brackets balance is the right one.
    """

    def __init__(self, lines: Sequence[GlyphLine], right_to_left_page: bool, own_blanks: bool) -> None:
        self._right_to_left = right_to_left_page
        self._own_blanks = own_blanks
        self._mirror = False
        self._visual: dict[int, list[Token]] = {}  # by the identity of the line
        bracketed = [line for line in lines if any(glyph.text in MIRRORED for glyph in line)]
        if bracketed:
            plain, mirrored = (self._joined(bracketed, mirror) for mirror in (False, True))
            self._mirror = inverted_brackets(mirrored) < inverted_brackets(plain)

    def _joined(self, lines: Sequence[GlyphLine], mirror: bool) -> str:
        return " ".join(token.text for line in lines for token in self._ordered(line, mirror))

    def _ordered(self, line: GlyphLine, mirror: bool) -> list[Token]:
        visual = self._visual.get(id(line))
        if visual is None:
            visual = self._visual[id(line)] = visual_tokens(line, self._own_blanks)
        return logical_tokens(visual, self._right_to_left, mirror)

    def read(self, line: GlyphLine) -> TextLine | None:
        """Return a line's text, None if nothing in it can be read."""
        tokens = _without_inner_blanks(with_paired_brackets(self._ordered(line, self._mirror)))
        cells = tuple(cell for cell in map(tuple, _cells(tokens)) if cell)
        if not cells:
            return None
        solid = [glyph for glyph in line if not glyph.blank and glyph.text != ZWNJ]
        arabic, latin = letters_by_direction("".join(glyph.text for glyph in solid))
        return TextLine(
            cells=cells,
            left=min(glyph.left for glyph in solid),
            right=max(glyph.right for glyph in solid),
            baseline=statistics.median(glyph.baseline for glyph in solid),
            size=statistics.median(glyph.size for glyph in solid),
            bold=sum(glyph.bold for glyph in solid) > 0.6 * len(solid),
            right_to_left=arabic > 0 or (latin == 0 and self._right_to_left),
        )


def _without_inner_blanks(tokens: Sequence[Token]) -> list[Token]:
    """Drop blanks just inside brackets: wide side bearings look like blanks, and none belongs there."""
    texts = {token.text for token in tokens}
    if texts.isdisjoint(OPENING) and texts.isdisjoint(CLOSING):
        return list(tokens)
    kept: list[Token] = []
    for index, token in enumerate(tokens):
        if token.text == " " and kept:
            after = tokens[index + 1].text if index + 1 < len(tokens) else ""
            if kept[-1].text in OPENING or after in CLOSING:
                continue
        kept.append(token)
    return kept


def _cells(tokens: Sequence[Token]) -> Iterator[list[PlacedWord]]:
    """Yield the words between wide gaps."""
    cell: list[PlacedWord] = []
    word: list[Token] = []
    for token in [*tokens, Token(WIDE_GAP)]:
        if token.text not in (" ", WIDE_GAP):
            word.append(token)
            continue
        cell.extend(_words(word))
        word = []
        if token.text == WIDE_GAP:
            yield cell
            cell = []


def _words(tokens: Sequence[Token]) -> Iterator[PlacedWord]:
    """Yield the word that the tokens spell: one, or several for a sign such as «ﷺ»."""
    known = [token for token in tokens if token.text != UNKNOWN]
    text = canonical("".join([token.text for token in known]))
    boxes = [token.glyph.box for token in known if token.glyph is not None]
    for part in text.split():
        if part.strip(ZWNJ) and boxes:
            yield PlacedWord(part.strip(ZWNJ), union(boxes))


@lru_cache(MOST_WORDS_KEPT)
def canonical(text: str) -> str:
    """Return a word in canonical spelling: no kashida, no compatibility forms, «هٔ» for «ۀ»."""
    text = SIGN_LAST.sub(r"±\1", PERCENT_FIRST.sub(r"\2\1", text))
    text = DIALLING_CODE_LAST.sub(r"\2-\1", text)
    if text.isascii():
        return text.translate(HEH_WITH_YEH)
    return STRAY_SPACE.sub("", unicodedata.normalize("NFKC", text)).translate(HEH_WITH_YEH).replace(UNKNOWN, "")
