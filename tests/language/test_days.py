"""Days in three calendars; lunar months begin as Iran's official almanacs had them."""

from datetime import date

import pytest

from language.days import find_days
from language.lunar import hijri_to_gregorian


@pytest.mark.parametrize(
    ("hijri", "gregorian"),
    [
        ((1446, 1, 10), date(2024, 7, 16)),
        ((1445, 9, 21), date(2024, 4, 1)),
        ((1445, 10, 1), date(2024, 4, 10)),
        ((1444, 10, 1), date(2023, 4, 22)),
        ((1442, 10, 1), date(2021, 5, 13)),
        ((1444, 12, 10), date(2023, 6, 29)),
        ((1447, 1, 10), date(2025, 7, 6)),
    ],
)
def test_lunar_days_are_those_of_the_almanac(hijri: tuple[int, int, int], gregorian: date) -> None:
    assert hijri_to_gregorian(*hijri) == gregorian


@pytest.mark.parametrize("hijri", [(1446, 13, 1), (1446, 1, 31), (900, 1, 1)])
def test_no_lunar_day_is_none(hijri: tuple[int, int, int]) -> None:
    assert hijri_to_gregorian(*hijri) is None


@pytest.mark.parametrize(
    "text",
    [
        "۱۲/۵/۱۴۰۳",
        "2024-08-02",
        "2 August 2024",
        "۲ اوت ۲۰۲۴",
        "۲۷ محرم‌الحرام ۱۴۴۶",
        "۱۴۰۳ مرداد ۱۲",
        "دوازدهم مرداد ۱۴۰۳",
    ],
)
def test_one_day_in_many_ways(text: str) -> None:
    [(found, span)] = find_days(f"در {text} بود")
    assert found == date(2024, 8, 2)
    assert span.of(f"در {text} بود") == text


def test_short_years_are_read_only_where_a_date_is_expected() -> None:
    assert find_days("بند ۹۹/۰۸/۱۷") == []
    assert find_days("۱۷/۰۸/۹۹", short_years=True)[0][0] == find_days("۹۹/۰۸/۱۷", short_years=True)[0][0]


def test_what_no_calendar_has_is_no_day() -> None:
    assert find_days("۱۴۰۳/۰۷/۳۱ و 2023-02-30 و ۳۱ محرم ۱۴۴۵") == []
