"""Deadlines as minutes write them: a day, «پایان مهر ۱۴۰۳», «ظرف دو هفته» from the session's day, «مستمر»."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from corpus.described import Certainty
from ingest.describing.lines import folded
from ingest.describing.session import ORDINAL, ordinal_of
from language.almanac import MONTHS, JalaliDate, last_day_of
from language.characters import ZWNJ
from language.days import find_days
from language.normalization import normalize
from language.spans import Span

__all__ = ["Deadline", "deadline_in"]


@dataclass(frozen=True, slots=True)
class Deadline:
    """`day` is None for what is no day: «مستمر», «تا جلسهٔ بعد», or «دو هفته» without a day to count from."""

    day: date | None
    span: Span  # of the text that was asked
    certainty: Certainty
    words: str = ""  # as they stand there


_MONTH_NUMBERS = {folded(name): number for number, name in enumerate(MONTHS, 1)} | {"امرداد": 5}
_MONTH = "|".join(sorted(_MONTH_NUMBERS, key=len, reverse=True))
_SEASONS = {"بهار": 3, "تابستان": 6, "پاییز": 9, "زمستان": 12}
_PARTS = {
    "سه ماهه اول": 3, "سه ماهه نخست": 3, "سه ماهه دوم": 6, "سه ماهه سوم": 9, "سه ماهه چهارم": 12, "نیمه اول": 6,
    "نیمه نخست": 6, "نیمه دوم": 12, "شش ماهه اول": 6, "شش ماهه نخست": 6, "شش ماهه دوم": 12,
}  # fmt: skip
_NUMBERS = {
    "یک": 1, "دو": 2, "سه": 3, "چهار": 4, "پنج": 5, "شش": 6, "هفت": 7, "هشت": 8, "نه": 9, "ده": 10, "یازده": 11,
    "دوازده": 12, "چهارده": 14, "پانزده": 15, "بیست": 20, "سی": 30, "چهل": 40, "چهل و پنج": 45, "شصت": 60,
    "نود": 90,
    "بیست و چهار": 24, "چهل و هشت": 48, "هفتاد و دو": 72, "بیست و پنج": 25, "بیست و یک": 21,
}  # fmt: skip
_COUNT = (
    r"(?P<n>\d{1,3}|" + "|".join(n.replace(" ", r"\s+") for n in sorted(_NUMBERS, key=len, reverse=True)) + ")"
)
_YEAR = r"(?:\s?ماه)?(?:\s*[،,]?\s*(?:سال\s+)?(?P<y>1[34]\d\d|جاری|اینده))?"
_LEAD = r"(?:(?:حداکثر|نهایتا|حد\s?اکثر|لغایت|الی|تا|ظرف|طی|در|مدت|تاریخ|روز|مورخ)\s+)*"
_END_OF = r"(?:پایان|اخر|اواخر|انتهای|خاتمه)(?:\s+وقت\s+اداری)?"
_END_OF_MONTH = re.compile(rf"(?<!\w){_LEAD}{_END_OF}\s+(?:ماه\s+)?(?P<m>{_MONTH}){_YEAR}(?!\w)")
_MIDDLE = re.compile(rf"(?<!\w){_LEAD}(?:نیمه|اواسط)\s+(?:ماه\s+)?(?P<m>{_MONTH}){_YEAR}(?!\w)")
_PART_OF_MONTH = re.compile(
    rf"(?<!\w){_LEAD}(?:{_END_OF}\s+)?(?P<part>نیمه|دهه)\s?ی?\s+(?P<which>اول|نخست|دوم|سوم"
    rf"|اخر)\s+(?:ماه\s+)?(?P<m>{_MONTH}){_YEAR}(?!\w)"
)
_MONTH_ALONE = re.compile(rf"\W*(?:تا\s+|در\s+)?(?P<m>{_MONTH}){_YEAR}\W*")
_NEXT_WEEK = re.compile(
    r"(?<!\w)(?:(?:تا|ظرف|طی|در|حداکثر)\s+)*(?:پایان\s+)?هفته\s?ی?\s+(?:اینده|بعد|اتی)(?!\w)"
)
_START = re.compile(rf"(?<!\w){_LEAD}(?:ابتدای|اوایل|اغاز|شروع)\s+(?:ماه\s+)?(?P<m>{_MONTH}){_YEAR}(?!\w)")
_END_OF_PART = re.compile(
    rf"(?<!\w){_LEAD}(?:{_END_OF}\s+)?(?:فصل\s+)?(?P<p>{'|'.join([*_SEASONS, *_PARTS])})"
    rf"(?:\s+(?:سال\s+)?(?P<y>1[34]\d\d|جاری))?(?!\w)"
)
_END_OF_YEAR = re.compile(rf"(?<!\w){_LEAD}{_END_OF}\s+سال(?:\s+(?P<y>1[34]\d\d|جاری|اینده))?(?!\w)")
_END_OF_THIS = re.compile(
    rf"(?<!\w){_LEAD}{_END_OF}\s+(?:همین\s+|این\s+)?(?P<what>ماه|هفته)(?:\s+(?P<y>جاری|اینده))?(?!\w)"
)
_DAY_OF_MONTH = re.compile(
    rf"(?<!\w){_LEAD}(?:(?P<d>\d{{1,2}})\s?(?:م|ام)?|{ORDINAL})\s+(?P<m>{_MONTH}){_YEAR}(?!\w)"
)
_WITHIN = re.compile(
    rf"(?<!\w)(?:(?P<lead>ظرف|طی|حداکثر|تا|نهایتا|در|مدت|(?:پس|بعد)\s+از)(?:\s+(?:مدت|حداکثر|ظرف|تا"
    rf"|طی))*\s+)?{_COUNT}\s+(?P<unit>روز|هفته|ماه|ساعت|سال)(?P<long>ه|\s?ای)?(?!\w)"
    r"(?P<working>\s?ی?\s*(?:کاری|اداری))?(?P<tail>\s+(?:پس|بعد|از)(?:\s+(?:از|تاریخ|این|ابلاغ"
    r"|صورت\s?جلسه|جلسه|امروز))*)?"
)
_WITHOUT_DAY = re.compile(
    r"(?<!\w)(?:مستمر(?:ا)?|به\s?طور\s+مستمر|به\s?صورت\s+مستمر|دایم(?:ی)?|همیشگی|به\s?صورت\s+دوره\s?ای"
    r"|هر\s+(?:ماه|هفته|فصل|روز)|ماهانه|هفتگی|فوری|سریعا|در\s+اسرع\s+وقت|بلافاصله"
    r"|(?:تا\s+)?جلسه\s?ی?\s+(?:بعد|اینده|بعدی|اتی))(?!\w)"
)
_SHORT_DATE = re.compile(r"(?<![\d/.])\d{2}/\d{1,2}/\d{1,2}(?![\d/])")


def deadline_in(text: str, base: date | None, *, alone: bool = False) -> Deadline | None:
    """The deadline in a text; `base` is the day that spans of time count from.

    `alone` says that the text is nothing else. In running text a day counts only behind «تا», «ظرف», «حداکثر»
    and their like.
    """
    normalized = normalize(text)
    plain = normalized.text.replace(ZWNJ, " ")
    named = [one for one in _named(plain, base, alone=alone) if one is not None]
    if not named and (match := _WITHOUT_DAY.search(plain)):
        named = [Deadline(None, Span(*match.span()), Certainty.SURE)]
    placed = [replace(one, span=normalized.span(one.span.start, one.span.end)) for one in named]
    if full := _full(text, alone=alone):
        placed.append(full)
    if not placed:
        return None
    best = min(placed, key=lambda one: (one.day is None, one.span.start))
    return replace(best, words=" ".join(best.span.of(text).split()))


_UNTIL = re.compile(
    r"(?:(?:تا|الی|لغایت|حداکثر|نهایتا|ظرف|موعد|مهلت|سررسید|قبل\s+از|پیش\s+از)"
    r"(?:\s+(?:تاریخ|روز|مورخ|پایان|وقت|اداری|تا|\w*\s?شنبه|جمعه))*)\s*[:،]?\s*$"
)


def _full(text: str, *, alone: bool) -> Deadline | None:
    for day, span in find_days(text, short_years=alone or _SHORT_DATE.search(folded(text)) is not None):
        if alone or _UNTIL.search(folded(text[: span.start])):
            return Deadline(day, span, Certainty.SURE)
    return None


def _named(plain: str, base: date | None, *, alone: bool) -> list[Deadline | None]:
    found: list[Deadline | None] = []
    for pattern, place in ((_END_OF_MONTH, 0), (_MIDDLE, 15), (_START, 1)):
        for match in pattern.finditer(plain):
            found.append(_in_month(match, place, base))
    for match in _PART_OF_MONTH.finditer(plain):
        found.append(_in_month(match, _last_of_part(match), base))
    if alone and (month := _MONTH_ALONE.fullmatch(plain)):
        found.append(_in_month(month, 0, base))
    if base is not None and (next_week := _NEXT_WEEK.search(plain)):
        found.append(Deadline(base + timedelta(7), Span(*next_week.span()), Certainty.LIKELY))
    for match in _DAY_OF_MONTH.finditer(plain):
        if alone or re.match(r"(?:تا|حداکثر|الی|لغایت|نهایتا|ظرف)", match[0]):
            number = int(match["d"]) if match["d"] else ordinal_of(match)
            found.append(_in_month(match, number, base))
    for match in _END_OF_PART.finditer(plain):
        if alone or re.search(r"پایان|اخر|تا\s|انتها", match[0]):
            last = (_SEASONS | _PARTS)[match["p"]]
            found.append(_made(match, _year(match["y"], last, 31, base), last, 0))
    for match in _END_OF_YEAR.finditer(plain):
        found.append(_made(match, _year(match["y"], 12, 29, base), 12, 0))
    for match in _END_OF_THIS.finditer(plain):
        found.append(_end_of_this(match, base))
    for match in _WITHIN.finditer(plain):
        if match["long"] and not alone and not match["lead"]:
            continue  # «گزارش سه‌ماهه»
        if alone or match["lead"] not in (None, "در") or match["tail"]:
            found.append(_within(match, base))
    return found


def _last_of_part(match: re.Match[str]) -> int:
    """The last day of «نیمهٔ اول» or «دههٔ دوم» of a month; 0 for the month's own."""
    parts = {"نیمه": {"اول": 15, "نخست": 15}, "دهه": {"اول": 10, "نخست": 10, "دوم": 20}}
    return parts[match["part"]].get(match["which"], 0)


