"""Questions with their passage and with the passages that our own legs take for it."""

from collections.abc import Container, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.training.judging import Court
from index.ports import Embedder
from language.normalization import fold_lightly

__all__ = ["Example", "Material", "gather"]

HARD = 16


@dataclass(frozen=True, slots=True)
class Example:
    """Numbers of `Material`: a query, its passage, and the wrong passages that rank highest, hardest first."""

    query: int
    passage: int
    hard: NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Material:
    """Texts as the model reads them, without its prompts, and the examples among them."""

    queries: Sequence[str]
    passages: Sequence[str]
    examples: Sequence[Example]


def gather(court: Court, name: str, queries: Container[str], embedder: Embedder) -> Material:
    """Examples of some queries of a set, hard negatives by the product's own search.

    What another query set of the collection asks for takes no part, neither as right nor as wrong.
    """
    collection = court.collection
    query_set = collection.query_sets[name]
    kept_out = {
        document
        for other, one in collection.query_sets.items()
        if other != name
        for grades in one.qrels.values()
        for document in grades
    }
    owners = court.passages.owners
    places = {passage: place for place, passage in enumerate(court.passages.ids)}
    ours = court.search(embedder)
    chosen = [query for query in query_set.queries if query in queries]
    examples = []
    for number, query in enumerate(chosen):
        right = {document for document, grade in query_set.qrels[query].items() if grade > 0}
        _, candidates = ours.candidates(query_set.queries[query])
        found = [places[one.passage_id] for one in candidates]
        positive = next((place for place in found if owners[place] in right), None)
        wrong = [place for place in found if owners[place] not in right | kept_out][:HARD]
        if positive is not None and not right & kept_out and len(wrong) == HARD:
            examples.append(Example(number, positive, np.array(wrong)))
    texts = [fold_lightly(query_set.queries[query]) for query in chosen]
    return Material(texts, court.passages.texts, examples)
