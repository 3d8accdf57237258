"""The steps of a search as Haystack components; each wraps one function of its room."""

from dataclasses import replace

from haystack import component

from corpus.catalogue import Catalogue
from index.encoding import Encoder
from index.ports import PassageIndex
from search import answering, fetching, listing, narrowing, retrieval
from search.explaining import Explained, explain
from search.fetching import Fetched
from search.query import AnalysedQuery, Query
from search.reranking import Reranking, rerank
from search.results import Answer, Ranking
from search.retrieval import Best, Fused
from search.synonym_source import SynonymSource
from search.written_out import written_out

__all__ = [
    "AnalyseQuery",
    "AnswerByQuoting",
    "Explain",
    "FetchFromCatalogue",
    "FuseLegs",
    "MarkHits",
    "MeaningLeg",
    "Narrow",
    "Rerank",
    "WordsLeg",
]


@component
class AnalyseQuery:
    """Text to terms and vector."""

    def __init__(self, encoder: Encoder, index: PassageIndex, weight: float, synonyms: SynonymSource) -> None:
        self._encoder = encoder
        self._index = index
        self._weight = weight
        self._synonyms = synonyms

    @component.output_types(analysed=AnalysedQuery)
    def run(self, query: Query) -> dict[str, AnalysedQuery]:
        analysed = retrieval.analyse(query, self._encoder, self._index, self._weight, self._synonyms.current())
        return {"analysed": analysed}


@component
class Narrow:
    """Phrases, and words that must be absent, to passages."""

    def __init__(self, index: PassageIndex, catalogue: Catalogue) -> None:
        self._index = index
        self._catalogue = catalogue

    @component.output_types(narrowed=AnalysedQuery)
    def run(self, analysed: AnalysedQuery) -> dict[str, AnalysedQuery]:
        return {"narrowed": narrowing.narrow(analysed, self._index, self._catalogue)}


@component
class WordsLeg:
    """The best passages by BM25, among what the asker may read."""

    def __init__(self, index: PassageIndex) -> None:
        self._index = index

    @component.output_types(best=Best)
    def run(self, analysed: AnalysedQuery) -> dict[str, Best]:
        return {"best": retrieval.best_by_words(analysed, self._index)}


@component
class MeaningLeg:
    """The best passages by cosine, among what the asker may read."""

    def __init__(self, index: PassageIndex) -> None:
        self._index = index

    @component.output_types(best=Best)
    def run(self, analysed: AnalysedQuery) -> dict[str, Best]:
        return {"best": retrieval.best_by_meaning(analysed, self._index)}


@component
class FuseLegs:
    """The gated sum."""

    def __init__(self, index: PassageIndex, weight: float) -> None:
        self._index = index
        self._weight = weight

    @component.output_types(fused=Fused)
    def run(self, analysed: AnalysedQuery, words: Best, meaning: Best) -> dict[str, Fused]:
        return {"fused": retrieval.fuse(analysed, words, meaning, self._index, self._weight)}


@component
class Rerank:
    """The first documents in the order of a model that reads question and passage together, if there is one."""

    def __init__(self, catalogue: Catalogue, stage: Reranking) -> None:
        self._catalogue = catalogue
        self._stage = stage

    @component.output_types(fused=Fused)
    def run(self, analysed: AnalysedQuery, fused: Fused) -> dict[str, Fused]:
        return {"fused": rerank(analysed, fused, self._catalogue, self._stage)}


@component
class FetchFromCatalogue:
    """Candidates to documents and passages, facets counted over all; a list where bounds stand alone."""

    def __init__(self, index: PassageIndex, catalogue: Catalogue) -> None:
        self._index = index
        self._catalogue = catalogue

    @component.output_types(fetched=Fetched)
    def run(self, analysed: AnalysedQuery, fused: Fused) -> dict[str, Fetched]:
        if analysed.only_lists:
            return {"fetched": listing.listed(analysed, self._index, self._catalogue)}
        fetched = fetching.fetch(analysed, fused, self._catalogue)
        if not fetched.ranking.replacements:
            return {"fetched": fetched}
        asker = analysed.query.principal
        said = written_out(fetched.ranking.replacements, asker, self._catalogue, self._index)
        return {"fetched": Fetched(replace(fetched.ranking, replacements=said))}


@component
class MarkHits:
    """Highlights and best sentences."""

    @component.output_types(ranking=Ranking)
    def run(self, analysed: AnalysedQuery, fetched: Fetched) -> dict[str, Ranking]:
        return {"ranking": fetching.mark(analysed, fetched)}


@component
class AnswerByQuoting:
    """Sentences of the best passages with their places, or an abstention."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    @component.output_types(answer=Answer)
    def run(self, analysed: AnalysedQuery, fetched: Fetched) -> dict[str, Answer]:
        found = answering.answer(analysed, fetched.ranking, self._catalogue)
        return {"answer": replace(found, understood=fetched.ranking.understood)}


@component
class Explain:
    """Why the hits stand where they stand."""

    def __init__(self, index: PassageIndex) -> None:
        self._index = index

    @component.output_types(explained=Explained)
    def run(
        self, analysed: AnalysedQuery, fused: Fused, reranked: Fused, ranking: Ranking
    ) -> dict[str, Explained]:
        told = explain(analysed, fused, ranking, self._index, reranked.second_scores)
        return {"explained": Explained(ranking, told)}
