"""Words under the wrong layout and Persian in Latin letters are asked as what they mean."""

import pytest

from corpus.access import principal
from search.query import Mode

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
    assert guest.replacements == ()
    assert "کهربا" not in guest.terms
