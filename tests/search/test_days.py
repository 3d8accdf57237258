"""A day is found however a document writes it: in digits, in words, in either calendar."""

import pytest

from search.query import Mode

WAYS = ("تاریخ: ۱۴۰۳/۰۵/۱۲", "در ۱۲ مرداد ۱۴۰۳", "Date: 2024-08-02", "در ۲ اوت ۲۰۲۴", "مورخ 12-5-1403")


@pytest.fixture
def filled(office):
    for place, way in enumerate(WAYS):
        office.add(f"نامهٔ {place}", f"{way} نشست کمیسیون برگزار شد.")
    for place in range(4):
        office.add(f"دفتر {place}", "۱۲ و ۰۸ و ۰۲ و ۱۲ و ۰۸ و ۰۲ و ۱۲ و ۰۸ و ۰۲.")
        office.add(f"دیگر {place}", f"در {place + 13} شهریور ۱۴۰۲ و ۱۴۰۳/۰۶/۱{place} نشست کمیسیون برگزار شد.")
    return office


@pytest.mark.parametrize(
    "asked",
    [
        "۱۲ مرداد ۱۴۰۳",
        "1403/5/12",
        "۱۲/۰۵/۱۴۰۳",
        "2 August 2024",
        "دوازدهم مرداد ۱۴۰۳",
        "2024-08-02",
        "۲ اوت ۲۰۲۴",
    ],
)
def test_all_ways_to_write_a_day_find_all_of_them(filled, asked):
    found = filled.titles(asked, mode=Mode.WORDS)
    assert set(found[: len(WAYS)]) == {f"نامهٔ {place}" for place in range(len(WAYS))}
