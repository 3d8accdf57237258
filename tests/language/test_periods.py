from datetime import date

import pytest

from language.almanac import JalaliDate
from language.periods import find_periods, period_of

TODAY = JalaliDate.from_gregorian(date(2024, 6, 5))  # Wednesday, 16 Khordad 1403


def found(text: str) -> list[tuple[str, str, str]]:
    return [
        (f"{period.first.year}/{period.first.month}/{period.first.day}",
         f"{period.last.year}/{period.last.month}/{period.last.day}", span.of(text))
        for period, span in find_periods(text, TODAY)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "first", "last", "written"),
    [
        ("بودجه از مهر ۱۴۰۰ تا پاییز ۱۴۰۲ شهر", "1400/7/1", "1402/9/30", "از مهر ۱۴۰۰ تا پاییز ۱۴۰۲"),
        ("از ۱ تا ۵ مرداد ۱۴۰۳ جلسه", "1403/5/1", "1403/5/5", "از ۱ تا ۵ مرداد ۱۴۰۳"),
        ("(از ۱۴۰۰ الی ۱۴۰۱)", "1400/1/1", "1401/12/29", "از ۱۴۰۰ الی ۱۴۰۱"),
        ("از سال گذشته تا امروز", "1402/1/1", "1403/3/16", "از سال گذشته تا امروز"),
        ("پارسال چه شد", "1402/1/1", "1402/12/29", "پارسال"),
        ("امسال", "1403/1/1", "1403/12/30", "امسال"),
        ("در ماه جاری", "1403/3/1", "1403/3/31", "ماه جاری"),
        ("هفتهٔ گذشته", "1403/3/5", "1403/3/11", "هفتهٔ گذشته"),
        ("دهه‌ی ۹۰", "1390/1/1", "1399/12/30", "دهه‌ی ۹۰"),
    ],
)
def test_clear_words_bound_a_question(text, first, last, written):
    assert found(text) == [(first, last, written)]


@pytest.mark.parametrize(
    "text",
    [
        "۵ سال گذشته",
        "سال‌های گذشته",
        "دههٔ نود میلادی",
        "دههٔ فجر",
        "در دههٔ چهل",
        "تا پایان دههٔ سی",
        "از تهران تا کرج",
        "بهار ۱۴۰۲",
        "امروز",
    ],
)
def test_other_words_do_not(text):
    assert found(text) == []


def test_the_first_month_looks_back_into_the_last_year():
    period = period_of("ماه گذشته", JalaliDate(1403, 1, 5))
    assert period is not None
    assert (period.first, period.last) == (JalaliDate(1402, 12, 1), JalaliDate(1402, 12, 29))
