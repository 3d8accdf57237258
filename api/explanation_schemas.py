"""The JSON of why hits stand where they stand."""

from uuid import UUID

from pydantic import BaseModel

from search.explaining import Explanation, HitExplanation, Origin
from search.results import LegScore

__all__ = ["ExplanationBody", "LegBody"]


class LegBody(BaseModel):
    """Where the passage stood in one leg of the search; ranks count from 1, null beyond the leg's list."""

    rank: int | None
    score: float

    @classmethod
    def of(cls, leg: LegScore | None) -> "LegBody | None":
        return cls(rank=leg.rank, score=leg.score) if leg else None


class TermBody(BaseModel):
    """A term of the question; `weight` is 1 for what was written."""

    text: str
    origin: Origin
    idf: float
    weight: float


class SharesBody(BaseModel):
    """The weights of the legs in one sum, and the coverage that opened the gate of the words."""

    words: float
    meaning: float
    coverage: float


class TermShareBody(BaseModel):
    """BM25 of a term alone in the passage, before its weight."""

    term: str
    score: float


class HitExplanationBody(BaseModel):
    """`score` is `words_part + meaning_part`; `rank` is by it alone, `moved` if the hit is listed elsewhere."""

    document: UUID
    passage: UUID
    rank: int
    moved: bool
    score: float
    absolute: float
    words_part: float
    meaning_part: float
    words: LegBody | None
    meaning: LegBody | None
    second_stage: float | None
    terms: list[TermShareBody]

    @classmethod
    def of(cls, found: HitExplanation) -> "HitExplanationBody":
        return cls(
            document=found.document_id,
            passage=found.passage_id,
            rank=found.rank,
            moved=found.moved,
            score=found.score,
            absolute=found.absolute,
            words_part=found.words_part,
            meaning_part=found.meaning_part,
            words=LegBody.of(found.words),
            meaning=LegBody.of(found.meaning),
            second_stage=found.second,
            terms=[TermShareBody(term=one.term, score=one.score) for one in found.terms],
        )


class ExplanationBody(BaseModel):
    """How the question was asked of both legs, and each hit of the page in its order."""

    terms: list[TermBody]
    model_texts: list[str]
    shares: SharesBody
    candidates: int
    hits: list[HitExplanationBody]

    @classmethod
    def of(cls, explanation: Explanation) -> "ExplanationBody":
        shares = explanation.shares
        return cls(
            terms=[
                TermBody(text=one.text, origin=one.origin, idf=one.idf, weight=one.weight)
                for one in explanation.terms
            ],
            model_texts=list(explanation.model_texts),
            shares=SharesBody(words=shares.words, meaning=shares.meaning, coverage=shares.coverage),
            candidates=explanation.candidates,
            hits=[HitExplanationBody.of(one) for one in explanation.hits.values()],
        )
