"""The port of the catalogue: what we hold, who may read it, and how far its reading has come.

Law. Methods that show documents to people take a `Principal` and behave, for what it may not read,
exactly as if that did not exist (`NotFound`, absent from lists and counts). Methods of the
ingestion side take none and are never reached from a request without one. Every method is one
transaction: after a crash all of it is there or nothing. Threads may share a catalogue.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from corpus.access import Confidentiality, Principal
from corpus.described_catalogue import DescribedCatalogue
from corpus.records import (
    Block,
    ContentHash,
    Description,
    Document,
    DocumentKind,
    DocumentState,
    Failure,
    Page,
    Passage,
    Source,
    Version,
)


@dataclass(frozen=True, slots=True)
class DocumentQuery:
    """A restriction of a list of documents; empty collections restrict nothing. Dates are inclusive."""

    kinds: Collection[DocumentKind] = ()
    units: Collection[str] = ()
    states: Collection[DocumentState] = ()
    first_day: date | None = None
    last_day: date | None = None
    text: str = ""  # part of the title, the file name or the number
    with_text: bool = False  # only documents that have passages


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a file gave: stored in one transaction. An empty `format` leaves the document's as it is."""

    description: Description
    pages: Sequence[Page]
    blocks: Sequence[Block]
    passages: Sequence[Passage]
    format: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """What lists of filters count of a document, and what it is put in order by."""

    kind: DocumentKind
    unit: str | None
    issued: date | None
    title: str = ""
    file: str = ""
    superseded: bool = False  # a document that the principal may read replaces or repeals this one


@dataclass(frozen=True, slots=True)
class Label:
    """By what people name a document."""

    id: UUID
    title: str
    number: str | None


class Catalogue(DescribedCatalogue, Protocol):
    # What people see
    def document(self, document_id: UUID, principal: Principal) -> Document:
        """Raises `NotFound`."""

    def documents(
        self, principal: Principal, query: DocumentQuery = ..., *, offset: int = 0, limit: int = 50
    ) -> list[Document]:
        """Newest received first; ties by id, so that paging is stable."""

    def labels(self, principal: Principal, query: DocumentQuery, limit: int) -> list[Label]:
        """Of the first documents that `documents` lists."""

    def count(self, principal: Principal, query: DocumentQuery = ...) -> int: ...

    def documents_by_id(self, ids: Collection[UUID], principal: Principal) -> dict[UUID, Document]: ...

    def outlines(self, ids: Collection[UUID], principal: Principal) -> dict[UUID, Outline]:
        """Of those of `ids` that the principal may read: little enough to be read for every candidate."""

    def outlined(self, principal: Principal, query: DocumentQuery = ...) -> dict[UUID, Outline]:
        """Of all documents that `documents` lists, in its order; `superseded` is left at False."""

    def page(self, document_id: UUID, number: int, principal: Principal) -> Page:
        """Raises `NotFound`."""

    def pages(self, document_id: UUID, principal: Principal) -> list[Page]: ...

    def blocks(self, document_id: UUID, principal: Principal) -> list[Block]: ...

    def passages(self, ids: Collection[UUID], principal: Principal) -> dict[UUID, Passage]: ...

    def passages_of(self, document_id: UUID, principal: Principal) -> list[Passage]: ...

    def versions(self, document_id: UUID, principal: Principal) -> list[Version]:
        """What a document was before, oldest first. Raises `NotFound`."""

    def twins(self, document_id: UUID, principal: Principal) -> list[Document]:
        """Documents of nearly the same text, most alike first; [] for what may not be read."""

    def attached(self, document_id: UUID, principal: Principal) -> list[Document]:
        """What came in a document, as far as the principal may read it, in order of the names."""

    # What ingestion does
    def register(self, document: Document) -> Document:
        """Add a waiting document. The same original under the same file name is returned as it is held;
        the same file name with other bytes replaces the older document (its rights are kept, its id too,
        its state becomes waiting, its old bytes a version). The original must be stored before this call."""

    def document_named(self, file: str) -> Document | None:
        """The document that is held under exactly this file name."""

    def next_waiting(self) -> Document | None:
        """Take the oldest waiting document: its state becomes reading. None if there is none."""

    def store_reading(self, document_id: UUID, reading: Reading) -> None:
        """Replace pages, blocks, passages and description; the state stays `reading` until the index has it."""

    def set_state(self, document_id: UUID, state: DocumentState, failure: Failure | None = None) -> None: ...

    def add_embedded(self, counts: Mapping[UUID, int]) -> None:
        """Passages per document that have got their vectors; a full document becomes `complete`.

        A negative count takes back what a crash lost. Documents that are not searchable are passed over."""

    def embedding_progress(self) -> tuple[int, int]:
        """Passages with vectors, and passages, of all searchable documents."""

    def pages_needing_ocr(self) -> int:
        """Pages of searchable documents that are pictures still to be read."""

    def forget_embeddings(self) -> None:
        """Every searchable document with passages is back at `words` with no vectors (a rebuild begins)."""

    def recover(self) -> int:
        """After a start: documents left in `reading` become `waiting` again. Returns how many."""

    def retry(self, document_ids: Collection[UUID]) -> int:
        """Failed documents become waiting. Returns how many."""

    def set_access(self, document_id: UUID, confidentiality: Confidentiality, readers: frozenset[str]) -> None:
        """For a document and all that came in it."""

    def remove(self, document_id: UUID) -> None:
        """Forget a document, what came in it, and all that hangs on them."""

    def holds(self, original: ContentHash) -> bool:
        """Whether any document still needs these bytes, an earlier version or a copy without password too."""

    def family(self, document_id: UUID) -> list[Document]:
        """A document and all that came in it, containers before what they contain; [] if it is not there."""

    def outermost(self, document_id: UUID) -> list[UUID]:
        """The documents that a document came in, outermost first, and itself last."""

    def originals_of(self, document_ids: Collection[UUID]) -> set[ContentHash]:
        """All bytes that these documents need: originals, earlier versions, copies without password."""

    def all_originals(self) -> dict[ContentHash, str]:
        """Bytes that are no document's present original but needed: earlier versions, copies without
        password; each with the file name of a document that needs it."""

    # Files on this machine that documents were taken from
    def source(self, path: str) -> Source | None: ...

    def sources_below(self, folder: str, after: str = "", limit: int = 10_000) -> list[Source]:
        """In order of the paths, those behind `after`."""

    def sources_of(self, document_id: UUID) -> list[Source]: ...

    def note_source(self, path: str, size: int, modified: int, document_id: UUID) -> None:
        """A path stands for one document; noting it again replaces what was noted. Raises `NotFound`."""

    def forget_source(self, path: str) -> None: ...

    def rename(self, document_id: UUID, file: str) -> None:
        """Give a document, and with it what came in it, another file name that is free. Raises `NotFound`."""

    def set_unlocked(self, document_id: UUID, unlocked: ContentHash) -> None:
        """A copy without password is there: the document waits to be read. Raises `NotFound`."""

    def all_documents(self) -> list[Document]:
        """For the program itself: rebuilding, checking, the watch over originals. Oldest received first."""

    def all_passages_of(self, document_id: UUID) -> list[Passage]: ...

    def state_counts(self) -> dict[DocumentState, int]: ...

    def setting(self, key: str) -> str | None: ...

    def set_setting(self, key: str, value: str) -> None: ...

    def close(self) -> None: ...
