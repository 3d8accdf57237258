"""Reading Jalali dates and ranges out of text, in the many ways that offices write them."""

import re
from collections.abc import Iterator
from datetime import date

from language.almanac import MONTHS, WEEKDAYS, JalaliDate, is_leap, last_day_of
from language.characters import ZWNJ
from language.normalization import normalize
from language.spans import Span

__all__ = ["JalaliDate", "dates_in", "find_dates", "is_leap", "last_day_of", "parse", "parse_range"]


def _folded(text: str) -> str:
    return normalize(text).text.replace(ZWNJ, " ")  # of the same length: places stay


_MONTHS = {_folded(name): number for number, name in enumerate(MONTHS, 1)} | {"امرداد": 5}
_SEASONS = {"بهار": 1, "تابستان": 4, "پاییز": 7, "زمستان": 10}
_UNITS = ("یکم", "دوم", "سوم", "چهارم", "پنجم", "ششم", "هفتم", "هشتم", "نهم")
_TEENS = (
    "دهم", "یازدهم", "دوازدهم", "سیزدهم", "چهاردهم", "پانزدهم", "شانزدهم", "هفدهم", "هجدهم", "نوزدهم",
)  # fmt: skip
_ORDINALS: dict[str, int] = {
    **{name: number for number, name in enumerate(_UNITS, 1)},
    **{name: number for number, name in enumerate(_TEENS, 10)},
    **{f"بیست و {name}": number for number, name in enumerate(_UNITS, 21)},
    **{"اول": 1, "نخست": 1, "هیجدهم": 18, "بیستم": 20, "سی ام": 30, "سیام": 30, "سی و یکم": 31},
}
# Parts of a year that offices name: first month, months.
_PARTS = {
    **{name: (month, 3) for name, month in _SEASONS.items()},
    "سه ماهه اول": (1, 3),
    "سه ماهه دوم": (4, 3),
    "سه ماهه سوم": (7, 3),
    "سه ماهه چهارم": (10, 3),
    "نیمه اول": (1, 6),
    "نیمه نخست": (1, 6),
    "نیمه دوم": (7, 6),
}


def _any_of(names: dict[str, int] | dict[str, tuple[int, int]]) -> str:
    return "|".join(name.replace(" ", "\\s*") for name in sorted(names, key=len, reverse=True))


_ORDINALS_UNSPACED = {name.replace(" ", ""): number for name, number in _ORDINALS.items()}
_PARTS_UNSPACED = {name.replace(" ", ""): months for name, months in _PARTS.items()}
_MONTH = _any_of(_MONTHS)
_YEAR = "1[2-4]\\d\\d"
_OF_YEAR = "(?:\\s?ماه)?\\s*[،,]?\\s*(?:سال\\s+)?"
_MARK = "\\s?[/.\\-]\\s?"
_WEEKDAY = "|".join(_folded(name).replace(" ", "\\s*") for name in sorted(WEEKDAYS, key=len, reverse=True))
_DATE = re.compile(
    f"(?<![\\d/])(?P<y1>{_YEAR}){_MARK}(?P<m1>\\d{{1,2}}){_MARK}(?P<d1>\\d{{1,2}})(?![\\d/])"
    f"|(?<![\\d/])(?P<d2>\\d{{1,2}}){_MARK}(?P<m2>\\d{{1,2}}){_MARK}(?P<y2>{_YEAR})(?![\\d/])"
    f"|(?<!\\w)(?:(?P<d3>\\d{{1,2}})\\s?(?:م|ام)?|(?P<o3>{_any_of(_ORDINALS)}))\\s+(?P<m3>{_MONTH}){_OF_YEAR}(?P<y3>{_YEAR})(?!\\d)"
)  # fmt: skip
_LEADING_WEEKDAY = re.compile(f"(?:{_WEEKDAY})\\s*[،,]?\\s+")
_ONE_YEAR = re.compile(f"(?:سال\\s+)?(?P<y>{_YEAR})")
_ONE_MONTH = re.compile(f"(?P<name>{_MONTH}){_OF_YEAR}(?P<y1>{_YEAR})|(?P<y2>{_YEAR}){_MARK}(?P<m>\\d{{1,2}})")
_ONE_PART = re.compile(f"(?:فصل\\s+)?(?P<name>{_any_of(_PARTS)})\\s+(?:سال\\s+)?(?P<y>{_YEAR})")
_GREGORIAN = re.compile("((?:19|20)\\d\\d)[-/.](\\d{1,2})[-/.](\\d{1,2})")
_FROM_TO = re.compile(f"(?:از\\s+)?(?P<a>.+?)\\s+(?:تا|الی)\\s+(?P<b>.+)|(?P<c>{_YEAR})\\s*-\\s*(?P<d>{_YEAR})")
_LONGEST_DATE = 100  # code points of a field that holds a date or a range


