import pytest

from language.spelling import halves, near_words

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


def split(word: str) -> tuple[tuple[str, str], tuple[str, ...]] | None:
    return halves(word, FREQUENCIES, lambda term: FREQUENCIES.get(term, 0))


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


def test_a_missing_blank_is_found_between_two_known_words() -> None:
    assert split("شهرهوشمند") == (("شهر", "هوشمند"), ("شهر", "هوشمند"))


def test_a_stop_word_may_be_one_half_and_has_no_term() -> None:
    assert split("دربودجه") == (("در", "بودجه"), ("بودجه",))
    assert split("ازبه") is None


def test_a_word_of_unknown_halves_stays_whole() -> None:
    assert split("قورباغه") is None


def test_words_of_another_script_are_left_alone() -> None:
    known = {"bus": 3, "us": 2, "لا": 1}
    assert near_words("buss", known, known.__getitem__) == []
    assert halves("bususa", known, known.__getitem__) is None


def test_the_ending_that_the_index_drops_may_be_where_the_slip_is() -> None:
    known = {"پاکدین": 3}
    assert near_words("پاکدیی", known, known.__getitem__) == ["پاکدین"]


def test_and_is_often_written_to_the_next_word() -> None:
    assert split("وبودجه") == (("و", "بودجه"), ("بودجه",))
