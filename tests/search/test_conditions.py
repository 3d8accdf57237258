"""Conditions in the text of a query hold in both legs, for lists, counts and answers."""

from datetime import date

import pytest

from corpus.access import principal
from corpus.errors import InvalidQuery
from corpus.records import DocumentKind
from search.query import Mode

METRO = "پیشرفت خط ۳ مترو به ۶۲ درصد رسید. گزارش ماهانه ارسال شد."
BUS = "خط مترو با اتوبوس‌های برقی پیوند دارد. ۳ ایستگاه تازه ساخته شد."


@pytest.fixture
def filled(office):
    office.add(
        "صورت‌جلسهٔ شورای معاونان",
        METRO,
        kind=DocumentKind.MINUTES,
        unit="شورای معاونان",
        number="۱۴۰۳/ص/۱۲۷",
        issued=date(2024, 5, 1),
    )
    office.add(
        "گزارش اتوبوس برقی", BUS, kind=DocumentKind.REPORT, unit="معاونت ترافیک", issued=date(2022, 4, 1)
    )
    office.add(
        "نامهٔ تبلیغات",
        "تبلیغات در ایستگاه‌های مترو به مزایده گذاشته شد.",
        kind=DocumentKind.LETTER,
        number="58712",
        issued=date(2021, 10, 1),
    )
    for number in range(5):
        office.add(f"دفتر {number}", f"متن دفتر شمارهٔ {number} دربارهٔ بایگانی.")
    return office


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("text", ['"خط ۳ مترو"', "«خط 3 مترو»", '"خط ٣ مترو" پیشرفت', '"خط‌۳ مترو" اتوبوس'])
def test_a_hit_has_the_phrase_word_by_word_in_every_leg(filled, text, mode):
    assert filled.titles(text, mode=mode) == ["صورت‌جلسهٔ شورای معاونان"]


def test_without_quotation_marks_the_order_does_not_matter(filled):
    assert len(filled.titles("خط ۳ مترو")) > 1


@pytest.mark.parametrize("text", ['"شوراي معاونان"', '"صورت جلسه شورا"', '"صورتجلسهٔ شورای معاونان"'])
def test_a_phrase_may_stand_in_the_title_however_it_is_spelt(filled, text):
    assert filled.titles(text) == ["صورت‌جلسهٔ شورای معاونان"]


def test_of_phrases_joined_by_or_one_is_enough(filled):
    assert set(filled.titles('"خط ۳ مترو" OR "اتوبوس‌های برقی"')) == {
        "صورت‌جلسهٔ شورای معاونان",
        "گزارش اتوبوس برقی",
    }
    assert filled.titles('"خط ۳ مترو" "اتوبوس‌های برقی"') == []


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("text", ["مترو -تبلیغات", "مترو −تبليغات", 'مترو -"تبلیغات در ایستگاه"'])
def test_a_word_that_must_be_absent_is_in_no_hit(filled, text, mode):
    titles = filled.titles(text, mode=mode)
    assert "گزارش اتوبوس برقی" in titles
    assert "نامهٔ تبلیغات" not in titles


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("نوع: صورتجلسه", "صورت‌جلسهٔ شورای معاونان"),
        ("مترو نوع:گزارش", "گزارش اتوبوس برقی"),
        ("kind: letter مترو", "نامهٔ تبلیغات"),
        ('واحد:"شوراي معاونان" مترو', "صورت‌جلسهٔ شورای معاونان"),
        ("مترو واحد: ترافیک", "گزارش اتوبوس برقی"),
        ("شماره: 127-ص-1403", "صورت‌جلسهٔ شورای معاونان"),
        ("شماره: ۵۸۷۱۲", "نامهٔ تبلیغات"),
        ("مترو سال: ۱۴۰۳", "صورت‌جلسهٔ شورای معاونان"),
        ("مترو از: ۱۴۰۲", "صورت‌جلسهٔ شورای معاونان"),
        ("مترو تا: پاییز ۱۴۰۰", "نامهٔ تبلیغات"),
        ("مترو از مهر ۱۴۰۰ تا پاییز ۱۴۰۰", "نامهٔ تبلیغات"),
    ],
)
def test_a_field_bounds_the_hits(filled, text, title):
    ranking = filled.search(text)
    assert [hit.document.description.title for hit in ranking.hits] == [title]
    assert ranking.total_documents == 1
    assert ranking.conditions


