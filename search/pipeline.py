"""The query side as two figures:

analyse ─ narrow ─┬─ words ───┬─ fuse ─ rerank ─ fetch ─ mark        (a ranking)
                  └─ meaning ─┘                       └─ answer      (a cited answer)
"""

from dataclasses import dataclass

from haystack import Pipeline
from haystack.core.errors import PipelineRuntimeError

from corpus.catalogue import Catalogue
from index.encoding import Encoder
from index.ports import PassageIndex
from search.components import (
    AnalyseQuery,
    AnswerByQuoting,
    Explain,
    FetchFromCatalogue,
    FuseLegs,
    MarkHits,
    MeaningLeg,
    Narrow,
    Rerank,
    WordsLeg,
)
from search.explaining import Explained
from search.query import Query
from search.reranking import WITHOUT_SECOND_STAGE, Reranking
from search.results import Answer, Ranking
from search.synonym_source import SynonymSource

__all__ = [
    "Parts",
    "build_answering",
    "build_explaining",
    "build_search",
    "run_answering",
    "run_explaining",
    "run_search",
]


@dataclass(frozen=True, slots=True)
class Parts:
    """What the steps work with; `weight` is the meaning leg's."""

    index: PassageIndex
    catalogue: Catalogue
    encoder: Encoder
    weight: float
    synonyms: SynonymSource
    reranking: Reranking = WITHOUT_SECOND_STAGE


def build_search(parts: Parts) -> Pipeline:
    """From `analyse.query` to `mark.ranking`."""
    search = _build_retrieval(parts)
    search.add_component("mark", MarkHits())
    search.connect("narrow.narrowed", "mark.analysed")
    search.connect("fetch.fetched", "mark.fetched")
    return search


def build_explaining(parts: Parts) -> Pipeline:
    """From `analyse.query` to `explain.explained`: the search, with what led to it."""
    explaining = build_search(parts)
    explaining.add_component("explain", Explain(parts.index))
    explaining.connect("narrow.narrowed", "explain.analysed")
    explaining.connect("fuse.fused", "explain.fused")
    explaining.connect("rerank.fused", "explain.reranked")
    explaining.connect("mark.ranking", "explain.ranking")
    return explaining


def build_answering(parts: Parts) -> Pipeline:
    """From `analyse.query` to `answer.answer`."""
    answering = _build_retrieval(parts)
    answering.add_component("answer", AnswerByQuoting(parts.catalogue))
    answering.connect("narrow.narrowed", "answer.analysed")
    answering.connect("fetch.fetched", "answer.fetched")
    return answering


def _build_retrieval(parts: Parts) -> Pipeline:
    index, catalogue = parts.index, parts.catalogue
    retrieval = Pipeline()
    retrieval.add_component("analyse", AnalyseQuery(parts.encoder, index, parts.weight, parts.synonyms))
    retrieval.add_component("narrow", Narrow(index, catalogue))
    retrieval.add_component("words", WordsLeg(index))
    retrieval.add_component("meaning", MeaningLeg(index))
    retrieval.add_component("fuse", FuseLegs(index, parts.weight))
    retrieval.add_component("rerank", Rerank(catalogue, parts.reranking))
    retrieval.add_component("fetch", FetchFromCatalogue(index, catalogue))

    retrieval.connect("analyse.analysed", "narrow.analysed")
    retrieval.connect("narrow.narrowed", "words.analysed")
    retrieval.connect("narrow.narrowed", "meaning.analysed")
    retrieval.connect("narrow.narrowed", "fuse.analysed")
    retrieval.connect("words.best", "fuse.words")
    retrieval.connect("meaning.best", "fuse.meaning")
    retrieval.connect("narrow.narrowed", "fetch.analysed")
    retrieval.connect("narrow.narrowed", "rerank.analysed")
    retrieval.connect("fuse.fused", "rerank.fused")
    retrieval.connect("rerank.fused", "fetch.fused")
    return retrieval


def run_search(search: Pipeline, query: Query) -> Ranking:
    """Run what `build_search` made; raises what its steps raise."""
    ranking = _run(search, query)["mark"]["ranking"]
    assert isinstance(ranking, Ranking)
    return ranking


def run_explaining(explaining: Pipeline, query: Query) -> Explained:
    """Run what `build_explaining` made; raises what its steps raise."""
    explained = _run(explaining, query)["explain"]["explained"]
    assert isinstance(explained, Explained)
    return explained


def run_answering(answering: Pipeline, query: Query) -> Answer:
    """Run what `build_answering` made; raises what its steps raise."""
    answer = _run(answering, query)["answer"]["answer"]
    assert isinstance(answer, Answer)
    return answer


def _run(pipeline: Pipeline, query: Query) -> dict[str, dict[str, object]]:
    try:
        outputs: dict[str, dict[str, object]] = pipeline.run({"analyse": {"query": query}})
    except PipelineRuntimeError as error:
        if error.__cause__ is None:
            raise
        raise error.__cause__ from None  # our own error as it was raised, out of Haystack's wrapping
    return outputs
