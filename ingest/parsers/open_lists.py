"""The numbers that OpenDocument programs show before items and headings; files hold only their form."""

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from ingest.parsers.open_package import STYLE, TEXT

PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
LEVEL_TAGS = (f"{TEXT}list-level-style-number", f"{TEXT}outline-level-style")
MOST_LEVELS = 10
OUTLINE = "\0outline"  # the style of numbered headings, which has no name


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    before: str
    after: str
    shown_levels: int
    first: int


class OpenNumbering:
    """Counts the items of a document in its order."""

    def __init__(self, *roots: etree._Element | None) -> None:
        self._styles: dict[str, Mapping[int, _Level]] = {}
        for root in roots:
            if root is not None:
                for style in root.iter(f"{TEXT}list-style"):
                    self._styles[style.get(f"{STYLE}name", "")] = _levels(style)
                for style in root.iter(f"{TEXT}outline-style"):
                    self._styles[OUTLINE] = _levels(style)
        self._counts: dict[str, list[int]] = {}

    def restart(self, style: str, level: int) -> None:
        """Let the next item of a level be the first again."""
        counts = self._counts.setdefault(style, [0] * (MOST_LEVELS + 1))
        if 0 < level <= MOST_LEVELS:
            counts[level] = 0

    def label(self, style: str, level: int, value: str = "") -> str:
        """Count an item and return its label, "" where it has a bullet or nothing; `value` sets the number."""
        levels = self._styles.get(style, {})
        if not 0 < level <= MOST_LEVELS or level not in levels:
            return ""
        counts = self._counts.setdefault(style, [0] * (MOST_LEVELS + 1))
        counts[level] = integer(value, (counts[level] or levels[level].first - 1) + 1)
        counts[level + 1 :] = [0] * (MOST_LEVELS - level)
        own = levels[level]
        if not own.form:
            return ""
        first = max(1, level - own.shown_levels + 1)
        numbers = [
            _number(counts[place] or levels[place].first, levels[place].form)
            for place in range(first, level + 1)
            if place in levels and levels[place].form
        ]
        return f"{own.before}{'.'.join(numbers)}{own.after}".strip()


def _levels(style: etree._Element) -> Mapping[int, _Level]:
    return {
        integer(level.get(f"{TEXT}level"), 1): _Level(
            level.get(f"{STYLE}num-format", ""),
            level.get(f"{STYLE}num-prefix", ""),
            level.get(f"{STYLE}num-suffix", ""),
            integer(level.get(f"{TEXT}display-levels"), 1),
            integer(level.get(f"{TEXT}start-value"), 1),
        )
        for level in style.iterchildren(*LEVEL_TAGS)
    }


def integer(text: str | None, default: int) -> int:
    """Return the number that an attribute holds, the default where it holds none of sensible size."""
    return int(text) if text is not None and text.isdecimal() and len(text) < 9 else default


def _number(number: int, form: str) -> str:
    if form.startswith("۱"):
        return str(number).translate(PERSIAN)
    if form.startswith("١"):
        return str(number).translate(ARABIC)
    if form in ("a", "A") and 0 < number <= 26:
        letter = chr(ord("a") + number - 1)
        return letter.upper() if form == "A" else letter
    if form in ("i", "I") and 0 < number < 40:
        roman = _roman(number)
        return roman.upper() if form == "I" else roman
    return str(number)


def _roman(number: int) -> str:
    written = ""
    for worth, letters in ROMAN:
        while number >= worth:
            written += letters
            number -= worth
    return written
