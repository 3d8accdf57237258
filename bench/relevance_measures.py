"""From runs to figures: values of each query, their means, quarters by overlap, intervals of differences."""

from collections.abc import Iterable, Mapping, Sequence
from heapq import nlargest

import ir_measures
import numpy as np
from ir_measures import RR, Qrel, R, ScoredDoc, Success, nDCG
from numpy.typing import NDArray

from bench.beir import BeirDocument, QuerySet
from language.analysis import analyze

__all__ = ["MAIN", "MEASURES", "Run", "Values", "difference", "means", "quarters", "values_of"]

Run = Mapping[str, float]
"""Document id → score, for one query."""

Values = NDArray[np.float64]
"""One row a query, in the order of the query set; one column a measure, in the order of `MEASURES`."""

MEASURES = {
    "ndcg@10": nDCG @ 10,
    "mrr@10": RR @ 10,
    "success@3": Success @ 3,  # one of the right ones is among the first three
    "recall@1": R @ 1,
    "recall@10": R @ 10,
    "recall@100": R @ 100,
}
MAIN = "ndcg@10"
DEEPEST = 100
RESAMPLES, SEED = 2000, 5


def values_of(query_set: QuerySet, runs: Mapping[str, Run]) -> Values:
    """The measures of each query of `runs`, in its order; without any find all are 0."""
    qrels = [
        Qrel(query, document, grade) for query in runs for document, grade in query_set.qrels[query].items()
    ]
    found = [
        ScoredDoc(query, document, score)
        for query, run in runs.items()
        for document, score in nlargest(DEEPEST, run.items(), key=lambda one: (one[1], one[0]))
    ]
    rows = {query: row for row, query in enumerate(runs)}
    columns = {measure: column for column, measure in enumerate(MEASURES.values())}
    values = np.zeros((len(rows), len(columns)))
    if found:
        for metric in ir_measures.iter_calc(list(columns), qrels, found):
            values[rows[metric.query_id], columns[metric.measure]] = metric.value
    return values


def means(values: Values) -> dict[str, float]:
    return {name: _rounded(value) for name, value in zip(MEASURES, values.mean(axis=0), strict=True)}


def quarters(query_set: QuerySet, documents: Mapping[str, BeirDocument]) -> list[NDArray[np.intp]]:
    """Rows of the four quarters of a query set, those with fewest words in common with their document first.

    In common is the share of a query's terms (stop words have none) that stand in its right document, in the
    best one of several. Equal shares keep the order of the set, so that the quarters are equally large.
    """
    terms: dict[str, frozenset[str]] = {}
    shares = np.zeros(len(query_set.queries))
    for row, (query, text) in enumerate(query_set.queries.items()):
        wanted = frozenset(term.text for term in analyze(text))
        for document, grade in query_set.qrels[query].items():
            if grade > 0 and document in documents and wanted:
                if document not in terms:
                    terms[document] = frozenset(term.text for term in analyze(documents[document].whole))
                shares[row] = max(shares[row], len(wanted & terms[document]) / len(wanted))
    return np.array_split(np.argsort(shares, kind="stable"), 4)


def difference(ours: Values, other: Values) -> tuple[float, float, float]:
    """Mean of ours - other in the main measure, and its 95 % interval by paired bootstrap over the queries."""
    column = list(MEASURES).index(MAIN)
    differences = ours[:, column] - other[:, column]
    random = np.random.default_rng(SEED)
    drawn = [
        differences[random.integers(0, len(differences), len(differences))].mean() for _ in range(RESAMPLES)
    ]
    low, high = np.percentile(drawn, (2.5, 97.5))
    return _rounded(differences.mean()), _rounded(low), _rounded(high)


def main_mean(values: Values, rows: Sequence[int] | NDArray[np.intp] | None = None) -> float:
    """Mean of the main measure over all queries or some."""
    column = values[:, list(MEASURES).index(MAIN)]
    chosen = column if rows is None else column[rows]
    return _rounded(chosen.mean()) if len(chosen) else 0.0


def joined(parts: Iterable[Values]) -> Values:
    return np.concatenate(list(parts))


def _rounded(value: float) -> float:
    return round(float(value), 4)
