from dataclasses import replace

import pytest

from corpus.access import principal
from search.results import Abstention

LEAVE = (
    "این شیوه‌نامه برای همهٔ کارکنان است. مرخصی استحقاقی هر کارمند سالانه ۳۰ روز است. "
    "مرخصی بیش از سه روز با تأیید مدیر است."
)


@pytest.fixture
def filled(office):
    office.add("شیوه‌نامهٔ مرخصی", "مقدمه و تعاریف کلی.", LEAVE)
    office.add("شیوه‌نامهٔ مأموریت", "هزینهٔ مأموریت پس از ارائهٔ گزارش سفر پرداخت می‌شود.")
    for number in range(8):
        office.add(f"گزارش {number}", f"گزارش عملکرد واحد شمارهٔ {number} در سال گذشته بررسی شد.")
    return office


def test_an_answer_quotes_the_sentence_and_its_page(filled):
    answer = filled.answer("مرخصی استحقاقی سالانه چند روز است؟")
    assert answer.text == "مرخصی استحقاقی هر کارمند سالانه ۳۰ روز است."
    first = answer.citations[0]
    assert (first.document.description.title, first.page) == ("شیوه‌نامهٔ مرخصی", 2)
    assert answer.reason is None


def test_every_quote_stands_letter_for_letter_on_its_page(filled):
    answer = filled.answer("هزينه ماموريت پس از ارائه گزارش چگونه پرداخت مي شود؟")
    assert answer.citations
    assert answer.sentences == tuple(citation.quote for citation in answer.citations)
    for citation in answer.citations:
        page = filled.catalogue.page(citation.document.id, citation.page, filled.asker)
        assert citation.span.of(page.text) == citation.quote


def test_a_quote_that_does_not_stand_on_its_page_is_dropped(filled, office_with):
    class Shifted:
        """A catalogue whose pages no longer agree with its passages."""

        def __getattr__(self, name):
            return getattr(filled.catalogue, name)

        def page(self, *place):
            page = filled.catalogue.page(*place)
            return replace(page, text=f" {page.text}", words=())

    moved = office_with()
    moved.searcher = type(moved.searcher)(filled.index, Shifted(), filled.encoder, filled.settings)
    answer = moved.answer("مرخصی استحقاقی سالانه چند روز است؟")
    assert answer.text is None
    assert answer.citations == ()


def test_at_most_three_sentences_best_first(filled):
    answer = filled.answer("مرخصی استحقاقی کارکنان چند روز است؟")
    assert 1 < len(answer.sentences) <= 3
    assert answer.text == answer.sentences[0]


def test_a_question_about_something_else_gets_no_answer(filled):
    answer = filled.answer("ارتفاع قلهٔ اورست چند متر است؟")
    assert answer.text is None
    assert answer.reason is Abstention.TOO_UNCERTAIN
    assert answer.citations == ()


def test_an_empty_office_has_nothing_to_answer_from(office):
    assert office.answer("مرخصی چند روز است؟").reason is Abstention.NOTHING_FOUND


def test_nobody_is_answered_from_what_they_may_not_read(filled):
    filled.add("نامهٔ هیئت مدیره", "پاداش مدیران ارشد ۵۰۰ میلیون ریال است.", readers=frozenset({"هیئت مدیره"}))
    question = "پاداش مدیران ارشد چند ریال است؟"
    assert filled.answer(question).text == "پاداش مدیران ارشد ۵۰۰ میلیون ریال است."
    guest = filled.answer(question, principal=principal("مهمان"))
    assert "نامهٔ هیئت مدیره" not in [citation.document.description.title for citation in guest.citations]
    assert "پاداش" not in (guest.text or "")


def test_the_same_sentence_in_two_documents_is_quoted_once(office):
    for title in ("بخشنامهٔ یک", "بخشنامهٔ دو"):
        office.add(title, "ساعت کار اداره از ۷ تا ۱۴ است.")
    answer = office.answer("ساعت کار اداره چیست؟")
    assert answer.sentences == ("ساعت کار اداره از ۷ تا ۱۴ است.",)
