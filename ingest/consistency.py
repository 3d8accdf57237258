"""Whether catalogue, originals and index agree: what `sanadyar doctor` asks."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from corpus.catalogue import Catalogue
from corpus.originals import Originals
from corpus.records import ContentHash, Document, DocumentState
from index.ports import PassageIndex
from ingest.stages import SEARCHABLE


class FindingKind(StrEnum):
    """`waiting`, `failed` and `original_unknown` are to know of; all others are faults."""

    ORIGINAL_MISSING = "original_missing"
    ORIGINAL_DAMAGED = "original_damaged"
    ORIGINAL_UNKNOWN = (
        "original_unknown"  # bytes that no document needs: an intake was killed before it registered
    )
    NOT_IN_INDEX = "not_in_index"  # passages that should be found and are not
    NOT_IN_CATALOGUE = "not_in_catalogue"  # passages that are found and should not be
    COUNT_WRONG = "count_wrong"
    WAITING = "waiting"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Finding:
    """`subject` is a document's file name, its id where the catalogue does not know it, or a hash."""

    kind: FindingKind
    subject: str
    facts: dict[str, str | int | float] = field(default_factory=dict)

    @property
    def is_fault(self) -> bool:
        return self.kind not in (FindingKind.WAITING, FindingKind.FAILED, FindingKind.ORIGINAL_UNKNOWN)


def check(
    catalogue: Catalogue, originals: Originals, index: PassageIndex, read_originals: bool = True
) -> list[Finding]:
    """Compare all three. `read_originals` also reads every original through, which takes its time.

    Reading or embedding that goes on meanwhile may appear as faults: ask a program at rest.
    """
    documents = catalogue.all_documents()
    return [
        *_states(documents),
        *_originals(documents, catalogue.all_originals(), originals, read_originals),
        *_passages(documents, catalogue, index),
    ]


def _states(documents: list[Document]) -> Iterator[Finding]:
    for document in documents:
        if document.state in (DocumentState.WAITING, DocumentState.READING):
            yield Finding(FindingKind.WAITING, document.file, {"id": str(document.id)})
        elif document.state is DocumentState.FAILED:
            code = document.failure.code if document.failure else ""
            yield Finding(FindingKind.FAILED, document.file, {"id": str(document.id), "code": code})


def _originals(
    documents: list[Document], others: Mapping[ContentHash, str], originals: Originals, read: bool
) -> Iterator[Finding]:
    present = set(originals.all_hashes())
    for document in documents:
        facts: dict[str, str | int | float] = {"id": str(document.id), "original": document.original}
        if document.original not in present:
            yield Finding(FindingKind.ORIGINAL_MISSING, document.file, facts)
        elif not _intact(document, originals, read):
            yield Finding(FindingKind.ORIGINAL_DAMAGED, document.file, facts)
    for original, file in others.items():
        if original not in present:
            yield Finding(FindingKind.ORIGINAL_MISSING, file, {"original": original})
        elif read and not originals.verify(original):
            yield Finding(FindingKind.ORIGINAL_DAMAGED, file, {"original": original})
    known = {*others, *(document.original for document in documents)}
    for original in sorted(present - known):
        yield Finding(FindingKind.ORIGINAL_UNKNOWN, ContentHash(original))


def _intact(document: Document, originals: Originals, read: bool) -> bool:
    if originals.path(document.original).stat().st_size != document.size:
        return False
    return not read or originals.verify(document.original)


def _passages(documents: list[Document], catalogue: Catalogue, index: PassageIndex) -> Iterator[Finding]:
    found: dict[UUID, set[UUID]] = {}
    vectors: Counter[UUID] = Counter()
    for passage_id, document_id, has_vector in index.passage_ids():
        found.setdefault(document_id, set()).add(passage_id)
        vectors[document_id] += has_vector
    for document in documents:
        searchable = document.state in SEARCHABLE
        expected = {one.id for one in catalogue.all_passages_of(document.id)} if searchable else set()
        yield from _difference(document, expected, found.pop(document.id, set()))
        if searchable:
            yield from _counts(document, len(expected), vectors[document.id])
    for document_id, passages in sorted(found.items()):
        yield Finding(FindingKind.NOT_IN_CATALOGUE, str(document_id), {"passages": len(passages)})


def _difference(document: Document, expected: set[UUID], found: set[UUID]) -> Iterator[Finding]:
    for kind, passages in (
        (FindingKind.NOT_IN_INDEX, expected - found),
        (FindingKind.NOT_IN_CATALOGUE, found - expected),
    ):
        if passages:
            yield Finding(kind, document.file, {"id": str(document.id), "passages": len(passages)})


def _counts(document: Document, passages: int, vectors: int) -> Iterator[Finding]:
    for what, noted, counted in (
        ("passages", document.passage_count, passages),
        ("vectors", document.embedded_count, vectors),
    ):
        if noted != counted:
            facts: dict[str, str | int | float] = {
                "id": str(document.id),
                "what": what,
                "noted": noted,
                "counted": counted,
            }
            yield Finding(FindingKind.COUNT_WRONG, document.file, facts)
