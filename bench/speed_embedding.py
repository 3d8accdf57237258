"""The dense leg as the program fills it, beside the embedder alone: passages a second, over a restart."""

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

from app.assembly import PASSAGE_EMBEDDER
from bench.embedders import HASH
from bench.speed_corpus import MadeDocument
from bench.speed_filling import INDEX, catalogue_url
from corpus.catalogue import Reading
from corpus.sql_catalogue import SqlCatalogue
from index.encoding import Encoder
from index.hash_embedder import HashEmbedder
from index.ports import Vectors
from index.qdrant_embedded import open_embedded
from ingest.embedding import Embedded, PassageEmbedder, Vectorizer
from ingest.embedding_process import EmbeddingProcess

__all__ = ["measure_embedding"]


class _Timed:
    """An embedder that notes how long it computes."""

    def __init__(self, embedder: PassageEmbedder) -> None:
        self._embedder = embedder
        self.seconds = 0.0
        self.passages = 0

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        began = perf_counter()
        rows = self._embedder.embed_passages(texts)
        self.seconds += perf_counter() - began
        self.passages += len(texts)
        return rows


def measure_embedding(
    place: Path, documents: Iterable[MadeDocument], encoder: Encoder, dimension: int, model: str
) -> dict[str, float]:
    """Put documents without vectors, and have their passages embedded; it is stopped half-way and begun anew.

    The embedder alone is timed within the same run, so that both have the same share of the machine.
    """
    passages = _put(place, documents, encoder, dimension)
    embedded, seconds, told = 0, 0.0, 0
    with _embedder(model) as bare:
        timed = _Timed(bare)
        while embedded < passages:
            began, before = perf_counter(), embedded
            embedded, tellings = _embed(place, encoder, dimension, timed, passages if before else passages // 2)
            told += tellings
            seconds += perf_counter() - began
    return {
        "passages": passages,
        "embedded_twice": timed.passages - passages,
        "told": told,
        "seconds": round(seconds, 2),
        "embedder_seconds": round(timed.seconds, 2),
        "passages_per_second": round(passages / seconds, 2),
        "share_of_bare_rate": round(timed.seconds / seconds, 3),
    }


def _put(place: Path, documents: Iterable[MadeDocument], encoder: Encoder, dimension: int) -> int:
    index, catalogue = open_embedded(place / INDEX, dimension), SqlCatalogue(catalogue_url(place))
    passages = 0
    for made in documents:
        document = made.document
        catalogue.register(document)
        reading = Reading(document.description, made.pages, (), made.passages, "pdf")
        catalogue.store_reading(document.id, reading)
        index.put(encoder.entries(document, made.passages))
        passages += len(made.passages)
    index.close()
    catalogue.close()
    return passages


def _embed(
    place: Path, encoder: Encoder, dimension: int, embedder: PassageEmbedder, enough: int
) -> tuple[int, int]:
    """Embed as a fresh start of the program does, until `enough` are; how many are, how often it was told."""
    index, catalogue = open_embedded(place / INDEX, dimension), SqlCatalogue(catalogue_url(place))
    stop, tellings = threading.Event(), list[Embedded]()

    def told(progress: Embedded) -> None:
        tellings.append(progress)
        if progress.done >= enough:
            stop.set()

    vectorizer = Vectorizer(catalogue, index, encoder, lambda: _held(embedder), threading.RLock())
    vectorizer.run(told, stop)
    done = vectorizer.state().done
    vectorizer.close()
    index.close()
    catalogue.close()
    return done, len(tellings)


@contextmanager
def _held(embedder: PassageEmbedder) -> Iterator[PassageEmbedder]:
    """The model stays loaded over the restart: loading is not what is measured."""
    yield embedder


@contextmanager
def _embedder(model: str) -> Iterator[PassageEmbedder]:
    if model == HASH:
        yield HashEmbedder()
        return
    with EmbeddingProcess(PASSAGE_EMBEDDER, {"folder": model}) as embedder:
        yield embedder
