"""Times in the words of a question: «از مهر ۱۴۰۰ تا پاییز ۱۴۰۲», «سال گذشته», «دههٔ نود»."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice

from language.almanac import JalaliDate, last_day_of
from language.characters import ZWNJ
from language.jalali import parse_range
from language.normalization import normalize
from language.spans import Span

__all__ = ["LONGEST_END", "Period", "find_periods", "period_of"]

LONGEST_END = 6  # words: «چهارشنبه ۱۲ اردیبهشت سال ۱۴۰۳» and one more
MOST_TRIED = 20  # places of one text that may begin a period


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day."""

    first: JalaliDate
    last: JalaliDate


_TENS = ("بیست", "سی", "چهل", "پنجاه", "شصت", "هفتاد", "هشتاد", "نود")
_DECADES = (
    {name: 1300 + 10 * number for number, name in enumerate(_TENS, 2)}
    | {str(ten): 1300 + ten for ten in range(20, 100, 10)}
    | {str(year): year for year in range(1300, 1420, 10)}
)
_DECADE = f"دهه\\s?ی?\\s+(?P<decade>{'|'.join(_DECADES)})"
_RELATIVE = (
    "(?P<last_year>سال گذشته|پارسال)|(?P<this_year>سال جاری|امسال)|(?P<last_month>ماه گذشته)"
    f"|(?P<this_month>ماه جاری|این ماه)|(?P<last_week>هفته گذشته)|(?P<this_week>هفته جاری|این هفته)|{_DECADE}"
)
_ALONE = re.compile(f"(?:{_RELATIVE})|(?P<today>امروز|کنون|اکنون)")
# «پنج سال گذشته» is no year, «نسبت به سال گذشته» no bound, «دههٔ نود میلادی» another calendar's, and what
# happened «در دههٔ چهل» or «در اوایل سال گذشته» was not written down then.
_IN_TEXT = re.compile(f"(?<!\\w)(?:{_RELATIVE})(?!\\w)(?!\\s+میلادی)")
_NUMERALS = "\\d|(?<!\\w)(?:چند|یک|دو|سه|چهار|پنج|شش|هفت|هشت|نه|ده|بیست|سی|نیم|چندین|هر)"
_PARTS = "(?<!\\w)(?:به|اوایل|اوائل|اواسط|اواخر|پایان|اغاز|ابتدای|انتهای|نیمه|اول|دوم)"
_NOT_AFTER = re.compile(f"(?:{_NUMERALS}|{_PARTS})\\s*$")
_NOT_BEFORE_DECADE = re.compile("(?<!\\w)(?:در|از|تا|طی)\\s*$")
_LOOKED_BACK = 10  # code points
_FROM = re.compile("(?<!\\w)از\\s+")
_WORD = re.compile("\\S+")
_UNTIL = ("تا", "الی")
_AFTER_A_DATE = '.،,؛;؟?!)»"”'


def _folded(text: str) -> str:
    return normalize(text).text.replace(ZWNJ, " ")  # of the same length: places stay


def period_of(text: str, today: JalaliDate) -> Period | None:
    """Return the days that a text names, None if it is anything else."""
    days = parse_range(text)
    if days:
        return Period(*days)
    match = _ALONE.fullmatch(_folded(text).strip())
    return _relative(match, today) if match else None


def find_periods(text: str, today: JalaliDate) -> list[tuple[Period, Span]]:
    """Return the periods that a text clearly bounds itself to, in order, with their places."""
    normalized = normalize(text)
    folded = normalized.text.replace(ZWNJ, " ")
    found = [*_ranges(folded, today)]
    for match in _IN_TEXT.finditer(folded):
        inside = any(start < match.end() and match.start() < end for _, start, end in found)
        if not inside and not _is_of_events(
            match, folded[max(0, match.start() - _LOOKED_BACK) : match.start()]
        ):
            found.append((_relative(match, today), *match.span()))
    return [
        (period, normalized.span(start, end)) for period, start, end in sorted(found, key=lambda one: one[1])
    ]


def _is_of_events(match: re.Match[str], before: str) -> bool:
    """Whether a time says when something was, or how long, rather than which documents are asked for."""
    return bool(_NOT_AFTER.search(before) or (match["decade"] and _NOT_BEFORE_DECADE.search(before)))


def _ranges(folded: str, today: JalaliDate) -> Iterator[tuple[Period, int, int]]:
    """«از … تا …» with two ends that are days, months, seasons or years."""
    reached = 0
    for begin in islice(_FROM.finditer(folded), MOST_TRIED):
        if begin.start() < reached:
            continue
        words = list(islice(_WORD.finditer(folded, begin.end()), 2 * LONGEST_END + 1))
        until = next((at for at, word in enumerate(words[: LONGEST_END + 1]) if word[0] in _UNTIL), 0)
        if not until:
            continue
        first = folded[begin.end() : words[until - 1].end()]
        for word in reversed(words[until + 1 : until + 1 + LONGEST_END]):
            end = word.end() - len(word[0]) + len(word[0].rstrip(_AFTER_A_DATE))
            period = _between(first, folded[words[until].end() : end].strip(), today)
            if period:
                reached = end
                yield period, begin.start(), end
                break


def _between(first: str, last: str, today: JalaliDate) -> Period | None:
    if days := parse_range(f"از {first} تا {last}"):
        return Period(*days)
    begin, end = period_of(first, today), period_of(last, today)
    return Period(begin.first, end.last) if begin and end and begin.first <= end.last else None


def _relative(match: re.Match[str], today: JalaliDate) -> Period:
    group = match.lastgroup
    if match["decade"]:
        year = _DECADES[match["decade"]]
        return _years(year, year + 9)
    if group in ("last_year", "this_year"):
        year = today.year - (group == "last_year")
        return _years(year, year)
    if group in ("last_month", "this_month"):
        months = 12 * today.year + today.month - 1 - (group == "last_month")
        year, month = months // 12, months % 12 + 1
        return Period(JalaliDate(year, month, 1), last_day_of(year, month))
    if group in ("last_week", "this_week"):
        return _week(today, 7 if group == "last_week" else 0)
    return Period(today, today)


def _years(first: int, last: int) -> Period:
    return Period(JalaliDate(first, 1, 1), last_day_of(last, 12))


def _week(today: JalaliDate, days_ago: int) -> Period:
    """Weeks begin on Saturday."""
    day = today.to_gregorian() - timedelta(days_ago)
    saturday = day - timedelta((day.weekday() + 2) % 7)
    return Period(JalaliDate.from_gregorian(saturday), JalaliDate.from_gregorian(saturday + timedelta(6)))
