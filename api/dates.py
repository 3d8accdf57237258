"""Days as people write them in a request, and as pages show them."""

from datetime import date

from corpus.errors import InvalidQuery
from language.jalali import JalaliDate, parse_range
from language.numerals import to_persian_digits

__all__ = ["first_day", "last_day", "long_date", "plain_date", "short_date"]

EXPECTED = "۱۴۰۳/۰۲/۱۲، ۱۴۰۳/۰۲، اردیبهشت ۱۴۰۳، بهار ۱۴۰۲، ۱۴۰۲، 2024-05-01"


def first_day(text: str) -> date | None:
    """The first day of what `text` names, None for empty text. Raises `InvalidQuery`."""
    return _range(text, "from")[0].to_gregorian() if text.strip() else None


def last_day(text: str) -> date | None:
    """The last day of what `text` names, None for empty text. Raises `InvalidQuery`."""
    return _range(text, "to")[1].to_gregorian() if text.strip() else None


def short_date(day: date) -> str:
    """«۱۴۰۳/۰۲/۱۲»"""
    return JalaliDate.from_gregorian(day).format_short()


def plain_date(day: date) -> str:
    """«۱۲ اردیبهشت ۱۴۰۳»"""
    jalali = JalaliDate.from_gregorian(day)
    return to_persian_digits(f"{jalali.day} {jalali.month_name} {jalali.year}")


def long_date(day: date) -> str:
    """«چهارشنبه ۱۲ اردیبهشت ۱۴۰۳»"""
    return JalaliDate.from_gregorian(day).format_long()


def _range(text: str, field: str) -> tuple[JalaliDate, JalaliDate]:
    found = parse_range(text)
    if found is None:
        raise InvalidQuery(field=field, value=text, expected=EXPECTED)
    return found
