import pytest

from language.numerals import (
    find_letter_numbers,
    format_number,
    number_key,
    to_ascii_digits,
    to_persian_digits,
)


def test_digits_of_every_kind_become_those_asked_for():
    assert to_ascii_digits("۱۴۰۳ ١٤٠٣ 1403 سال") == "1403 1403 1403 سال"
    assert to_persian_digits("۱۴۰۳ ١٤٠٣ 1403 سال") == "۱۴۰۳ ۱۴۰۳ ۱۴۰۳ سال"


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [(0, 0, "۰"), (999, 0, "۹۹۹"), (1234567, 0, "۱٬۲۳۴٬۵۶۷"), (1234.5, 2, "۱٬۲۳۴٫۵۰"), (-12000, 0, "-۱۲٬۰۰۰")],
)
def test_numbers_are_written_with_persian_digits_and_marks(value, decimals, written):
    assert format_number(value, decimals) == written


@pytest.mark.parametrize(
    "written",
    [
        "1403/ص/127",
        "۱۴۰۳/ص/۱۲۷",
        "١٤٠٣/ص/١٢٧",
        "127/ص/1403",
        "۱۴۰۳-ص-۱۲۷",
        "۱۴۰۳ ص ۱۲۷",
        " ۱۴۰۳ / ص / ۱۲۷ ",
        "۱۴۰۳/ص/۰۱۲۷",
        "1403\\ص\\127",
        "\u200f۱۴۰۳/ص/۱۲۷\u200f",
        "۱۴۰۳/‌ص/‌۱۲۷",
    ],
)
def test_a_letter_number_has_one_key_however_it_is_typed(written):
    assert number_key(written) == "1403/ص/127"


def test_arabic_letters_do_not_change_a_key_and_other_numbers_have_other_keys():
    assert number_key("۱۴۰۳/ك/۱۲۷") == number_key("۱۴۰۳/ک/۱۲۷")
    assert len({number_key(number) for number in ("1403/ص/127", "1403/ص/128", "1402/ص/127", "1403/ب/127")}) == 4
    assert number_key("ندارد") == ""


def test_letter_numbers_are_found_with_their_places():
    text = "پیرو نامهٔ ۱۴۰۳/ص/۱۲۷ مورخ 12/5/1403 و ۱۲۳/۴۵-ب، مبلغ 25,000 ریال"
    found = [(key, span.of(text)) for key, span in find_letter_numbers(text)]
    assert found == [("1403/ص/127", "۱۴۰۳/ص/۱۲۷"), ("1403/5/12", "12/5/1403"), ("123/45/ب", "۱۲۳/۴۵-ب")]


@pytest.mark.parametrize("number", ["1403/ص/127", "127-ص-1403", "12.45", "v2.1", "۹۸/۰۰۱۲", "۱۴۰۳/آموزش/۷"])
def test_a_number_found_in_a_text_has_the_key_of_the_number_itself(number):
    assert number_key(number) in [key for key, _ in find_letter_numbers(f"شمارهٔ {number} است")]
