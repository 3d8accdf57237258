"""The Jalali calendar: reckoning and writing. Reading dates out of text is `language.jalali`.

Leap years by the 33-year rule, which equals the official almanac from 1244 to 1502 solar.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from language.numerals import to_persian_digits

MONTHS = (
    "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور",
    "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند",
)  # fmt: skip
WEEKDAYS = ("دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه", "جمعه", "شنبه", "یکشنبه")

_LEAP_RESIDUES = (1, 5, 9, 13, 17, 22, 26, 30)  # of the year modulo 33
_NEW_YEAR_1400 = date(2021, 3, 21).toordinal()
DAYS_KEPT = 20_000  # half a century: facets reckon the day of every document that is found


def is_leap(year: int) -> bool:
    return year % 33 in _LEAP_RESIDUES


def month_length(year: int, month: int) -> int:
    if month <= 6:
        return 31
    return 30 if month < 12 or is_leap(year) else 29


def _days_before(year: int) -> int:
    """Days from the first of year 1 to the first of `year`."""
    cycles, rest = divmod(year - 1, 33)
    leaps = cycles * len(_LEAP_RESIDUES) + sum(residue <= rest for residue in _LEAP_RESIDUES)
    return 365 * (year - 1) + leaps


@dataclass(frozen=True, slots=True, order=True)
class JalaliDate:
    """A day of the Jalali calendar. Raises ValueError for a day that does not exist."""

    year: int
    month: int
    day: int

    def __post_init__(self) -> None:
        if not (1 <= self.year <= 3000 and 1 <= self.month <= 12):
            raise ValueError(f"no such month: {self.year}/{self.month}")
        if not 1 <= self.day <= month_length(self.year, self.month):
            raise ValueError(f"no such day: {self.year}/{self.month}/{self.day}")

    @classmethod
    def from_gregorian(cls, day: date) -> "JalaliDate":
        """Raises ValueError before 622-03-21."""
        return _reckoned(day.toordinal())

    def to_gregorian(self) -> date:
        days = _days_before(self.year) - _days_before(1400) + self.day - 1
        days += 31 * (self.month - 1) if self.month <= 7 else 186 + 30 * (self.month - 7)
        return date.fromordinal(_NEW_YEAR_1400 + days)

    @property
    def month_name(self) -> str:
        return MONTHS[self.month - 1]

    def format_short(self) -> str:
        """«۱۴۰۳/۰۲/۱۲»"""
        return to_persian_digits(f"{self.year:04d}/{self.month:02d}/{self.day:02d}")

    def format_long(self) -> str:
        """«چهارشنبه ۱۲ اردیبهشت ۱۴۰۳»"""
        weekday = WEEKDAYS[self.to_gregorian().weekday()]
        return to_persian_digits(f"{weekday} {self.day} {self.month_name} {self.year}")


@lru_cache(maxsize=DAYS_KEPT)
def _reckoned(ordinal: int) -> JalaliDate:
    """The day of a Gregorian ordinal."""
    offset = ordinal - _NEW_YEAR_1400 + _days_before(1400)
    year = max(1, offset * 33 // 12053)  # 12,053 days in 33 years; at most one year too low
    while _days_before(year + 1) <= offset:
        year += 1
    rest, month = offset - _days_before(year), 1
    while rest >= month_length(year, month):
        rest -= month_length(year, month)
        month += 1
    return JalaliDate(year, month, rest + 1)


def last_day_of(year: int, month: int) -> JalaliDate:
    return JalaliDate(year, month, month_length(year, month))
