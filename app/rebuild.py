"""Makes the index anew: because analysis, splitter or embedder have changed, or because somebody asked."""

import logging
import threading

from app.index_places import IndexPlaces
from app.switching import SwitchableIndex
from corpus.catalogue import Catalogue
from index.ports import PassageIndex
from ingest.rebuilding import Rebuilding
from ingest.stages import PassageEncoder, Split

log = logging.getLogger(__name__)


class Rebuild:
    """A task of `Housekeeping`. While it runs, the old index goes on answering; then it is switched."""

    def __init__(
        self,
        places: IndexPlaces,
        index: SwitchableIndex,
        catalogue: Catalogue,
        encoder: PassageEncoder,
        split: Split,
        writing: threading.RLock,
        fingerprint: str,
    ) -> None:
        self._places = places
        self._index = index
        self._catalogue = catalogue
        self._encoder = encoder
        self._split = split
        self._writing = writing
        self._fingerprint = fingerprint
        self._wanted = threading.Event()
        self.progress: tuple[int, int] | None = None

    def ask(self) -> None:
        """The next round of housekeeping rebuilds."""
        self.progress = self.progress or (0, 0)
        self._wanted.set()

    def ask_if_needed(self, *, outdated: bool) -> None:
        """After a start: an index of other rules, an unfinished rebuild, or one that has lost its passages."""
        needed = self._rebuilding(self._index, None).is_needed(self._fingerprint) or outdated
        if needed or (self._index.count() == 0 and self._catalogue.embedding_progress()[1] > 0):
            log.info("the index will be made anew")
            self.ask()

    def task(self, _interrupt: threading.Event) -> bool:
        """Rebuild if it is wanted; words are there again within minutes, so nothing interrupts it."""
        if not self._wanted.is_set():
            return False
        try:
            self._run()
        except BaseException:
            self.progress = (0, 0)  # it is still wanted, and tried again
            raise
        self._wanted.clear()
        self.progress = None
        return True

    def _run(self) -> None:
        # Nothing to go on answering with. An outdated index is replaced all the same: its stamp would stay.
        if self._index.count() == 0 and not self._index.outdated:
            self._rebuilding(self._index, None).run(self._fingerprint, self._note)
            return
        beside = self._places.begin()
        self._index.fill_beside(beside)
        try:
            self._rebuilding(beside, self._index).run(self._fingerprint, self._note)
            with self._writing:
                self._places.switch()
                old = self._index.switch(beside)
        except BaseException:
            with self._writing:  # whoever removes a document now does it to both, or to the old one alone
                self._index.fill_beside(None)
            beside.close()
            raise
        self._index.close_replaced(old)
        self._places.remove_leftovers()

    def _rebuilding(self, index: PassageIndex, serving: PassageIndex | None) -> Rebuilding:
        return Rebuilding(self._catalogue, index, self._encoder, self._split, self._writing, serving)

    def _note(self, done: int, total: int) -> None:
        self.progress = (done, total)