def test_bounds_alone_list_the_documents_with_their_counts(filled):
    ranking = filled.search("از: ۱۴۰۰")
    assert ranking.total_documents == 3
    assert len(ranking.hits) == 3
    assert ranking.facets["kind"] == {"letter": 1, "minutes": 1, "report": 1}
    assert filled.search("", kinds=[DocumentKind.REPORT]).total_documents == 1
    assert filled.titles("", numbers=["۱۴۰۳/ص/۱۲۷"]) == ["صورت‌جلسهٔ شورای معاونان"]


def test_absence_alone_lists_what_is_left(filled):
    titles = filled.titles("-مترو از: ۱۴۰۰", top_k=50)
    assert titles == []
    assert len(filled.titles('-مترو -"شمارهٔ ۳"', top_k=50)) == 4


def test_the_text_and_the_filters_must_both_hold(filled):
    assert filled.titles("مترو نوع: گزارش", kinds=[DocumentKind.LETTER]) == []
    assert filled.titles("نوع: گزارش", kinds=[DocumentKind.LETTER]) == []
    assert filled.titles("مترو سال: ۱۴۰۳", last_day=date(2022, 1, 1)) == []


def test_what_was_understood_comes_back_with_its_place(filled):
    text = 'مترو "خط ۳" -تبلیغات نوع: صورت‌جلسه'
    ranking = filled.search(text)
    assert [(found.aspect, found.value, found.span.of(text)) for found in ranking.conditions] == [
        ("phrase", "خط ۳", '"خط ۳"'),
        ("without", "تبلیغات", "-تبلیغات"),
        ("kind", "minutes", "نوع: صورت‌جلسه"),
    ]
    assert ranking.words == "مترو خط ۳"
    assert ranking.conditions[2].removed_from(text) == 'مترو "خط ۳" -تبلیغات'
    assert ranking.conditions[0].removed_from(text) == "مترو خط ۳ -تبلیغات نوع: صورت‌جلسه"


def test_a_slip_beside_conditions_is_shown_at_its_place(filled):
    text = "نوع: صورتجلسه پیشرقت"
    ranking = filled.search(text)
    assert [found.written.of(text) for found in ranking.replacements] == ["پیشرقت"]


def test_a_question_with_conditions_is_answered_from_what_they_allow(filled):
    answer = filled.answer("پیشرفت خط ۳ مترو به چند درصد رسید؟ نوع: صورتجلسه")
    assert answer.text == "پیشرفت خط ۳ مترو به ۶۲ درصد رسید."
    assert filled.answer("نوع: صورتجلسه").text is None


@pytest.mark.parametrize("text", ["از: ۱۴۰۳ تا: ۱۴۰۰", "از: ۳۱ مهر ۱۴۰۲", "سال: ۹۹۹۹"])
def test_bounds_that_cannot_be_are_refused(filled, text):
    with pytest.raises(InvalidQuery):
        filled.search(text)


def test_units_and_numbers_of_others_are_not_understood(filled):
    filled.add("نامهٔ پنهان", "متن", unit="حراست ویژه", number="99001", readers=frozenset({"حراست"}))
    guest = principal("مهمان")
    for text in ("واحد: حراست ویژه", "شماره: 99001"):
        assert filled.search(text).conditions
        assert filled.search(text, principal=guest).conditions == ()
        assert "نامهٔ پنهان" not in filled.titles(text, principal=guest)


@pytest.mark.parametrize(
    "text", ['"', "«", "نوع:", "از: تا:", '-"', "-", ":", '"' * 999, "نوع:" * 400, "-ا " * 600]
)
def test_marks_without_a_meaning_keep_no_document_out(filled, text):
    found = filled.search(text)
    assert found.total_documents == len(found.hits) == 8


@pytest.mark.parametrize("text", ['""', "«»«»"])
def test_an_empty_quotation_stands_in_no_document(filled, text):
    assert filled.titles(text) == []