def find_dates(text: str) -> list[tuple[JalaliDate, Span]]:
    """Return the full dates of a text with their places; what is no day of the calendar is passed over."""
    normalized = normalize(text)
    folded = normalized.text.replace(ZWNJ, " ")
    return [(day, normalized.span(start, end)) for day, start, end in dates_in(folded)]


def dates_in(folded: str) -> Iterator[tuple[JalaliDate, int, int]]:
    """The same for a text that is folded already, ZWNJ as blanks; places are those of the folded text."""
    for match in _DATE.finditer(folded):
        day = _day(match)
        if day is not None:
            yield day, *match.span()


def parse(text: str) -> JalaliDate | None:
    """Return the date that a text is, its weekday aside, or None if it is anything else."""
    folded = _folded(text).strip()
    weekday = _LEADING_WEEKDAY.match(folded)
    if weekday:
        folded = folded[weekday.end() :]
    if match := _DATE.fullmatch(folded):
        return _day(match)
    if gregorian := _GREGORIAN.fullmatch(folded):
        try:
            return JalaliDate.from_gregorian(date(*(int(part) for part in gregorian.groups())))
        except ValueError:
            return None
    return None


def _day(match: re.Match[str]) -> JalaliDate | None:
    """The day that a match of `_DATE` names; None if the calendar does not have it."""
    form = next(number for number in "123" if match[f"y{number}"])
    month = _MONTHS[match["m3"]] if form == "3" else int(match[f"m{form}"])
    day = int(match[f"d{form}"]) if match[f"d{form}"] else _ORDINALS_UNSPACED["".join(match["o3"].split())]
    try:
        return JalaliDate(int(match[f"y{form}"]), month, day)
    except ValueError:
        return None


def parse_range(text: str) -> tuple[JalaliDate, JalaliDate] | None:
    """Return the first and last day of what a text names: a day, month, season, half, year, or «از … تا …».

    What the first end leaves out it has from the last: «از ۱ تا ۵ مرداد ۱۴۰۳».
    """
    folded = _folded(text).strip()
    if len(folded) > _LONGEST_DATE:
        return None
    one = _one_range(folded)
    if one:
        return one
    pair = _FROM_TO.fullmatch(folded)
    if not pair:
        return None
    begin, end = pair["a"] or pair["c"], pair["b"] or pair["d"]
    last = _one_range(end)
    first = _one_range(begin) or _completed(begin, end.split())
    return (first[0], last[1]) if first and last and first[0] <= last[1] else None


def _completed(begin: str, end: list[str]) -> tuple[JalaliDate, JalaliDate] | None:
    """The range that `begin` names with the last word of `end`, or its last two."""
    readings = (_one_range(" ".join([begin, *end[-count:]])) for count in (1, 2))
    return next((reading for reading in readings if reading), None)


def _one_range(folded: str) -> tuple[JalaliDate, JalaliDate] | None:
    day = parse(folded)
    if day:
        return day, day
    if match := _ONE_YEAR.fullmatch(folded):
        return _months(int(match["y"]), 1, 12)
    if match := _ONE_MONTH.fullmatch(folded):
        month = _MONTHS[match["name"]] if match["name"] else int(match["m"])
        return _months(int(match["y1"] or match["y2"]), month, 1) if 1 <= month <= 12 else None
    if match := _ONE_PART.fullmatch(folded):
        return _months(int(match["y"]), *_PARTS_UNSPACED["".join(match["name"].split())])
    return None


def _months(year: int, first: int, count: int) -> tuple[JalaliDate, JalaliDate]:
    return JalaliDate(year, first, 1), last_day_of(year, first + count - 1)
