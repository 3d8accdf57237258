"""Visual order to logical order: the bidirectional algorithm run backwards over one line.

Numbers stay left to right; `-`, `+` and `٪` follow rule W2 of UAX #9; Latin runs keep their inner order
with the brackets and numbers that belong to them; a glyph that stands for several letters stays whole.
"""

from collections.abc import Sequence
from functools import lru_cache

from ingest.parsers.pdf.characters import (
    DIGIT,
    MIRRORED,
    MOST_KEPT,
    RIGHT_TO_LEFT,
    UNITS_OF_MEASURE,
    WIDE_GAP,
    ZWNJ,
    letters_by_direction,
)
from ingest.parsers.pdf.latin import latin_line
from ingest.parsers.pdf.spacing import Token

LONGEST_PART = 3  # digits
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
    return latin_line(tokens) if right_to_left_page else list(tokens)


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
        if self._ends_latin(index):
            return self._take_run(index, self._latin_end(index + 1))
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

    def _ends_latin(self, index: int) -> bool:
        """Tell whether a sign at the right end of a Latin run is its last: an address cut after «news?»."""
        if index and self._classes[index - 1] not in (SPACE, WIDE):
            return False
        if self._class_at(index + 1) != LATIN:
            return False
        text = self._tokens[index].text
        return text in "?!;," or (text in "/&=#-." and self._is_address(index + 1))

    def _is_address(self, start: int) -> bool:
        run = self._tokens[start : self._latin_end(start)]
        last_word = "".join(token.text for token in reversed(run)).rpartition(" ")[2]
        return "://" in last_word or last_word.lower().startswith("www.")

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
        after = self._chain_end(start, end)
        end = after
        while self._class_at(after) == SPACE:
            after += 1
        adjacent = after == end
        kind = self._class_at(after)
        if adjacent and kind in (COMMON, SIGN, NEUTRAL) and self._class_at(after + 1) == LATIN:
            return after + 1
        if kind != LATIN:
            return 0
        return after if adjacent or self._latin_word(after) not in UNITS_OF_MEASURE else 0

    def _chain_end(self, start: int, end: int) -> int:
        """Return the end of «62443-3-3»: short numbers behind the one that follows a Latin word."""
        while (
            end - start <= LONGEST_PART
            and self._tokens[end - 1].text != "0"
            and self._class_at(end) == SIGN
            and self._class_at(end + 1) == DIGITS
            and self._tokens[end + 1].text.isascii()
        ):
            start, end = end + 1, end + 2
            while self._class_at(end) == DIGITS and self._tokens[end].text.isascii():
                end += 1
        return end

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