def _in_month(match: re.Match[str], day: int, base: date | None) -> Deadline | None:
    month = _MONTH_NUMBERS["".join(match["m"].split())]
    return _made(match, _year(match["y"], month, day or 31, base), month, day)


def _year(stated: str | None, month: int, day: int, base: date | None) -> int | None:
    """The stated year, else the first in which the day is not before the session's."""
    if stated and stated.isdigit():
        return int(stated)
    if base is None:
        return None
    now = JalaliDate.from_gregorian(base)
    if stated == "جاری":
        return now.year
    if stated == "اینده":
        return now.year + 1
    return now.year if (month, day) >= (now.month, now.day) else now.year + 1


def _made(match: re.Match[str], year: int | None, month: int, day: int) -> Deadline | None:
    """Day 0 is the month's last."""
    span = Span(*match.span())
    if year is None:
        return Deadline(None, span, Certainty.LIKELY)
    try:
        jalali = JalaliDate(year, month, day) if day else last_day_of(year, month)
    except ValueError:
        return None
    stated = (match.groupdict().get("y") or "").isdigit()
    return Deadline(jalali.to_gregorian(), span, Certainty.SURE if stated else Certainty.LIKELY)


def _end_of_this(match: re.Match[str], base: date | None) -> Deadline | None:
    span = Span(*match.span())
    if base is None:
        return Deadline(None, span, Certainty.LIKELY)
    if match["what"] == "هفته":
        days = (4 - base.weekday()) % 7  # Friday is the last day of the week
        return Deadline(base + timedelta(days + (7 if match["y"] == "اینده" else 0)), span, Certainty.LIKELY)
    now = JalaliDate.from_gregorian(base)
    month = now.month + (1 if match["y"] == "اینده" else 0)
    last = last_day_of(now.year + (month > 12), (month - 1) % 12 + 1)
    return Deadline(last.to_gregorian(), span, Certainty.LIKELY)


def _within(match: re.Match[str], base: date | None) -> Deadline | None:
    span = Span(*match.span())
    if base is None:
        return Deadline(None, span, Certainty.LIKELY)
    number = int(match["n"]) if match["n"].isdigit() else _NUMBERS[" ".join(match["n"].split())]
    return Deadline(_later(base, number, match["unit"], working=bool(match["working"])), span, Certainty.LIKELY)


def _later(base: date, number: int, unit: str, *, working: bool) -> date:
    if unit in ("ماه", "سال"):
        months = number * (12 if unit == "سال" else 1)
        now = JalaliDate.from_gregorian(base)
        year, month = now.year + (now.month - 1 + months) // 12, (now.month - 1 + months) % 12 + 1
        return JalaliDate(year, month, min(now.day, last_day_of(year, month).day)).to_gregorian()
    if not working:
        return base + timedelta(days={"روز": number, "هفته": 7 * number, "ساعت": -(-number // 24)}[unit])
    day, left = base, number if unit == "روز" else number * 5
    while left:
        day += timedelta(1)
        left -= day.weekday() not in (3, 4)  # offices rest on Thursday and Friday
    return day
