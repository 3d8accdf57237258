"""Suggestions while typing: titles, numbers and words of titles, among what the asker may read."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.access import Confidentiality, principal
from search.suggestions import MOST, suggest

GUEST = principal("مهمان")


@pytest.fixture
def filled(office):
    office.add("شیوه‌نامهٔ مرخصی کارکنان", "متن", number="۱۴۰۳/ص/۱۲۷")
    office.add("گزارش مرخصی‌های استحقاقی", "متن", number="1402/58712")
    office.add("آیین‌نامهٔ كارگروه آموزش", "متن")
    office.add("فهرست محرمانهٔ پاداش مدیران", "متن", number="99/م/1", readers=frozenset({"هیئت مدیره"}))
    office.add("مرخصی مدیران ارشد", "متن", confidentiality=Confidentiality.SECRET)
    return office


def texts(office, typed, kind=None, asker=GUEST):
    return [one.text for one in suggest(typed, asker, office.catalogue) if kind in (None, one.kind)]


@pytest.mark.parametrize(
    "typed", ["شیوه", "شيوه نامه مر", "شیوه‌نامهٔ", "شیوهنامه", "مرخصی کا", "کارکنان", "نامهٔ مرخصی", "ﺷﯿﻮﻩ"]
)
def test_a_title_is_offered_from_the_beginning_of_any_of_its_words(filled, typed):
    assert "شیوه‌نامهٔ مرخصی کارکنان" in texts(filled, typed, "title")


@pytest.mark.parametrize("typed", ["یوه", "رخصی", "امه", "؟", "", " ", "\u200c", "ا" * 101, "\ud800", "\0"])
def test_the_middle_of_a_word_offers_nothing(filled, typed):
    assert texts(filled, typed) == []


def test_titles_that_begin_with_it_come_first(filled):
    filled.add("مرخصی", "متن")
    assert texts(filled, "مرخص", "title")[0] == "مرخصی"


@pytest.mark.parametrize(
    ("typed", "number"),
    [("1403/", "۱۴۰۳/ص/۱۲۷"), ("۱۲۷", "۱۴۰۳/ص/۱۲۷"), ("127/ص/1403", "۱۴۰۳/ص/۱۲۷"), ("٥٨٧", "1402/58712")],
)
def test_a_number_is_offered_by_the_beginning_of_a_part(filled, typed, number):
    assert texts(filled, typed, "number") == [number]


def test_words_are_completed_as_titles_spell_them(filled):
    assert texts(filled, "کارگ", "term") == ["كارگروه"]
    assert texts(filled, "اموز", "term") == ["آموزش"]
    assert texts(filled, "بودجه و آموز", "term") == ["بودجه و آموزش"]


def test_a_suggestion_names_its_document(filled):
    by_kind = {one.kind: one for one in suggest("مرخصی کا", GUEST, filled.catalogue)}
    document = filled.catalogue.document(by_kind["title"].document_id, GUEST)
    assert document.description.title == by_kind["title"].text
    assert by_kind["term"].document_id is None


@pytest.mark.parametrize("typed", ["فهرست", "محرمانه", "پاد", "99", "مدیران", "مرخصی م"])
def test_nothing_of_what_one_may_not_read_is_offered(filled, typed):
    assert texts(filled, typed) == []
    assert texts(filled, typed, asker=filled.asker)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=20) | st.text("شیوهنامهٔ مرخصی۱۲۳/ص\u200c", max_size=12))
def test_any_text_gets_at_most_seven_readable_suggestions(filled, typed):
    found = suggest(typed, GUEST, filled.catalogue)
    assert len(found) <= MOST
    for one in found:
        assert "پاداش" not in one.text
        if one.document_id is not None:
            filled.catalogue.document(one.document_id, GUEST)
