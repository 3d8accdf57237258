"""Fields in the text of a query, by Persian and English names: «نوع: صورت‌جلسه», «شماره: ۱۴۰۳/ص/۱۲۷»."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from corpus.errors import InvalidQuery
from corpus.records import DocumentKind
from language.almanac import MONTHS, JalaliDate, last_day_of
from language.inflection import stem
from language.normalization import letters, normalize
from language.numerals import number_key, to_persian_digits
from language.periods import LONGEST_END, Period, period_of

__all__ = ["FIELD", "QUOTED", "Aspect", "Found", "Known", "joined_period", "joined_values", "read_field"]


class Aspect(StrEnum):
    """What a condition is about."""

    KIND = "kind"
    UNIT = "unit"
    NUMBER = "number"
    YEAR = "year"
    FROM = "from"
    TO = "to"
    DATES = "dates"
    PHRASE = "phrase"
    WITHOUT = "without"


@dataclass(frozen=True, slots=True)
class Known:
    """What the asker may know of what is held: the units, and whether a number is some document's own.

    `also_called` gives other names for a name, former ones of a unit.
    """

    units: Callable[[], Collection[str]]
    has_number: Callable[[str], bool]
    also_called: Callable[[str], Collection[str]] = lambda _name: ()


@dataclass(frozen=True, slots=True)
class Found:
    """A field's value: as `shown` to people, and as bounds. `end` is the place after it in the folded text."""

    aspect: Aspect
    shown: str
    end: int
    values: frozenset[str] = frozenset()
    period: Period | None = None


_NAMES = {
    "نوع": Aspect.KIND, "نوع سند": Aspect.KIND, "kind": Aspect.KIND, "type": Aspect.KIND,
    "واحد": Aspect.UNIT, "unit": Aspect.UNIT,
    "شماره": Aspect.NUMBER, "شماره نامه": Aspect.NUMBER, "number": Aspect.NUMBER,
    "سال": Aspect.YEAR, "year": Aspect.YEAR,
    "از": Aspect.FROM, "از تاریخ": Aspect.FROM, "from": Aspect.FROM,
    "تا": Aspect.TO, "تا تاریخ": Aspect.TO, "to": Aspect.TO, "until": Aspect.TO,
}  # fmt: skip
_KINDS = {
    DocumentKind.MINUTES: "صورتجلسه صورتجلسات مشروحمذاکرات minutes",
    DocumentKind.CIRCULAR: "بخشنامه اطلاعیه circular",
    DocumentKind.LETTER: "نامه مکاتبه letter",
    DocumentKind.REPORT: "گزارش report",
    DocumentKind.GUIDELINE: "دستورالعمل شیوهنامه اییننامه نظامنامه ضوابط راهنما guideline",
    DocumentKind.COURSE: "دوره دورهاموزشی محتوایاموزشی اموزش اموزشی جزوه درسنامه course",
    DocumentKind.TREND: "روند روندپژوهی گزارشروند روندفناوری پایشفناوری trend",
    DocumentKind.OTHER: "سایر دیگر other",
}
_KIND_OF = {stem(name): kind for kind, names in _KINDS.items() for name in names.split()}

QUOTED = '(?<!\\w)"[^"]*"|«[^«»]*»|“[^“”]*”'
FIELD = re.compile(f"(?<!\\w)(?P<name>{'|'.join(sorted(_NAMES, key=len, reverse=True))})\\s?:(?!//)")
_VALUE_QUOTED = re.compile(f"\\s*({QUOTED})")
_BLANKS = re.compile("\\s*")
_WORD = re.compile("\\S+")
_NEXT = re.compile(f'{FIELD.pattern}|["«“”»]|(?<!\\S)-\\w')
_NUMBER = re.compile("\\w++(?:\\s?/\\s?\\w++|[-_.\\\\]\\w++)*+")
_YEAR = re.compile("(?P<first>\\d++)(?:\\s?(?:-|تا|الی)\\s?(?P<last>\\d{4})(?!\\d))?")
_MONTH = "|".join(normalize(month).text for month in MONTHS)
_DATE_LIKE = re.compile(f"\\d[/.\\-]\\d|\\d\\s+(?:{_MONTH})|(?<!\\d)1[2-5]\\d\\d(?!\\d)")
_UNTIL = re.compile("\\s(?:تا|الی)\\s")
_MOST_WORDS = 10  # of a unit's name
_AFTER_A_VALUE = ".،,؛;؟?!)"
_A_YEAR = "۱۴۰۲، ۱۴۰۰–۱۴۰۲"
_A_DATE = "۱۴۰۳/۰۲/۱۲، اردیبهشت ۱۴۰۳، بهار ۱۴۰۲، ۱۴۰۲"


def read_field(folded: str, match: re.Match[str], known: Known, today: JalaliDate) -> Found | None:
    """Read the value after a field's name; None where none stands that the field could have.

    Raises `InvalidQuery` for a year or a day that does not exist.
    """
    aspect, quoted = _NAMES[match["name"]], _VALUE_QUOTED.match(folded, match.end())
    if quoted:
        value, start, end = quoted[1][1:-1], quoted.start(1) + 1, quoted.end()
    else:
        blanks = _BLANKS.match(folded, match.end())
        start = blanks.end() if blanks else match.end()
        following = _NEXT.search(folded, start)
        end = following.start() if following else len(folded)
        value = folded[start:end]
    found = _READERS[aspect](aspect, value, known, today)
    if found is None:
        return None
    return Found(found.aspect, found.shown, end if quoted else start + found.end, found.values, found.period)


