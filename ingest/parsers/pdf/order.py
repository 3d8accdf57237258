"""Visual order to logical order: the bidirectional algorithm run backwards over one line.

Numbers stay left to right; `-`, `+` and `٪` follow rule W2 of UAX #9; Latin runs keep their inner order
with the brackets and numbers that belong to them; a glyph that stands for several letters stays whole.
"""

from collections.abc import Sequence
from functools import lru_cache

from ingest.parsers.pdf.characters import (
    BRACKET_PAIRS,
    DIGIT,
    MIRRORED,
    MOST_KEPT,
    RIGHT_TO_LEFT,
    UNITS_OF_MEASURE,
    WIDE_GAP,
    ZWNJ,
    letters_by_direction,
)
from ingest.parsers.pdf.spacing import Token

ARABIC, DIGITS, SPACE, WIDE, LATIN, COMMON, SIGN, TERMINATOR, NEUTRAL = "ADSWLCETN"


@lru_cache(MOST_KEPT)
def _class_of(text: str) -> str:
    character = text[0]
    if RIGHT_TO_LEFT.match(character) or character == ZWNJ:
        return ARABIC
    if DIGIT.match(character):
        return DIGITS
    if character == " ":
        return SPACE
    if character == WIDE_GAP:
        return WIDE
    if character.isalpha():
        return LATIN
    if character in "./,:\u00a0":
        return COMMON
    if character in "+-−":
        return SIGN
    return TERMINATOR if character in "%٪°$±#‰€" else NEUTRAL


def logical_tokens(tokens: Sequence[Token], right_to_left_page: bool, mirror: bool) -> list[Token]:
    """Return a line's tokens in logical order. `mirror` turns the brackets of right-to-left runs round."""
    text = "".join(token.text for token in tokens)
    arabic, latin = letters_by_direction(text)
    of_page = right_to_left_page and (arabic > 0 or latin == 0 or _is_measure(text))
    if of_page or arabic > latin:
        return _Line(tokens, mirror).logical()
    return _with_last_bracket(tokens) if right_to_left_page else list(tokens)


def _with_last_bracket(tokens: Sequence[Token]) -> list[Token]:
    """Put the bracket back that a right-to-left cell moves before its Latin text: «(dB(A» is dB(A)."""
    texts = [token.text for token in tokens]
    if len(texts) > 1 and texts[0] == ")":
        return [*tokens[1:], tokens[0]]
    if len(texts) > 1 and texts[0] == "(" and texts.count("(") == texts.count(")") + 2:
        return [*tokens[1:], Token(")", tokens[0].glyph)]
    return list(tokens)


def _is_measure(text: str) -> bool:
    """Tell whether a cell such as «kbps 250» is a number followed, right to left, by its unit."""
    first, _, rest = text.strip().partition(" ")
    return first.lower() in UNITS_OF_MEASURE and bool(rest) and not any(map(str.isalpha, rest))


