"""Reading a query's text: what is surely a condition is one, everything else stays words."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import InvalidQuery
from language.almanac import JalaliDate
from search.query_text import Aspect, Known, QueryText, read

TODAY = JalaliDate(1403, 3, 16)
UNITS = ("سازمان فناوری اطلاعات", "شورای معاونان", "معاونت حمل‌ونقل و ترافیک")
KNOWN = Known(units=lambda: UNITS, has_number=lambda key: key == "58712")


def understood(text: str) -> QueryText:
    return read(text, KNOWN, TODAY)


def conditions(text: str) -> list[tuple[str, str]]:
    return [(condition.aspect.value, condition.value) for condition in understood(text).conditions]


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("نوع: صورتجلسه", ("kind", "minutes")),
        ("نوع : صورت‌جلسه‌ها", ("kind", "minutes")),
        ("نوع:صورت جلسه بودجه", ("kind", "minutes")),
        ("نوع: «آیین‌نامه»", ("kind", "guideline")),
        ("Kind: Letter", ("kind", "letter")),
        ('واحد:"سازمان فناوري اطلاعات"', ("unit", "سازمان فناوری اطلاعات")),
        ("واحد: سازمان فناوری اطلاعات بودجه", ("unit", "سازمان فناوری اطلاعات")),
        ("واحد: ترافیک", ("unit", "معاونت حمل‌ونقل و ترافیک")),
        ("شماره: ۱۴۰۳/ص/۱۲۷", ("number", "۱۴۰۳/ص/۱۲۷")),
        ("شماره: 1403 / ص / 127 بودجه", ("number", "۱۴۰۳ / ص / ۱۲۷")),
        ("شمارهٔ: 58712", ("number", "۵۸۷۱۲")),
        ("سال: ۱۴۰۲", ("year", "۱۴۰۲")),
        ("سال: ۱۴۰۰ تا ۱۴۰۲ بودجه", ("year", "۱۴۰۰ تا ۱۴۰۲")),
        ("سال: ۹۸", ("year", "۹۸")),
        ("از: بهار ۱۴۰۲", ("from", "۱۴۰۲/۰۱/۰۱")),
        ("تا: ۱۴۰۲", ("to", "۱۴۰۲/۱۲/۲۹")),
        ("از: ۱۴۰۰ تا ۱۴۰۲ نامه", ("dates", "۱۴۰۰/۰۱/۰۱ تا ۱۴۰۲/۱۲/۲۹")),
        ("مصوبات از مهر ۱۴۰۰ تا پاییز ۱۴۰۲.", ("dates", "۱۴۰۰/۰۷/۰۱ تا ۱۴۰۲/۰۹/۳۰")),
        ("گزارش سال گذشته", ("dates", "۱۴۰۲/۰۱/۰۱ تا ۱۴۰۲/۱۲/۲۹")),
        ("گزارش ماه گذشته", ("dates", "۱۴۰۳/۰۲/۰۱ تا ۱۴۰۳/۰۲/۳۱")),
        ("بودجهٔ دههٔ نود", ("dates", "۱۳۹۰/۰۱/۰۱ تا ۱۳۹۹/۱۲/۳۰")),
        ('"خط ۳ مترو"', ("phrase", "خط ۳ مترو")),
        ("«خط ۳  مترو»", ("phrase", "خط ۳ مترو")),
        ("مترو -تبلیغات", ("without", "تبلیغات")),
        ('مترو -"خط ۳"', ("without", "خط ۳")),
    ],
)
def test_what_is_written_as_a_condition_is_one(text, condition):
    assert conditions(text) == [condition]


@pytest.mark.parametrize(
    "text",
    [
        "نوع: شعر",
        "نوع:",
        "شماره: ۵",
        "سال: ۵",
        "ساعت شروع از: ۸ صبح تا: ۱۲",
        "از: اداره",
        "http://from://x",
        "بند -۱۲",
        "سه-بعدی",
        "-از",
        "دریافت‌ها -مانند رنگ- چه بود",
        "بهار ۱۴۰۲",
        "پنج سال گذشته",
        "نسبت به سال گذشته",
        "از تهران تا کرج",
        "از ۱۴۰۲ تا ۱۴۰۰",
        "از ۳۱ مهر ۱۴۰۰ تا آبان ۱۴۰۱",
        'بودجه OR "خط مترو"',
        "متن «نیمه",
        'لولهٔ 5" و 6"',
    ],
)
def test_what_is_ambiguous_stays_words(text):
    read_text = understood(text)
    assert read_text.conditions == ()
    assert read_text.words.split() == text.replace('"', " ").split() or read_text.words == text


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("از: ۳۱ مهر ۱۴۰۲", "from"),
        ("تا: ۱۴۰۲/۱۳/۴۵", "to"),
        ("سال: ۹۹۹۹", "year"),
        ("سال: " + "9" * 40, "year"),
        ("از: ۱۴۰۳ تا: ۱۴۰۰", "dates"),
        ("سال: ۱۴۰۲-۱۴۰۰", "dates"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(text, field):
    with pytest.raises(InvalidQuery) as refused:
        understood(text)
    assert refused.value.facts["field"] == field


def test_phrases_joined_by_or_are_one_group():
    assert understood('"الف ب" OR «ج د» "ه و"').phrases == (("الف ب", "ج د"), ("ه و",))


def test_a_field_named_twice_allows_either():
    assert understood("نوع: نامه نوع: گزارش").bounds == {Aspect.KIND: {"letter", "report"}}


def test_a_question_is_narrowed_by_fields_alone():
    assert understood("از ۱۳۸۰ تا ۱۳۸۵ چه کسی شهردار بود؟").conditions == ()
    assert conditions("نوع: گزارش چرا «خط ۳» در سال گذشته ماند؟") == [("kind", "report")]


def test_a_date_inside_a_phrase_is_part_of_the_phrase():
    assert conditions('"گزارش سال گذشته"') == [("phrase", "گزارش سال گذشته")]


def test_marks_of_direction_do_not_hide_a_field():
    text = "\u202eنوع\u200f: گزارش\u202c بودجه"
    assert conditions(text) == [("kind", "report")]
    assert "بودجه" in understood(text).words


FRAGMENTS = (
    "نوع:", "واحد:", "شماره:", "سال:", "از:", "تا:", "kind:", "from:", " از ", " تا ", "سال گذشته", "دههٔ نود",
    '"', "«", "»", "“", "”", "-", "−", " OR ", " یا ", "صورتجلسه", "شورای معاونان", "۱۴۰۳/ص/۱۲۷", "1402",
    "مهر ۱۴۰۰", "۳۱ مهر", "۱۴۰۲/۱۳/۴۵", "۹۹۹۹", "\u202e", "\0", "\ud800", "\u200c", "😀", "1" * 40,
    "(a+)+$", "ﷺ", " ", "ي",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=5), max_size=40).map("".join)


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_any_text_is_read_or_refused_and_every_place_lies_in_it(text):
    try:
        read_text = understood(text)
    except InvalidQuery:
        return
    assert len(read_text.words) == len(text)
    changed = {place for place, letter in enumerate(text) if read_text.words[place] != letter}
    said = set()
    for condition in read_text.conditions:
        assert 0 <= condition.span.start < condition.span.end <= len(text)
        assert condition.value
        assert isinstance(condition.removed_from(text), str)
        said |= set(range(condition.span.start, condition.span.end))
        if condition.aspect is not Aspect.PHRASE:
            assert not read_text.words[condition.span.start : condition.span.end].strip()
    # Nothing is dropped without a condition that says so, but quotation marks.
    assert {text[place] for place in changed - said} <= set('"«»“”')


@pytest.mark.parametrize(
    "fragment", [*FRAGMENTS, "از: ۱۴۰۰ ", "از ۱۴۰۰ تا ", "واحد: شورا ", "-ا ", "«ا", "«ا» ", "شماره: ۱/", "آ/"]
)
def test_twenty_thousand_characters_are_read(fragment):
    # What takes quadratic time would not end at these lengths; no clock is read.
    text = (fragment * 20_000)[:20_000]
    with suppress(InvalidQuery):
        assert len(understood(text).words) == len(text)
