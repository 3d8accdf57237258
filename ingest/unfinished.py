"""Notes what to finish if a crash interrupts a change of catalogue, index and originals at once."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from enum import StrEnum
from uuid import UUID

from corpus.catalogue import Catalogue
from corpus.originals import Originals
from corpus.records import ContentHash
from index.ports import PassageIndex
from ingest.stages import PROGRAM

SETTING = "unfinished_change"


class Change(StrEnum):
    REMOVAL = "removal"
    REPLACEMENT = "replacement"
    ACCESS = "access"


@dataclass(frozen=True, slots=True)
class Unfinished:
    change: Change
    document_id: str
    original: str


class Changes:
    """One change at a time, under the lock of those who write."""

    def __init__(self, catalogue: Catalogue, originals: Originals, index: PassageIndex) -> None:
        self._catalogue = catalogue
        self._originals = originals
        self._index = index

    @contextmanager
    def noted(self, change: Change, document_id: UUID, original: ContentHash) -> Iterator[None]:
        """The note stays if the body fails; it is acted upon before the next change or at the next start."""
        self.finish()
        note = Unfinished(change, str(document_id), original)
        self._catalogue.set_setting(SETTING, json.dumps(asdict(note)))
        yield
        self._catalogue.set_setting(SETTING, "")

    def finish(self) -> Change | None:
        """Do what is left of a change that was interrupted. Doing it twice does no harm."""
        noted = self._catalogue.setting(SETTING)
        if not noted:
            return None
        note = Unfinished(**json.loads(noted))
        document_id, original = UUID(note.document_id), ContentHash(note.original)
        if note.change == Change.REMOVAL:
            self.remove(document_id, original)
        elif note.change == Change.ACCESS:
            self.apply_access(document_id)
        else:
            self.forget_replaced(document_id, original)
        self._catalogue.set_setting(SETTING, "")
        return Change(note.change)

    def remove(self, document_id: UUID, original: ContentHash) -> None:
        """Out of search first, so that nothing is found that is gone."""
        self._index.remove(document_id)
        self._index.flush()
        self._catalogue.remove(document_id)
        self._forget_original(original)

    def forget_replaced(self, document_id: UUID, older: ContentHash) -> None:
        """Take the replaced text out of search and its bytes off the disk."""
        document = self._catalogue.documents_by_id([document_id], PROGRAM).get(document_id)
        if document is None or document.original != older:
            self._index.remove(document_id)
            self._index.flush()
        self._forget_original(older)

    def apply_access(self, document_id: UUID) -> None:
        """Give the index the rights that the catalogue holds."""
        document = self._catalogue.documents_by_id([document_id], PROGRAM).get(document_id)
        if document is not None:
            self._index.set_access(document_id, document.confidentiality, document.readers)
            self._index.flush()

    def _forget_original(self, original: ContentHash) -> None:
        if not self._catalogue.holds(original):
            self._originals.remove(original)
