"""The steps from a query to a ranking, as plain functions; `components` wraps them for the graph."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from index.ports import PassageIndex, Scored
from search.analysing import analyse
from search.frozen import Shared
from search.fusion import LEG_LIMIT, Candidate, Legs, Shares, gated_sum, leg_shares
from search.narrowing import wanted
from search.query import AnalysedQuery, Mode
from search.results import SecondStage
from search.synonym_scores import with_synonyms

__all__ = ["Best", "Fused", "analyse", "best_by_meaning", "best_by_words", "fuse"]

LEG_LIMIT_WIDE = 1000
_PERSIAN_LETTER = re.compile("[\u0620-\u06d3]")


@dataclass(frozen=True, slots=True)
class Best(Shared):
    """One leg's best passages."""

    passages: Sequence[Scored]


@dataclass(frozen=True, slots=True)
class Fused(Shared):
    """All candidates, best first, the part of the words leg's list that has vectors, and the legs' shares."""

    candidates: Sequence[Candidate]
    embedded_share: float
    shares: Shares = field(default_factory=Shares)
    second_stage: SecondStage = SecondStage.OFF
    second_scores: Mapping[UUID, float] = field(default_factory=dict)  # by document


def best_by_words(analysed: AnalysedQuery, index: PassageIndex) -> Best:
    # A number alone has no meaning to be found by, whatever the mode.
    if not analysed.terms or (analysed.query.mode is Mode.MEANING and analysed.words.strip()):
        return Best(())
    found = _by_words(analysed, index, _limit(analysed), analysed.among)
    return Best(wanted(found, analysed, index)[:LEG_LIMIT])


def best_by_meaning(analysed: AnalysedQuery, index: PassageIndex) -> Best:
    found = _by_meaning(analysed, index, _limit(analysed), analysed.among)
    return Best(wanted(found, analysed, index)[:LEG_LIMIT])


def _limit(analysed: AnalysedQuery) -> int:
    """Where words may not stand, more is asked for, so that enough is left."""
    read = analysed.read
    return LEG_LIMIT_WIDE if read and (read.without or read.without_phrases) else LEG_LIMIT


def _by_words(
    analysed: AnalysedQuery, index: PassageIndex, limit: int, among: Collection[UUID] | None = None
) -> list[Scored]:
    """BM25, a term that nobody wrote at the weight of its repair, of equal words the best."""
    restriction = analysed.restriction
    if analysed.expansions:  # passages with half of a phrase fall out: more are asked for
        found = _weighted(analysed, index, limit if among is not None else 3 * limit, among)
        idf = {**analysed.synonym_idf, **analysed.idf}
        elsewhere = analysed.terms_elsewhere
        return with_synonyms(found, analysed.expansions, index, restriction, idf, elsewhere)[:limit]
    return _weighted(analysed, index, limit, among)


def _weighted(
    analysed: AnalysedQuery, index: PassageIndex, limit: int, among: Collection[UUID] | None
) -> list[Scored]:
    restriction, weights = analysed.restriction, analysed.weights
    # Before their weights are known, terms that nobody wrote push others down: more are asked for.
    found = index.lexical(analysed.terms, restriction, limit if among or not weights else 3 * limit, among)
    if not weights or not found:
        return found
    # The engine knows no weights of terms: what those of one weight add to each passage is asked, and a part
    # taken back. BM25 is a sum over terms, so they are asked together.
    scores = {one.passage_id: one.score for one in found}
    for weight in dict.fromkeys(weights.values()):
        alike = [term for term in weights if weights[term] == weight]
        for one in index.lexical(alike, restriction, len(scores), among=scores.keys()):
            scores[one.passage_id] -= (1 - weight) * one.score
    best = sorted(found, key=lambda one: (-scores[one.passage_id], one.passage_id))[:limit]
    return [Scored(one.passage_id, one.document_id, scores[one.passage_id]) for one in best]


def _by_meaning(
    analysed: AnalysedQuery, index: PassageIndex, limit: int, among: Collection[UUID] | None = None
) -> list[Scored]:
    """Cosine: the better one of the question as written, but for what means nothing, and as repaired."""
    restriction = analysed.restriction
    best: dict[UUID, Scored] = {}
    for vector in analysed.vectors:
        for one in index.semantic(vector, restriction, limit, among):
            if one.passage_id not in best or one.score > best[one.passage_id].score:
                best[one.passage_id] = one
    return sorted(best.values(), key=lambda one: (-one.score, one.passage_id))[:limit]


def fuse(analysed: AnalysedQuery, words: Best, meaning: Best, index: PassageIndex, weight: float) -> Fused:
    """Ask each leg for its scores of what only the other found, then join them."""
    found_by_words = {scored.passage_id for scored in words.passages}
    found_by_meaning = {scored.passage_id for scored in meaning.passages}
    only_meaning, only_words = found_by_meaning - found_by_words, found_by_words - found_by_meaning
    more_words: Sequence[Scored] = ()
    more_meaning: Sequence[Scored] = ()
    if words.passages and only_meaning:
        more_words = _by_words(analysed, index, len(only_meaning), only_meaning)
    if meaning.passages and only_words:
        more_meaning = _by_meaning(analysed, index, len(only_words), only_words)
    legs = Legs(
        words.passages,
        meaning.passages,
        more_words,
        more_meaning,
        sum(analysed.measured.values()),
        foreign=_is_foreign(analysed),
    )
    with_vector = len(found_by_words & found_by_meaning) + len(more_meaning)
    share = with_vector / len(found_by_words) if found_by_words and analysed.vectors else 1.0
    return Fused(gated_sum(legs, weight), share, leg_shares(legs, weight))


def _is_foreign(analysed: AnalysedQuery) -> bool:
    """Whether a question has no Persian word and none was found for what it has; a number is of no script."""
    read_as_persian = analysed.repair is not None and bool(analysed.repair.replacements)
    letters = any(character.isalpha() for character in analysed.words)
    return letters and not read_as_persian and not _PERSIAN_LETTER.search(analysed.words)
