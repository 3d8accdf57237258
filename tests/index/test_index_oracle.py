"""Random documents, roles and changes: every adapter answers as the exact index and the law of rights do."""

import random
from pathlib import Path

import pytest
from index_entries import (
    DIMENSION,
    GROUPS,
    KINDS,
    by,
    direction,
    named,
    random_document,
    random_principal,
    random_terms,
)

from corpus.access import Confidentiality
from index.memory import MemoryPassageIndex
from index.ports import PassageIndex, Restriction, Scored
from index.qdrant_embedded import EmbeddedQdrantIndex

CLOSE = 1e-4


def assert_same(found: list[Scored], expected: list[Scored], limit: int) -> None:
    """The same passages in the same order, where the oracle's scores are no nearer than rounding."""
    assert len(found) == len(expected[:limit])
    scores = {scored.passage_id: scored.score for scored in expected}
    for got, should in zip(found, expected, strict=False):
        assert got.score == pytest.approx(scores[got.passage_id], abs=CLOSE, rel=CLOSE)
        assert got.score == pytest.approx(should.score, abs=CLOSE, rel=CLOSE)
    assert found == sorted(found, key=lambda scored: (-scored.score, scored.passage_id))


def restriction(chance: random.Random) -> Restriction:
    limits = {
        "kinds": chance.sample(KINDS, chance.randrange(3)),
        "units": chance.choice(((), ("فناوری",))),
        "numbers": chance.choice(((), (), ("1402/12",))),
        "first_day": chance.choice((None, None, 738_100)),
        "last_day": chance.choice((None, None, 738_100)),
    }
    return by(random_principal(chance), **limits)


def compare(index: PassageIndex, oracle: MemoryPassageIndex, chance: random.Random, questions: int) -> None:
    for _ in range(questions):
        asked, limit = restriction(chance), chance.choice((1, 5, 30))
        terms, vector = random_terms(chance), direction(chance.randrange(10**9))
        assert_same(index.lexical(terms, asked, limit), oracle.lexical(terms, asked, 10**6), limit)
        assert_same(index.semantic(vector, asked, limit), oracle.semantic(vector, asked, 10**6), limit)
        assert index.count(asked) == oracle.count(asked)
        assert index.facet("kind", asked) == oracle.facet("kind", asked)
        assert index.facet("unit", asked) == oracle.facet("unit", asked)
        assert index.document_frequencies(terms) == oracle.document_frequencies(terms)
    assert sorted(index.passage_ids()) == sorted(oracle.passage_ids())


def change(indexes: list[PassageIndex], chance: random.Random) -> None:
    """Put, replace, remove, change rights or bring a vector, in each of the indexes alike."""
    name = chance.randrange(25)
    kind = chance.random()
    document = random_document(chance, name, passages=3)
    vector, level = direction(chance.randrange(10**9)), Confidentiality(chance.randrange(4))
    readers = frozenset(chance.sample(GROUPS, 2))
    for index in indexes:
        if kind < 0.5:
            index.put(document)
        elif kind < 0.65:
            index.remove(named(name))
        elif kind < 0.8:
            index.set_access(named(name), level, readers)
        else:
            index.put_vectors({named(f"{name}/{ordinal}"): vector for ordinal in (0, 1)})


@pytest.mark.parametrize("seed", range(3))
def test_any_history_answers_as_the_exact_index_does(index: PassageIndex, seed: int) -> None:
    chance, oracle = random.Random(seed), MemoryPassageIndex(DIMENSION)
    for _ in range(4):
        for _ in range(15):
            change([index, oracle], chance)
        compare(index, oracle, chance, questions=4)


@pytest.mark.parametrize("seed", range(3))
def test_no_leg_count_or_facet_shows_what_may_not_be_read(index: PassageIndex, seed: int) -> None:
    chance = random.Random(100 + seed)
    held = {held.passage_id: held for name in range(30) for held in random_document(chance, name)}
    index.put(list(held.values()))
    for _ in range(12):
        who = random_principal(chance)
        readable = {i: e for i, e in held.items() if who.may_read(e.confidentiality, e.readers)}
        terms, vector = random_terms(chance), direction(chance.randrange(10**9))
        by_words = {s.passage_id for s in index.lexical(terms, by(who), 1000)}
        assert by_words == {i for i, e in readable.items() if set(terms) & set(e.terms)}
        by_meaning = {s.passage_id for s in index.semantic(vector, by(who), 1000)}
        assert by_meaning == {i for i, e in readable.items() if e.vector is not None}
        assert {s.passage_id for s in index.lexical(terms, by(who), 1000, list(held))} == by_words
        assert index.count(by(who)) == len(readable)
        assert sum(index.facet("kind", by(who)).values()) == len({e.document_id for e in readable.values()})


@pytest.mark.slow
def test_a_long_history_with_optimizing_and_reopening_answers_as_the_exact_index_does(tmp_path: Path) -> None:
    chance, oracle = random.Random(7), MemoryPassageIndex(DIMENSION)
    index = EmbeddedQdrantIndex(tmp_path, DIMENSION)
    for step in range(8):
        for _ in range(25):
            change([index, oracle], chance)
        if step % 2:
            index.optimize()
        if step % 3 == 2:
            index.close()
            index = EmbeddedQdrantIndex(tmp_path, DIMENSION)
        compare(index, oracle, chance, questions=6)
    index.close()
