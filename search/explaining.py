"""Why hits stand where they stand: what each leg says, which terms were matched, how it was joined."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from index.ports import PassageIndex
from search.frozen import Shared
from search.fusion import Candidate, Shares
from search.query import AnalysedQuery
from search.results import LegScore, Ranking
from search.retrieval import Fused
from search.synonym_scores import SYNONYM_WEIGHT

__all__ = ["Explained", "Explanation", "HitExplanation", "Origin", "Term", "TermShare", "explain"]

MOST_TERMS = 60  # of one question that are asked one by one


class Origin(StrEnum):
    """How a term came into the question."""

    WRITTEN = "written"
    REPAIRED = "repaired"
    INFLECTED = "inflected"  # the plural of a written singular, or the other way round
    EQUAL = "equal"  # by the office's table


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the question; `weight` is 1 for what was written, `idf` over all passages."""

    text: str
    origin: Origin
    idf: float
    weight: float


@dataclass(frozen=True, slots=True)
class TermShare:
    """What a term alone has in one passage: BM25, before its weight."""

    term: str
    score: float


@dataclass(frozen=True, slots=True)
class HitExplanation:
    """One document's best passage: `rank` from 1 by score alone, and the parts of the score.

    `score == words_part + meaning_part`; `words` and `meaning` are what each leg said by itself. `moved` says
    that it is listed elsewhere than its own score says: as the version in force of a document before which it
    stands, by date or by title, or by the second stage.
    """

    passage_id: UUID
    document_id: UUID
    rank: int
    score: float
    absolute: float
    words_part: float
    meaning_part: float
    words: LegScore | None
    meaning: LegScore | None
    terms: tuple[TermShare, ...]
    moved: bool
    second: float | None = None  # what the second stage says of it


@dataclass(frozen=True, slots=True)
class Explanation(Shared):
    """The question as the legs were asked it, and the hits of this page by passage.

    `model_texts` is what the model read. `candidates` counts the passages of both legs' lists together.
    """

    terms: tuple[Term, ...]
    model_texts: tuple[str, ...]
    shares: Shares
    candidates: int
    hits: Mapping[UUID, HitExplanation]


@dataclass(frozen=True, slots=True)
class Explained(Shared):
    """A ranking with its explanation."""

    ranking: Ranking
    explanation: Explanation


def explain(
    analysed: AnalysedQuery,
    fused: Fused,
    ranking: Ranking,
    index: PassageIndex,
    second: Mapping[UUID, float] = {},
) -> Explanation:
    """Tell of the hits of one page. The idf says how many passages of all have a term: for administrators."""
    terms = _terms(analysed)[:MOST_TERMS]
    by_passage = {one.passage_id: one for one in fused.candidates}
    ranks = _document_ranks(fused)
    shown = [hit for hit in ranking.hits if hit.passage.id in by_passage]
    scores = _term_scores(analysed, terms, [hit.passage.id for hit in shown], index)
    order = sorted(ranks[hit.document.id] for hit in shown)
    return Explanation(
        terms=tuple(terms),
        model_texts=analysed.model_texts,
        shares=fused.shares,
        candidates=len(fused.candidates),
        hits={
            hit.passage.id: replace(
                _of(
                    by_passage[hit.passage.id],
                    ranks[hit.document.id],
                    scores.get(hit.passage.id, ()),
                    moved=place != ranks[hit.document.id],
                ),
                second=second.get(hit.document.id),
            )
            for place, hit in zip(order, shown, strict=True)
        },
    )


def _of(found: Candidate, rank: int, terms: Collection[TermShare], *, moved: bool) -> HitExplanation:
    return HitExplanation(
        found.passage_id,
        found.document_id,
        rank,
        found.score,
        found.absolute,
        found.words_part,
        found.meaning_part,
        found.words,
        found.meaning,
        tuple(terms),
        moved,
    )


def _document_ranks(fused: Fused) -> dict[UUID, int]:
    documents = dict.fromkeys(one.document_id for one in fused.candidates)
    return {document: rank for rank, document in enumerate(documents, 1)}


def _terms(analysed: AnalysedQuery) -> list[Term]:
    weights = analysed.weights
    found = {term: Term(term, Origin.WRITTEN, idf, 1.0) for term, idf in analysed.idf.items()}
    for term, idf in analysed.repaired_idf.items():
        found.setdefault(term, Term(term, Origin.REPAIRED, idf, weights.get(term, 1.0)))
    for term, idf in analysed.inflected_idf.items():
        found.setdefault(term, Term(term, Origin.INFLECTED, idf, weights[term]))
    for term, idf in analysed.synonym_idf.items():
        found.setdefault(term, Term(term, Origin.EQUAL, idf, SYNONYM_WEIGHT))
    return list(found.values())


def _term_scores(
    analysed: AnalysedQuery, terms: Collection[Term], passages: Collection[UUID], index: PassageIndex
) -> dict[UUID, list[TermShare]]:
    found: dict[UUID, list[TermShare]] = {}
    for term in terms:
        for one in index.lexical((term.text,), analysed.restriction, len(passages), among=passages):
            found.setdefault(one.passage_id, []).append(TermShare(term.text, one.score))
    return found
