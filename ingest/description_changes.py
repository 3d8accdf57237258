"""A person puts a description right; catalogue and index follow, and the correction holds for ever after."""

import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from corpus.access import Principal
from corpus.corrections import DUE, OWNER, checked
from corpus.described import Attribute, Corrected
from corpus.errors import InvalidQuery
from corpus.records import Document
from ingest.kept_readings import KeptReadings
from ingest.stages import PROGRAM, SEARCHABLE

LOG = logging.getLogger(__name__)
# What the index holds of a description; the rest is the catalogue's alone.
INDEXED = frozenset({Attribute.TITLE, Attribute.KIND, Attribute.NUMBER, Attribute.ISSUED, Attribute.UNIT})


class DescriptionCorrector:
    """Corrects described values, owners and deadlines of resolutions, and takes corrections back."""

    def __init__(self, kept: KeptReadings, version: int) -> None:
        """`version` is that of the rules by which documents are described now."""
        self._kept = kept
        self._catalogue = kept.catalogue
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
        with self._kept.writing:
            held = self._catalogue.documents_by_id(waiting[:1], PROGRAM).get(waiting[0])
            if held is not None and held.state in SEARCHABLE:
                self._describe_anew(held)
            self._given_up.add(waiting[0])  # whatever came of it: once is enough
        return len(waiting) > 1

    def _describe_anew(self, held: Document) -> None:
        """From the pages that are kept; the file's own title is known by the title that it gave."""
        parsed = replace(self._kept.parsed(held), properties={"title": held.description.title})
        self._kept.in_step(held, lambda: self._kept.store(held, self._kept.describe(parsed, held.file), parsed))

    def _change(
        self, document_id: UUID, attribute: str, principal: Principal, change: Callable[[], None]
    ) -> None:
        with self._kept.writing:
            document = self._catalogue.document(document_id, principal)
            if attribute in INDEXED and document.state in SEARCHABLE:
                self._kept.in_step(document, change)
            else:
                change()


def _require(attribute: str, resolution: UUID | None) -> None:
    """An owner and a deadline are a resolution's, everything else is the document's."""
    if (attribute in (OWNER, DUE)) != (resolution is not None):
        raise InvalidQuery(field="attribute", value=attribute, expected=", ".join([*Attribute]))
