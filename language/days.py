"""Days as offices write them, in three calendars, in digits and in words, as dates of one calendar."""

import re
from collections.abc import Iterator
from datetime import date

from language.almanac import JalaliDate
from language.characters import ZWNJ
from language.jalali import dates_in
from language.lunar import hijri_to_gregorian
from language.normalization import normalize
from language.spans import Span

__all__ = ["MONTH_WORDS", "days_in", "find_days"]

_HIJRI = {
    "محرم": 1, "محرم الحرام": 1, "صفر": 2, "صفر المظفر": 2, "ربیع الاول": 3, "ربیع الثانی": 4, "ربیع الاخر": 4,
    "جمادی الاول": 5, "جمادی الاولی": 5, "جمادی الثانی": 6, "جمادی الثانیه": 6, "جمادی الاخر": 6,
    "جمادی الاخره": 6, "رجب": 7, "رجب المرجب": 7, "شعبان": 8, "شعبان المعظم": 8, "رمضان": 9,
    "رمضان المبارک": 9, "شوال": 10, "شوال المکرم": 10, "ذی القعده": 11, "ذیقعده": 11, "ذیالقعده": 11,
    "ذی القعده الحرام": 11, "ذی الحجه": 12, "ذیحجه": 12, "ذیالحجه": 12, "ذی الحجه الحرام": 12,
}  # fmt: skip
_GREGORIAN = {
    "ژانویه": 1, "فوریه": 2, "مارس": 3, "اوریل": 4, "مه": 5, "می": 5, "ژوین": 6, "ژوین ماه": 6, "ژوییه": 7,
    "جولای": 7, "اوت": 8, "اگوست": 8, "سپتامبر": 9, "اکتبر": 10, "نوامبر": 11, "دسامبر": 12,
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8,
    "september": 9, "october": 10, "november": 11, "december": 12, "jan": 1, "feb": 2, "mar": 3, "apr": 4,
    "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
_JALALI = {
    "فروردین": 1, "اردیبهشت": 2, "خرداد": 3, "تیر": 4, "مرداد": 5, "امرداد": 5, "شهریور": 6, "مهر": 7,
    "ابان": 8, "اذر": 9, "دی": 10, "بهمن": 11, "اسفند": 12,
}  # fmt: skip
_UNITS = {
    "اول": 1, "نخست": 1, "یکم": 1, "دوم": 2, "سوم": 3, "چهارم": 4, "پنجم": 5, "ششم": 6, "هفتم": 7, "هشتم": 8,
    "نهم": 9, "دهم": 10, "یازدهم": 11, "دوازدهم": 12, "سیزدهم": 13, "چهاردهم": 14, "پانزدهم": 15, "شانزدهم": 16,
    "هفدهم": 17, "هجدهم": 18, "هیجدهم": 18, "نوزدهم": 19, "بیستم": 20, "سی ام": 30, "سیام": 30,
}  # fmt: skip
_DAY_WORDS = (
    _UNITS
    | {f"بیست و {name}": 20 + number for name, number in _UNITS.items() if number < 10 and name != "اول"}
    | {f"سی و {name}": 30 + number for name, number in _UNITS.items() if number == 1 and name == "یکم"}
)
_DIGIT_WORDS = {"یک": 1, "دو": 2, "سه": 3, "چهار": 4, "پنج": 5, "شش": 6, "هفت": 7, "هشت": 8, "نه": 9}
_TEN_WORDS = {
    "ده": 10, "یازده": 11, "دوازده": 12, "سیزده": 13, "چهارده": 14, "پانزده": 15, "شانزده": 16, "هفده": 17,
    "هجده": 18, "نوزده": 19, "بیست": 20, "سی": 30, "چهل": 40, "پنجاه": 50, "شصت": 60, "هفتاد": 70, "هشتاد": 80,
    "نود": 90,
}  # fmt: skip


# With one of these beside a year a text may name a day in words.
MONTH_WORDS = frozenset(
    word
    for name in (*_JALALI, *_GREGORIAN, *_HIJRI)
    for word in (*name.split(), *(name.replace(" ", mark) + end for mark in ("", ZWNJ) for end in ("", "ماه")))
) | {name + ZWNJ + "ماه" for name in _JALALI}


def _any_of(names: dict[str, int]) -> str:
    return "|".join(name.replace(" ", "\\s*") for name in sorted(names, key=len, reverse=True))


_MARK = "\\s?[/.\\-]\\s?"
_DAY = f"(?:(?P<d>\\d{{1,2}})\\s?(?:م|ام)?|(?P<o>{_any_of(_DAY_WORDS)}))"
_YEAR_WORDS = (
    "(?:یک\\s?)?هزار\\s?و\\s?(?P<h>سیصد|چهارصد)"
    f"(?:\\s?و\\s?(?P<t>{_any_of(_TEN_WORDS)}))?(?:\\s?و\\s?(?P<u>{_any_of(_DIGIT_WORDS)}))?"
)
_OF = "(?:\\s?ماه)?\\s*[،,]?\\s*(?:سال\\s+)?"
_NUMERIC_GREGORIAN = re.compile(
    f"(?<![\\d/])(?:(?P<y1>(?:19|20)\\d\\d){_MARK}(?P<m1>\\d{{1,2}}){_MARK}(?P<d1>\\d{{1,2}})"
    f"|(?P<d2>\\d{{1,2}}){_MARK}(?P<m2>\\d{{1,2}}){_MARK}(?P<y2>(?:19|20)\\d\\d))(?![\\d/])"
)
_NAMED_HIJRI = re.compile(f"(?<!\\w){_DAY}\\s+(?P<m>{_any_of(_HIJRI)}){_OF}(?P<y>1[34]\\d\\d)(?!\\d)")
_NAMED_GREGORIAN = re.compile(
    f"(?<!\\w){_DAY}\\s+(?P<m>{_any_of(_GREGORIAN)})\\.?{_OF}(?P<y>(?:19|20)\\d\\d)(?!\\d)", re.IGNORECASE
)
_ENGLISH = re.compile(
    f"(?<!\\w)(?P<m>{_any_of(_GREGORIAN)})\\.?\\s+(?P<d>\\d{{1,2}})(?:st|nd|rd|th)?,?\\s+(?P<y>(?:19|20)\\d\\d)(?!\\d)",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(
    f"(?<![\\d/])(?P<y>1[2-4]\\d\\d)\\s+(?P<m>{_any_of(_JALALI)})(?:\\s?ماه)?\\s+(?P<d>\\d{{1,2}})(?!\\d)"
)
_YEAR_IN_WORDS = re.compile(f"(?<!\\w){_DAY}\\s+(?P<m>{_any_of(_JALALI)}){_OF}{_YEAR_WORDS}(?!\\w)")
_SHORT = re.compile(
    f"(?<![\\d/.\\-])(?:(?P<y1>\\d\\d){_MARK}(?P<m1>\\d{{1,2}}){_MARK}(?P<d1>\\d{{1,2}}))(?![\\d/])(?!{_MARK}\\w)"
)
_OF_THE_HIJRA = re.compile("\\s*(?:ه\\s?\\.?\\s?ق|قمری|هجری\\s?قمری)(?!\\w)")


def find_days(text: str, *, short_years: bool = False) -> list[tuple[date, Span]]:
    """Return the days of a text in order, with their places; what no calendar has is passed over.

    `short_years` also reads «۹۹/۰۸/۱۷» and «۱۷/۰۸/۹۹»: only where a date is expected, for section numbers look
    the same.
    """
    normalized = normalize(text)
    days = days_in(normalized.text, short_years=short_years)
    return [(day, normalized.span(start, end)) for day, start, end in days]


def days_in(folded: str, *, short_years: bool = False) -> list[tuple[date, int, int]]:
    """The same for a text that is folded already; places are those of the folded text."""
    folded = folded.replace(ZWNJ, " ")
    days: list[tuple[date, int, int]] = []

    def keep(day: date | None, start: int, end: int) -> None:
        if day is not None and not any(one[1] < end and start < one[2] for one in days):
            days.append((day, start, end))

    for jalali, start, end in dates_in(folded):
        hijri = _OF_THE_HIJRA.match(folded, end) and hijri_to_gregorian(jalali.year, jalali.month, jalali.day)
        keep(hijri or jalali.to_gregorian(), start, end)
    for day, start, end in _others(folded, short_years=short_years):
        keep(day, start, end)
    return sorted(days, key=lambda one: one[1])


def _others(folded: str, *, short_years: bool) -> Iterator[tuple[date | None, int, int]]:
    for match in _NUMERIC_GREGORIAN.finditer(folded):
        form = "1" if match["y1"] else "2"
        yield _gregorian(*(int(match[part + form]) for part in "ymd")), *match.span()
    for match in _NAMED_HIJRI.finditer(folded):
        yield hijri_to_gregorian(int(match["y"]), _number(match["m"], _HIJRI), _day_of(match)), *match.span()
    for pattern in (_NAMED_GREGORIAN, _ENGLISH):
        for match in pattern.finditer(folded):
            day = int(match["d"]) if match["d"] else _day_of(match)
            yield _gregorian(int(match["y"]), _number(match["m"], _GREGORIAN), day), *match.span()
    for match in _YEAR_FIRST.finditer(folded):
        yield _jalali(int(match["y"]), _number(match["m"], _JALALI), int(match["d"])), *match.span()
    if "هزار" in folded:
        for match in _YEAR_IN_WORDS.finditer(folded):
            year = 1300 if match["h"] == "سیصد" else 1400
            year += _number(match["t"], _TEN_WORDS) + _number(match["u"], _DIGIT_WORDS)
            yield _jalali(year, _number(match["m"], _JALALI), _day_of(match)), *match.span()
    if short_years:
        for match in _SHORT.finditer(folded):
            yield _with_century(*(int(match[part]) for part in ("y1", "m1", "d1"))), *match.span()


def _with_century(first: int, month: int, last: int) -> date | None:
    """«۹۹/۰۸/۱۷» and «۰۳/۰۵/۱۲» have the year first; «۱۷/۰۸/۹۹» can only have it last."""
    year, day = (last, first) if last > 31 else (first, last)
    return _jalali(1300 + year if year >= 50 else 1400 + year, month, day)


def _day_of(match: re.Match[str]) -> int:
    return int(match["d"]) if match["d"] else _number(match["o"], _DAY_WORDS)


def _number(name: str | None, numbers: dict[str, int]) -> int:
    """The number of a name, however its blanks were typed; 0 for none."""
    if not name:
        return 0
    wanted = "".join(name.lower().split())
    return next(number for known, number in numbers.items() if known.replace(" ", "") == wanted)


def _jalali(year: int, month: int, day: int) -> date | None:
    try:
        return JalaliDate(year, month, day).to_gregorian()
    except ValueError:
        return None


def _gregorian(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
