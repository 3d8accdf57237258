"""What equal words add to the words leg: of a written word and its alternatives the best one counts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cache
from uuid import UUID

from index.ports import PassageIndex, Restriction, Scored
from search.synonyms import Alternative, Expansion

__all__ = ["SYNONYM_WEIGHT", "with_synonyms"]

# Beside what was written, of weight 1: who writes a word means its usual sense first.
SYNONYM_WEIGHT = 0.8


def with_synonyms(
    found: Sequence[Scored],
    expansions: Sequence[Expansion],
    index: PassageIndex,
    restriction: Restriction,
    idf: Mapping[str, float],
    elsewhere: Collection[str],
) -> list[Scored]:
    """`found` was asked with the terms of all alternatives: take back what they add, and put the best one.

    An alternative counts for passages that have all its words, and its words together say as much as what was
    written: a long name is no weightier than its abbreviation. Terms that the question also has `elsewhere`
    count as they are.
    """
    scores = {one.passage_id: one.score for one in found}

    @cache
    def adds(term: str) -> dict[UUID, float]:
        """What a term adds to each passage that has it."""
        held = index.lexical((term,), restriction, len(scores), among=scores.keys())
        return {one.passage_id: one.score for one in held}

    counted = set(elsewhere)
    for expansion in expansions:
        alternatives = [
            (one, one.terms - counted, _weight(expansion, one, idf)) for one in expansion.alternatives
        ]
        needed = frozenset[str]().union(*(one.terms for one in expansion.alternatives))
        written = expansion.terms - counted
        for passage in scores:
            held = {term for term in needed if passage in adds(term)}
            parts = {term: adds(term)[passage] for term in written | (held - counted) if passage in adds(term)}
            best = max(
                (
                    weight * sum(parts.get(term, 0.0) for term in terms)
                    for one, terms, weight in alternatives
                    if one.stands_in(held)
                ),
                default=0.0,
            )
            own = sum(parts.get(term, 0.0) for term in written)
            scores[passage] += max(own, best) - sum(parts.values())
        counted |= written | needed
    kept = (replace(one, score=scores[one.passage_id]) for one in found if scores[one.passage_id] > 1e-6)
    return sorted(kept, key=lambda one: (-one.score, one.passage_id))


def _weight(expansion: Expansion, alternative: Alternative, idf: Mapping[str, float]) -> float:
    written = sum(idf.get(term, 0.0) for term in expansion.terms)
    equal = sum(idf.get(term, 0.0) for term in alternative.terms)
    return SYNONYM_WEIGHT * min(1.0, written / equal) if equal else SYNONYM_WEIGHT
