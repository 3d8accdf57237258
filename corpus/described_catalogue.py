"""The part of the catalogue's port that is about descriptions, what replaces what, and resolutions."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from corpus.access import Principal
from corpus.described import Corrected, Details, Resolution, Successor

__all__ = ["DescribedCatalogue", "HeldResolution", "ResolutionQuery"]


@dataclass(frozen=True, slots=True)
class ResolutionQuery:
    """A restriction of the register of resolutions. Days are inclusive; `owner` and `text` are parts."""

    owner: str = ""
    text: str = ""
    due_from: date | None = None
    due_to: date | None = None
    documents: Collection[UUID] = ()
    without_due: bool = False


@dataclass(frozen=True, slots=True)
class HeldResolution:
    """A resolution with owner and deadline in force, and the person's corrections of them, if any."""

    document_id: UUID
    resolution: Resolution
    corrections: tuple[Corrected, ...] = ()


class DescribedCatalogue(Protocol):
    """The law of `corpus.catalogue.Catalogue` holds: rights first, one transaction a method."""

    def details(self, document_id: UUID, principal: Principal) -> Details:
        """What was found, corrections in force. Raises `NotFound`."""

    def corrections(self, document_id: UUID, principal: Principal) -> list[Corrected]:
        """Raises `NotFound`."""

    def successors(self, ids: Collection[UUID], principal: Principal) -> dict[UUID, list[Successor]]:
        """By older document: the newer ones that replace, repeal or amend it. Both must be readable."""

    def predecessors(self, document_id: UUID, principal: Principal) -> list[Successor]:
        """What this document replaces, repeals or amends, among what is held. Both must be readable."""

    def resolutions(
        self, principal: Principal, query: ResolutionQuery = ..., *, offset: int = 0, limit: int = 50
    ) -> list[HeldResolution]:
        """By deadline, those without one last; then by document and place in it."""

    def count_resolutions(self, principal: Principal, query: ResolutionQuery = ...) -> int: ...

    # What only who manages a document does
    def correct(self, document_id: UUID, correction: Corrected) -> None:
        """Keep a correction in the place of an older one; it is in force at once and after every reading.

        Raises `NotFound` for a document or a resolution that is not there."""

    def described_before(self, version: int) -> list[UUID]:
        """Searchable documents that rules of an earlier version described, oldest received first."""

    def undo_correction(self, document_id: UUID, attribute: str, subject: str = "") -> None:
        """The value that was read is in force again. Raises `NotFound` if nothing was corrected."""
