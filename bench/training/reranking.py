"""A cheap second stage: the best twenty documents ordered anew by both legs and the words of the text."""

import math
from collections import Counter
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from bench.beir import QuerySet
from bench.relevance_measures import Run, Values, values_of
from bench.relevance_systems import OurSearch, read
from bench.training.judging import Collection, Court
from index.ports import Embedder
from language.analysis import analyze
from language.sentences import split_sentences
from search.fusion import Candidate, inverse_frequency

__all__ = ["FORMS", "Lists", "Scorer", "fit", "lists_of", "reranked"]

RERANKED = 20
Features = NDArray[np.float64]
"""One row a document: what it is by itself, then against the best and the average of its list."""
Scorer = Callable[[Features], NDArray[np.float64]]

FORMS: Mapping[str, Callable[[], object]] = {
    "linear": lambda: make_pipeline(StandardScaler(), LogisticRegression(C=0.3, max_iter=300)),
    "trees": lambda: HistGradientBoostingClassifier(
        max_iter=150, max_leaf_nodes=8, learning_rate=0.07, l2_regularization=5, random_state=0
    ),
}


class Texts:
    """What the texts of a collection say to a question's words; all by passage id."""

    def __init__(self, collection: Collection) -> None:
        self._titles: dict[UUID, str] = {}
        self._passages: dict[UUID, str] = {}
        for beir in collection.documents:
            document, passages = read(beir)
            for passage in passages:
                self._titles[passage.id] = document.description.title
                self._passages[passage.id] = passage.text
        self._words = {key: _terms(text) for key, text in self._passages.items()}
        self._frequencies = Counter(term for terms in self._words.values() for term in set(terms))

    def overlap(self, text: str, passage: UUID) -> tuple[float, ...]:
        """What of the question stands there: grams, idf in the best sentence and title, word pairs; length."""
        wanted = _terms(text)
        idf = {term: inverse_frequency(self._frequencies[term], len(self._words)) for term in wanted}
        total = sum(idf.values()) or 1.0
        words = self._words[passage]
        sentences = [
            set(_terms(one.of(self._passages[passage]))) for one in split_sentences(self._passages[passage])
        ]
        pairs = set(pairwise(wanted))
        return (
            len(_grams(wanted) & _grams(words)) / max(1, len(_grams(wanted))),
            max((sum(idf[term] for term in idf.keys() & one) for one in sentences), default=0.0) / total,
            sum(idf[term] for term in idf.keys() & set(_terms(self._titles[passage]))) / total,
            len(pairs & set(pairwise(words))) / max(1, len(pairs)),
            math.log1p(len(words)),
        )


@dataclass(frozen=True, slots=True)
class Lists:
    """A query set's documents by query in the order of our search, their features, and which are right."""

    query_set: QuerySet
    lists: Mapping[str, tuple[Sequence[str], Features, NDArray[np.bool_]]]

    def only(self, queries: Container[str]) -> "Lists":
        return Lists(self.query_set, {query: one for query, one in self.lists.items() if query in queries})

    def values(self, scorer: Scorer | None, blend: float) -> Values:
        """Measures of the gated sum plus `blend` times the learned score."""
        lists = self.lists.items()
        runs = {query: reranked(documents, rows, scorer, blend) for query, (documents, rows, _) in lists}
        return values_of(self.query_set, runs)


def lists_of(court: Court, name: str, embedder: Embedder) -> Lists:
    query_set, texts = court.collection.query_sets[name], Texts(court.collection)
    ours = court.search(embedder)
    lists = {}
    for query, text in query_set.queries.items():
        ids, rows = _features(ours, texts, text)
        documents = [ours.name_of(one) for one in ids]
        grades = query_set.qrels[query]
        right = np.array([grades.get(one, 0) > 0 for one in documents[: len(rows)]], np.bool_)
        lists[query] = documents, rows, right
    return Lists(query_set, lists)


def fit(form: str, learned: Lists) -> Scorer:
    """Learn which document of a list is the right one; lists without it teach nothing."""
    taught = [(rows, right) for _, rows, right in learned.lists.values() if right.any()]
    model: Any = FORMS[form]()
    model.fit(np.concatenate([rows for rows, _ in taught]), np.concatenate([right for _, right in taught]))
    scorer: Scorer = model.decision_function
    return scorer


def reranked(documents: Sequence[str], rows: Features, scorer: Scorer | None, blend: float) -> Run:
    """What was not looked at keeps its place behind the others."""
    if scorer is None or not len(rows):
        return {name: -float(place) for place, name in enumerate(documents)}
    order = np.argsort(-(rows[:, 0] + blend * scorer(rows)), kind="stable")
    ranked = [documents[place] for place in order] + list(documents[len(rows) :])
    return {name: -float(place) for place, name in enumerate(ranked)}


def _features(ours: OurSearch, texts: Texts, text: str) -> tuple[list[UUID], Features]:
    """Documents of the hybrid's list, best first, and a row for each of the first twenty."""
    analysed, candidates = ours.candidates(text)
    best: dict[UUID, Candidate] = {}
    for one in candidates:
        best.setdefault(one.document_id, one)
    rows = [
        (
            one.score,
            one.absolute,
            one.words.score if one.words else 0.0,
            one.meaning.score if one.meaning else 0.0,
            *texts.overlap(analysed.words, one.passage_id),
            float(len(analysed.terms)),
        )
        for one in list(best.values())[:RERANKED]
    ]
    if not rows:
        return [], np.zeros((0, 0))
    plain = np.array(rows)
    return list(best), np.concatenate([plain, plain - plain.max(0), plain - plain.mean(0)], axis=1)


@lru_cache(maxsize=50_000)
def _terms(text: str) -> tuple[str, ...]:
    return tuple(term.text for term in analyze(text))


@lru_cache(maxsize=50_000)
def _grams(terms: tuple[str, ...]) -> frozenset[str]:
    return frozenset(f"_{term}_"[start : start + 4] for term in terms for start in range(max(1, len(term) - 1)))
