import math
from uuid import UUID

import pytest

from index.ports import Scored
from search.fusion import Legs, gated_sum, inverse_frequency

DOCUMENT = UUID(int=100)
A, B, C = UUID(int=1), UUID(int=2), UUID(int=3)


def scored(passage: UUID, score: float) -> Scored:
    return Scored(passage, DOCUMENT, score)


def order(legs: Legs, weight: float = 0.5) -> list[UUID]:
    return [candidate.passage_id for candidate in gated_sum(legs, weight)]


def test_the_sum_is_that_of_standardized_scores():
    # BM25 6, 3, 0 has mean 3 and deviation √6; cosines .86, .80, .83 have mean .83 and deviation √.0006.
    legs = Legs(
        words=[scored(A, 6), scored(B, 3)],
        meaning=[scored(A, 0.86), scored(C, 0.83), scored(B, 0.80)],
        idf_sum=6,  # coverage 1: the gate is open
    )
    got = {candidate.passage_id: candidate.score for candidate in gated_sum(legs, 0.25)}
    words, meaning = 3 / math.sqrt(6), 0.03 / math.sqrt(0.0006)
    assert got[A] == pytest.approx(0.75 * words + 0.25 * meaning)
    assert got[B] == pytest.approx(-0.25 * meaning)
    assert got[C] == pytest.approx(-0.75 * words)


@pytest.mark.parametrize(
    ("idf_sum", "gate"), [(60, 0.0), (30, 0.25), (20, 0.5), (15, 0.75), (12, 1.0), (6, 1.0)]
)
def test_the_gate_opens_with_the_share_of_the_question_that_is_covered(idf_sum, gate):
    # The best passage has 6 of the question's idf: coverage .1, .2, .3, .4, .5 and 1.
    legs = Legs([scored(A, 6)], [scored(A, 0.8), scored(B, 0.8)], idf_sum=idf_sum)
    first = gated_sum(legs, 0.5)[0]
    assert first.score == pytest.approx(0.5 * gate * 1.0)


@pytest.mark.parametrize(("idf_sum", "gate"), [(60, 0.0), (20, 0.0), (15, 1 / 3), (10, 1.0), (6, 1.0)])
def test_the_gate_opens_later_for_a_question_of_another_script(idf_sum, gate):
    legs = Legs([scored(A, 6)], [scored(A, 0.8), scored(B, 0.8)], idf_sum=idf_sum, foreign=True)
    assert gated_sum(legs, 0.5)[0].score == pytest.approx(0.5 * gate * 1.0)


def test_chance_matches_do_not_outvote_meaning():
    """An English question over Persian text shares a brand name with one passage, and nothing else."""
    legs = Legs([scored(A, 2)], [scored(B, 0.88), scored(C, 0.80), scored(A, 0.79)], idf_sum=40)
    assert order(legs) == [B, C, A]


def test_a_passage_without_a_vector_gets_the_mean_of_the_leg():
    legs = Legs([scored(A, 5), scored(B, 5), scored(C, 5)], [scored(A, 0.9), scored(B, 0.8)], idf_sum=5)
    candidates = gated_sum(legs, 0.5)
    assert [candidate.passage_id for candidate in candidates] == [A, C, B]
    assert candidates[1].score == 0
    assert candidates[1].meaning is None


def test_without_any_vector_the_words_decide_alone_however_little_they_cover():
    legs = Legs([scored(B, 2), scored(A, 1)], [], idf_sum=100)
    assert order(legs) == [B, A]


def test_without_any_word_the_meaning_decides_alone():
    legs = Legs([], [scored(B, 0.9), scored(A, 0.8)])
    assert order(legs) == [B, A]


def test_scores_that_only_one_leg_brought_are_completed_and_keep_no_rank():
    legs = Legs([scored(A, 4)], [scored(B, 0.9)], [scored(B, 1)], [scored(A, 0.7)], idf_sum=4)
    by_id = {candidate.passage_id: candidate for candidate in gated_sum(legs, 0.5)}
    assert (by_id[A].words.rank, by_id[A].meaning.rank) == (1, None)
    assert (by_id[B].words.rank, by_id[B].meaning.rank) == (None, 1)
    assert by_id[B].words.score == 1
    assert by_id[A].meaning.score == 0.7


def test_ties_are_ordered_by_passage_id():
    legs = Legs([scored(C, 1), scored(A, 1), scored(B, 1)], [], idf_sum=1)
    assert order(legs) == [A, B, C]


def test_what_differs_by_rounding_alone_is_a_tie():
    for words in (1.8003189826599038, 1.800318956375122):  # double and single precision
        legs = Legs([scored(B, 1.9), scored(A, words)], [scored(A, 0.6), scored(B, 0.5)], idf_sum=9)
        assert order(legs) == [A, B]


def test_the_absolute_score_joins_coverage_and_stretched_cosine():
    legs = Legs([scored(A, 3)], [scored(A, 0.84)], idf_sum=4)
    assert gated_sum(legs, 0.5)[0].absolute == pytest.approx(0.5 * 0.75 + 0.5 * 0.09 / 0.15)
    assert gated_sum(Legs([scored(A, 3)], [], idf_sum=4), 0.5)[0].absolute == pytest.approx(0.75)


def test_nothing_found_is_no_candidate():
    assert gated_sum(Legs([], []), 0.5) == []


def test_a_term_that_stands_nowhere_weighs_most():
    assert inverse_frequency(0, 10) == pytest.approx(math.log(1 + 10.5 / 0.5))
    assert inverse_frequency(0, 10) > inverse_frequency(1, 10) > inverse_frequency(10, 10) > 0
