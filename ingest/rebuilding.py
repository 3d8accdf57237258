"""Fills the index anew from the catalogue when analysis, splitter or embedder have changed."""

import threading
from collections.abc import Callable

from corpus.catalogue import Catalogue, Reading
from corpus.records import Document
from index.ports import PassageIndex
from ingest.parsing import ParsedDocument
from ingest.searchable import note_searchable, with_vectors
from ingest.stages import PROGRAM, SEARCHABLE, PassageEncoder, Split, still_current

SETTING = "index_fingerprint"


class Rebuilding:
    """Restartable: the fingerprint is noted when all is in the index. Let no `Vectorizer` run meanwhile."""

    def __init__(
        self,
        catalogue: Catalogue,
        index: PassageIndex,
        encoder: PassageEncoder,
        split: Split,
        writing: threading.RLock,
        serving: PassageIndex | None = None,
    ) -> None:
        """`writing` is the lock of `Ingestion`; `serving` is the index that answers while `index` is filled."""
        self._catalogue = catalogue
        self._index = index
        self._encoder = encoder
        self._split = split
        self._writing = writing
        self._serving = serving

    def is_needed(self, fingerprint: str) -> bool:
        """Whether the index was filled under another fingerprint, or not to the end. A new one is noted."""
        noted = self._catalogue.setting(SETTING)
        if noted is None and not self._catalogue.all_documents():
            self._catalogue.set_setting(SETTING, fingerprint)
            return False
        return noted != fingerprint

    def run(self, fingerprint: str, progress: Callable[[int, int], None] | None = None) -> None:
        """Empty the index and put every searchable document into it; `progress` gets done and total."""
        with self._writing:
            self._catalogue.set_setting(SETTING, "")
            self._index.clear()
            self._catalogue.forget_embeddings()
            documents = [one for one in self._catalogue.all_documents() if one.state in SEARCHABLE]
        for done, document in enumerate(documents, 1):
            with self._writing:
                self._fill(document)
            if progress is not None:
                progress(done, len(documents))
        with self._writing:
            self._index.flush()
            self._catalogue.set_setting(SETTING, fingerprint)

    def _fill(self, taken: Document) -> None:
        document = still_current(self._catalogue, taken)
        if document is None or document.state not in SEARCHABLE:
            return
        pages = self._catalogue.pages(document.id, PROGRAM)
        blocks = self._catalogue.blocks(document.id, PROGRAM)
        parsed = ParsedDocument(tuple(pages), tuple(blocks))
        passages = self._split(document.id, parsed, document.description.title)
        entries = self._encoder.entries(document, passages)
        if self._serving is not None:
            entries = with_vectors(entries, self._serving.vectors_of(document.id))
        if passages != self._catalogue.all_passages_of(document.id):
            self._catalogue.store_reading(document.id, Reading(document.description, pages, blocks, passages))
            if self._serving is not None:  # its hits must be passages that the catalogue still has
                self._serving.remove(document.id)
                self._serving.put(entries)
        self._index.put(entries)
        note_searchable(document.id, entries, self._catalogue)
