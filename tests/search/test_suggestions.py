"""Suggestions while typing: titles, numbers and words of titles, among what the asker may read."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.access import Confidentiality, principal
from search.suggestions import MOST

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
    return [one.text for one in office.searcher.suggest(typed, asker) if kind in (None, one.kind)]


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
    by_kind = {one.kind: one for one in filled.searcher.suggest("مرخصی کا", GUEST)}
    document = filled.catalogue.document(by_kind["title"].document_id, GUEST)
    assert document.description.title == by_kind["title"].text
    assert by_kind["term"].document_id is None


@pytest.mark.parametrize("typed", ["فهرست", "محرمانه", "پاد", "99", "مدیران", "مرخصی مد"])
def test_nothing_of_what_one_may_not_read_is_offered(filled, typed):
    assert texts(filled, typed) == []
    assert texts(filled, typed, asker=filled.asker)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=20) | st.text("شیوهنامهٔ مرخصی۱۲۳/ص\u200c", max_size=12))
def test_any_text_gets_at_most_seven_readable_suggestions(filled, typed):
    found = filled.searcher.suggest(typed, GUEST)
    assert len(found) <= MOST
    for one in found:
        assert "پاداش" not in one.text
        if one.document_id is not None:
            filled.catalogue.document(one.document_id, GUEST)


@pytest.fixture
def texted(office):
    """Words that stand in texts alone; «کهربا» and its like in closed ones."""
    for place in range(3):
        office.add(
            f"نامهٔ {place}", "کمیسیون مادهٔ ۱۰۰ پروندهٔ پارکینگ را بررسی کرد. سامانه‌های شهر و سامانهٔ پارکینگ."
        )
    office.add("پیوست", "كميسيونر دربارهٔ شمارهٔ ۱۴۰۲/م/۳۳۴ گفت: IoT‌ها و کمیسیون تحقیق.")
    closed = {"readers": frozenset({"حراست"})}
    for place in range(4):
        office.add(f"بسته {place}", "پروندهٔ کمیته و کمیسیون کهربا، شمارهٔ ۱۴۰۲/م/۳۳۵ و سامانهٔ شنود.", **closed)
    return office


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("کمیس", ["کمیسیون", "كميسيونر"]),
        ("پرونده پارک", ["پرونده پارکینگ"]),
        ("سامان", ["سامانه"]),
        ("سامانه ه", []),
        ("کمیسیون م", ["کمیسیون ماده"]),
        ("io", ["IoT"]),
        ("کمیسیون ما", ["کمیسیون ماده"]),
        ("ک", []),
        ("hglds", []),
    ],
)
def test_words_of_texts_are_completed_as_they_are_written(texted, typed, offered):
    assert texts(texted, typed, "term") == offered


def test_numbers_that_texts_name_are_offered_as_numbers(texted):
    assert texts(texted, "1402/م", "number") == ["۱۴۰۲/م/۳۳۴"]


def test_a_word_is_offered_as_most_passages_that_one_may_read_write_it(texted):
    for place in range(5):
        texted.add(f"تازه {place}", "كتاب‌خانه‌ها و كتاب‌خانه." if place else "کتابخانه و کتابخانه.")
    assert texts(texted, "کتابخ", "term") == ["كتاب‌خانه"]


def test_a_word_is_followed_by_what_follows_it_in_texts(texted):
    assert texts(texted, "کمیسیون ", "term") == ["کمیسیون ماده"]
    assert texts(texted, "کمیسیون مادهٔ ", "term") == ["کمیسیون مادهٔ ۱۰۰"]
    assert texts(texted, "و ", "term") == texts(texted, "  ", "term") == []


@pytest.mark.parametrize(
    "typed", ["کمیت", "کهر", "شنو", "کمیسیون که", "سامانه شن", "1402/م/33", "کمیسیون کهربا "]
)
def test_no_word_of_a_text_is_offered_that_one_may_not_read(texted, typed):
    assert not {"کمیته", "کهربا", "شنود"} & {word for one in texts(texted, typed) for word in one.split()[1:]}
    assert "۱۴۰۲/م/۳۳۵" not in texts(texted, typed)
    assert texts(texted, typed, asker=texted.asker) or typed.endswith(" ")


def test_the_order_of_words_does_not_tell_how_often_hidden_texts_have_them(texted):
    texted.add("یک", "پارکبان پارکبان پارکبان.")
    texted.add("دو", "پارکومتر.")
    texted.add("سه", "پارکومتر.")
    before = texts(texted, "پارک", "term")
    for place in range(9):
        texted.add(f"پنهان {place}", "پارکبان پارکبان.", readers=frozenset({"حراست"}))
    assert texts(texted, "پارک", "term") == before == ["پارکینگ", "پارکومتر", "پارکبان"]


def test_many_readable_passages_are_told_from_very_many(office):
    """Use is estimated from where the first passages lie among all ids."""
    for name, count in (("تالار", 50), ("تالاب", 120)):
        for place in range(count):
            office.add(f"{name[-1]}{place}", f"{name}.", embed=False)
    assert texts(office, "تالا", "term") == ["تالاب", "تالار"]
