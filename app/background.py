"""What housekeeping does for an office, in order of urgency, and how far it has come."""

import logging
import threading

from api.problems import Language, sentence
from api.services import Progress
from app.assembly import Office
from app.housekeeping import Housekeeping, Rate, Task
from app.room import require_room
from app.terminal import without_isolates
from corpus.errors import SanadyarError
from corpus.records import DocumentState
from ingest.embedding import Embedded

log = logging.getLogger(__name__)

# Optimizing pays when so much is new: below, the engine's scan is quick anyway.
WORTH_OPTIMIZING, WORTH_SHARE = 1000, 0.2
READING, REBUILDING, LOADING, EMBEDDING = "reading", "rebuilding", "loading", "embedding"


class Background:
    """Reads what waits, rebuilds if need be, recognizes scans, fills the meaning leg, optimizes the index."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._rate = Rate()
        self._optimized = office.catalogue.embedding_progress()
        self._troubles: dict[str, str] = {}
        self._meaning = True
        self._loading: threading.Thread | None = None
        self._optimizing: threading.Thread | None = None
        self.housekeeping = Housekeeping(
            [
                self._telling(READING, self._read),
                self._telling(REBUILDING, office.rebuild.task),
                office.transcriber.run,
                office.corrector.assess_unassessed,
                office.description_corrector.refresh,
                self._embed,
                self._optimize,
            ]
        )

    def progress(self) -> Progress:
        """How far reading and embedding have come over all documents."""
        office = self._office
        embedded, passages = office.catalogue.embedding_progress()
        rate = self._rate.per_second if embedded < passages else None
        return Progress(
            counts=office.catalogue.state_counts(),
            embedded_share=embedded / passages if passages else 1.0,
            passages_per_second=rate,
            seconds_left=(passages - embedded) / rate if rate else None,
            rebuilding=office.rebuild.progress,
            passages=passages,
            trouble=self._trouble(),
            pages_needing_ocr=(scans := office.catalogue.pages_needing_ocr()),
            ocr_trouble=office.transcriber.trouble() if scans else "",
        )

    def start(self, *, meaning: bool = True) -> None:
        """Begin; without `meaning` passages get no vectors, for a command that does not wait for them."""
        self._meaning = meaning
        self.housekeeping.start()

    def rebuild(self) -> None:
        """Make the index anew, beside the one in use."""
        self._office.rebuild.ask()
        self.housekeeping.wake()

    def _read(self, interrupt: threading.Event) -> bool:
        if not self._office.catalogue.state_counts().get(DocumentState.WAITING):
            return False
        self._office.ingestion.run(stop=interrupt)
        return True

    def _embed(self, interrupt: threading.Event) -> bool:
        if not self._meaning:
            return False
        vectorizer = self._office.vectorizer
        state = vectorizer.state()
        if state.done < state.total and not vectorizer.is_loaded:
            self._load_model()  # it takes half a minute, and new documents must not wait for it
            return False
        return self._telling(EMBEDDING, self._fill)(interrupt)

    def _fill(self, interrupt: threading.Event) -> bool:
        self._office.vectorizer.run(self._note, interrupt)
        return False

    def _load_model(self) -> None:
        if self._loading is None or not self._loading.is_alive():
            self._loading = threading.Thread(target=self._run_loader, name="loading", daemon=True)
            self._loading.start()

    def _run_loader(self) -> None:
        try:
            self._telling(LOADING, self._load)(threading.Event())
        except SanadyarError as error:  # words find without it; it is tried again after a pause
            log.warning("%s: %s", error.code, error)
        else:
            self.housekeeping.wake()

    def _load(self, _interrupt: threading.Event) -> bool:
        self._office.vectorizer.load()
        return False

    def _telling(self, work: str, task: Task) -> Task:
        """Keep why `task` failed, for the page and for commands that wait, until it is done after all."""

        def run(interrupt: threading.Event) -> bool:
            try:
                require_room(self._office.settings.data)
                more = task(interrupt)
            except SanadyarError as error:
                language: Language = "fa" if self._office.settings.language == "fa" else "en"
                self._troubles[work] = without_isolates(sentence(error, language))
                raise
            self._troubles.pop(work, None)
            return more

        return run

    def _trouble(self) -> str:
        """Why the most urgent work that is left does not go on; while it does, nothing later matters."""
        waiting = self._office.catalogue.state_counts().get(DocumentState.WAITING, 0)
        left = [READING, REBUILDING]
        if not waiting and not self._office.rebuild.progress:
            left += [LOADING, EMBEDDING]
        return next((said for work in left if (said := self._troubles.get(work))), "")

    def _note(self, embedded: Embedded) -> None:
        self._rate.record(embedded.done)

    def _optimize(self, _interrupt: threading.Event) -> bool:
        """On a thread of its own: it may take minutes, and new documents must not wait for it."""
        embedded, passages = self._office.catalogue.embedding_progress()
        before = sum(self._optimized)
        changed = abs(embedded + passages - before)
        running = self._optimizing is not None and self._optimizing.is_alive()
        if running or changed < max(WORTH_OPTIMIZING, WORTH_SHARE * before):
            return False
        self._optimized = (embedded, passages)
        self._optimizing = threading.Thread(target=self._run_optimizer, name="optimizing", daemon=True)
        self._optimizing.start()
        return False

    def _run_optimizer(self) -> None:
        try:
            self._office.index.optimize()
        except SanadyarError as error:  # the index in use is untouched; it is only slower than it could be
            log.warning("%s: %s", error.code, error)
