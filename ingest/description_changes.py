"""A person puts a description right; catalogue and index follow, and the correction holds for ever after."""

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

from corpus.access import Principal
from corpus.catalogue import Catalogue, Reading
from corpus.corrections import DUE, OWNER, checked
from corpus.described import Attribute, Corrected
from corpus.errors import InvalidQuery, NotFound, SanadyarError
from corpus.records import Document, DocumentState
from index.ports import PassageIndex
from ingest.parsing import ParsedDocument
from ingest.searchable import make_searchable
from ingest.stages import PROGRAM, SEARCHABLE, Describe, PassageEncoder, Split

LOG = logging.getLogger(__name__)
# What the index holds of a description; the rest is the catalogue's alone.
INDEXED = frozenset({Attribute.TITLE, Attribute.KIND, Attribute.NUMBER, Attribute.ISSUED, Attribute.UNIT})


class DescriptionCorrector:
    """Corrects described values, owners and deadlines of resolutions, and takes corrections back."""

    def __init__(
        self,
        catalogue: Catalogue,
        index: PassageIndex,
        encoder: PassageEncoder,
        describe: Describe,
        split: Split,
        writing: threading.RLock,
        version: int,
    ) -> None:
        """`writing` is the lock of `Ingestion`; `version` is that of the rules behind `describe`."""
        self._catalogue = catalogue
        self._index = index
        self._encoder = encoder
        self._describe = describe
        self._split = split
        self._writing = writing
        self._version = version
        self._given_up: set[UUID] = set()

    def correct(
        self,
        document_id: UUID,
        attribute: str,
        value: str,
        principal: Principal,
        resolution: UUID | None = None,
    ) -> None:
        """Raises `InvalidQuery`, or `NotFound` for a document or a resolution that is not there."""
        _require(attribute, resolution)
        subject = str(resolution) if resolution else ""
        made = Corrected(attribute, checked(attribute, value), "", principal.name, datetime.now(UTC), subject)
        self._change(document_id, attribute, principal, lambda: self._catalogue.correct(document_id, made))

    def undo(
        self, document_id: UUID, attribute: str, principal: Principal, resolution: UUID | None = None
    ) -> None:
        """What was read is in force again. Raises `NotFound` where nothing was corrected."""
        subject = str(resolution) if resolution else ""
        self._change(
            document_id,
            attribute,
            principal,
            lambda: self._catalogue.undo_correction(document_id, attribute, subject),
        )

    def refresh(self, stop: threading.Event) -> bool:
        """Describe one document anew that earlier rules described; tell whether there may be more."""
        waiting = [one for one in self._catalogue.described_before(self._version) if one not in self._given_up]
        if not waiting or stop.is_set():
            return False
        with self._writing:
            held = self._catalogue.documents_by_id(waiting[:1], PROGRAM).get(waiting[0])
            if held is not None and held.state in SEARCHABLE:
                self._describe_anew(held)
            self._given_up.add(waiting[0])  # whatever came of it: once is enough
        return len(waiting) > 1

    def _describe_anew(self, held: Document) -> None:
        """From the pages that are kept; the file's own title is known by the title that it gave."""
        pages = self._catalogue.pages(held.id, PROGRAM)
        blocks = self._catalogue.blocks(held.id, PROGRAM)
        parsed = ParsedDocument(tuple(pages), tuple(blocks), {"title": held.description.title})

        def store() -> None:
            found = self._describe(parsed, held.file)
            passages = tuple(self._split(held.id, parsed, found.title))
            self._catalogue.store_reading(held.id, Reading(found, pages, blocks, passages))

        self._in_step(held, store)

    def _change(
        self, document_id: UUID, attribute: str, principal: Principal, change: Callable[[], None]
    ) -> None:
        with self._writing:
            document = self._catalogue.document(document_id, principal)
            if attribute in INDEXED and document.state in SEARCHABLE:
                self._in_step(document, change)
            else:
                change()

    def _in_step(self, document: Document, change: Callable[[], None]) -> None:
        """Change the catalogue, then the index; until both have it the document counts as being read."""
        self._catalogue.set_state(document.id, DocumentState.READING)
        try:
            change()
            now = self._catalogue.document(document.id, PROGRAM)
            passages = self._catalogue.all_passages_of(document.id)
            make_searchable(document.id, self._encoder.entries(now, passages), self._index, self._catalogue)
        except NotFound:  # nothing was changed
            self._catalogue.set_state(document.id, document.state)
            raise
        except SanadyarError:  # a full disk, an index that is away: it is read again when that is over
            self._catalogue.set_state(document.id, DocumentState.WAITING)
            raise


def _require(attribute: str, resolution: UUID | None) -> None:
    """An owner and a deadline are a resolution's, everything else is the document's."""
    if (attribute in (OWNER, DUE)) != (resolution is not None):
        raise InvalidQuery(field="attribute", value=attribute, expected=", ".join([*Attribute]))
