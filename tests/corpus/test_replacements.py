"""A document that names what it replaces is linked to it, whichever of the two is known first."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from corpus.access import Confidentiality, administrator, principal
from corpus.catalogue import Reading
from corpus.described import Details, How, Relation
from corpus.records import Description, Document, DocumentKind
from corpus.replacement import edition_in, keys_of_named, title_key_of
from corpus.sql_catalogue import SqlCatalogue

MakeDocument = Callable[..., Document]
MakeReading = Callable[..., Reading]
ROOT = administrator("مدیر")
STAFF = principal("سارا", frozenset({"مالی"}))

OLDER = Description("بخشنامهٔ دورکاری کارکنان", DocumentKind.CIRCULAR, "۱۳۹۹/ب/۱۲", date(2020, 5, 1))
NEWER = Description("بخشنامهٔ تازهٔ دورکاری", DocumentKind.CIRCULAR, "۱۴۰۱/ب/۲۷", date(2022, 5, 1))


class Desk:
    """Puts documents in as readings do."""

    def __init__(self, catalogue: SqlCatalogue, make_document: MakeDocument, make_reading: MakeReading) -> None:
        self.catalogue, self._document, self._reading = catalogue, make_document, make_reading

    def put(self, file: str, description: Description, *relations: Relation, **access: object) -> Document:
        document = self.catalogue.register(self._document(file=file, content=file, **access))
        described = replace(description, details=Details(1, relations=relations))
        reading = replace(self._reading(document.id, "متن"), description=described)
        self.catalogue.store_reading(document.id, reading)
        return document

    def ended(self, document: Document, asker: object = ROOT) -> bool:
        return self.catalogue.outlines([document.id], asker)[document.id].superseded


@pytest.fixture
def desk(catalogue: SqlCatalogue, make_document: MakeDocument, make_reading: MakeReading) -> Desk:
    return Desk(catalogue, make_document, make_reading)


@pytest.mark.parametrize("named", ["بخشنامهٔ شمارهٔ ۱۳۹۹/ب/۱۲", "1399-ب-12", "بخشنامه دورکاری کارکنان"])
@pytest.mark.parametrize("older_first", [True, False])
def test_the_link_stands_whichever_document_comes_first(desk: Desk, named: str, older_first: bool) -> None:
    relation = Relation(How.REPLACES, named)
    if older_first:
        older = desk.put("کهنه.pdf", OLDER)
        newer = desk.put("نو.pdf", NEWER, relation)
    else:
        newer = desk.put("نو.pdf", NEWER, relation)
        older = desk.put("کهنه.pdf", OLDER)
    [link] = desk.catalogue.successors([older.id], ROOT)[older.id]
    assert (link.newer, link.how) == (newer.id, How.REPLACES)
    assert desk.catalogue.predecessors(newer.id, ROOT) == [link]
    assert (desk.ended(older), desk.ended(newer)) == (True, False)


def test_a_later_edition_replaces_an_earlier_one_of_the_same_title(desk: Desk) -> None:
    first = desk.put("۱.pdf", Description("دستورالعمل برچسب تجهیزات", DocumentKind.GUIDELINE))
    third = Description("دستورالعمل برچسب تجهیزات (ویرایش سوم)", DocumentKind.GUIDELINE, edition=3)
    newest = desk.put("۳.pdf", third)
    second = Description("دستورالعمل برچسب تجهیزات (ویرایش دوم)", DocumentKind.GUIDELINE, edition=2)
    middle = desk.put("۲.pdf", second)
    other = desk.put("گزارش.pdf", Description("دستورالعمل برچسب تجهیزات", DocumentKind.REPORT))
    assert [desk.ended(one) for one in (first, middle, newest, other)] == [True, True, False, False]


def test_an_amended_document_stays_in_force(desk: Desk) -> None:
    older = desk.put("کهنه.pdf", OLDER)
    desk.put("اصلاحیه.pdf", NEWER, Relation(How.AMENDS, "بخشنامهٔ ۱۳۹۹/ب/۱۲"))
    assert desk.catalogue.successors([older.id], ROOT)[older.id][0].how is How.AMENDS
    assert not desk.ended(older)


def test_no_document_replaces_itself_or_a_later_one(desk: Desk) -> None:
    itself = desk.put("خود.pdf", NEWER, Relation(How.REPLACES, "۱۴۰۱/ب/۲۷"))
    earlier = desk.put("پیش.pdf", OLDER, Relation(How.REPLACES, "۱۴۰۱/ب/۲۷"))
    assert not desk.ended(itself)
    assert not desk.ended(earlier)


def test_who_may_not_read_the_newer_document_is_not_told_of_it(desk: Desk) -> None:
    older = desk.put("کهنه.pdf", OLDER)
    desk.put("نو.pdf", NEWER, Relation(How.REPLACES, "۱۳۹۹/ب/۱۲"), confidentiality=Confidentiality.SECRET)
    assert desk.ended(older)
    assert not desk.ended(older, STAFF)
    assert desk.catalogue.successors([older.id], STAFF) == {}


def test_a_link_goes_with_either_of_its_documents(desk: Desk) -> None:
    older = desk.put("کهنه.pdf", OLDER)
    newer = desk.put("نو.pdf", NEWER, Relation(How.REPLACES, "۱۳۹۹/ب/۱۲"))
    desk.catalogue.remove(newer.id)
    assert not desk.ended(older)


def test_a_reading_that_does_not_describe_keeps_the_links(desk: Desk, make_reading: MakeReading) -> None:
    older = desk.put("کهنه.pdf", OLDER)
    newer = desk.put("نو.pdf", NEWER, Relation(How.REPLACES, "۱۳۹۹/ب/۱۲"))
    held = desk.catalogue.document(newer.id, ROOT)
    desk.catalogue.store_reading(newer.id, replace(make_reading(newer.id, "متن"), description=held.description))
    assert desk.ended(older)


@pytest.mark.parametrize(
    ("text", "edition"),
    [("ویرایش دوم", 2), ("نسخهٔ ۲٫۱", 2), ("(ویرایش ۳)", 3), ("Version 4", 4), ("v2.1", 2), ("نسخهٔ چاپی", None)],
)
def test_editions_are_read_in_words_and_digits(text: str, edition: int | None) -> None:
    assert edition_in(text) == edition


def test_keys_of_what_a_document_names() -> None:
    assert keys_of_named("بخشنامهٔ شمارهٔ ۱۲/۴۵۶ مورخ ۱۳۹۹/۰۲/۰۳").number == "12/456"
    assert keys_of_named("نامهٔ شماره ۴۵۱۲۳").number == "45123"
    assert keys_of_named("شیوه‌نامهٔ مرخصی مورخ ۱۳۹۹/۰۲/۰۳").title == title_key_of("شیوه نامه مرخصی")
    assert keys_of_named("گزارش") == keys_of_named("")
