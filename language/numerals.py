"""Digits of three kinds, numbers as people read them, and letter numbers."""

from language.characters import ZWNJ
from language.normalization import normalize
from language.spans import Span
from language.words import canonical_number, compounds

_TO_ASCII = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")
_TO_PERSIAN = str.maketrans("0123456789٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹۰۱۲۳۴۵۶۷۸۹")
_MARKS = str.maketrans(",.", "٬٫")


def to_ascii_digits(text: str) -> str:
    return text.translate(_TO_ASCII)


def to_persian_digits(text: str) -> str:
    return text.translate(_TO_PERSIAN)


def format_number(value: float, decimals: int = 0) -> str:
    """Return a number in Persian digits: thousands ٬ and decimals ٫."""
    return to_persian_digits(f"{value:,.{decimals}f}").translate(_MARKS)


def number_key(text: str) -> str:
    """Return the one key of a letter number, however it was typed; "" for what has no digit.

    Digits of any kind, ي/ك, `/` or `-` or blanks between the parts, either end first where one is a year.
    """
    return canonical_number(normalize(text).text.replace(ZWNJ, "").strip())


def find_letter_numbers(text: str) -> list[tuple[str, Span]]:
    """Return the numbers made of parts that stand in a text, by key, with their places; dates among them."""
    normalized = normalize(text)
    return [
        (token.text, normalized.span(token.start, token.end))
        for token in compounds(normalized.text)
        if "/" in token.text
    ]
