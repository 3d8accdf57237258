import pytest

from language.phrases import has_phrase

TEXT = "در صورت‌جلسهٔ شورای معاونان دربارهٔ كتاب‌هاي درسی و ۱۲٣ مورد گفت‌وگو شد."


@pytest.mark.parametrize(
    "phrase",
    [
        "صورت‌جلسهٔ شورای معاونان",
        "صورت جلسه شوراي",
        "صورتجلسه شورای معاونان",
        "کتابهای درسی",
        "کتاب درسی",
        "درسی و 123 مورد",
        "گفت و گو شد",
        "ﻣﻌﺎﻭﻧﺎﻥ دربارۀ",
        "معاونان، درباره",
    ],
)
def test_a_phrase_is_found_however_it_is_spelt(phrase):
    assert has_phrase(phrase, TEXT)


@pytest.mark.parametrize(
    "phrase", ["معاونان شورای", "شورای دربارهٔ", "شو", "جلس", "معاونان کتاب", "", "؟!", "مورد 12"]
)
def test_other_orders_and_parts_of_words_are_not(phrase):
    assert not has_phrase(phrase, TEXT)


def test_a_phrase_may_begin_again_inside_itself():
    assert has_phrase("الف الف ب", "الف الف الف ب")
