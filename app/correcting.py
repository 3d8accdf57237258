"""The corrector for the web side: a change wakes housekeeping, which makes the new vectors."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from app.room import require_room
from app.settings import Settings
from corpus.access import Principal
from corpus.page_corrections import PageCorrection
from corpus.records import Page
from ingest.description_changes import DescriptionCorrector
from ingest.page_corrections import PageCorrector, Reread


@dataclass(frozen=True, slots=True)
class WakingCorrector:
    """`api.services.Correcting`."""

    settings: Settings
    corrector: PageCorrector
    wake: Callable[[], None]

    def correct(
        self, document_id: UUID, number: int, text: str, principal: Principal, replaces: str | None = None
    ) -> Page:
        require_room(self.settings.data)
        page = self.corrector.correct(document_id, number, text, principal, replaces)
        self.wake()
        return page

    def reread(
        self, document_id: UUID, number: int, principal: Principal, *, even_if_worse: bool = False
    ) -> Reread:
        require_room(self.settings.data)
        found = self.corrector.reread(document_id, number, principal, even_if_worse=even_if_worse)
        self.wake()
        return found

    def undo(self, document_id: UUID, number: int, principal: Principal) -> Page:
        page = self.corrector.undo(document_id, number, principal)
        self.wake()
        return page

    def history(self, document_id: UUID, number: int, principal: Principal) -> list[PageCorrection]:
        return self.corrector.history(document_id, number, principal)


@dataclass(frozen=True, slots=True)
class WakingDescriptions:
    """`api.services.Describing`: a changed title makes passages without vectors, which wake housekeeping."""

    corrector: DescriptionCorrector
    wake: Callable[[], None]

    def correct(
        self,
        document_id: UUID,
        attribute: str,
        value: str,
        principal: Principal,
        resolution: UUID | None = None,
    ) -> None:
        self.corrector.correct(document_id, attribute, value, principal, resolution)
        self.wake()

    def undo(
        self, document_id: UUID, attribute: str, principal: Principal, resolution: UUID | None = None
    ) -> None:
        self.corrector.undo(document_id, attribute, principal, resolution)
        self.wake()
