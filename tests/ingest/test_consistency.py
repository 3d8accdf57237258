"""Each way in which catalogue, originals and index can disagree is found and named."""

from typing import Any

import pytest

from corpus.records import DocumentState
from ingest.consistency import Finding, FindingKind, check

House = Any  # the fixture's class lives in conftest.py


@pytest.fixture
def filled(house: House) -> House:
    for name in "الف", "ب":
        house.add(f"{name}.txt", f"سند {name}\nبند نخست {name}")
    house.ingestion.run()
    return house


def findings(house: House, **options: bool) -> list[Finding]:
    return check(house.catalogue, house.originals, house.index, **options)


def only(house: House, **options: bool) -> Finding:
    [finding] = findings(house, **options)
    return finding


def test_a_sound_house_has_no_findings(filled: House) -> None:
    assert findings(filled) == []


def test_a_missing_original_is_named(filled: House) -> None:
    document = filled.catalogue.all_documents()[0]
    filled.originals.remove(document.original)
    finding = only(filled)
    assert (finding.kind, finding.subject) == (FindingKind.ORIGINAL_MISSING, document.file)
    assert finding.is_fault


def test_a_changed_original_is_found_by_reading_it(filled: House) -> None:
    document = filled.catalogue.all_documents()[0]
    path = filled.originals.path(document.original)
    path.write_bytes(path.read_bytes()[::-1])
    assert only(filled).kind is FindingKind.ORIGINAL_DAMAGED
    assert findings(filled, read_originals=False) == []


def test_a_cut_off_original_is_found_without_reading_it(filled: House) -> None:
    document = filled.catalogue.all_documents()[0]
    filled.originals.path(document.original).write_bytes(b"")
    assert only(filled, read_originals=False).kind is FindingKind.ORIGINAL_DAMAGED


def test_bytes_that_no_document_needs_are_named(filled: House) -> None:
    original, _ = filled.originals.store(filled.write("دیگر.txt", "بی‌صاحب"))
    finding = only(filled)
    assert (finding.kind, finding.subject) == (FindingKind.ORIGINAL_UNKNOWN, original)


def test_passages_that_are_not_found_are_counted(filled: House) -> None:
    document = filled.catalogue.all_documents()[1]
    filled.index.remove(document.id)
    finding = only(filled)
    assert (finding.kind, finding.subject) == (FindingKind.NOT_IN_INDEX, document.file)
    assert finding.facts["passages"] == 2


def test_passages_of_a_forgotten_document_are_named_by_its_id(filled: House) -> None:
    document = filled.catalogue.all_documents()[0]
    filled.catalogue.remove(document.id)
    kinds = {finding.kind: finding.subject for finding in findings(filled)}
    assert kinds == {
        FindingKind.NOT_IN_CATALOGUE: str(document.id),
        FindingKind.ORIGINAL_UNKNOWN: document.original,
    }


def test_a_document_that_waits_must_not_be_found(filled: House) -> None:
    document = filled.catalogue.all_documents()[0]
    filled.catalogue.set_state(document.id, DocumentState.WAITING)
    assert [finding.kind for finding in findings(filled)] == [FindingKind.WAITING, FindingKind.NOT_IN_CATALOGUE]


def test_vectors_that_were_counted_and_are_not_there_are_found(filled: House) -> None:
    document = filled.catalogue.all_documents()[0]
    filled.catalogue.add_embedded({document.id: 1})
    finding = only(filled)
    assert finding.kind is FindingKind.COUNT_WRONG
    assert (finding.facts["what"], finding.facts["noted"], finding.facts["counted"]) == ("vectors", 1, 0)


def test_waiting_and_failed_documents_are_listed_but_are_no_faults(house: House) -> None:
    house.add("خراب.txt", "خراب")
    house.ingestion.run()
    house.add("تازه.txt", "متن")
    listed = {finding.kind: finding for finding in findings(house)}
    assert listed[FindingKind.FAILED].facts["code"] == "damaged_file"
    assert listed[FindingKind.WAITING].subject == "تازه.txt"
    assert not any(finding.is_fault for finding in listed.values())
