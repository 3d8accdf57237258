import pytest

from language.spelling import near_words

FREQUENCIES = {
    "مصوبه": 30,
    "مصوب": 40,
    "بودجه": 12,
    "شهردار": 50,
    "ساختمان": 9,
    "ساختن": 2,
    "هوشمند": 7,
    "شهر": 90,
}


def near(word: str) -> list[str]:
    return near_words(word, FREQUENCIES, lambda term: FREQUENCIES.get(term, 0))


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("بوجه", "بودجه"),  # a letter missing
        ("بودججه", "بودجه"),  # one too many
        ("بودچه", "بودجه"),  # a wrong one
        ("شهرادر", "شهردار"),  # two changed about
        ("حوشمند", "هوشمند"),  # one that sounds alike
    ],
)
def test_one_slip_leads_back_to_the_word(slip: str, meant: str) -> None:
    assert near(slip)[0] == meant


def test_the_more_frequent_word_comes_first() -> None:
    assert near("مصوبت") == ["مصوب", "مصوبه"]


def test_letters_changed_about_count_more_than_frequency() -> None:
    words = {"رسید": 3, "رسدی": 0, "رسی": 10}
    assert near_words("رسدی", {"رسید", "رسی"}, words.__getitem__)[0] == "رسید"


def test_two_slips_numbers_and_short_words_are_left_alone() -> None:
    assert near("بچه") == []
    assert near("۱۴۰۳") == near("1403") == []
    assert near("شه") == []


def test_words_of_another_script_are_left_alone() -> None:
    known = {"bus": 3, "us": 2, "لا": 1}
    assert near_words("buss", known, known.__getitem__) == []


def test_the_ending_that_the_index_drops_may_be_where_the_slip_is() -> None:
    known = {"پاکدین": 3}
    assert near_words("پاکدیی", known, known.__getitem__) == ["پاکدین"]
