import pytest

from language.keyboard import to_latin, to_persian


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("aivnhvd", "شهرداری"),
        ("ljv,", "مترو"),
        (",hpn", "واحد"),
        ("'chva", "گزارش"),
        ("HfV", "آبٰ"),
        ("; ", "ک "),
    ],
)
def test_keys_of_the_us_layout_give_persian_letters(typed, meant):
    assert to_persian(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"), [("قثحخقف", "report"), ("سثقرثق", "server"), ("یشفش", "data"), ("يشفش", "data")]
)
def test_keys_of_the_persian_layout_give_latin_letters(typed, meant):
    assert to_latin(typed) == meant


def test_both_ways_lead_back():
    letters = "ضصثقفغعهخحجچشسیبلاتنمکگظطزرذدپو"
    assert to_persian(to_latin(letters)) == letters
