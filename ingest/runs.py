"""One run of reading: what its threads share and what it tells of its progress."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

from corpus.catalogue import Catalogue
from corpus.records import Document, DocumentState
from ingest.stages import PROGRAM


@dataclass(frozen=True, slots=True)
class Progress:
    """A document has been done with; counts are of this run, `waiting` is what is left."""

    document: Document
    done: int
    failed: int
    waiting: int


class Run:
    """What the threads of one run share."""

    def __init__(
        self, catalogue: Catalogue, progress: Callable[[Progress], None] | None, *stops: threading.Event
    ) -> None:
        """The run stops at any of `stops`, or at trouble in one of its threads."""
        self.trouble: Exception | None = None
        self._progress = progress
        self._catalogue = catalogue
        self._stops = stops
        self._turn = threading.Lock()
        self._done = 0
        self._failed = 0

    def must_stop(self) -> bool:
        return self.trouble is not None or any(stop.is_set() for stop in self._stops)

    def note(self, taken: Document) -> None:
        document = self._catalogue.documents_by_id([taken.id], PROGRAM).get(taken.id, taken)
        with self._turn:
            self._done += 1
            self._failed += document.state is DocumentState.FAILED
            if self._progress is not None:
                waiting = self._catalogue.state_counts()[DocumentState.WAITING]
                self._progress(Progress(document, self._done, self._failed, waiting))

    def fail(self, error: Exception) -> None:
        with self._turn:
            self.trouble = self.trouble or error
