import pytest

from language.finglish import MOST, is_english, transliterations


@pytest.mark.parametrize(
    ("latin", "persian"),
    [
        ("shahrdari", "شهرداری"),
        ("mosavabe", "مصوبه"),
        ("mosavvabeh", "مصوبه"),
        ("Boodje", "بودجه"),
        ("ettelaat", "اطلاعات"),
        ("moavenat", "معاونت"),
        ("etebar", "اعتبار"),
        ("gharardad", "قرارداد"),
        ("khiaban", "خیابان"),
        ("morakhasi", "مرخصی"),
        ("omran", "عمران"),
        ("dashboard", "داشبورد"),
    ],
)
def test_a_word_is_among_its_readings(latin, persian):
    assert persian in transliterations(latin)


@pytest.mark.parametrize("word", ["ab", "a1b2", "شهر", "a" * 21, "", "ﬁsh…", "zzzzzzzz"])
def test_what_is_no_word_has_few_readings_or_none(word):
    assert len(transliterations(word)) <= 4


def test_readings_are_bounded():
    assert len(transliterations("aeioaeioszszhaeioszt")) <= MOST


def test_an_english_function_word_makes_a_text_english():
    assert is_english("energy of the city")
    assert not is_english("mosavabe shahrdari in hafte")
