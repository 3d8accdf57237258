"""The peers that `bench/relevance` runs beside our search, each set up as its own documentation shows.

All read the title and the text of a document as one field. The embedding peers read documents whole and as
they are, by the same model as ours: what folding, windows of sentences and the gated sum are worth is the
difference.
"""

import re
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from bench.beir import BeirDocument
from bench.lucene_persian import analyze
from bench.relevance_measures import Run
from bench.relevance_systems import Searcher
from index.ports import Embedder, Vectors

__all__ = ["PEERS", "open_peers"]

LIMIT = 100


class Haystack:
    """Its in-memory BM25, and its hybrid: BM25 and embeddings joined by `DocumentJoiner` with RRF.

    The embeddings' list comes from one matrix product instead of its store, which gives the same list sooner.
    """

    def __init__(self, documents: Sequence[BeirDocument], embedder: Embedder, bare: Embedder) -> None:
        from haystack import Document  # seconds to import: only where it is measured
        from haystack.components.joiners import DocumentJoiner
        from haystack.document_stores.in_memory import InMemoryDocumentStore

        self._document: Any = Document
        self._store = InMemoryDocumentStore(shared=False)
        self._store.write_documents([Document(id=one.id, content=one.whole) for one in documents])
        self._joiner = DocumentJoiner(join_mode="reciprocal_rank_fusion")
        self._embedder = Embedding(documents, embedder, bare)

    def search(self, text: str) -> dict[str, Run]:
        by_words = self._by_words(text)
        hybrid = self._joined(by_words, self._embedder.search(text)["embedder"])
        return {"haystack-bm25": {one.id: float(one.score) for one in by_words}, "haystack-hybrid": hybrid}

    def alone(self) -> Mapping[str, Callable[[str], object]]:
        by_meaning = self._embedder.alone()["embedder"]
        return {
            "haystack-bm25": self._by_words,
            "haystack-hybrid": lambda text: self._joined(self._by_words(text), by_meaning(text)),
        }

    def _by_words(self, text: str) -> list[Any]:
        return self._store.bm25_retrieval(text or " ", top_k=LIMIT)

    def _joined(self, by_words: list[Any], by_meaning: Any) -> Run:
        found = [self._document(id=name, content="", score=score) for name, score in by_meaning.items()]
        joined = self._joiner.run(documents=[by_words, found])["documents"]
        return {one.id: float(one.score or 0) for one in joined}


class Bm25s:
    """bm25s with its own tokenizer and defaults, no stop words."""

    def __init__(self, documents: Sequence[BeirDocument], _: Embedder, __: Embedder) -> None:
        import bm25s

        self._tokenize = bm25s.tokenize
        self._names = [one.id for one in documents]
        self._retriever = bm25s.BM25()
        tokens = bm25s.tokenize([one.whole for one in documents], stopwords=[], show_progress=False)
        self._retriever.index(tokens, show_progress=False)

    def search(self, text: str) -> dict[str, Run]:
        tokens = self._tokenize([text], stopwords=[], show_progress=False, return_ids=False)
        return {"bm25s": _retrieved(self._retriever, tokens[0], self._names)}

    def alone(self) -> Mapping[str, Callable[[str], object]]:
        return {"bm25s": self.search}


class Elasticsearch:
    """The `persian` analyzer of Elasticsearch 9 rebuilt, under Lucene's BM25 with its k1 1.2 and b 0.75."""

    def __init__(self, documents: Sequence[BeirDocument], _: Embedder, __: Embedder) -> None:
        import bm25s

        self._names = [one.id for one in documents]
        self._retriever = bm25s.BM25(k1=1.2, b=0.75, method="lucene")
        self._retriever.index([analyze(one.whole) for one in documents], show_progress=False)

    def search(self, text: str) -> dict[str, Run]:
        return {"elasticsearch": _retrieved(self._retriever, analyze(text), self._names)}

    def alone(self) -> Mapping[str, Callable[[str], object]]:
        return {"elasticsearch": self.search}


