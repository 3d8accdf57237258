"""The numbers that Word writes before paragraphs and keeps out of their text: «ماده ۳-», «۲-۱.», «الف)»."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lxml import etree

from ingest.parsers.word_styles import ListPlace, W

PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
PLACE_OF_NUMBER = re.compile(r"%([1-9])")
ABJAD = ("الف", *"بجدهوزحطیکلمنسعفصقرشتثخذضظغ")
ALPHABET = ("الف", *"بتثجحخدذرزسشصضطظعغفقکلمنهوی")
ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
)
SMALL_ROMAN = ((9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    form: str
    pattern: str


class Numbering:
    """Counts the paragraphs of every list in the order of the document."""

    def __init__(self, root: etree._Element | None) -> None:
        self._abstract: dict[str, Mapping[int, _Level]] = {}
        self._lists: dict[str, etree._Element] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._restarted: set[tuple[str, int]] = set()
        if root is not None:
            for element in root.iterchildren(f"{W}abstractNum"):
                self._abstract[element.get(f"{W}abstractNumId", "")] = _levels(element)
            self._lists = {element.get(f"{W}numId", ""): element for element in root.iterchildren(f"{W}num")}

    def label(self, place: ListPlace) -> str:
        """Return what stands before the next paragraph at this place; "" for bullets and unknown lists."""
        element = self._lists.get(place.list_id)
        if element is None:
            return ""
        abstract = _value(element.find(f"{W}abstractNumId"), "")
        levels = {**self._abstract.get(abstract, {}), **_overriding_levels(element)}
        if place.level not in levels:
            return ""
        counters = self._counters.setdefault(abstract, {})
        self._restart(place, element, counters)
        counters[place.level] = counters.get(place.level, levels[place.level].start - 1) + 1
        for deeper in [level for level in counters if level > place.level]:
            del counters[deeper]
        return _written(levels, place.level, counters)

    def _restart(self, place: ListPlace, element: etree._Element, counters: dict[int, int]) -> None:
        """Obey `startOverride` where its list is met for the first time."""
        if (place.list_id, place.level) in self._restarted:
            return
        self._restarted.add((place.list_id, place.level))
        for override in element.iterchildren(f"{W}lvlOverride"):
            start = override.find(f"{W}startOverride")
            if start is not None and override.get(f"{W}ilvl") == str(place.level):
                counters[place.level] = _number(start, 1) - 1


def _levels(element: etree._Element) -> Mapping[int, _Level]:
    return {
        int(level.get(f"{W}ilvl", "0")): _Level(
            _number(level.find(f"{W}start"), 0),
            _value(level.find(f"{W}numFmt"), "decimal"),
            _value(level.find(f"{W}lvlText"), ""),
        )
        for level in element.iterchildren(f"{W}lvl")
        if level.get(f"{W}ilvl", "0").isdecimal()
    }


def _overriding_levels(element: etree._Element) -> Mapping[int, _Level]:
    overrides = element.iterchildren(f"{W}lvlOverride")
    return {number: level for override in overrides for number, level in _levels(override).items()}


def _written(levels: Mapping[int, _Level], level: int, counters: Mapping[int, int]) -> str:
    if levels[level].form in ("bullet", "none"):
        return ""

    def number(match: re.Match[str]) -> str:
        shown = int(match[1]) - 1
        if shown not in levels:
            return ""
        form = FORMS.get(levels[shown].form, str)
        return form(counters.get(shown, levels[shown].start))

    return PLACE_OF_NUMBER.sub(number, levels[level].pattern).strip()


def _value(element: etree._Element | None, default: str) -> str:
    return default if element is None else str(element.get(f"{W}val", default))


def _number(element: etree._Element | None, default: int) -> int:
    value = _value(element, "")
    return int(value) if value.isdecimal() else default


def _persian(number: int) -> str:
    return str(number).translate(PERSIAN_DIGITS)


def _roman(number: int) -> str:
    letters = ""
    for value, sign in ROMAN + SMALL_ROMAN:
        letters += sign * (number // value)
        number %= value
    return letters


def _latin_letter(number: int) -> str:
    """Word goes on after z with aa, bb …"""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else str(number)


def _letter_of(alphabet: tuple[str, ...]) -> Callable[[int], str]:
    return lambda number: alphabet[number - 1] if 0 < number <= len(alphabet) else _persian(number)


FORMS: Mapping[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02}",
    "hindiNumbers": _persian,
    "hindiCounting": _persian,
    "arabicAbjad": _letter_of(ABJAD),
    "arabicAlpha": _letter_of(ALPHABET),
    "lowerLetter": _latin_letter,
    "upperLetter": lambda number: _latin_letter(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
}
