"""A corrected description is what search knows; it survives crashes and readings."""

import threading
from typing import Any

import pytest

from corpus.access import administrator
from corpus.errors import IndexUnreachable, InvalidQuery, NotFound
from corpus.records import DocumentKind, DocumentState
from ingest.description_changes import DescriptionCorrector

House = Any  # the fixture's class lives in conftest.py
CLERK = administrator("مدیر اسناد")


def corrector(house: House, version: int = 0) -> DescriptionCorrector:
    return DescriptionCorrector(house.kept, version)


@pytest.fixture
def document(house: House) -> Any:
    added = house.add("نامه.txt", "مهلت پاسخ\nپانزده روز")
    house.ingestion.run()
    return house.now(added)


def entries(house: House, document: Any) -> list[Any]:
    return [one for one in house.index.entries.values() if one.document_id == document.id]


def test_a_corrected_kind_is_in_the_index_at_once(house: House, document: Any) -> None:
    corrector(house).correct(document.id, "kind", "circular", CLERK)
    assert {one.kind for one in entries(house, document)} == {"circular"}
    assert house.now(document).state is DocumentState.WORDS
    assert house.now(document).description.kind is DocumentKind.CIRCULAR


def test_it_is_still_in_force_after_the_file_was_read_again(house: House, document: Any) -> None:
    corrector(house).correct(document.id, "unit", "ادارهٔ کل حقوقی", CLERK)
    house.add("نامه.txt", "متن دیگر")
    house.ingestion.run()
    assert house.now(document).description.unit == "ادارهٔ کل حقوقی"
    assert {one.unit for one in entries(house, document)} == {"ادارهٔ کل حقوقی"}


def test_taking_it_back_puts_what_was_read_into_the_index(house: House, document: Any) -> None:
    before = house.now(document).description.title
    hand = corrector(house)
    hand.correct(document.id, "title", "عنوان درست", CLERK)
    assert "درست" in entries(house, document)[0].terms
    hand.undo(document.id, "title", CLERK)
    assert house.now(document).description.title == before
    assert "درست" not in entries(house, document)[0].terms


def test_what_the_index_does_not_hold_leaves_it_alone(house: House, document: Any) -> None:
    house.index.unreachable = True
    corrector(house).correct(document.id, "present", "سارا پرتو", CLERK)
    assert house.now(document).state is document.state


def test_an_index_that_is_away_leaves_the_document_to_be_read_again(
    house: House, document: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise IndexUnreachable(url="nowhere", detail="away")

    monkeypatch.setattr(house.index, "put", away)
    with pytest.raises(IndexUnreachable):
        corrector(house).correct(document.id, "title", "عنوان درست", CLERK)
    assert house.now(document).state is DocumentState.WAITING
    monkeypatch.undo()
    house.ingestion.run()
    assert house.now(document).description.title == "عنوان درست"
    assert "درست" in entries(house, document)[0].terms


def test_what_cannot_be_changes_nothing(house: House, document: Any) -> None:
    hand = corrector(house)
    with pytest.raises(InvalidQuery):
        hand.correct(document.id, "issued", "۳۱ مهر ۱۴۰۳", CLERK)
    with pytest.raises(InvalidQuery):
        hand.correct(document.id, "owner", "امور مالی", CLERK)
    with pytest.raises(NotFound):
        hand.undo(document.id, "title", CLERK)
    assert house.now(document) == document


def test_documents_that_earlier_rules_described_are_described_anew_once(house: House, document: Any) -> None:
    hand = corrector(house, version=7)
    hand.correct(document.id, "title", "عنوان درست", CLERK)
    assert hand.refresh(threading.Event()) is False
    assert house.now(document).description.title == "عنوان درست"
    assert house.now(document).state is DocumentState.WORDS
    assert hand.refresh(threading.Event()) is False
