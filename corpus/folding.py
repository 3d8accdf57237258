"""Folding for the text restriction of lists: a title is found however its letters and blanks were typed."""

import unicodedata

ARABIC_TO_PERSIAN = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ـ": None})
NEVER_SEEN = frozenset({"Mn", "Cf", "Cc", "Zs"})  # vowel signs and hamzas, ZWNJ and marks, controls, blanks


def folded(text: str) -> str:
    """Return what two ways of typing share: «آئین‌نامهٔ ۱۲» and «آیین نامه 12» become the same letters."""
    letters = unicodedata.normalize("NFKD", text).translate(ARABIC_TO_PERSIAN)
    kept = (letter for letter in letters if unicodedata.category(letter) not in NEVER_SEEN)
    return "".join(_with_ascii_digit(letter) for letter in kept).casefold()


def _with_ascii_digit(letter: str) -> str:
    digit = unicodedata.decimal(letter, None)
    return letter if digit is None else str(digit)
