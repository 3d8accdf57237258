"""What we hold: frozen records that travel between the rooms. Standard library only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from corpus.access import Confidentiality
from corpus.described import Details
from language.spans import Span

__all__ = [
    "Block",
    "BlockKind",
    "Box",
    "ContentHash",
    "Description",
    "Document",
    "DocumentKind",
    "DocumentState",
    "Failure",
    "Integrity",
    "Page",
    "Passage",
    "Source",
    "Span",
    "Version",
    "Word",
]

LOW_INTEGRITY = 0.8
"""Pages below it are listed for a person to look at: re-read, or correct."""

ContentHash = NewType("ContentHash", str)
"""Lower-case hexadecimal SHA-256 of an original's bytes."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page in fractions of its width and height, origin at the top left."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a page: its place in the page's text and, where the format has one, on the page."""

    span: Span
    box: Box | None = None


class BlockKind(StrEnum):
    """What a piece of a page is; running headers, footers and page numbers never enter passages."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_HEADER = "table_header"
    TABLE_ROW = "table_row"
    NOTE = "note"
    RUNNING = "running"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, row …: a span of one page's text. `level` counts from 1 for headings."""

    kind: BlockKind
    page: int
    span: Span
    level: int = 0


@dataclass(frozen=True, slots=True)
class Integrity:
    """How far a page's text is what is printed there, 0 to 1, and what speaks against it.

    `reasons` go by name, each with a share of 0 to 1 of words or characters; `ingest.integrity` names them.
    """

    score: float
    reasons: Mapping[str, float] = field(default_factory=dict)

    @property
    def is_low(self) -> bool:
        return self.score < LOW_INTEGRITY


@dataclass(frozen=True, slots=True)
class Page:
    """A page, slide or sheet: canonical text in reading order and logical order.

    `number` counts from 1. `words` are in reading order. `width` and `height` are in points and
    None where the format has no fixed pages. Blocks are separated by one newline in `text`,
    the cells of a table row by a tab. `recognized` is the mean confidence, 0 to 1, of a page whose
    text comes from OCR: its digits are right only about half of the time. `agreed` are places of numbers
    that two engines read alike: likely, never sure. A page corrected by hand is `recognized` no more.
    """

    number: int
    text: str
    words: tuple[Word, ...] = ()
    width: float | None = None
    height: float | None = None
    needs_ocr: bool = False
    recognized: float | None = None
    agreed: tuple[Span, ...] = ()
    integrity: Integrity | None = None  # None: not looked at yet


class DocumentKind(StrEnum):
    GUIDELINE = "guideline"
    REPORT = "report"
    MINUTES = "minutes"
    COURSE = "course"
    TREND = "trend"
    CIRCULAR = "circular"
    LETTER = "letter"
    OTHER = "other"


class DocumentState(StrEnum):
    """How far a document has come. Only `words` and `complete` documents are in the index."""

    WAITING = "waiting"
    READING = "reading"
    WORDS = "words"  # searchable by words, vectors still to come
    COMPLETE = "complete"  # searchable by words and in meaning
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a document could not be read: an error's `code` and its facts, in no language."""

    code: str
    facts: dict[str, str | int | float]


@dataclass(frozen=True, slots=True)
class Description:
    """What a document says of itself, found by rule or corrected by a person.

    `issued` is the document's own date. `details` holds places, certainties, relations and resolutions; only
    a description that a reading has just made has them, the catalogue shows them by a method of its own.
    """

    title: str
    kind: DocumentKind = DocumentKind.OTHER
    number: str | None = None
    issued: date | None = None
    unit: str | None = None
    language: str = "fa"
    edition: int | None = None
    replaces: str | None = None  # number or title of the document that this one replaces
    session: int | None = None  # of minutes: the number of the session
    details: Details | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Document:
    """One registered item. `file` is its name as given, `/`-separated below the ingested folder."""

    id: UUID
    original: ContentHash
    file: str
    format: str
    size: int
    received: datetime
    state: DocumentState
    description: Description
    confidentiality: Confidentiality
    readers: frozenset[str]
    page_count: int = 0
    passage_count: int = 0
    embedded_count: int = 0
    pages_needing_ocr: int = 0
    failure: Failure | None = None
    container: UUID | None = None  # the message or archive that this document came in
    unlocked: ContentHash | None = None  # the same file without its password

    @property
    def legible(self) -> ContentHash:
        """The bytes to read and to draw: the original, or its copy without a password."""
        return self.unlocked or self.original


@dataclass(frozen=True, slots=True)
class Version:
    """Bytes that a document had before they were replaced; `number` counts from 1, oldest first."""

    number: int
    original: ContentHash
    size: int
    received: datetime
    replaced: datetime


@dataclass(frozen=True, slots=True)
class Source:
    """A file on this machine as it was when a document was taken from it; `modified` in nanoseconds."""

    path: str
    size: int
    modified: int
    document_id: UUID
    original: ContentHash


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit of index, ranking and citation: whole sentences of one page.

    `text == page.text[span.start:span.end]`. `headings` is the path of headings above it, outermost
    first; `context` is what a reader needs beside it (the header row of a table), or "".
    """

    id: UUID
    document_id: UUID
    ordinal: int
    page: int
    span: Span
    text: str
    headings: tuple[str, ...] = field(default=())
    context: str = ""
