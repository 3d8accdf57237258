"""What a person put right is in force at once, after another reading, and until it is taken back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import NAMESPACE_URL, uuid4, uuid5

import pytest

from corpus.access import Confidentiality, administrator, principal
from corpus.catalogue import DocumentQuery, Reading
from corpus.corrections import checked
from corpus.described import Attribute, Certainty, Corrected, Details, How, Place, Relation, Resolution, Value
from corpus.described_catalogue import ResolutionQuery
from corpus.errors import InvalidQuery, NotFound
from corpus.records import Description, Document, DocumentKind, Span
from corpus.sql_catalogue import SqlCatalogue

MakeDocument = Callable[..., Document]
MakeReading = Callable[..., Reading]
ROOT = administrator("مدیر")
STAFF = principal("سارا", frozenset({"مالی"}))
PLACE = Place(1, Span(0, 3))
DETAILS = Details(
    1,
    values=(
        Value(Attribute.NUMBER, "۱۲/۴۵۶", Certainty.SURE, PLACE),
        Value(Attribute.PRESENT, "سارا پرتو", Certainty.SURE, PLACE, "دبیر"),
        Value(Attribute.PRESENT, "نیما دادگر", Certainty.SURE, PLACE),
    ),
    relations=(Relation(How.REPLACES, "۱۳۹۹/ب/۱۲", PLACE),),
    resolutions=(
        Resolution(
            uuid5(NAMESPACE_URL, "پمپ"), 0, "خرید پمپ", PLACE, "امور مالي", date(2024, 8, 2), "ظرف دو هفته"
        ),
        Resolution(uuid5(NAMESPACE_URL, "چراغ"), 1, "نصب چراغ", PLACE),
    ),
)
READ = Description(
    "صورت‌جلسهٔ فنی", DocumentKind.MINUTES, "۱۲/۴۵۶", date(2024, 7, 1), replaces="۱۳۹۹/ب/۱۲", details=DETAILS
)


class Desk:
    def __init__(self, catalogue: SqlCatalogue, make_document: MakeDocument, make_reading: MakeReading) -> None:
        self.catalogue, self._reading = catalogue, make_reading
        self.document = catalogue.register(make_document(file="صورت‌جلسه.pdf"))
        self.read(READ)

    def read(self, description: Description) -> None:
        reading = replace(self._reading(self.document.id, "متن"), description=description)
        self.catalogue.store_reading(self.document.id, reading)

    def correct(self, attribute: str, value: str, subject: str = "") -> None:
        made = Corrected(attribute, value, "", "مدیر", datetime(2025, 1, 1, tzinfo=UTC), subject)
        self.catalogue.correct(self.document.id, made)

    @property
    def held(self) -> Description:
        return self.catalogue.document(self.document.id, ROOT).description

    def corrections(self) -> list[tuple[str, str, str]]:
        made = self.catalogue.corrections(self.document.id, ROOT)
        return [(one.attribute, one.value, one.read) for one in made]


@pytest.fixture
def desk(catalogue: SqlCatalogue, make_document: MakeDocument, make_reading: MakeReading) -> Desk:
    return Desk(catalogue, make_document, make_reading)


def test_a_corrected_value_is_in_force_in_lists_and_filters(desk: Desk) -> None:
    desk.correct("issued", "2023-01-01")
    desk.correct("number", "۷۷/الف")
    assert (desk.held.issued, desk.held.number) == (date(2023, 1, 1), "۷۷/الف")
    found = desk.catalogue.documents(ROOT, DocumentQuery(first_day=date(2023, 1, 1), last_day=date(2023, 1, 1)))
    assert [one.id for one in found] == [desk.document.id]
    assert desk.catalogue.count(ROOT, DocumentQuery(text="77/الف")) == 1
    assert desk.corrections() == [("issued", "2023-01-01", "2024-07-01"), ("number", "۷۷/الف", "۱۲/۴۵۶")]


def test_a_correction_outlives_another_reading_which_is_kept_beside_it(desk: Desk) -> None:
    desk.correct("number", "۷۷/الف")
    desk.read(replace(READ, number="۱۲/۴۵۷"))
    assert desk.held.number == "۷۷/الف"
    assert desk.corrections() == [("number", "۷۷/الف", "۱۲/۴۵۷")]


def test_a_correction_outlives_new_bytes_and_a_rebuild(
    desk: Desk, make_document: MakeDocument, make_reading: MakeReading
) -> None:
    desk.correct("title", "عنوان درست")
    desk.catalogue.register(make_document(file="صورت‌جلسه.pdf", content="دیگر"))
    assert desk.catalogue.details(desk.document.id, ROOT).resolutions == ()
    desk.read(READ)
    assert desk.held.title == "عنوان درست"
    desk.read(replace(desk.held, details=None))
    assert (desk.held.title, desk.corrections()) == ("عنوان درست", [("title", "عنوان درست", "صورت‌جلسهٔ فنی")])
    assert len(desk.catalogue.details(desk.document.id, ROOT).resolutions) == 2


def test_what_was_read_is_in_force_again_when_a_correction_is_taken_back(desk: Desk) -> None:
    desk.correct("number", "۷۷/الف")
    desk.correct("number", "۷۸/الف")
    desk.catalogue.undo_correction(desk.document.id, "number")
    assert (desk.held.number, desk.corrections()) == ("۱۲/۴۵۶", [])
    with pytest.raises(NotFound):
        desk.catalogue.undo_correction(desk.document.id, "number")


def test_an_empty_correction_says_that_there_is_none(desk: Desk) -> None:
    desk.correct("number", "")
    assert desk.held.number is None


def test_lists_are_corrected_as_a_whole(desk: Desk) -> None:
    desk.correct("present", "سارا پرتو\nآذر مهر")
    values = desk.catalogue.details(desk.document.id, ROOT).values
    present = [(one.text, one.source) for one in values if one.attribute is Attribute.PRESENT]
    assert present == [("سارا پرتو", "person"), ("آذر مهر", "person")]
    assert desk.corrections() == [("present", "سارا پرتو\nآذر مهر", "سارا پرتو\nنیما دادگر")]


def test_a_corrected_relation_moves_the_link(desk: Desk, make_document: MakeDocument) -> None:
    first = desk.catalogue.register(make_document(file="۱.pdf", number="۱۳۹۹/ب/۱۲", issued=None))
    second = desk.catalogue.register(make_document(file="۲.pdf", number="۱۴۰۰/ب/۳", issued=None))
    for document in (first, second):
        held = desk.catalogue.document(document.id, ROOT).description
        desk.catalogue.store_reading(document.id, Reading(held, (), (), ()))
    assert [one.older for one in desk.catalogue.predecessors(desk.document.id, ROOT)] == [first.id]
    desk.correct("replaces", "۱۴۰۰/ب/۳")
    assert [one.older for one in desk.catalogue.predecessors(desk.document.id, ROOT)] == [second.id]
    desk.catalogue.undo_correction(desk.document.id, "replaces")
    assert [one.older for one in desk.catalogue.predecessors(desk.document.id, ROOT)] == [first.id]


def test_owner_and_deadline_of_a_resolution_are_corrected_for_good(desk: Desk) -> None:
    [pump, _] = desk.catalogue.resolutions(ROOT)
    subject = str(pump.resolution.id)
    desk.correct("owner", "امور فنی", subject)
    desk.correct("due", "2024-09-01", subject)
    desk.read(READ)
    [pump, _] = desk.catalogue.resolutions(ROOT, ResolutionQuery())
    assert (pump.resolution.owner, pump.resolution.due) == ("امور فنی", date(2024, 9, 1))
    assert {one.attribute: one.read for one in pump.corrections} == {"owner": "امور مالي", "due": "2024-08-02"}
    desk.catalogue.undo_correction(desk.document.id, "due", subject)
    assert desk.catalogue.resolutions(ROOT)[0].resolution.due == date(2024, 8, 2)
    with pytest.raises(NotFound):
        desk.correct("owner", "امور فنی", str(uuid4()))


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        (ResolutionQuery(), ["خرید پمپ", "نصب چراغ"]),
        (ResolutionQuery(owner="امور مالی"), ["خرید پمپ"]),
        (ResolutionQuery(text="چراغ"), ["نصب چراغ"]),
        (ResolutionQuery(due_from=date(2024, 8, 2)), ["خرید پمپ"]),
        (ResolutionQuery(due_to=date(2024, 8, 1)), []),
        (ResolutionQuery(without_due=True), ["نصب چراغ"]),
        (ResolutionQuery(documents=[uuid4()]), []),
    ],
)
def test_the_register_is_narrowed(desk: Desk, query: ResolutionQuery, texts: list[str]) -> None:
    assert [one.resolution.text for one in desk.catalogue.resolutions(ROOT, query)] == texts
    assert desk.catalogue.count_resolutions(ROOT, query) == len(texts)


def test_who_may_not_read_a_document_sees_nothing_of_its_description(desk: Desk) -> None:
    desk.catalogue.set_access(desk.document.id, Confidentiality.SECRET, frozenset({"مالی"}))
    assert (desk.catalogue.resolutions(STAFF), desk.catalogue.count_resolutions(STAFF)) == ([], 0)
    for ask in (desk.catalogue.details, desk.catalogue.corrections):
        with pytest.raises(NotFound):
            ask(desk.document.id, STAFF)


@pytest.mark.parametrize(
    ("attribute", "given", "kept"),
    [
        ("issued", " ۱۴۰۳/۰۵/۱۲ ", "2024-08-02"),
        ("due", "۱۲ مرداد ۱۴۰۳", "2024-08-02"),
        ("session", "۱۷", "17"),
        ("present", " سارا  پرتو \n\n نیما ", "سارا پرتو\nنیما"),
        ("title", "عنوان\nدو سطری", "عنوان دو سطری"),
        ("number", "", ""),
    ],
)
def test_corrections_are_kept_in_one_form(attribute: str, given: str, kept: str) -> None:
    assert checked(attribute, given) == kept


@pytest.mark.parametrize(
    ("attribute", "given"),
    [("issued", "۳۱ مهر ۱۴۰۳"), ("session", "هفده"), ("kind", "poem"), ("title", " "), ("unit", "x" * 2001)],
)
def test_what_no_value_can_be_is_refused(attribute: str, given: str) -> None:
    with pytest.raises(InvalidQuery):
        checked(attribute, given)
