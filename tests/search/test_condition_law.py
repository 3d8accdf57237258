"""Laws of conditions over a mixed office: rights, phrases, absence, and the same answer from both indexes."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.access import Confidentiality, principal
from corpus.errors import InvalidQuery
from corpus.records import DocumentKind
from index.qdrant_embedded import open_embedded
from language.phrases import has_phrase
from search.query import Mode

HIDDEN = "کهربا"
BODIES = (
    "بودجهٔ خط ۳ مترو تصویب شد.",
    "گزارش پیشرفت خط مترو و بودجهٔ ۳ ایستگاه.",
    "نامهٔ تبلیغات در ایستگاه‌های مترو.",
    "شهرداری دربارهٔ پسماند گفت‌وگو کرد.",
)
PARTS = (
    "مترو", "بودجه", "خط", "۳", '"خط ۳"', "«بودجهٔ خط»", '"گفت و گو"', "-تبلیغات", '-"خط ۳"', "-مترو",
    "نوع: نامه", "نوع: گزارش", "سال: ۱۴۰۲", "از: ۱۴۰۱", "تا: ۱۴۰۲", "از ۱۴۰۱ تا ۱۴۰۲", "واحد: مالی",
    "واحد: حراست", "شماره: 7001", "شماره: 99001", "OR", "kahroba", ";ivfh", "کهریا", HIDDEN,
    '"پروژهٔ کهربا"', "boodje", "f,n[i", "بوجه",
)  # fmt: skip
QUERIES = st.lists(st.sampled_from(PARTS), min_size=1, max_size=5).map(" ".join)
MODES = st.sampled_from(list(Mode))
SETTINGS = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
GUEST = principal("مهمان")


@pytest.fixture
def filled(office, office_with, tmp_path):
    """The same documents in both indexes."""
    index = open_embedded(tmp_path / "index", 256)
    for number, body in enumerate(BODIES):
        described = {"unit": "امور مالی", "number": f"700{number}", "issued": date(2022 + number, 6, 1)}
        office.add(
            f"سند {number}", body, kind=(DocumentKind.LETTER, DocumentKind.REPORT)[number % 2], **described
        )
    closed = {"unit": "حراست", "number": "99001", "readers": frozenset({"حراست"})}
    office.add("پوشهٔ بسته", f"پروژهٔ {HIDDEN} متوقف شد.", **closed)
    office.add("پوشهٔ سری", f"مترو {HIDDEN} بودجه خط ۳", confidentiality=Confidentiality.SECRET)
    index.put(list(office.index._entries.values()))
    office.engine = office_with(index=index)
    yield office
    index.close()


def told(office, text, **bounds):
    """What an asker is told: titles, total, facets, conditions, replacements."""
    try:
        found = office.search(text, **bounds)
    except InvalidQuery as refused:
        return refused.facts
    titles = [hit.document.description.title for hit in found.hits]
    return titles, found.total_documents, found.facets, found.conditions, found.replacements, found.terms


@SETTINGS
@given(QUERIES, MODES)
def test_a_guest_is_told_nothing_of_hidden_documents(filled, text, mode):
    answer = told(filled, text, principal=GUEST, mode=mode)
    if isinstance(answer, tuple):
        titles, _, facets, conditions, replacements, _ = answer
        assert not {"پوشهٔ بسته", "پوشهٔ سری"} & set(titles)
        assert "حراست" not in facets.get("unit", {})
        assert not {condition.value for condition in conditions} & {"حراست", "۹۹۰۰۱"}
        # Keys of the other layout are told as what they are, whether a document has the word or not.
        assert HIDDEN not in {found.text for found in replacements if found.weights}


@SETTINGS
@given(QUERIES, MODES)
def test_hits_have_the_phrases_and_lack_what_must_be_absent(filled, text, mode):
    try:
        found = filled.search(text, mode=mode)
    except InvalidQuery:
        return
    for hit in found.hits:
        texts = (hit.passage.text, hit.document.description.title)
        for condition in found.conditions:
            if condition.aspect == "phrase" and " OR " not in text:
                assert any(has_phrase(condition.value, one) for one in texts)
            if condition.aspect == "without":
                assert not any(has_phrase(condition.value, one) for one in texts)


@SETTINGS
@given(QUERIES, MODES)
def test_the_engine_answers_as_the_oracle_does(filled, text, mode):
    assert told(filled.engine, text, mode=mode) == told(filled, text, mode=mode)
