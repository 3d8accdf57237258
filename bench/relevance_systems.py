"""Our search as `bench/relevance` measures it: the product's own path from a BEIR document to a ranking.

Each document is one page: split, analysed, embedded, found, and folded back
into its document by its best passage.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Protocol
from uuid import NAMESPACE_URL, UUID, uuid5

from bench.beir import BeirDocument
from bench.relevance_measures import Run
from corpus.access import Confidentiality, administrator
from corpus.records import ContentHash, Description, Document, DocumentState, Page, Passage
from index.encoding import Encoder
from index.ports import Embedder, PassageIndex, Scored
from ingest.parsing import ParsedDocument
from ingest.splitting import split
from language.normalization import clean_text
from search.fusion import Candidate
from search.query import LONGEST_TEXT, AnalysedQuery, Mode, Query
from search.retrieval import analyse, best_by_meaning, best_by_words, fuse

__all__ = ["Filled", "OurSearch", "Searcher", "fill", "read", "reciprocal_rank_fusion"]

ASKER = administrator("bench")
RANK_CONSTANT = 60
AT_ONCE = 1000  # documents that are split and embedded before the next ones


class Searcher(Protocol):
    """One or several systems that share work; `search` gives each one's run, `alone` each one for timing."""

    def search(self, text: str) -> dict[str, Run]: ...

    def alone(self) -> Mapping[str, Callable[[str], object]]:
        """System → what it does for one query from the text on, nothing kept from earlier queries."""


@dataclass(frozen=True, slots=True)
class Filled:
    """Which BEIR document a passage came from, and how many passages there are."""

    names: Mapping[UUID, str]
    passages: int


def fill(index: PassageIndex, documents: Sequence[BeirDocument], embedder: Embedder) -> Filled:
    """Bring BEIR documents into the index by the product's own path, one page each."""
    encoder = Encoder(embedder)
    names: dict[UUID, str] = {}
    passages = 0
    for first in range(0, len(documents), AT_ONCE):
        held: list[Passage] = []
        texts: list[str] = []
        for beir in documents[first : first + AT_ONCE]:
            document, found = read(beir)
            index.put(encoder.entries(document, found))
            names[document.id] = beir.id
            held += found
            texts += encoder.passage_inputs(document, found)
        if held:
            vectors = embedder.embed_passages(texts)
            index.put_vectors({passage.id: vector for passage, vector in zip(held, vectors, strict=True)})
        passages += len(held)
    index.flush()
    index.optimize()
    index.load_terms()
    return Filled(names, passages)


def read(beir: BeirDocument) -> tuple[Document, list[Passage]]:
    """The document as the catalogue would hold it, and its passages."""
    document, page = _document(beir), Page(1, clean_text(beir.text))
    return document, split(document.id, ParsedDocument((page,), ()), beir.title)


class OurSearch:
    """Law of `Searcher`: the hybrid, the search without a model, each leg alone, and the legs under RRF."""

    def __init__(
        self,
        index: PassageIndex,
        filled: Filled,
        embedder: Embedder,
        weight: float,
        bare: Embedder | None = None,
    ) -> None:
        """`embedder` may remember vectors between runs; `bare` is the one to take the time of."""
        self._index = index
        self._filled = filled
        self._weight = weight
        self._encoder = Encoder(embedder)
        self._bare = Encoder(bare or embedder)

    def search(self, text: str) -> dict[str, Run]:
        analysed = self._analysed(text, self._encoder)
        words, meaning = best_by_words(analysed, self._index), best_by_meaning(analysed, self._index)
        return {
            "hybrid": self._fused(analysed, self._weight),
            "words": self._fused(self._without_model(analysed), self._weight),
            "meaning": self._folded(_pairs(meaning.passages)),
            "rrf": self._folded(reciprocal_rank_fusion(words.passages, meaning.passages)),
        }

    def alone(self) -> Mapping[str, Callable[[str], object]]:
        return {
            "hybrid": lambda text: self._fused(self._analysed(text, self._bare), self._weight),
            "words": lambda text: self._fused(self._analysed(text, self._bare, Mode.WORDS), self._weight),
            "meaning": lambda text: best_by_meaning(
                self._analysed(text, self._bare, Mode.MEANING), self._index
            ),
        }

    def hybrid(self, text: str) -> Run:
        return self._fused(self._analysed(text, self._encoder), self._weight)

    def candidates(self, text: str) -> tuple[AnalysedQuery, Sequence[Candidate]]:
        """The query as it was read, and the passages of both legs under the gated sum, best first."""
        analysed = self._analysed(text, self._encoder)
        words, meaning = best_by_words(analysed, self._index), best_by_meaning(analysed, self._index)
        return analysed, fuse(analysed, words, meaning, self._index, self._weight).candidates

    def name_of(self, document: UUID) -> str:
        """The BEIR id of a document of the index."""
        return self._filled.names[document]

    def by_weight(self, text: str, weights: Sequence[float]) -> list[Run]:
        """The hybrid's run under each weight of the meaning leg."""
        analysed = self._analysed(text, self._encoder)
        return [self._fused(analysed, weight) for weight in weights]

    def _analysed(self, text: str, encoder: Encoder, mode: Mode = Mode.HYBRID) -> AnalysedQuery:
        query = Query(text[:LONGEST_TEXT].strip() or "؟", ASKER, mode=mode)
        return analyse(query, encoder, self._index, self._weight)

    def _without_model(self, analysed: AnalysedQuery) -> AnalysedQuery:
        return replace(analysed, query=replace(analysed.query, mode=Mode.WORDS), vectors=())

    def _fused(self, analysed: AnalysedQuery, weight: float) -> Run:
        words, meaning = best_by_words(analysed, self._index), best_by_meaning(analysed, self._index)
        fused = fuse(analysed, words, meaning, self._index, weight)
        return self._folded((one.document_id, one.score) for one in fused.candidates)

    def _folded(self, scored: Iterable[tuple[UUID, float]]) -> Run:
        """A document counts as its best passage."""
        best: dict[str, float] = {}
        for document, score in scored:
            name = self._filled.names[document]
            best[name] = max(score, best.get(name, score))
        return best


def reciprocal_rank_fusion(*legs: Sequence[Scored]) -> list[tuple[UUID, float]]:
    """The usual rival of a weighted sum: the sum of 1 / (60 + rank) over the legs, by passage."""
    scores: dict[UUID, float] = {}
    documents: dict[UUID, UUID] = {}
    for leg in legs:
        for rank, scored in enumerate(leg, 1):
            scores[scored.passage_id] = scores.get(scored.passage_id, 0.0) + 1 / (RANK_CONSTANT + rank)
            documents[scored.passage_id] = scored.document_id
    return [(documents[passage], score) for passage, score in scores.items()]


def _document(beir: BeirDocument) -> Document:
    return Document(
        id=uuid5(NAMESPACE_URL, f"beir:{beir.id}"),
        original=ContentHash(""),
        file=beir.id,
        format="txt",
        size=len(beir.text),
        received=datetime(2024, 1, 1, tzinfo=UTC),
        state=DocumentState.WORDS,
        description=Description(clean_text(beir.title)),
        confidentiality=Confidentiality.NORMAL,
        readers=ASKER.groups,
    )


def _pairs(scored: Iterable[Scored]) -> Iterable[tuple[UUID, float]]:
    return ((one.document_id, one.score) for one in scored)
