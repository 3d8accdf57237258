"""Words under the wrong layout and Persian in Latin letters are asked as what they mean."""

import pytest

from corpus.access import principal
from search.query import Mode
from search.repair import replaced

TEXT = "شورا مصوبهٔ بودجهٔ شهرداری را برای server و سامانهٔ مترو تصویب کرد."


@pytest.fixture
def filled(office):
    office.add("مصوبهٔ بودجه", TEXT)
    for number in range(6):
        office.add(f"گزارش {number}", f"گزارش عملکرد واحد شمارهٔ {number} بررسی شد.")
    return office


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("aivnhvd", ["شهرداری"]),
        ("ljv,", ["مترو"]),
        ("lw,fi f,n[i", ["مصوبه", "بودجه"]),
        ("سثقرثق", ["server"]),
        ("shahrdari", ["شهرداری"]),
        ("mosavabe boodje", ["مصوبه", "بودجه"]),
        ("مصوبه shahrdari", ["شهرداری"]),
    ],
)
def test_the_document_is_found_and_the_reading_shown_at_its_place(filled, question, meant):
    ranking = filled.search(question, mode=Mode.WORDS)
    assert ranking.hits[0].document.description.title == "مصوبهٔ بودجه"
    assert [found.text for found in ranking.replacements] == meant
    assert [found.written.of(question) for found in ranking.replacements] == question.split()[-len(meant) :]
    assert ranking.hits[0].highlights


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("mosavabe-ye shahrdari ra che kard", "مصوبه شهرداری را چه کرد"),
        ("chera boodje baraye metro tasvib shod?", "چرا بودجه برای مترو تصویب شد?"),
        ("mosavabeye shahrdari baraye boodje", "مصوبه شهرداری برای بودجه"),
        ("mosavabehaye shahrdari", "مصوبه‌های شهرداری"),
        ("gozaresh-haye amalkard dar vahed", "گزارش‌های عملکرد در واحد"),
    ],
)
def test_small_words_and_endings_of_a_finglish_question_are_written_in_persian_too(filled, question, meant):
    replacements = filled.search(question, mode=Mode.WORDS).replacements
    assert replaced(question, replacements) == meant
    assert all(found.weights for found in replacements if len(found.text) > len("برای"))


def test_an_apostrophe_inside_a_word_is_its_hamza_or_ain(filled):
    filled.add("جمعیت", "جمعیت شهر و استعفای شهردار")
    found = filled.search("jam'iat shahr", mode=Mode.WORDS).replacements
    assert [one.text for one in found] == ["جمعیت", "شهر"]


def test_short_words_are_read_beside_longer_persian_ones_alone(filled):
    filled.add("سال", "سال بودجه")
    assert filled.search("sal", mode=Mode.WORDS).replacements == ()
    assert [one.text for one in filled.search("boodje sal", mode=Mode.WORDS).replacements] == ["بودجه", "سال"]
    assert filled.search("bar dar metro", mode=Mode.WORDS).replacements != ()
    assert filled.search("bar dar", mode=Mode.WORDS).replacements == ()


@pytest.mark.parametrize(
    "question", ["server", "what is the shahrdari", "kvl", "sal", "budget plan review", "AB12-CD", "aivnhvd1"]
)
def test_known_short_and_english_words_are_left_alone(filled, question):
    assert filled.search(question, mode=Mode.WORDS).replacements == ()


def test_it_can_be_turned_off(filled):
    assert filled.search("aivnhvd", mode=Mode.WORDS, repair=False).hits == ()


@pytest.mark.parametrize("question", ["kahroba", ";ivfh"])
def test_no_word_is_taken_from_what_the_asker_may_not_read(filled, question):
    filled.add("نامهٔ پنهان", "پروژهٔ کهربا متوقف شد.", readers=frozenset({"حراست"}))
    assert [found.text for found in filled.search(question).replacements] == ["کهربا"]
    guest = filled.search(question, principal=principal("مهمان"))
    assert not any(found.weights for found in guest.replacements)
    assert "کهربا" not in guest.terms


def test_letters_with_marks_among_them_are_persian_whether_a_document_has_the_word_or_not(filled):
    for number, hidden in enumerate(("", "کهربا")):
        filled.add(f"نامهٔ پنهان {number}", f"پروژهٔ {hidden} متوقف شد.", readers=frozenset({"حراست"}))
        found = filled.search("پروژه ;ivfh", principal=principal("مهمان")).replacements
        assert [(one.text, dict(one.weights)) for one in found] == [("کهربا", {})]


@pytest.mark.parametrize("question", ["server,bus", "a,b", "don't", "server;"])
def test_marks_between_known_words_or_after_them_are_marks(filled, question):
    assert filled.search(question, mode=Mode.WORDS).replacements == ()


def test_a_word_of_an_english_question_is_no_persian_one_under_the_other_layout(filled):
    filled.add("برنامهٔ بعدی", "برنامهٔ بعدی شهر")
    assert [one.text for one in filled.search("fund", mode=Mode.WORDS).replacements] == ["بعدی"]
    assert filled.search("who agreed to fund the film?", mode=Mode.WORDS).replacements == ()


def test_no_letters_come_out_of_a_persian_word(filled):
    filled.add("فهرست", "mk l i server")
    assert filled.search("پنجم", mode=Mode.WORDS).replacements == ()


def test_a_function_word_under_the_other_layout_is_one(filled):
    found = filled.search("fvhd شهرداری", mode=Mode.WORDS).replacements
    assert [(one.text, dict(one.weights)) for one in found] == [("برای", {})]


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("مصوبه aivnhvd؟", ["شهرداری"]),  # a Persian mark after Latin keys
        ("شهرnhvd", ["شهرداری"]),  # the layout changed within the word
        ("مصوبه fo,hkdn", ["بخوانید"]),  # common Persian that no document has
        ("مصوبه ndngi", []),  # neither
        ("مصوبه Zoho", []),
    ],
)
def test_keys_of_a_persian_question_are_read_as_persian_where_they_are(filled, question, meant):
    assert [found.text for found in filled.search(question, mode=Mode.WORDS).replacements] == meant
