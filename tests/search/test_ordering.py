"""Lists by date and title, stable pages, facets that agree, and the version in force before the old one."""

from collections import Counter
from datetime import date

import pytest

from corpus.access import principal
from corpus.records import DocumentKind
from language.almanac import JalaliDate
from search.ordering import Sort
from search.query import Mode

TITLES = ["گزارش آب", "آبیاری", "بوستان ۱۰", "بوستان ۲", "پارک", "یاس"]
KINDS = list(DocumentKind)


@pytest.fixture
def filled(office):
    """Documents that all say the same, so that their scores are equal."""
    for place, title in enumerate(TITLES):
        office.add(
            title,
            "نهال سپیدار در پیاده‌رو کاشته شد.",
            kind=KINDS[place % 3],
            unit="فضای سبز" if place % 2 else None,
            issued=date(2020 + place % 4, 5, 1 + place) if place else None,
        )
    return office


def pages(office, text, size, **bounds):
    first = office.search(text, top_k=size, **bounds)
    found = list(first.hits)
    for offset in range(size, first.total_documents, size):
        found += office.search(text, top_k=size, offset=offset, **bounds).hits
    return first, found


@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize("text", ["سپیدار", "سپیدار نوع: نامه", "نوع: نامه", "واحد: فضای سبز"])
@pytest.mark.parametrize("size", [1, 2, 5])
def test_pages_are_parts_of_one_list_and_facets_count_it(filled, sort, text, size):
    first, found = pages(filled, text, size, sort=sort)
    ids = [hit.document.id for hit in found]
    assert len(ids) == len(set(ids)) == first.total_documents
    described = [hit.document.description for hit in found]
    assert first.facets["kind"] == Counter(one.kind.value for one in described)
    assert first.facets["unit"] == Counter(one.unit for one in described if one.unit)
    years = (str(JalaliDate.from_gregorian(one.issued).year) for one in described if one.issued)
    assert first.facets["year"] == Counter(years)


def test_a_chosen_value_has_as_many_documents_as_its_facet_said(filled):
    kinds = filled.search("سپیدار").facets["kind"]
    assert len(kinds) > 1
    for kind, count in kinds.items():
        assert filled.search("سپیدار", kinds=[DocumentKind(kind)]).total_documents == count


def test_lists_by_date_put_what_has_none_last(filled):
    newest = [hit.document.description.issued for hit in filled.search("سپیدار", sort=Sort.NEWEST).hits]
    oldest = [hit.document.description.issued for hit in filled.search("سپیدار", sort=Sort.OLDEST).hits]
    assert newest[-1] is oldest[-1] is None
    assert newest[:-1] == sorted(newest[:-1], reverse=True)
    assert oldest[:-1] == sorted(oldest[:-1])


@pytest.mark.parametrize("text", ["سپیدار", ""])
def test_lists_by_title_follow_the_alphabet(filled, text):
    titles = filled.titles(text, sort=Sort.TITLE)
    assert titles == ["آبیاری", "بوستان ۲", "بوستان ۱۰", "پارک", "گزارش آب", "یاس"]


def test_what_is_far_from_the_question_is_not_listed_by_date_and_this_is_said(filled):
    for place in range(12):
        filled.add(f"بودجه {place}", f"سقف اعتبار بند {place} بودجهٔ سالانه.", issued=date(2025, 1, 1 + place))
    by_relevance = filled.search("نهال سپیدار پیاده‌رو", top_k=50)
    by_date = filled.search("نهال سپیدار پیاده‌رو", sort=Sort.NEWEST, top_k=50)
    assert {hit.document.description.title for hit in by_date.hits} == set(TITLES)
    assert by_date.left_out == by_relevance.total_documents - by_date.total_documents > 0
    assert by_relevance.left_out == 0


@pytest.fixture
def versions(office):
    """An old rule that says more of the question than the ones that replaced it."""
    office.add(
        "شیوه‌نامهٔ مرخصی",
        "مرخصی ساعتی کارکنان مرخصی ساعتی است. مرخصی ساعتی.",
        number="۱۳۹۸/ش/۱",
        issued=date(2019, 5, 1),
    )
    office.add("فرم‌ها", "کارکنان فرم مرخصی و فرم مأموریت را امضا کنند.", issued=date(2023, 1, 1))
    office.add("شیوه‌نامهٔ مرخصی (ویرایش دوم)", "مرخصی کارکنان.", issued=date(2021, 5, 1), edition=2)
    office.add(
        "شیوه‌نامهٔ مرخصی (ویرایش سوم)",
        "مرخصی ساعتی و روزانه به تأیید مدیر است.",
        issued=date(2023, 5, 1),
        edition=3,
        readers=frozenset({"اداری"}),
    )
    return office


def test_a_version_in_force_stands_before_the_ones_it_replaced(versions):
    hits = versions.search("مرخصی ساعتی کارکنان", mode=Mode.WORDS).hits
    titles = [hit.document.description.title for hit in hits]
    assert titles[:3] == ["شیوه‌نامهٔ مرخصی (ویرایش سوم)", "شیوه‌نامهٔ مرخصی (ویرایش دوم)", "شیوه‌نامهٔ مرخصی"]
    assert [hit.in_force and hit.in_force.description.edition for hit in hits] == [None, 3, 3, None]
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)


def test_what_may_not_be_read_replaces_nothing(versions):
    guest = principal("مهمان")
    hits = versions.search("مرخصی ساعتی کارکنان", mode=Mode.WORDS, principal=guest).hits
    assert [hit.in_force and hit.in_force.description.edition for hit in hits] == [None, 2, None]
    assert hits[0].document.description.title == "شیوه‌نامهٔ مرخصی (ویرایش دوم)"


def test_each_page_of_versions_is_part_of_one_list(versions):
    first, found = pages(versions, "مرخصی ساعتی کارکنان", 1, mode=Mode.WORDS)
    titles = [hit.document.description.title for hit in found]
    assert titles == versions.titles("مرخصی ساعتی کارکنان", mode=Mode.WORDS)
    assert first.total_documents == len(titles) == 4
