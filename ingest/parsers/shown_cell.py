"""What a spreadsheet shows for the value of a cell."""

import datetime
import re
from typing import Any

from language.almanac import JalaliDate

DECIMALS = re.compile(r"0\.(0+)")
LITERAL = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
# Calendar 16 (hexadecimal) is the Persian one: [$-fa-IR,16] or [$-3160429] in a cell's format.
PERSIAN_CALENDAR = re.compile(r"\[\$-(?:fa-IR,16|[0-9A-F]?[0-9A-F]?160429)", re.I)
MOST_DIGITS = 11  # that Excel shows of a number without a format


def shown_text(cell: Any) -> str:
    """Return the text of an openpyxl cell, "" where nothing is shown."""
    value = None if cell is None else cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return _number(value, str(cell.number_format or "General"))
    if isinstance(value, datetime.datetime | datetime.date):
        return _moment(value, str(cell.number_format or ""))
    if isinstance(value, datetime.time):
        return value.isoformat("minutes")
    return str(value).strip()


def _moment(value: datetime.date, form: str) -> str:
    """A day in ISO form, in Jalali form where the cell asks for it; with the time where there is one."""
    text = value.isoformat()[:10]
    if PERSIAN_CALENDAR.search(form):
        text = JalaliDate.from_gregorian(value).format_short()
    if isinstance(value, datetime.datetime) and value.time() != datetime.time():
        return f"{text} {value.time().isoformat('minutes')}"
    return text


def _number(value: float, form: str) -> str:
    """Obey what of a format changes what one would search for: %, decimals, thousands, leading zeros."""
    form = LITERAL.sub("", form.split(";")[0])
    percent = "%" in form
    scaled = value * 100 if percent else value
    decimals = DECIMALS.search(form)
    if form in ("General", "", "@"):
        return str(int(value)) if value == int(value) and abs(value) < 1e15 else f"{value:.{MOST_DIGITS}g}"
    if re.fullmatch(r"0{2,}", form) and value >= 0:
        return f"{round(value):0{len(form)}d}"
    if not percent and "0" not in form:
        return f"{value:.{MOST_DIGITS}g}"
    grouping = "," if "," in form else ""
    return f"{scaled:{grouping}.{len(decimals[1]) if decimals else 0}f}{'%' if percent else ''}"
