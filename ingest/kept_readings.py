"""What is kept of a document changes in place: catalogue and index follow, and a crash leaves no half of it."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import RLock

from corpus.catalogue import Catalogue, Reading
from corpus.errors import NotFound, SanadyarError
from corpus.records import Description, Document, DocumentState
from index.ports import PassageIndex
from ingest.parsing import ParsedDocument
from ingest.searchable import make_searchable
from ingest.stages import PROGRAM, Describe, PassageEncoder, Split


@dataclass(frozen=True, slots=True)
class KeptReadings:
    """Readings in the catalogue; `writing` is the lock of `Ingestion`, held by whoever changes one."""

    catalogue: Catalogue
    index: PassageIndex
    encoder: PassageEncoder
    describe: Describe
    split: Split
    writing: RLock

    def parsed(self, document: Document) -> ParsedDocument:
        """Return pages and blocks as they are kept; what else the file said is not known any more."""
        return ParsedDocument(
            tuple(self.catalogue.pages(document.id, PROGRAM)),
            tuple(self.catalogue.blocks(document.id, PROGRAM)),
        )

    def store(self, document: Document, description: Description, parsed: ParsedDocument) -> None:
        """Put another reading in the place of the one that is kept, for the catalogue alone."""
        passages = tuple(self.split(document.id, parsed, description.title))
        self.catalogue.store_reading(
            document.id, Reading(description, parsed.pages, tuple(parsed.blocks), passages)
        )

    def in_step(self, document: Document, change: Callable[[], None]) -> None:
        """Change the catalogue, then the index; until both have it the document counts as being read.

        After a crash it is read again. What `change` raises is raised.
        """
        self.catalogue.set_state(document.id, DocumentState.READING)
        try:
            change()
            now = self.catalogue.document(document.id, PROGRAM)  # with what people corrected of its description
            passages = self.catalogue.all_passages_of(document.id)
            make_searchable(document.id, self.encoder.entries(now, passages), self.index, self.catalogue)
        except NotFound:  # nothing was changed
            self.catalogue.set_state(document.id, document.state)
            raise
        except SanadyarError:  # a full disk, an index that is away: it is read again when that is over
            self.catalogue.set_state(document.id, DocumentState.WAITING)
            raise