class Tantivy:
    """tantivy with its default tokenizer."""

    _SYNTAX = re.compile(r"""[-+&|!(){}\[\]^"'~*?:\\/<>=`]|\b(?:AND|OR|NOT|IN)\b""")

    def __init__(self, documents: Sequence[BeirDocument], _: Embedder, __: Embedder) -> None:
        import tantivy

        builder = tantivy.SchemaBuilder()
        builder.add_text_field("name", stored=True, tokenizer_name="raw")
        builder.add_text_field("text", stored=False)
        self._index = tantivy.Index(builder.build())
        writer = self._index.writer(heap_size=64_000_000, num_threads=1)
        for one in documents:
            writer.add_document(tantivy.Document(name=one.id, text=one.whole))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def search(self, text: str) -> dict[str, Run]:
        query, _ = self._index.parse_query_lenient(self._SYNTAX.sub(" ", text), ["text"])
        found = self._searcher.search(query, LIMIT).hits
        return {"tantivy": {self._searcher.doc(place)["name"][0]: float(score) for score, place in found}}

    def alone(self) -> Mapping[str, Callable[[str], object]]:
        return {"tantivy": self.search}


class Fts5:
    """SQLite's FTS5 with unicode61, the words of a query joined by OR."""

    def __init__(self, documents: Sequence[BeirDocument], _: Embedder, __: Embedder) -> None:
        self._database = sqlite3.connect(":memory:")
        self._database.execute("create virtual table passage using fts5(name unindexed, text)")
        rows = ((one.id, one.whole) for one in documents)
        self._database.executemany("insert into passage values (?, ?)", rows)

    def search(self, text: str) -> dict[str, Run]:
        words = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", text))
        found = self._database.execute(
            "select name, -bm25(passage) from passage where passage match ? order by rank limit ?",
            (words or '""', LIMIT),
        )
        return {"fts5": dict(found)}

    def alone(self) -> Mapping[str, Callable[[str], object]]:
        return {"fts5": self.search}


class Embedding:
    """The model alone: cosine of the query and each document, whole."""

    def __init__(self, documents: Sequence[BeirDocument], embedder: Embedder, bare: Embedder) -> None:
        self._names = [one.id for one in documents]
        self._vectors: Vectors = embedder.embed_passages([one.whole for one in documents])
        self._embedder = embedder
        self._bare = bare

    def search(self, text: str) -> dict[str, Run]:
        return {"embedder": self._nearest(text, self._embedder)}

    def alone(self) -> Mapping[str, Callable[[str], Any]]:
        return {"embedder": lambda text: self._nearest(text, self._bare)}

    def _nearest(self, text: str, embedder: Embedder) -> Run:
        cosines = self._vectors @ embedder.embed_queries([text])[0]
        limit = min(LIMIT, len(cosines))
        best = np.argpartition(-cosines, limit - 1)[:limit]
        ordered = best[np.argsort(-cosines[best], kind="stable")]  # RRF reads the order alone
        return {self._names[place]: float(cosines[place]) for place in ordered}


PEERS: Mapping[str, type[Any]] = {
    "haystack": Haystack,
    "bm25s": Bm25s,
    "tantivy": Tantivy,
    "fts5": Fts5,
    "elasticsearch": Elasticsearch,
    "embedder": Embedding,
}
"""By the name that `--peers` knows; Haystack is two systems."""


def open_peers(
    names: Sequence[str], documents: Sequence[BeirDocument], embedder: Embedder, bare: Embedder
) -> list[Searcher]:
    """Bring the documents into each of these peers."""
    return [PEERS[name](documents, embedder, bare) for name in names]


def _retrieved(retriever: Any, tokens: Sequence[str], names: Sequence[str]) -> Run:
    if not tokens:
        return {}
    limit = min(LIMIT, len(names))
    places, scores = retriever.retrieve([list(tokens)], k=limit, show_progress=False, n_threads=0)
    found = zip(places[0], scores[0], strict=True)
    return {names[place]: float(score) for place, score in found if score > 0}
