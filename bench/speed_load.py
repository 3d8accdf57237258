"""Searches under load: eight people at once, while passages are written, while vectors are computed."""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import count
from random import Random
from uuid import UUID

import numpy as np

from app.assembly import PASSAGE_EMBEDDER
from bench.timing import Timings
from corpus.access import EVERYONE, Confidentiality, principal
from corpus.sql_catalogue import SqlCatalogue
from index.encoding import Encoder
from index.ports import IndexEntry, Restriction, Vector
from index.qdrant_embedded import EmbeddedEngine
from index.qdrant_index import QdrantPassageIndex
from ingest.embedding import PASSAGES_AT_ONCE
from ingest.embedding_process import EmbeddingProcess
from language.analysis import analyze
from search.query import Query
from search.service import Searcher

__all__ = ["ASKER", "Opened", "measure_under_load"]

ASKER = principal("bench")
CLIENTS = 8
WRITTEN_AT_ONCE = 32  # passages of one document, about as many as one has


@dataclass(frozen=True, slots=True)
class Opened:
    """The search side of the program, and under it the engine that it asks."""

    engine: EmbeddedEngine
    index: QdrantPassageIndex
    catalogue: SqlCatalogue
    encoder: Encoder
    searcher: Searcher
    weight: float


def measure_under_load(opened: Opened, asked: Sequence[str], timings: Timings, model: str | None) -> None:
    """Note the seconds of searches under each load; `model` computes vectors in a process of its own."""
    asked = [*asked]
    Random(1).shuffle(asked)
    with ThreadPoolExecutor(CLIENTS) as clients:
        name = f"search, {CLIENTS} clients"
        list(clients.map(lambda text: _search(opened, text, timings, name), asked))
    with _meanwhile(partial(_write, opened, asked)):
        for text in asked[: len(asked) // 2]:
            _search(opened, text, timings, "search, while writing")
    if model is None:
        return
    with (
        EmbeddingProcess(PASSAGE_EMBEDDER, {"folder": model}) as embedder,
        _meanwhile(partial(_embed, opened, asked, embedder)),
    ):
        for text in asked[: len(asked) // 2]:
            _search(opened, text, timings, "search, while embedding")


def _search(opened: Opened, text: str, timings: Timings, name: str) -> None:
    timings.of(name, partial(opened.searcher.search, Query(text, ASKER)))


@contextmanager
def _meanwhile(work: Callable[[int], None]) -> Iterator[None]:
    """Do a piece of work after the other on another thread."""
    ended = threading.Event()

    def run() -> None:
        for turn in count():
            if ended.is_set():
                return
            work(turn)

    thread = threading.Thread(target=run, name="load")
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _write(opened: Opened, texts: Sequence[str], turn: int) -> None:
    """A document without vectors, put and on the disk, as ingestion does."""
    chance = Random(turn)
    document = UUID(int=chance.getrandbits(128), version=4)
    entries = [
        _entry(document, place, " ".join(chance.choices(texts, k=20)), chance)
        for place in range(WRITTEN_AT_ONCE)
    ]
    opened.index.remove(document)
    opened.index.put(entries)
    opened.index.flush()


def _entry(document: UUID, ordinal: int, text: str, chance: Random) -> IndexEntry:
    return IndexEntry(
        passage_id=UUID(int=chance.getrandbits(128), version=4),
        document_id=document,
        ordinal=ordinal,
        terms=tuple(term.text for term in analyze(text)),
        kind="letter",
        unit=None,
        number=None,
        day=None,
        confidentiality=Confidentiality.SECRET,  # what is found stays the same
        readers=frozenset({EVERYONE}),
    )


def _embed(opened: Opened, texts: Sequence[str], embedder: EmbeddingProcess, turn: int) -> None:
    """A batch of passages, embedded and on the disk, as the vectorizer does."""
    chance = Random(turn)
    inputs = [" ".join(chance.choices(texts, k=20)) for _ in range(PASSAGES_AT_ONCE)]
    rows = embedder.embed_passages(inputs)
    found = opened.index.semantic(np.asarray(rows[0], np.float32), Restriction(ASKER), PASSAGES_AT_ONCE)
    vectors: dict[UUID, Vector] = {one.passage_id: row for one, row in zip(found, rows, strict=False)}
    opened.index.put_vectors(vectors)
    opened.index.flush()
