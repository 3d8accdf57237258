"""Page numbers of addresses and of links."""

import pytest

from api.paging import number_within, page_numbers


@pytest.mark.parametrize(
    ("text", "number"),
    [("1", 1), ("۱۲", 12), ("1000", 1000), ("1001", None), ("0", None), ("-1", None), ("²", None), ("", None)],
)
def test_a_number_of_an_address_lies_within_its_bounds_or_is_none(text: str, number: int | None) -> None:
    assert number_within(text, 1, 1000) == number


def test_thousands_of_digits_are_no_number() -> None:
    assert number_within("9" * 5000, 1, 1000) is None


def test_links_leave_out_what_is_far() -> None:
    assert page_numbers(5, 20) == [1, None, 3, 4, 5, 6, 7, None, 20]
