"""Which characters Persian text uses for one letter, and which of them say nothing."""

import unicodedata

ZWNJ = "\u200c"

LETTERS: dict[str, str] = {
    **dict.fromkeys("يىېےئۍێ", "ی"),
    **dict.fromkeys("كڪڭ", "ک"),
    **dict.fromkeys("ةۀہەھۂۃ", "ه"),
    **dict.fromkeys("آأإٱ", "ا"),
    "ؤ": "و",
}
"""Letters that one reader writes for another; the right-hand side is the index's letter."""

SEPARATORS: dict[str, str] = {
    "\u200b": ZWNJ,  # zero-width space, typed for ZWNJ
    "¬": ZWNJ,  # what old converters left where ZWNJ stood
    "٫": ".",
    "\u2010": "-",
    "\u2011": "-",
    "\u2012": "-",
    "\u2013": "-",
    "\u2212": "-",
    "\u2044": "/",
    "\u2215": "/",
}

SILENT = frozenset(
    "ـء٬\0"  # tatweel, hamza alone, the thousands separator, the rest of a two-byte encoding
    "\u200d\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u00ad"
)


def is_mark(character: str) -> bool:
    """Whether a character only decorates the one before it."""
    return unicodedata.category(character) in ("Mn", "Me")


class Folding(dict[int, str]):
    """A table for `str.translate`: code point → the index's letters, filled as characters are met.

    NFKD one character at a time, marks dropped: presentation forms and ligatures become letters, and
    composed and decomposed writings of a letter become one, whatever stands beside it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.uneven: set[str] = set()
        """The characters met so far whose folding is not one character long: after them places shift."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = _folded(character)
        if len(folded) != 1:
            self.uneven.add(character)
        self[code] = folded
        return folded


def _folded(character: str) -> str:
    if character in SILENT:
        return ""
    if character in SEPARATORS or character in LETTERS:
        return SEPARATORS.get(character) or LETTERS[character]
    category = unicodedata.category(character)
    if category == "Cs":  # half of a character
        return ""
    if category in ("Cc", "Co", "Cn"):
        return character if character.isspace() else " "  # a tab parts the cells of a row
    folded = "".join(map(_piece, unicodedata.normalize("NFKD", character).lower()))
    # U+FE70 and its kin are marks alone, drawn over a blank that the word does not have.
    return "" if category == "Lo" and not folded.strip() else folded


def _piece(character: str) -> str:
    if is_mark(character) or character in SILENT:
        return ""
    if unicodedata.category(character) == "Nd":
        return str(unicodedata.digit(character))
    return SEPARATORS.get(character) or LETTERS.get(character, character)


FOLDING = Folding()
"""Folding for the index."""
