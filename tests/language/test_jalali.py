from datetime import date, timedelta

import pytest

from language.jalali import JalaliDate, find_dates, is_leap, parse, parse_range


def day(year: int, month: int, number: int) -> JalaliDate:
    return JalaliDate(year, month, number)


@pytest.mark.parametrize(
    ("jalali", "gregorian"),
    [
        (day(1357, 11, 22), date(1979, 2, 11)),
        (day(1399, 12, 30), date(2021, 3, 20)),
        (day(1400, 1, 1), date(2021, 3, 21)),
        (day(1403, 1, 1), date(2024, 3, 20)),
        (day(1403, 2, 12), date(2024, 5, 1)),
        (day(1403, 12, 30), date(2025, 3, 20)),
        (day(1404, 1, 1), date(2025, 3, 21)),
        (day(1285, 5, 14), date(1906, 8, 6)),
    ],
)
def test_days_of_both_calendars_meet(jalali, gregorian):
    assert jalali.to_gregorian() == gregorian
    assert JalaliDate.from_gregorian(gregorian) == jalali


def test_every_day_of_two_centuries_has_a_successor_and_returns():
    start = date(1850, 1, 1)
    before = JalaliDate.from_gregorian(start - timedelta(1))
    for number in range(0, 200 * 365):
        jalali = JalaliDate.from_gregorian(start + timedelta(number))
        assert before < jalali
        before = jalali
    assert before.to_gregorian() == start + timedelta(200 * 365 - 1)


def test_leap_years_follow_the_almanac():
    assert [year for year in range(1387, 1421) if is_leap(year)] == [
        1387, 1391, 1395, 1399, 1403, 1408, 1412, 1416, 1420,
    ]  # fmt: skip


@pytest.mark.parametrize(("year", "month", "number"), [(1402, 12, 30), (1403, 7, 31), (1403, 13, 1), (0, 1, 1)])
def test_a_day_that_does_not_exist_is_refused(year, month, number):
    with pytest.raises(ValueError, match="no such"):
        JalaliDate(year, month, number)


def test_dates_are_written_short_and_long():
    assert day(1403, 2, 12).format_short() == "۱۴۰۳/۰۲/۱۲"
    assert day(1403, 2, 12).format_long() == "چهارشنبه ۱۲ اردیبهشت ۱۴۰۳"
    assert day(1403, 2, 12).month_name == "اردیبهشت"


@pytest.mark.parametrize(
    "text",
    [
        "۱۴۰۳/۰۵/۱۲",
        "1403-5-12",
        "۱۴۰۳.۵.۱۲",
        "12/5/1403",
        "١٢/٠٥/١٤٠٣",
        "۱۴۰۳ / ۵ / ۱۲",
        "۱۲ مرداد ۱۴۰۳",
        "12 مرداد 1403",
        "۱۲ مرداد‌ماه سال ۱۴۰۳",
        "۱۲ امرداد ۱۴۰۳",
        "دوازدهم مرداد ۱۴۰۳",
        "دوازدهم مرداد ماه ۱۴۰۳",
        "دوازدهم مردادماه، ۱۴۰۳",
        "جمعه ۱۲ مرداد ۱۴۰۳",
        "2024-08-02",
    ],
)
def test_a_date_is_read_however_it_is_written(text):
    assert parse(text) == day(1403, 5, 12)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("سی و یکم", 31),
        ("بیست‌ودوم", 22),
        ("بيست و يكم", 21),
        ("سی‌ام", 30),
        ("هیجدهم", 18),
        ("اول", 1),
        ("یکم", 1),
    ],
)
def test_the_day_may_be_written_as_a_word(text, number):
    assert parse(f"{text} مرداد ۱۴۰۳") == day(1403, 5, number)


def test_what_is_written_long_is_read_back():
    for number in range(1, 32):
        assert parse(day(1402, 6, number).format_long()) == day(1402, 6, number)


@pytest.mark.parametrize(
    "text", ["", "سلام", "۱۴۰۳", "۱۴۰۳/ص/۱۲۷", "۱۴۰۲/۱۲/۳۰", "1403/13/1", "2024-13-01", "۱۲ مرداد"]
)
def test_what_is_no_day_is_not_read_as_one(text):
    assert parse(text) is None


def test_dates_are_found_in_running_text_with_their_places():
    text = "از ۱۴۰۳/۲/۱۲ تا دوازدهم مرداد‌ماه ۱۴۰۳؛ نه ۱۴۰۲/۱۲/۳۰ و نه نامهٔ ۱۴۰۳/۲/۱۲/۷."
    found = [(jalali, span.of(text)) for jalali, span in find_dates(text)]
    assert found == [(day(1403, 2, 12), "۱۴۰۳/۲/۱۲"), (day(1403, 5, 12), "دوازدهم مرداد‌ماه ۱۴۰۳")]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("۱۴۰۲", day(1402, 1, 1), day(1402, 12, 29)),
        ("سال 1403", day(1403, 1, 1), day(1403, 12, 30)),
        ("اردیبهشت ۱۴۰۳", day(1403, 2, 1), day(1403, 2, 31)),
        ("اسفند‌ماه سال ۱۴۰۲", day(1402, 12, 1), day(1402, 12, 29)),
        ("۱۴۰۳/۷", day(1403, 7, 1), day(1403, 7, 30)),
        ("بهار ۱۴۰۲", day(1402, 1, 1), day(1402, 3, 31)),
        ("پائیز ۱۴۰۲", day(1402, 7, 1), day(1402, 9, 30)),
        ("فصل زمستان ۱۴۰۳", day(1403, 10, 1), day(1403, 12, 30)),
        ("نیمهٔ دوم ۱۴۰۲", day(1402, 7, 1), day(1402, 12, 29)),
        ("سه‌ماههٔ اول ۱۴۰۳", day(1403, 1, 1), day(1403, 3, 31)),
        ("۱۴۰۳/۲/۱۲", day(1403, 2, 12), day(1403, 2, 12)),
        ("از ۱۴۰۱ تا ۱۴۰۲", day(1401, 1, 1), day(1402, 12, 29)),
        ("۱۴۰۱–۱۴۰۲", day(1401, 1, 1), day(1402, 12, 29)),
        ("از فروردین تا خرداد ۱۴۰۳", day(1403, 1, 1), day(1403, 3, 31)),
        ("از ۱ تا ۵ مرداد ۱۴۰۳", day(1403, 5, 1), day(1403, 5, 5)),
        ("۱۴۰۳/۲/۱۲ الی ۱۴۰۳/۲/۲۰", day(1403, 2, 12), day(1403, 2, 20)),
    ],
)
def test_a_range_has_its_first_and_last_day(text, first, last):
    assert parse_range(text) == (first, last)


@pytest.mark.parametrize("text", ["", "همیشه", "از ۱۴۰۳ تا ۱۴۰۲", "۱۴۰۳/۱۳", "از تا", "تا ۱۴۰۳ تا " * 30])
def test_what_names_no_range_is_not_read_as_one(text):
    assert parse_range(text) is None
