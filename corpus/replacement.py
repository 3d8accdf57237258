"""Keys by which a document that names an older one finds it, whenever that one is or becomes known."""

import re
from dataclasses import dataclass

from language.characters import ZWNJ
from language.normalization import letters, normalize
from language.numerals import find_letter_numbers, number_key

__all__ = ["RelationKeys", "edition_in", "keys_of_named", "number_key_of", "title_key_of"]

SHORTEST_TITLE = 8  # letters; «گزارش» names nothing
_ORDINALS = ("نخست", "اول", "دوم", "سوم", "چهارم", "پنجم", "ششم", "هفتم", "هشتم", "نهم", "دهم")
_NUMBERS = {name: max(1, place) for place, name in enumerate(_ORDINALS)} | {"یکم": 1}
_WORDS = "|".join(_NUMBERS)
_EDITION_WORD = r"(?:ویرایش|ویراست|نسخه|بازنگری|نگارش|version|ver|edition|rev|v)"
_EDITION = re.compile(
    rf"(?<!\w){_EDITION_WORD}\s?ی?(?:\s*شماره)?\s*[:：.\-]?\s*(?:(\d{{1,2}})(?:[.٫/,](\d{{1,2}}))?(?![\d/])|({_WORDS})(?!\w))",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"\(([^()]*)\)|\[([^\][]*)\]")
_BARE_NUMBER = re.compile(r"(?:(?<!\w)(?:شماره|ش\.?)\s?ی?\s*[:：]?|^)\s*(\d{3,})(?!\w)")
_STATED = re.compile(r"(?<!\w)(?:به\s+)?(?:شماره|مورخ|مصوب|ابلاغی|سال)(?!\w).*")


@dataclass(frozen=True, slots=True)
class RelationKeys:
    number: str | None
    title: str | None
    edition: int | None


def number_key_of(number: str | None) -> str | None:
    """The key of a number that names one document: made of parts, or of three digits and more."""
    key = number_key(number) if number else ""
    return key if "/" in key or sum(map(str.isdigit, key)) >= 3 else None


def edition_in(text: str) -> int | None:
    """The number of the edition that a text names: «ویرایش دوم», «نسخهٔ ۲٫۱» (its second), `v3`."""
    match = _EDITION.search(_folded(text))
    if match is None:
        return None
    number = int(match[1]) if match[1] else _NUMBERS[match[3].lower()]
    return number or None


def title_key_of(title: str) -> str | None:
    """The letters of a title without its edition; None for what is too short to name a document."""
    folded = _BRACKETED.sub(lambda match: "" if _EDITION.search(match[0]) else match[0], _folded(title))
    key = letters(_EDITION.sub(" ", folded))
    return key if len(key) >= SHORTEST_TITLE else None


def keys_of_named(named: str) -> RelationKeys:
    """The keys of «بخشنامهٔ شمارهٔ ۱۳۹۹/ب/۱۲» or «شیوه‌نامهٔ مرخصی (ویرایش اول)»; a number beats the title."""
    numbers = [key for key, _ in find_letter_numbers(named) if not _is_day(key)]
    if bare := _BARE_NUMBER.search(_folded(named)):
        numbers.append(bare[1])
    number = next((key for one in numbers if (key := number_key_of(one))), None)
    title = title_key_of(_STATED.sub("", _folded(named))) if number is None else None
    return RelationKeys(number, title, edition_in(named))


def _is_day(key: str) -> bool:
    """«۱۴۰۳/۰۲/۱۲» is a date; a letter's number hardly has two short parts behind a year."""
    return re.fullmatch(r"1[2-4]\d\d/\d{1,2}/\d{1,2}", key) is not None


def _folded(text: str) -> str:
    return normalize(text).text.replace(ZWNJ, " ")
