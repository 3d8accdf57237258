"""Documents like one document: near to its passages in meaning, and with its rarest words."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np

from corpus.access import Principal
from corpus.catalogue import Catalogue
from corpus.records import Document, Passage
from index.ports import PassageIndex, Restriction, Vector
from language.analysis import analyze
from search.fusion import COSINE_FLOOR, COSINE_WIDTH, inverse_frequency

__all__ = ["MOST_SIMILAR", "Similar", "similar_documents"]

MOST_SIMILAR = 20
PASSAGES_ASKED = 6  # of a long document, spread over it
TERMS_ASKED = 25
TERMS_READ = 20_000  # of a long document, from its beginning
NEIGHBOURS = 60  # passages that are looked at for each of them
# Beneath this nearness two documents have only their language in common.
LEAST = 0.2


@dataclass(frozen=True, slots=True)
class Similar:
    """`score` lies between 0 and about 1; `terms` are index terms that both have, the most telling first."""

    document: Document
    score: float
    terms: tuple[str, ...]


def similar_documents(
    document_id: UUID, asker: Principal, catalogue: Catalogue, index: PassageIndex, limit: int = 5
) -> list[Similar]:
    """Among what the asker may read, the nearest first. Raises `NotFound` for a document that may not be read.

    Half of the score is the cosine of each passage to its nearest one, averaged and stretched; half is the
    share of the document's most telling terms. Without vectors the terms decide alone.
    """
    passages = catalogue.passages_of(document_id, asker)
    restriction = Restriction(asker)
    weights = _telling_terms(catalogue.document(document_id, asker), passages, index)
    terms = _with_others(weights, restriction, index)
    by_terms = _by_terms(terms, document_id)
    vectors = _spread(list(index.vectors_of(document_id).values()))
    by_meaning = _by_meaning(vectors, document_id, len(passages), restriction, index)
    scores = {
        other: 0.5 * by_terms.get(other, 0.0) + 0.5 * by_meaning.get(other, 0.0) if vectors else by_terms[other]
        for other in by_terms.keys() | by_meaning.keys()
    }
    best = sorted((one for one in scores if scores[one] >= LEAST), key=lambda one: (-scores[one], one))[:limit]
    documents = catalogue.documents_by_id(best, asker)
    return [Similar(documents[one], scores[one], _shared(terms, one)) for one in best if one in documents]


def _telling_terms(document: Document, passages: Sequence[Passage], index: PassageIndex) -> dict[str, float]:
    """The terms that stand in several passages by their tf · idf, the most telling first."""
    counts: Counter[str] = Counter(term.text for term in analyze(document.description.title))
    for passage in passages:
        counts.update(term.text for term in analyze(passage.text))
        if counts.total() > TERMS_READ:
            break
    frequent = dict(counts.most_common(10 * TERMS_ASKED))
    frequencies, count = index.document_frequencies(frequent), index.count()
    weights = {
        term: (1 + np.log(number)) * inverse_frequency(frequencies[term], count)
        for term, number in frequent.items()
        if frequencies[term] > 1 and not term.isdigit()
    }
    best = sorted(weights, key=lambda term: (-weights[term], term))
    return {term: float(weights[term]) for term in best}


def _with_others(
    weights: Mapping[str, float], restriction: Restriction, index: PassageIndex
) -> dict[str, tuple[float, frozenset[UUID]]]:
    """The first terms with their weights and the documents that have them.

    A term whose other passages are all hidden is none of them: its share would tell of what may not be read.
    """
    found: dict[str, tuple[float, frozenset[UUID]]] = {}
    for term, weight in weights.items():
        having = index.lexical((term,), restriction, 5 * NEIGHBOURS)
        if len(having) > 1:
            found[term] = weight, frozenset(one.document_id for one in having)
        if len(found) == TERMS_ASKED:
            break
    return found


def _by_terms(terms: Mapping[str, tuple[float, frozenset[UUID]]], document_id: UUID) -> dict[UUID, float]:
    """The weight of the terms that a document has, of all of them."""
    held: dict[UUID, float] = {}
    for weight, having in terms.values():
        for other in having - {document_id}:
            held[other] = held.get(other, 0.0) + weight
    total = sum(weight for weight, _ in terms.values())
    return {other: weight / total for other, weight in held.items()}


def _by_meaning(
    vectors: Sequence[Vector], document_id: UUID, own: int, restriction: Restriction, index: PassageIndex
) -> dict[UUID, float]:
    sums: dict[UUID, float] = {}
    for vector in vectors:
        nearest: dict[UUID, float] = {}
        # The document's own passages are near to one another: so many more are asked for.
        for one in index.semantic(vector, restriction, NEIGHBOURS + min(own, NEIGHBOURS)):
            if one.document_id != document_id:
                nearest.setdefault(one.document_id, max(0.0, (one.score - COSINE_FLOOR) / COSINE_WIDTH))
        for other, score in nearest.items():
            sums[other] = sums.get(other, 0.0) + min(score, 1.0)
    return {other: total / len(vectors) for other, total in sums.items()}


def _spread(vectors: Sequence[Vector]) -> list[Vector]:
    step = max(1, -(-len(vectors) // PASSAGES_ASKED))
    return list(vectors[::step])


def _shared(terms: Mapping[str, tuple[float, frozenset[UUID]]], document_id: UUID) -> tuple[str, ...]:
    """Up to five of the terms that stand in the other document."""
    return tuple(term for term, (_, having) in terms.items() if document_id in having)[:5]
