import pytest

from bench.reading_measures import edit_distance, folded, loose_word_f1, score, word_f1

MINUTES = "جلسهٔ شورا در تاریخ ۱۴۰۳/۰۵/۱۲ (نوبت صبح) برگزار شد."
TABLE = "ردیف\tعنوان\tمبلغ\n۱\tپل هوایی\t۱۲۰\n۲\tبوستان\t۸۰\n۳\tآسفالت\t۳۰۰\n"


def test_a_perfect_reading_has_no_error_and_all_words() -> None:
    measured = score(MINUTES, MINUTES)
    assert measured.character_error_rate == 0
    assert (measured.word_f1, measured.loose_word_f1) == (1, 1)
    assert (measured.dates_right, measured.brackets_intact) == (1, 1)


def test_an_empty_reading_has_nothing_right() -> None:
    measured = score(MINUTES, "")
    assert measured.character_error_rate == 1
    assert (measured.word_f1, measured.loose_word_f1, measured.dates_right) == (0, 0, 0)


def test_word_f1_is_the_harmonic_mean_of_precision_and_recall() -> None:
    assert word_f1(["سند", "شهر", "شورا", "سند"], ["سند", "سند"]) == pytest.approx(2 / 3)
    assert word_f1(["سند", "شهر"], ["شهر", "سند"]) == 1
    assert word_f1(["سند"], ["شهر"]) == 0


def test_loose_word_f1_forgives_blanks_but_not_letters() -> None:
    assert loose_word_f1(["می", "رود", "خانه"], ["میرود", "خانه"]) == 1
    assert loose_word_f1(["می", "رود", "خانه"], ["میدود", "خانه"]) < 1


def test_zwnj_counts_for_the_strict_measures_alone() -> None:
    measured = score("شاخص\u200cهای شهر", "شاخصهای شهر")
    assert measured.word_f1 == 0.5
    assert measured.loose_word_f1 == 1


@pytest.mark.parametrize("read", ["۱۲/۰۵/۱۴۰۳", "21/50/3041", "۱۴۰۳ ۰۵ ۱۲"])
def test_a_date_that_is_reversed_or_torn_is_not_right(read: str) -> None:
    assert score(MINUTES, MINUTES.replace("۱۴۰۳/۰۵/۱۲", read)).dates_right == 0


def test_a_date_in_other_digits_is_right() -> None:
    assert score(MINUTES, MINUTES.replace("۱۴۰۳/۰۵/۱۲", "1403/05/12")).dates_right == 1


def test_turned_brackets_are_not_intact() -> None:
    assert score(MINUTES, MINUTES.replace("(نوبت صبح)", ")نوبت صبح(")).brackets_intact == 0


def test_a_row_is_intact_where_its_cells_stand_on_one_line_in_their_order() -> None:
    assert score(TABLE, TABLE.replace("\t", "  ")).rows_intact == 1
    assert score(TABLE, TABLE.replace("\t", "\n")).rows_intact == 0
    assert score(TABLE, TABLE.replace("۲\tبوستان\t۸۰", "۸۰\tبوستان\t۲")).rows_intact == 0.75


def test_shares_of_what_the_truth_does_not_have_are_unknown() -> None:
    measured = score("شهر هوشمند.", "شهر هوشمند.")
    assert (measured.dates_right, measured.brackets_intact, measured.rows_intact) == (None, None, None)


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [("kitten", "sitting", 3), ("", "سند", 3), ("سند", "", 3), ("شهر", "شهر", 0), ("سندیار", "سندار", 1)],
)
def test_the_edit_distance_counts_letters_that_came_went_or_changed(
    one: str, other: str, distance: int
) -> None:
    assert edit_distance(one, other) == distance


def test_folding_leaves_one_yeh_one_kaf_one_kind_of_digits_and_single_blanks() -> None:
    assert folded("\u200fكتاب  علي\n٤ ۵") == "کتاب علی 4 5"