def _kind(aspect: Aspect, value: str, _known: Known, _today: JalaliDate) -> Found | None:
    for end in _prefixes(value, 3):
        kind = _KIND_OF.get(stem(letters(value[:end])))
        if kind:
            return Found(aspect, kind.value, end, frozenset({kind.value}))
    return None


def _unit(aspect: Aspect, value: str, known: Known, _today: JalaliDate) -> Found | None:
    """A unit by its whole name or another one that it is called, or units whose name has these words at the
    beginning of one of its own."""
    units = {unit: _beginnings(unit) for unit in sorted(known.units())}
    for end in _prefixes(value, _MOST_WORDS):
        wanted = letters(value[:end])
        if len(wanted) < 2:
            continue
        names = {wanted, *(letters(name) for name in known.also_called(value[:end].strip()))}
        named = [unit for unit, beginnings in units.items() if beginnings[0] in names]
        if not named:
            named = [
                unit for unit, starts in units.items() if any(start.startswith(wanted) for start in starts)
            ]
        if named:
            return Found(aspect, "، ".join(named), end, frozenset(named))
    return None


@lru_cache(maxsize=1000)
def _beginnings(unit: str) -> tuple[str, ...]:
    """The letters of a name from each of its words on."""
    words = unit.split()
    return tuple(letters("".join(words[place:])) for place in range(len(words))) or ("",)


def _number(aspect: Aspect, value: str, known: Known, _today: JalaliDate) -> Found | None:
    """A number of several parts, or a single one that some document has: «شماره: ۵» may be anything."""
    match = _NUMBER.match(value)
    key = number_key(match[0]) if match else ""
    if match is None or not key or ("/" not in key and not known.has_number(key)):
        return None
    return Found(aspect, to_persian_digits(match[0]), match.end(), frozenset({key}))


def _year(aspect: Aspect, value: str, _known: Known, _today: JalaliDate) -> Found | None:
    match = _YEAR.match(value)
    if match is None or len(match["first"]) == 1:
        return None
    first = _period_of_year(match["first"])
    last = _period_of_year(match["last"]) if match["last"] else first
    return Found(aspect, to_persian_digits(match[0]), match.end(), period=Period(first.first, last.last))


def _period_of_year(digits: str) -> Period:
    """«۱۴۰۲», «۹۸» for 1398, «2024» for the days of that Gregorian year."""
    number = int(digits) if len(digits) <= 4 else 0
    if len(digits) == 2:
        number += 1300 if number >= 50 else 1400
    if 1200 <= number < 1500:
        return Period(JalaliDate(number, 1, 1), last_day_of(number, 12))
    if 1900 <= number < 2100:
        ends = (period_of(f"{number}-{day}", JalaliDate(1400, 1, 1)) for day in ("01-01", "12-31"))
        first, last = (end for end in ends if end)
        return Period(first.first, last.last)
    raise InvalidQuery(field="year", value=to_persian_digits(digits[:20]), expected=_A_YEAR)


def _date(aspect: Aspect, value: str, _known: Known, today: JalaliDate) -> Found | None:
    """The first day of what is named counts for «از:», the last for «تا:»; «از: … تا …» is both."""
    for end in _prefixes(value, 2 * LONGEST_END):
        period = period_of(value[:end].strip(), today)
        if period is None:
            continue
        if _UNTIL.search(value[:end]):
            return Found(Aspect.DATES, shown_period(period), end, period=period)
        day = period.first if aspect is Aspect.FROM else period.last
        return Found(aspect, day.format_short(), end, period=period)
    words = " ".join(value.split()[:3])
    if words[:1].isdigit() and _DATE_LIKE.search(words):
        raise InvalidQuery(field=aspect.value, value=to_persian_digits(words[:40]), expected=_A_DATE)
    return None


_READERS: Mapping[Aspect, Callable[[Aspect, str, Known, JalaliDate], Found | None]] = {
    Aspect.KIND: _kind,
    Aspect.UNIT: _unit,
    Aspect.NUMBER: _number,
    Aspect.YEAR: _year,
    Aspect.FROM: _date,
    Aspect.TO: _date,
}


def _prefixes(value: str, most: int) -> Iterator[int]:
    """Where the first words of a value end, punctuation left out; the longest first."""
    ends = []
    for word in _WORD.finditer(value):
        ends.append(word.end() - len(word[0]) + len(word[0].rstrip(_AFTER_A_VALUE)))
        if len(ends) == most:
            break
    return reversed(ends)


def shown_period(period: Period) -> str:
    """«۱۴۰۰/۰۷/۰۱ تا ۱۴۰۲/۰۹/۳۰»"""
    return f"{period.first.format_short()} تا {period.last.format_short()}"


def joined_values(found: Iterable[Found]) -> dict[Aspect, frozenset[str]]:
    """Of a field that is named twice, either value will do."""
    joined: dict[Aspect, frozenset[str]] = {}
    for one in found:
        if one.values:
            joined[one.aspect] = joined.get(one.aspect, frozenset()) | one.values
    return joined


def joined_period(found: Iterable[Found]) -> tuple[JalaliDate | None, JalaliDate | None]:
    """The days that all bounds leave. Raises `InvalidQuery` if they leave none."""
    bounds = [(one.aspect, one.period) for one in found if one.period]
    first = max((period.first for aspect, period in bounds if aspect is not Aspect.TO), default=None)
    last = min((period.last for aspect, period in bounds if aspect is not Aspect.FROM), default=None)
    if first and last and first > last:
        backwards = f"{first.format_short()} تا {last.format_short()}"
        raise InvalidQuery(field="dates", value=backwards, expected=shown_period(Period(last, first)))
    return first, last
