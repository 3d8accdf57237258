"""The systems that `bench/relevance` compares: our legs, alone and joined, and peers, on the same documents."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from bench.beir import BeirDocument
from corpus.access import Confidentiality, administrator
from corpus.records import ContentHash, Description, Document, DocumentState, Page, Passage
from index.encoding import Encoder
from index.ports import Embedder, PassageIndex, Scored
from ingest.parsing import ParsedDocument
from ingest.splitting import split
from language.normalization import clean_text
from search.fusion import LEG_LIMIT
from search.query import Query
from search.retrieval import analyse, best_by_meaning, best_by_words, fuse

__all__ = ["Run", "bm25s_runs", "fill", "haystack_runs", "our_runs", "reciprocal_rank_fusion"]

Run = Mapping[str, float]
"""Document id → score, for one query."""

ASKER = administrator("bench")
RANK_CONSTANT = 60


@dataclass(frozen=True, slots=True)
class Filled:
    """Which BEIR document a passage came from, and how many passages there are."""

    names: Mapping[UUID, str]
    passages: int


def fill(index: PassageIndex, documents: Iterable[BeirDocument], embedder: Embedder) -> Filled:
    """Bring BEIR documents into the index by the product's own path, one page each."""
    encoder = Encoder(embedder)
    names: dict[UUID, str] = {}
    held: list[Passage] = []
    texts: list[str] = []
    for beir in documents:
        document, page = _document(beir), Page(1, clean_text(beir.text))
        passages = split(document.id, ParsedDocument((page,), ()), beir.title)
        index.put(encoder.entries(document, passages))
        names[document.id] = beir.id
        held += passages
        texts += encoder.passage_inputs(document, passages)
    vectors = embedder.embed_passages(texts)
    index.put_vectors({passage.id: vector for passage, vector in zip(held, vectors, strict=True)})
    index.flush()
    index.optimize()
    return Filled(names, len(held))


def our_runs(
    index: PassageIndex, filled: Filled, embedder: Embedder, queries: Mapping[str, str], weight: float
) -> dict[str, dict[str, Run]]:
    """Our hybrid, each leg alone, and both legs under reciprocal rank fusion."""
    encoder = Encoder(embedder)
    runs: dict[str, dict[str, Run]] = {"hybrid": {}, "words": {}, "meaning": {}, "rrf": {}}
    for name, text in queries.items():
        analysed = analyse(Query(text, ASKER), encoder, index, weight)
        words, meaning = best_by_words(analysed, index), best_by_meaning(analysed, index)
        fused = fuse(analysed, words, meaning, index, weight).candidates
        runs["hybrid"][name] = _folded(filled, ((one.document_id, one.score) for one in fused))
        runs["words"][name] = _folded(filled, _pairs(words.passages))
        runs["meaning"][name] = _folded(filled, _pairs(meaning.passages))
        runs["rrf"][name] = _folded(filled, reciprocal_rank_fusion(words.passages, meaning.passages))
    return runs


def reciprocal_rank_fusion(*legs: Sequence[Scored]) -> list[tuple[UUID, float]]:
    """The usual rival of a weighted sum: the sum of 1 / (60 + rank) over the legs, by passage."""
    scores: dict[UUID, float] = {}
    documents: dict[UUID, UUID] = {}
    for leg in legs:
        for rank, scored in enumerate(leg, 1):
            scores[scored.passage_id] = scores.get(scored.passage_id, 0.0) + 1 / (RANK_CONSTANT + rank)
            documents[scored.passage_id] = scored.document_id
    return [(documents[passage], score) for passage, score in scores.items()]


def haystack_runs(documents: Sequence[BeirDocument], queries: Mapping[str, str]) -> dict[str, Run]:
    """Haystack's in-memory BM25 with its own tokenizer, title and text in one field."""
    from haystack import Document as HaystackDocument  # seconds to import: only where it is measured
    from haystack.document_stores.in_memory import InMemoryDocumentStore

    store = InMemoryDocumentStore()
    store.write_documents(
        [HaystackDocument(id=one.id, content=f"{one.title}\n{one.text}") for one in documents]
    )
    return {
        name: {found.id: float(found.score or 0) for found in store.bm25_retrieval(text, top_k=LEG_LIMIT)}
        for name, text in queries.items()
    }


def bm25s_runs(documents: Sequence[BeirDocument], queries: Mapping[str, str]) -> dict[str, Run]:
    """bm25s with its own tokenizer and no stop words, title and text in one field."""
    import bm25s  # type: ignore[import-untyped]  # a peer: only where it is measured

    texts = [f"{one.title}\n{one.text}" for one in documents]
    retriever = bm25s.BM25()
    retriever.index(bm25s.tokenize(texts, stopwords=[], show_progress=False), show_progress=False)
    limit = min(LEG_LIMIT, len(documents))
    tokens = bm25s.tokenize(list(queries.values()), stopwords=[], show_progress=False, return_ids=False)
    places, scores = retriever.retrieve(tokens, k=limit, show_progress=False)
    return {
        name: {documents[place].id: float(score) for place, score in zip(*row, strict=True) if score > 0}
        for name, *row in zip(queries, places, scores, strict=True)
    }


def _document(beir: BeirDocument) -> Document:
    return Document(
        id=uuid5(NAMESPACE_URL, f"beir:{beir.id}"),
        original=ContentHash(""),
        file=beir.id,
        format="txt",
        size=len(beir.text),
        received=datetime(2024, 1, 1, tzinfo=UTC),
        state=DocumentState.WORDS,
        description=Description(beir.title),
        confidentiality=Confidentiality.NORMAL,
        readers=ASKER.groups,
    )


def _pairs(scored: Iterable[Scored]) -> Iterable[tuple[UUID, float]]:
    return ((one.document_id, one.score) for one in scored)


def _folded(filled: Filled, scored: Iterable[tuple[UUID, float]]) -> Run:
    """A document counts as its best passage."""
    best: dict[str, float] = {}
    for document, score in scored:
        name = filled.names[document]
        best[name] = max(score, best.get(name, score))
    return best
