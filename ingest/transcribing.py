"""Scanned pages, read in the background: a document is registered at once, its pictures become text later."""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from corpus.catalogue import Catalogue, Reading
from corpus.errors import UnreadableDocument
from corpus.originals import Originals
from corpus.records import Block, Description, Document, DocumentState, Page
from index.ports import PassageIndex
from ingest.ocr import PageRecognizer, RecognitionFailed, recognized_page
from ingest.parsing import ParsedDocument
from ingest.stages import PROGRAM, SEARCHABLE, Describe, PassageEncoder, Split, still_current

LOG = logging.getLogger(__name__)
Recognized = tuple[Page, list[Block]]


class Transcriber:
    """Gives pages that need OCR their text. What is done is kept when it is stopped; one run at a time.

    Digits from OCR are wrong half of the time: they never become a document's number or date.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        originals: Originals,
        index: PassageIndex,
        encoder: PassageEncoder,
        describe: Describe,
        split: Split,
        recognizer: PageRecognizer,
        draw: Callable[[Path, int], bytes],
        writing: threading.RLock,
        pages_at_once: int = 2,
    ) -> None:
        """`draw` gives a page as a PNG; `writing` is the lock of `Ingestion`."""
        self._catalogue = catalogue
        self._originals = originals
        self._index = index
        self._encoder = encoder
        self._describe = describe
        self._split = split
        self._recognizer = recognizer
        self._draw = draw
        self._writing = writing
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
            self._keep(document, pages, done)
        return True

    def _waiting(self) -> Iterator[Document]:
        for document in self._catalogue.all_documents():
            is_read = document.state in SEARCHABLE and document.pages_needing_ocr
            if is_read and (document.id, document.original) not in self._given_up:
                yield document

    def _recognized(
        self, document: Document, pages: Sequence[Page], stop: threading.Event
    ) -> dict[int, Recognized]:
        """Pages by number, as many as were read before `stop`; a page that fails is left waiting."""
        path = self._originals.path(document.original)

        def read(page: Page) -> Recognized | None:
            if stop.is_set():
                return None
            try:
                return recognized_page(page, self._recognizer.recognize(self._draw(path, page.number)))
            except (RecognitionFailed, UnreadableDocument) as error:
                LOG.warning("page %d of %s could not be recognized: %s", page.number, document.id, error)
                return None

        with ThreadPoolExecutor(self._pages_at_once, "recognizing") as threads:
            found = list(threads.map(read, pages))
        return {one[0].number: one for one in found if one is not None}

    def _keep(self, taken: Document, pages: Sequence[Page], done: dict[int, Recognized]) -> None:
        with self._writing:
            document = still_current(self._catalogue, taken)
            if document is None or document.state not in SEARCHABLE:
                return
            blocks = [block for block in self._catalogue.blocks(document.id, PROGRAM) if block.page not in done]
            blocks += [block for _, found in done.values() for block in found]
            blocks.sort(key=lambda block: block.page)  # stable: within a page their order stands
            parsed = ParsedDocument(
                tuple(done[page.number][0] if page.number in done else page for page in pages), tuple(blocks)
            )
            description = self._described(document, pages, parsed)
            passages = self._split(document.id, parsed, description.title)
            self._catalogue.store_reading(
                document.id, Reading(description, parsed.pages, parsed.blocks, passages)
            )
            described = replace(document, description=description)
            self._index.remove(document.id)
            self._index.put(self._encoder.entries(described, passages))
            self._index.flush()
            state = DocumentState.WORDS if passages else DocumentState.COMPLETE
            self._catalogue.set_state(document.id, state)

    def _described(self, document: Document, before: Sequence[Page], parsed: ParsedDocument) -> Description:
        """A document that had no text before is described by what was recognized, but for its digits."""
        if any(page.text.strip() for page in before):
            return document.description
        found = self._describe(parsed, document.file)
        return replace(
            found, number=document.description.number, issued=document.description.issued, edition=None
        )
