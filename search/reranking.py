"""The second stage: a model that reads question and passage together puts the first documents in order."""

import logging
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol
from uuid import UUID

from corpus.catalogue import Catalogue
from corpus.errors import ModelUnavailable
from search.fusion import Candidate
from search.ordering import Sort
from search.query import AnalysedQuery
from search.results import SecondStage
from search.retrieval import Fused

__all__ = ["WITHOUT_SECOND_STAGE", "Reranker", "Reranking", "rerank"]

LOG = logging.getLogger(__name__)
LONGEST_TEXT = 2_000  # code points of a passage with its title


class Reranker(Protocol):
    """Scores how well texts answer a question; only the order of scores has a meaning."""

    def scores(self, question: str, texts: Sequence[str], seconds: float) -> Sequence[float] | None:
        """One score a text, or None if they are not there within `seconds`. Raises `ModelUnavailable`."""


@dataclass(frozen=True, slots=True)
class Reranking:
    """Which reranker reads the best passages of the first `top` documents, and how much its word weighs."""

    reranker: Reranker | None = None
    top: int = 20
    seconds: float = 0.3
    weight: float = 0.5


WITHOUT_SECOND_STAGE = Reranking()


def rerank(analysed: AnalysedQuery, fused: Fused, catalogue: Catalogue, stage: Reranking) -> Fused:
    """Order the first documents anew by the weighted sum of both stages' standardized scores.

    What does not come in time, or at all, is left out: then the first stage's order stands, and this is said.
    """
    asked = analysed.words.strip() and fused.candidates and analysed.query.sort is Sort.RELEVANT
    if stage.reranker is None or not asked or analysed.query.offset >= stage.top:
        return fused
    grouped: dict[UUID, list[Candidate]] = {}
    for candidate in fused.candidates:
        grouped.setdefault(candidate.document_id, []).append(candidate)
    first = list(grouped)[: stage.top]
    texts = _texts([grouped[document][0] for document in first], analysed, catalogue)
    read = [document for document in first if document in texts]
    question = " ".join((analysed.repair.text if analysed.repair else analysed.words).split())
    try:
        scores = stage.reranker.scores(question, [texts[one] for one in read], stage.seconds) if read else None
    except ModelUnavailable as error:
        LOG.warning("the second stage has no part in searches: %s", error)
        return replace(fused, second_stage=SecondStage.UNAVAILABLE)
    if scores is None:
        return replace(fused, second_stage=SecondStage.LATE)
    mixed = _mixed([grouped[one][0].score for one in read], scores, stage.weight)
    places = dict(zip(read, mixed, strict=True))
    ordered = sorted(read, key=lambda one: (-places[one], first.index(one)))
    rest = [document for document in grouped if document not in places]
    candidates = [candidate for document in (*ordered, *rest) for candidate in grouped[document]]
    return replace(
        fused,
        candidates=candidates,
        second_stage=SecondStage.DONE,
        second_scores=dict(zip(read, map(float, scores), strict=True)),
    )


def _texts(candidates: Sequence[Candidate], analysed: AnalysedQuery, catalogue: Catalogue) -> dict[UUID, str]:
    """Title and best passage by document, of those that the asker may read."""
    asker = analysed.query.principal
    passages = catalogue.passages([one.passage_id for one in candidates], asker)
    documents = catalogue.documents_by_id([one.document_id for one in candidates], asker)
    return {
        one.document_id: f"{documents[one.document_id].description.title}\n{passages[one.passage_id].text}"[
            :LONGEST_TEXT
        ]
        for one in candidates
        if one.passage_id in passages and one.document_id in documents
    }


def _mixed(first: Sequence[float], second: Sequence[float], weight: float) -> list[float]:
    return [
        (1 - weight) * one + weight * other
        for one, other in zip(_standardized(first), _standardized(second), strict=True)
    ]


def _standardized(scores: Sequence[float]) -> list[float]:
    mean = math.fsum(scores) / len(scores)
    deviation = math.sqrt(math.fsum((score - mean) ** 2 for score in scores) / len(scores))
    return [(score - mean) / deviation if deviation > 1e-9 else 0.0 for score in scores]
