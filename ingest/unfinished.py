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
    """`removed` and `originals` are of a removal: all documents that go, and bytes that may go with them."""

    change: Change
    document_id: str
    original: str
    removed: tuple[str, ...] = ()
    originals: tuple[str, ...] = ()


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
        with self._noted(Unfinished(change, str(document_id), original)):
            yield

    def remove(self, document_id: UUID) -> None:
        """Take a document and all that came in it out of search, catalogue and originals."""
        self.finish()
        ids = [document.id for document in self._catalogue.family(document_id)]
        originals = self._catalogue.originals_of(ids)
        removed = tuple(map(str, ids))
        note = Unfinished(Change.REMOVAL, str(document_id), "", removed, tuple(sorted(originals)))
        with self._noted(note):
            self._remove(note)

    @contextmanager
    def _noted(self, note: Unfinished) -> Iterator[None]:
        self._catalogue.set_setting(SETTING, json.dumps(asdict(note)))
        yield
        self._catalogue.set_setting(SETTING, "")

    def finish(self) -> Change | None:
        """Do what is left of a change that was interrupted. Doing it twice does no harm."""
        noted = self._catalogue.setting(SETTING)
        if not noted:
            return None
        note = Unfinished(**json.loads(noted))  # lists for tuples do no harm
        document_id, original = UUID(note.document_id), ContentHash(note.original)
        if note.change == Change.REMOVAL:
            self._remove(note)
        elif note.change == Change.ACCESS:
            self.apply_access(document_id)
        else:
            self.forget_replaced(document_id, original)
        self._catalogue.set_setting(SETTING, "")
        return Change(note.change)

    def _remove(self, note: Unfinished) -> None:
        """Out of search first, so that nothing is found that is gone."""
        for document_id in {note.document_id, *note.removed}:
            self._index.remove(UUID(document_id))
        self._index.flush()
        self._catalogue.remove(UUID(note.document_id))
        for original in {note.original, *note.originals} - {""}:
            self._forget_original(ContentHash(original))

    def forget_replaced(self, document_id: UUID, older: ContentHash) -> None:
        """Take the replaced text out of search; its bytes stay, as an earlier version."""
        document = self._catalogue.documents_by_id([document_id], PROGRAM).get(document_id)
        if document is None or document.original != older:
            self._index.remove(document_id)
            self._index.flush()

    def apply_access(self, document_id: UUID) -> None:
        """Give the index the rights that the catalogue holds, of what came in the document too."""
        for document in self._catalogue.family(document_id):
            self._index.set_access(document.id, document.confidentiality, document.readers)
        self._index.flush()

    def _forget_original(self, original: ContentHash) -> None:
        if not self._catalogue.holds(original):
            self._originals.remove(original)
