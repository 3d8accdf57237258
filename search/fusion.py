"""How the words leg and the meaning leg become one order: the gated sum.

    S = (1 - w) · gate · z(BM25) + w · z(cosine),   gate = clip((cov - 0.1) / 0.4, 0, 1), for a question
                                                    without a Persian letter clip((cov - 0.3) / 0.3, 0, 1)

over C, the union of both legs' best 100. `cov` is the best passage's BM25 divided by the idf of all
the question's terms: how much of the question the corpus has words for. Measured on four Persian
benchmarks: docs/decisions/0002-gated-sum.md.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from index.ports import Scored
from search.frozen import Shared
from search.results import LegScore

__all__ = ["LEG_LIMIT", "Candidate", "Legs", "Shares", "gated_sum", "inverse_frequency", "leg_shares"]

LEG_LIMIT = 100
GATE_CLOSED, GATE_WIDTH = 0.1, 0.4
# A question without a Persian letter meets Persian text in names and glosses alone: «Alzheimer's» stands
# in one passage of many about it. Measured on 67 English questions: R@1 +.05, and nothing lost elsewhere.
FOREIGN_GATE_CLOSED, FOREIGN_GATE_WIDTH = 0.3, 0.3
# Cosines of multilingual-e5-small lie between about .75 (unrelated) and .9 (the same).
COSINE_FLOOR, COSINE_WIDTH = 0.75, 0.15


@dataclass(frozen=True, slots=True)
class Candidate(Shared):
    """A passage of C. `absolute` can be compared between questions, `score` cannot.

    `words_part` and `meaning_part` are what each leg adds to the score: its share times its z.
    """

    passage_id: UUID
    document_id: UUID
    score: float
    absolute: float
    words: LegScore | None
    meaning: LegScore | None
    words_part: float = 0.0
    meaning_part: float = 0.0


@dataclass(frozen=True, slots=True)
class Shares(Shared):
    """The weights of the legs in one sum, and the coverage that opened the gate of the words."""

    words: float = 1.0
    meaning: float = 0.0
    coverage: float = 0.0


@dataclass(frozen=True, slots=True)
class Legs(Shared):
    """Both legs' best lists, and each leg's scores for what only the other one found.

    `idf_sum` is the idf of all distinct terms of the question, a repaired one as what it was meant as, an
    unknown one with that of df 0.
    """

    words: Sequence[Scored]
    meaning: Sequence[Scored]
    more_words: Sequence[Scored] = ()
    more_meaning: Sequence[Scored] = ()
    idf_sum: float = 0.0
    foreign: bool = False  # whether the question is of another script than Persian, and was not read as Persian

    def candidates(self) -> dict[UUID, UUID]:
        """Passage id to document id of C."""
        return {scored.passage_id: scored.document_id for scored in (*self.words, *self.meaning)}


def inverse_frequency(frequency: int, count: int) -> float:
    """Lucene's idf of a term that stands in `frequency` of `count` passages."""
    return math.log(1 + (count - frequency + 0.5) / (frequency + 0.5))


def gated_sum(legs: Legs, weight: float) -> list[Candidate]:
    """Order C by the gated sum, ties by passage id. `weight` is the meaning leg's, from 0 to 1.

    A passage without a vector gets the mean of the leg (z = 0): it is neither punished for waiting nor
    preferred, so a half-filled index is fair to it. Without any vector the words decide alone.
    """
    candidates = legs.candidates()
    words = _scores(legs.words, legs.more_words)
    meaning = _scores(legs.meaning, legs.more_meaning)
    words_part = _standardized({passage: words.get(passage, 0.0) for passage in candidates})
    meaning_part = _standardized(meaning)
    shares = leg_shares(legs, weight)
    words_ranks, meaning_ranks = _ranks(legs.words), _ranks(legs.meaning)
    fused = [
        Candidate(
            passage_id=passage,
            document_id=document,
            score=shares.words * words_part[passage] + shares.meaning * meaning_part.get(passage, 0.0),
            absolute=_absolute(words.get(passage, 0.0), legs.idf_sum, meaning.get(passage)),
            words=_leg_score(passage, words, words_ranks),
            meaning=_leg_score(passage, meaning, meaning_ranks),
            words_part=shares.words * words_part[passage],
            meaning_part=shares.meaning * meaning_part.get(passage, 0.0),
        )
        for passage, document in candidates.items()
    ]
    # Engines compute in single precision: what differs less than that is equal, and equals have one order.
    return sorted(fused, key=lambda candidate: (-round(candidate.score, 5), candidate.passage_id))


def leg_shares(legs: Legs, weight: float) -> Shares:
    """The words' share is gated by the best passage's coverage of the question."""
    if not legs.words:
        return Shares(0.0, 1.0) if legs.meaning else Shares()
    coverage = legs.words[0].score / legs.idf_sum if legs.idf_sum else 0.0
    if not legs.meaning:
        return Shares(1.0, 0.0, coverage)
    closed, width = (FOREIGN_GATE_CLOSED, FOREIGN_GATE_WIDTH) if legs.foreign else (GATE_CLOSED, GATE_WIDTH)
    gate = min(max((coverage - closed) / width, 0.0), 1.0)
    return Shares((1 - weight) * gate, weight, coverage)


def _absolute(words: float, idf_sum: float, cosine: float | None) -> float:
    """½ · coverage + ½ · stretched cosine, or the coverage alone where there is no vector."""
    coverage = words / idf_sum if idf_sum else 0.0
    if cosine is None:
        return coverage
    return 0.5 * coverage + 0.5 * max(0.0, (cosine - COSINE_FLOOR) / COSINE_WIDTH)


def _standardized(scores: Mapping[UUID, float]) -> dict[UUID, float]:
    """Mean 0, standard deviation 1; all 0 where the scores are equal."""
    if not scores:
        return {}
    mean = math.fsum(scores.values()) / len(scores)
    deviation = math.sqrt(math.fsum((score - mean) ** 2 for score in scores.values()) / len(scores))
    if deviation < 1e-9:  # equal up to rounding: no order to be drawn from it
        return dict.fromkeys(scores, 0.0)
    return {passage: (score - mean) / deviation for passage, score in scores.items()}


def _scores(*lists: Collection[Scored]) -> dict[UUID, float]:
    return {scored.passage_id: scored.score for part in lists for scored in part}


def _ranks(best: Sequence[Scored]) -> dict[UUID, int]:
    return {scored.passage_id: rank for rank, scored in enumerate(best, 1)}


def _leg_score(passage: UUID, scores: Mapping[UUID, float], ranks: Mapping[UUID, int]) -> LegScore | None:
    return LegScore(ranks.get(passage), scores[passage]) if passage in scores else None
