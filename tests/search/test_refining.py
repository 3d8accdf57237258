"""A facet says how many documents it leaves, also where the legs were cut, in every mode and order."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.access import principal
from corpus.records import DocumentKind
from language.almanac import JalaliDate
from search.ordering import Sort
from search.query import Mode, Query
from search.refining import Refinement

WORDS = ("بودجه", "مترو", "پسماند", "بوستان", "حسگر", "آموزش", "قرارداد", "پیمانکار", "ایستگاه", "نهال")
UNITS = ("امور مالی", "فضای سبز", "فناوری اطلاعات", None)
GUEST = principal("مهمان")
TEXTS = (
    *WORDS,
    "بودجه مترو",
    "حسگر -نهال",
    "نوع: نامه",
    "از ۱۴۰۱ تا ۱۴۰۲",
    "budget of the metro",
    "پیمنکار نهال",
)
FIRST_DAY = date(2021, 5, 1)


@pytest.fixture(scope="module")
def filled(large_office):
    """More documents than a leg lists; a fifth of them may not be read by everybody."""
    chance = random.Random(7)
    for number in range(170):
        words = [chance.choice(WORDS) for _ in range(chance.randint(3, 9))]
        large_office.add(
            f"سند {number}",
            " ".join(words) + ".",
            kind=chance.choice(list(DocumentKind)),
            unit=chance.choice(UNITS),
            issued=FIRST_DAY + timedelta(days=chance.randrange(1200)) if chance.random() < 0.8 else None,
            readers=frozenset({"حراست" if chance.random() < 0.2 else "everyone"}),
        )
    return large_office


def listed(office, query):
    """The first page of a list, and the descriptions of all its documents, page after page."""
    first = office.searcher.search(query)
    found = list(first.hits)
    while len(found) < first.total_documents:
        following = office.searcher.search(replace(query, offset=len(found))).hits
        assert following
        found += following
    assert len({hit.document.id for hit in found}) == len(found) == first.total_documents
    return first, [hit.document.description for hit in found]


def choosing(refinement, facet, value):
    match facet:
        case "kind":
            return replace(refinement, kinds=(DocumentKind(value),))
        case "unit":
            return replace(refinement, units=(value,))
        case _:
            return replace(refinement, years=(int(value),))


def value_of(facet, described):
    if facet == "year":
        return str(JalaliDate.from_gregorian(described.issued).year)
    return described.kind.value if facet == "kind" else described.unit


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(TEXTS),
    st.sampled_from(list(Mode)),
    st.sampled_from(list(Sort)),
    st.builds(
        Refinement,
        st.sampled_from([(), (DocumentKind.LETTER,), (DocumentKind.REPORT, DocumentKind.MINUTES)]),
        st.sampled_from([(), ("امور مالی",)]),
        st.sampled_from([(), (1401,), (1400, 1402)]),
    ),
)
def test_choosing_a_value_leaves_as_many_documents_as_its_facet_says(filled, text, mode, sort, refinement):
    query = Query(text, GUEST, mode=mode, sort=sort, top_k=100, refinement=refinement)
    for facet, values in filled.searcher.search(query).facets.items():
        for value, count in values.items():
            chosen = replace(query, refinement=choosing(refinement, facet, value))
            first, found = listed(filled, chosen)
            assert len(found) == count == first.facets[facet][value]
            assert all(value_of(facet, described) == value for described in found)


def test_a_bound_may_bring_documents_that_the_wide_search_did_not_reach(filled):
    """Or the law above would say nothing of lists whose legs were cut."""
    wide = filled.searcher.search(Query("بودجه", GUEST))
    kind, count = next(iter(wide.facets["kind"].items()))
    assert filled.searcher.search(Query("بودجه", GUEST, kinds=(DocumentKind(kind),))).total_documents > count


@pytest.mark.parametrize("sort", list(Sort))
def test_a_list_without_words_is_whole(filled, sort):
    first, found = listed(filled, Query("نوع: نامه", GUEST, sort=sort, top_k=7))
    assert first.facets["kind"] == {"letter": len(found)}


def test_what_is_left_out_by_date_is_counted_of_what_was_chosen(filled):
    chosen = Refinement(kinds=(DocumentKind.LETTER,))
    by_relevance, by_date = (
        filled.searcher.search(Query("نهال بوستان", GUEST, sort=sort, refinement=chosen))
        for sort in (Sort.RELEVANT, Sort.NEWEST)
    )
    assert by_date.total_documents + by_date.left_out == by_relevance.total_documents


@pytest.mark.parametrize("text", ["نهال", "واحد: حمل‌ونقل شهری"])
def test_ways_to_type_the_name_of_a_unit_are_one_unit(office, text):
    for place, unit in enumerate(["حمل‌ونقل شهری", "حمل و نقل شهري", "حمل‌ونقل شهری", "حملونقل شهری", "مالی"]):
        office.add(f"نامهٔ {place}", "نهال کاشته شد.", unit=unit)
    units = office.search(text).facets["unit"]
    assert units["حمل‌ونقل شهری"] == 4
    assert set(units) <= {"حمل‌ونقل شهری", "مالی"}
    for bound in ({"units": ["حمل و نقل شهري"]}, {"refinement": Refinement(units=["حمل و نقل شهري"])}):
        assert office.search(text, **bound).total_documents == 4


@pytest.mark.parametrize("unit", ["؟", ".", "\u200c", " "])
def test_marks_alone_are_no_unit_of_documents_without_one(office, unit):
    office.add("نامه", "نهال بوستان")
    assert office.titles("نهال") == ["نامه"]
    assert office.search("نهال", refinement=Refinement(units=(unit,))).hits == ()
