"""Scanned pages, read in the background: a document is registered at once, its pictures become text later."""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

from corpus.catalogue import Catalogue
from corpus.errors import UnreadableDocument
from corpus.originals import Originals
from corpus.page_corrections import PageText
from corpus.records import Document, Page
from ingest.ocr import PageRecognizer, RecognitionFailed
from ingest.page_changes import PageChanges
from ingest.recognized_page import recognized_page
from ingest.stages import PROGRAM, SEARCHABLE

LOG = logging.getLogger(__name__)


class Transcriber:
    """Gives pages that need OCR their text. What is done is kept when it is stopped; one run at a time."""

    def __init__(
        self,
        catalogue: Catalogue,
        originals: Originals,
        changes: PageChanges,
        recognizer: PageRecognizer,
        draw: Callable[[Path, int], bytes],
        pages_at_once: int = 2,
    ) -> None:
        """`draw` gives a page as a PNG."""
        self._catalogue = catalogue
        self._originals = originals
        self._changes = changes
        self._recognizer = recognizer
        self._draw = draw
        self._pages_at_once = pages_at_once
        self._given_up: set[tuple[UUID, str]] = set()

    def trouble(self) -> str:
        """Why scans that wait are not being read, "" if they are."""
        failed = "the pages could not be recognized; the log names them" if self._given_up else ""
        return self._recognizer.unavailable() or failed

    def run(self, stop: threading.Event) -> bool:
        """Read the scans of one document and return whether any was there; none while the engine is missing."""
        document = next(self._waiting(), None)
        if document is None or self._recognizer.unavailable():
            return False
        pages = self._catalogue.pages(document.id, PROGRAM)
        wanted = [page for page in pages if page.needs_ocr]
        done = self._recognized(document, wanted, stop)
        if not done and not stop.is_set():
            self._given_up.add((document.id, document.original))
        if done:
            self._changes.put(document, done)
        return True

    def _waiting(self) -> Iterator[Document]:
        for document in self._catalogue.all_documents():
            is_read = document.state in SEARCHABLE and document.pages_needing_ocr
            if is_read and (document.id, document.original) not in self._given_up:
                yield document

    def _recognized(
        self, document: Document, pages: Sequence[Page], stop: threading.Event
    ) -> dict[int, PageText]:
        """Pages by number, as many as were read before `stop`; a page that fails is left waiting."""
        path = self._originals.path(document.legible)

        def read(page: Page) -> PageText | None:
            if stop.is_set():
                return None
            try:
                return recognized_page(page, self._recognizer.recognize(self._draw(path, page.number)))
            except (RecognitionFailed, UnreadableDocument) as error:
                LOG.warning("page %d of %s could not be recognized: %s", page.number, document.id, error)
                return None

        with ThreadPoolExecutor(self._pages_at_once, "recognizing") as threads:
            found = list(threads.map(read, pages))
        return {one.page.number: one for one in found if one is not None}
