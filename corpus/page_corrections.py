"""The port of corrected pages: what a person, or a new recognition, put in the place of what was read.

Law. A correction hangs on the original's bytes and the page's number, so it outlives reading again,
rebuilding, and removing a document and taking the same file in again. Nothing is ever overwritten: each
correction keeps what it replaced, an undone one stays in the history. The newest that is not undone holds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from corpus.access import Principal
from corpus.records import Block, ContentHash, Document, Integrity, Page


class CorrectionSource(StrEnum):
    HAND = "hand"
    OCR = "ocr"


@dataclass(frozen=True, slots=True)
class PageText:
    """A page with its own blocks: what a correction gives and what it replaces."""

    page: Page
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class PageCorrection:
    """`undone` and `undone_by` are None while it holds or is covered by a newer one."""

    id: UUID
    original: ContentHash
    source: CorrectionSource
    author: str
    made: datetime
    content: PageText
    replaced: PageText
    undone: datetime | None = None
    undone_by: str | None = None


@dataclass(frozen=True, slots=True)
class DoubtfulPage:
    """A page to look at, without its text. `corrected` says whether a correction holds."""

    document: Document
    number: int
    integrity: Integrity
    recognized: float | None
    corrected: bool


class PageCorrections(Protocol):
    def add(self, correction: PageCorrection) -> None: ...

    def of_page(self, original: ContentHash, number: int) -> list[PageCorrection]:
        """All of a page's corrections, oldest first, undone ones too."""

    def holding(self, original: ContentHash) -> Mapping[int, PageText]:
        """What holds, by page."""

    def undo(self, correction_id: UUID, when: datetime, who: str) -> None: ...

    def doubtful_pages(
        self, principal: Principal, below: float, *, offset: int = 0, limit: int = 50
    ) -> list[DoubtfulPage]:
        """Pages of searchable documents that the principal may read, worst first; ties stay in order."""

    def count_doubtful(self, principal: Principal, below: float) -> int: ...

    def unassessed(self, limit: int) -> Sequence[tuple[UUID, Page]]:
        """Pages that a former version of the program read without looking at their integrity."""

    def set_integrity(self, integrities: Mapping[tuple[UUID, int], Integrity]) -> None:
        """By document and page; what is not there any more is passed over."""
