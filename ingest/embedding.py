"""The dense leg, filled in the background: passages are found by their words long before they have vectors."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import astuple, dataclass
from itertools import islice
from typing import Protocol
from uuid import UUID

from corpus.catalogue import Catalogue
from corpus.records import Document, DocumentState
from index.ports import PassageIndex, Vectors
from ingest.stages import SEARCHABLE, PassageEncoder, still_current

PASSAGES_AT_ONCE = 32
SECONDS_TO_CLOSE = 1


class PassageEmbedder(Protocol):
    """What is needed of an `Embedder`: `EmbeddingProcess` or the model itself."""

    def embed_passages(self, texts: Sequence[str]) -> Vectors: ...


EmbedderFactory = Callable[[], AbstractContextManager[PassageEmbedder]]


@dataclass(frozen=True, slots=True)
class Embedded:
    """How far the vectors have come: of all passages that are searchable."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class _Wanting:
    document: Document
    passage_id: UUID
    text: str


class Vectorizer:
    """Gives passages their vectors, in the order in which documents were received. One run at a time.

    It can be stopped or killed anywhere: what has a vector is never embedded again.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        index: PassageIndex,
        encoder: PassageEncoder,
        embedder_factory: EmbedderFactory,
        writing: threading.RLock,
        passages_at_once: int = PASSAGES_AT_ONCE,
    ) -> None:
        """`writing` is the lock of `Ingestion`, under which catalogue and index change."""
        self._catalogue = catalogue
        self._index = index
        self._encoder = encoder
        self._embedder_factory = embedder_factory
        self._writing = writing
        self._passages_at_once = passages_at_once
        self._counted = False
        self._open = ExitStack()
        self._embedder: PassageEmbedder | None = None
        self._loading = threading.Lock()

    def state(self) -> Embedded:
        """How far it is by the catalogue's counts."""
        return Embedded(*self._catalogue.embedding_progress())

    def run(
        self,
        progress: Callable[[Embedded], None] | None = None,
        stop: threading.Event | None = None,
    ) -> None:
        """Embed until no passage lacks its vector or `stop` is set. The model is loaded only if one does.

        A model whose work was stopped is kept for the next run; `close` lets it go.
        Raises `ModelUnavailable`; what was embedded before it is kept.
        """
        stop = stop or threading.Event()
        done, total = astuple(self.state())
        if stop.is_set() or (self._counted and done == total):
            return
        with self._writing:
            have = self._count_again()
            done, total = astuple(self.state())
        wanting = self._wanting(have)
        batch = self._next(wanting)
        try:
            while batch and not stop.is_set():
                done += self._keep(batch, self._loaded().embed_passages([one.text for one in batch]))
                if progress is not None:
                    progress(Embedded(done, total))
                batch = self._next(wanting)
        except BaseException:
            self.close()
            raise
        if not batch:
            self.close()

    def recount(self) -> None:
        """Correct the catalogue's counts by what the index holds, as it is needed after a crash."""
        with self._writing:
            self._count_again()

    @property
    def is_loaded(self) -> bool:
        return self._embedder is not None

    def load(self) -> None:
        """Load the model, which takes up to half a minute: on another thread, so that nothing waits for it.

        Raises `ModelUnavailable`.
        """
        self._loaded()

    def close(self) -> None:
        """Let the model go, if one is loaded; a later run loads it again."""
        # A model that is being loaded is not waited for: its process ends with this one.
        if self._loading.acquire(timeout=SECONDS_TO_CLOSE):
            try:
                self._embedder = None
                self._open.pop_all().close()
            finally:
                self._loading.release()

    def _loaded(self) -> PassageEmbedder:
        with self._loading:
            if self._embedder is None:
                self._embedder = self._open.enter_context(self._embedder_factory())
            return self._embedder

    def _count_again(self) -> set[UUID]:
        """Return the passages that have vectors, and correct the counts that a crash left wrong."""
        have: set[UUID] = set()
        counts: dict[UUID, int] = {}
        for passage_id, document_id, has_vector in self._index.passage_ids():
            if has_vector:
                have.add(passage_id)
                counts[document_id] = counts.get(document_id, 0) + 1
        wrong = {
            document.id: counts.get(document.id, 0) - document.embedded_count
            for document in self._catalogue.all_documents()
            if document.state in SEARCHABLE and counts.get(document.id, 0) != document.embedded_count
        }
        if wrong:
            self._catalogue.add_embedded(wrong)
        self._counted = True
        return have

    def _wanting(self, have: set[UUID]) -> Iterator[_Wanting]:
        for document in self._catalogue.all_documents():
            if document.state is not DocumentState.WORDS:
                continue
            passages = [one for one in self._catalogue.all_passages_of(document.id) if one.id not in have]
            texts = self._encoder.passage_inputs(document, passages)
            for passage, text in zip(passages, texts, strict=True):
                yield _Wanting(document, passage.id, text)

    def _next(self, wanting: Iterator[_Wanting]) -> list[_Wanting]:
        return list(islice(wanting, self._passages_at_once))

    def _keep(self, batch: Sequence[_Wanting], rows: Vectors) -> int:
        """Write what still belongs to a document, the index first. Returns how many vectors were kept."""
        with self._writing:
            current = {
                document.id
                for document in {one.document.id: one.document for one in batch}.values()
                if still_current(self._catalogue, document) is not None
            }
            kept = [(one, row) for one, row in zip(batch, rows, strict=True) if one.document.id in current]
            self._index.put_vectors({one.passage_id: row for one, row in kept})
            self._index.flush()
            counts: dict[UUID, int] = {}
            for one, _ in kept:
                counts[one.document.id] = counts.get(one.document.id, 0) + 1
            self._catalogue.add_embedded(counts)
        return len(kept)
