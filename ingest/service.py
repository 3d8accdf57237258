"""Ingestion: takes files in, reads them in the background, and keeps catalogue, index and originals in step."""

import logging
import threading
from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path
from uuid import UUID

from corpus.access import Confidentiality
from corpus.catalogue import Catalogue
from corpus.errors import InaccessiblePath, NotFound, SanadyarError, UnreadableDocument
from corpus.originals import Originals
from corpus.records import Document, DocumentState, Failure
from index.ports import PassageIndex
from ingest.arriving import arrived, stored
from ingest.attachments import Attachments
from ingest.folders import FolderIntake, add_files
from ingest.runs import Progress, Run
from ingest.sources import Following
from ingest.stages import (
    PROGRAM,
    SEARCHABLE,
    Describe,
    FileReader,
    PassageEncoder,
    Restore,
    Split,
    TakenFile,
    as_read,
    still_reading,
)
from ingest.unfinished import Change, Changes

LOG = logging.getLogger(__name__)
Ingest = Callable[[TakenFile], None]


class Ingestion:
    """The only writer of catalogue, index and originals, together with `Vectorizer`, which shares `writing`."""

    def __init__(
        self,
        catalogue: Catalogue,
        originals: Originals,
        index: PassageIndex,
        encoder: PassageEncoder,
        reader: FileReader,
        describe: Describe,
        split: Split,
        threads: int = 2,
        restore: Restore = as_read,
    ) -> None:
        self.writing = threading.RLock()
        self._catalogue = catalogue
        self._originals = originals
        self._index = index
        self._encoder = encoder
        self._reader = reader
        self._describe = describe
        self._split = split
        self._threads = threads
        self._restore = restore
        self._closed = threading.Event()
        self._changes = Changes(catalogue, originals, index)
        self.following = Following(catalogue, originals, self.add, self.remove, self.writing)
        self._attachments = Attachments(catalogue, originals, reader, self._register, self.remove, self.writing)

    def add(self, path: Path, file: str, confidentiality: Confidentiality, readers: frozenset[str]) -> Document:
        """Keep the bytes of `path` and register them as `file`; `run` reads them.

        A known name with other bytes replaces the document; it leaves search until it is read again.
        Raises `InaccessiblePath` or `StorageFull`.
        """
        # A file name may hold bytes that are no letters.
        name = file.encode("utf-8", "replace").decode()
        with stored(path, self._originals, self.writing) as (original, size):
            return self._register(arrived(original, size, name, confidentiality, readers))

    def unlock(self, document_id: UUID, password: str) -> None:
        """Read a locked PDF or Office file from a copy without its password, which alone is kept.

        Raises `NotFound`, `WrongFilePassword`, `NoPasswordNeeded`, or another `UnreadableDocument`.
        """
        document = self._document(document_id)
        path = self._originals.path(document.original)
        with self._originals.scratch() as folder:
            target = folder / "unlocked"
            self._reader.unlock(path, document.file, password, target)
            with self.writing:
                unlocked, _ = self._originals.store(target)
                current = self._document(document_id)
                if current.original != document.original:  # replaced meanwhile
                    raise NotFound(what="document", id=str(document_id))
                self._catalogue.set_unlocked(document_id, unlocked)
                self._index.remove(document_id)
                self._index.flush()

    def add_folder(
        self,
        folder: Path,
        confidentiality: Confidentiality,
        readers: frozenset[str],
        stop: threading.Event | None = None,
    ) -> FolderIntake:
        """Add every file below `folder`, in order; what cannot be read is told, not raised.

        Raises `InaccessiblePath` for the folder itself, or `StorageFull`.
        """
        return add_files(folder, lambda path, file: self.add(path, file, confidentiality, readers), stop)

    def remove(self, document_id: UUID) -> None:
        """Take a document and all that came in it out of search, catalogue and originals. Raises `NotFound`."""
        with self.writing:
            self._document(document_id)
            self._changes.remove(document_id)

    def set_access(self, document_id: UUID, confidentiality: Confidentiality, readers: frozenset[str]) -> None:
        """Change who may read a document and all that came in it, everywhere at once. Raises `NotFound`."""
        with self.writing:
            document = self._document(document_id)
            with self._changes.noted(Change.ACCESS, document_id, document.original):
                self._catalogue.set_access(document_id, confidentiality, readers)
                self._changes.apply_access(document_id)

    def retry(self, document_ids: Collection[UUID]) -> int:
        """Failed documents wait to be read again. Returns how many."""
        return self._catalogue.retry(document_ids)

    def recover(self) -> int:
        """After a start: finish what a crash interrupted. Returns how many documents wait to be read again."""
        with self.writing:
            self._originals.remove_leftovers()
            self._changes.finish()
            interrupted = self._catalogue.recover()
            if interrupted:
                self._take_unread_out_of_search()
            return interrupted

    def run(
        self,
        progress: Callable[[Progress], None] | None = None,
        stop: threading.Event | None = None,
    ) -> None:
        """Read waiting documents until none is left or `stop` is set; a document that is begun is finished.

        Raises what is no document's fault, such as `StorageFull`, with the document waiting again.
        """
        run = Run(self._catalogue, progress, stop or threading.Event(), self._closed)
        threads = [
            threading.Thread(target=self._read_waiting, args=(run,), name=f"ingestion-{number}", daemon=True)
            for number in range(self._threads)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if run.trouble is not None:
            raise run.trouble

    def close(self) -> None:
        """Let a run end after the documents at hand."""
        self._closed.set()

    def _read_waiting(self, run: Run) -> None:
        try:
            ingest = None
            while not run.must_stop() and (document := self._catalogue.next_waiting()):
                ingest = ingest or self._pipeline()
                self._read(ingest, document)
                run.note(document)
        except Exception as error:  # the boundary of the thread: `run` raises it
            run.fail(error)

    def _pipeline(self) -> Ingest:
        from ingest.pipeline import build_ingestion, ingest  # takes seconds, which no other command should wait

        pipeline = build_ingestion(
            self._reader,
            self._describe,
            self._split,
            self._catalogue,
            self._index,
            self._encoder,
            self.writing,
            self._restore,
            self._attachments.take,
        )
        return partial(ingest, pipeline)

    def _read(self, ingest: Ingest, document: Document) -> None:
        try:
            ingest(TakenFile(document, self._originals.path(document.legible)))
        except NotFound:
            LOG.info("let go, removed or replaced while it was read: %s", document.id)
        except (UnreadableDocument, InaccessiblePath) as error:
            self._fail(document, Failure(error.code, error.facts))
        except SanadyarError:
            self._put_back(document)
            raise
        except Exception as error:  # one file that trips our code must not hold up the others
            LOG.exception("could not ingest %s", document.id)
            detail = f"{type(error).__name__}: {error}"
            self._fail(document, Failure(UnreadableDocument.code, {"file": document.file, "detail": detail}))

    def _fail(self, document: Document, failure: Failure) -> None:
        with self.writing:
            if still_reading(self._catalogue, document) is not None:
                self._index.remove(document.id)
                self._attachments.remove_all(document.id)
                self._catalogue.set_state(document.id, DocumentState.FAILED, failure)

    def _put_back(self, document: Document) -> None:
        with self.writing:
            if still_reading(self._catalogue, document) is not None:
                self._catalogue.set_state(document.id, DocumentState.WAITING)

    def _take_unread_out_of_search(self) -> None:
        searchable = {one.id for one in self._catalogue.all_documents() if one.state in SEARCHABLE}
        found = {document_id for _, document_id, _ in self._index.passage_ids()}
        for document_id in sorted(found - searchable):
            self._index.remove(document_id)
        self._index.flush()

    def _register(self, document: Document) -> Document:
        """Register a document whose bytes are stored; other bytes under a known name replace it."""
        held = self._catalogue.document_named(document.file)
        if held is None or held.original == document.original:
            return self._catalogue.register(document)
        with self._changes.noted(Change.REPLACEMENT, held.id, held.original):
            registered = self._catalogue.register(document)
            self._changes.forget_replaced(held.id, held.original)
        return registered

    def _document(self, document_id: UUID) -> Document:
        return self._catalogue.document(document_id, PROGRAM)
