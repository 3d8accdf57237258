"""The order of Persian titles: آ ا ب پ ت … ی, blind to ZWNJ, diacritics and ي/ك; numbers by their value."""

import re
import unicodedata

from language.characters import is_mark

__all__ = ["persian_key"]

ALPHABET = "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
_PLACE = {letter: place for place, letter in enumerate(ALPHABET)}
# Other shapes of a letter stand with it.
_ALIKE = str.maketrans(
    {
        **dict.fromkeys("أإٱٲٳ", "ا"),
        **dict.fromkeys("يىئېےۍ", "ی"),
        "ك": "ک",
        "ؤ": "و",
        **dict.fromkeys("ةۀەہھۂۃ", "ه"),
    }
)
_PIECE = re.compile(r"(?P<number>\d+)|(?P<letter>[^\W\d_])|(?P<blank>\s+)")
# What comes before what, at one place of two titles: the end of one, a blank, a number, a letter.
_BLANK, _NUMBER, _PERSIAN, _OTHER = 1, 2, 3, 4
_LONGEST_NUMBER = 30  # digits; a longer run is no quantity

Key = tuple[tuple[int, int, str], ...]


def persian_key(text: str) -> Key:
    """Return a key to sort by. Word by word, so that «شهر هوشمند» stands before «شهرداری»."""
    composed = unicodedata.normalize("NFKC", text).translate(_ALIKE)
    kept = "".join(one for one in composed if not (is_mark(one) or one in "ـء" or _is_unseen(one)))
    pieces = (_piece(match) for match in _PIECE.finditer(" ".join(kept.split())))
    return tuple(pieces)


def _piece(match: re.Match[str]) -> tuple[int, int, str]:
    if match["blank"]:
        return _BLANK, 0, ""
    if number := match["number"]:
        return _NUMBER, int(number[:_LONGEST_NUMBER]), ""
    letter = match[0]
    place = _PLACE.get(letter)
    return (_OTHER, 0, letter.casefold()) if place is None else (_PERSIAN, place, "")


def _is_unseen(character: str) -> bool:
    return unicodedata.category(character) == "Cf"  # ZWNJ, direction marks, soft hyphens