class _Line:
    def __init__(self, visual: Sequence[Token], mirror: bool) -> None:
        self._tokens = list(reversed(visual))
        self._classes = "".join(_class_of(token.text) for token in self._tokens)
        self._mirror = mirror
        self._out: list[Token] = []
        self._after_arabic = False  # UAX #9 W2: numbers after an Arabic letter are Arabic numbers

    def logical(self) -> list[Token]:
        index = 0
        while index < len(self._tokens):
            index = self._take(index)
        return self._out

    def _take(self, index: int) -> int:
        """Move what starts at `index` to the output; return where the next thing starts."""
        kind = self._classes[index]
        if kind == LATIN:
            return self._take_run(index, self._latin_end(index))
        if kind in (DIGITS, TERMINATOR):
            end = self._number_end(index)
            if end:
                latin = self._latin_after_number(index, end)
                return self._take_run(index, self._latin_end(latin)) if latin else self._take_number(index, end)
        if self._tokens[index].text in ("(", ")") and (latin := self._latin_start(index + 1)):
            end = self._latin_end(latin)
            if self._closes_latin(index, end):
                return self._take_bracketed(index, end)
        token = self._tokens[index]
        if self._mirror and token.text in MIRRORED:
            token = Token(MIRRORED[token.text], token.glyph)
        if kind == ARABIC:
            self._after_arabic = True
        elif kind == WIDE:
            self._after_arabic = False
        self._out.append(token)
        return index + 1

    def _class_at(self, index: int) -> str:
        return self._classes[index] if index < len(self._classes) else ""

    def _take_number(self, start: int, end: int) -> int:
        self._out.extend(reversed(self._tokens[start:end]))
        return end

    def _take_run(self, start: int, end: int) -> int:
        self._out.extend(reversed(self._tokens[start:end]))
        self._after_arabic = False
        return end

    def _number_end(self, index: int) -> int:
        """Return the end of the number that starts (at its right end) at `index`, 0 if none does."""
        classes, last = self._classes, index
        if classes[index] == TERMINATOR and not self._after_arabic:
            last = index + 1
        if self._class_at(last) != DIGITS:
            return 0
        while True:
            while self._class_at(last + 1) == DIGITS:
                last += 1
            joint, beyond = self._class_at(last + 1), self._class_at(last + 2)
            if beyond == DIGITS and (joint == COMMON or (joint == SIGN and not self._after_arabic)):
                last += 2
                continue
            break
        if self._class_at(last + 1) == TERMINATOR and not self._after_arabic:
            last += 1
        return last + 1

    def _latin_start(self, index: int) -> int:
        """Return where the Latin letters start of a run that starts, perhaps with its number, at `index`."""
        if self._class_at(index) == LATIN:
            return index
        end = self._number_end(index) if self._class_at(index) == DIGITS else 0
        return self._latin_after_number(index, end) if end else 0

    def _latin_end(self, index: int) -> int:
        """Return the end of the Latin run at `index`: its letters, ASCII digits and what stands between."""
        last, ahead = index, index + 1
        while ahead < len(self._tokens):
            kind, text = self._classes[ahead], self._tokens[ahead].text
            if kind == LATIN:
                last = ahead
            elif kind == DIGITS:
                if not text.isascii() and self._classes[ahead - 1] == SPACE:
                    break
                last = ahead
            elif kind in (ARABIC, WIDE) or (kind == NEUTRAL and text in "«»؛؟"):
                break
            elif text == "،" and self._class_at(ahead - 1) != SPACE:
                break  # in «LoRaWAN، 5G» within the run the blank stands right of the comma
            ahead += 1
        while self._class_at(last + 1) == TERMINATOR and self._tokens[last + 1].text in "±°":
            last += 1
        return last + 1

    def _latin_after_number(self, start: int, end: int) -> int:
        """Return where the Latin run starts that owns the number («WGS 84», «PM2.5», «5G»), 0 if none."""
        if not all(token.text.isascii() for token in self._tokens[start:end]):
            return 0
        after = end
        while self._class_at(after) == SPACE:
            after += 1
        adjacent = after == end
        kind = self._class_at(after)
        if adjacent and kind in (COMMON, SIGN, NEUTRAL) and self._class_at(after + 1) == LATIN:
            return after + 1
        if kind != LATIN:
            return 0
        return after if adjacent or self._latin_word(after) not in UNITS_OF_MEASURE else 0

    def _latin_word(self, start: int) -> str:
        end = start
        while self._class_at(end) == LATIN:
            end += 1
        return "".join(token.text for token in reversed(self._tokens[start:end])).lower()

    def _closes_latin(self, start: int, end: int) -> bool:
        """Tell whether the round bracket at `start` closes one inside its Latin run, as in «dB(A)»."""
        body = [token.text for token in reversed(self._tokens[start + 1 : end])]
        return (body.count("(") + body.count(")")) % 2 == 1 and body[0] not in ("(", ")")

    def _take_bracketed(self, start: int, end: int) -> int:
        run = list(reversed(self._tokens[start:end]))
        if run[-1].text == "(":
            turned = {"(": ")", ")": "("}
            run = [Token(turned.get(token.text, token.text), token.glyph) for token in run]
        self._out.extend(run)
        self._after_arabic = False
        return end


def inverted_brackets(text: str) -> int:
    """Count the brackets of a text that close before they open or never close."""
    count = 0
    for opening, closing in BRACKET_PAIRS:
        depth = 0
        for character in text:
            if character == opening:
                depth += 1
            elif character == closing and depth:
                depth -= 1
            elif character == closing:
                count += 1
        count += depth
    return count


def with_paired_brackets(tokens: Sequence[Token]) -> list[Token]:
    """Turn round the brackets of a line in which every pair stands the wrong way."""
    ordered = list(tokens)
    if MIRRORED.keys().isdisjoint([token.text for token in ordered]):
        return ordered
    for opening, closing in BRACKET_PAIRS:
        places = [index for index, token in enumerate(ordered) if token.text in (opening, closing)]
        texts = [ordered[index].text for index in places]
        if texts and texts == [closing, opening] * (len(texts) // 2):
            for index in places:
                token = ordered[index]
                ordered[index] = Token(MIRRORED[token.text], token.glyph)
    return ordered
