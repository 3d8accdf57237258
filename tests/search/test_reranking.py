"""The second stage orders the first documents, and never keeps a question waiting longer than agreed."""

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus.access import principal
from corpus.errors import ModelUnavailable
from search.ordering import Sort
from search.query import Mode
from search.reranking import Reranking
from search.reranking_process import RerankingProcess
from search.results import SecondStage
from search.service import Searcher

sys.path.append(str(Path(__file__).parent))  # a spawned process finds the fakes by name


class Prefers:
    """Scores texts with a word above others; None or an error where told so."""

    def __init__(self, word: str, outcome: str = "") -> None:
        self.word, self.outcome = word, outcome
        self.read: list[str] = []

    def scores(self, _question: str, texts: Sequence[str], _seconds: float) -> Sequence[float] | None:
        self.read = list(texts)
        if self.outcome == "late":
            return None
        if self.outcome == "unavailable":
            raise ModelUnavailable(folder="x", detail="gone")
        return [float(self.word in text) for text in texts]


@pytest.fixture
def filled(office):
    for number in range(8):
        office.add(
            f"مترو {number}", "مترو " * (9 - number) + f"گزارش شمارهٔ {number} است.", f"برگ مترو {number}"
        )
    office.add("پنهان", "مترو مترو مترو.", readers=frozenset({"حراست"}))
    return office


def titles(office, reranker, *, top=4, weight=1.0, **bounds):
    stage = Reranking(reranker, top, 0.1, weight)
    searcher = Searcher(office.index, office.catalogue, office.encoder, office.settings, reranking=stage)
    ranking = searcher.search(office.query("مترو", mode=Mode.WORDS, **bounds))
    return ranking.second_stage, [hit.document.description.title for hit in ranking.hits]


def test_the_first_documents_are_ordered_anew_and_the_others_stay(filled):
    _, plain = titles(filled, None)
    wanted = plain[3]
    stage, order = titles(filled, Prefers(f"\n{filled.search('مترو', mode=Mode.WORDS).hits[3].passage.text}"))
    assert stage is SecondStage.DONE
    assert order[0] == wanted
    assert order[4:] == plain[4:]
    assert sorted(order) == sorted(plain)


def test_its_word_weighs_what_the_setting_says(filled):
    _, plain = titles(filled, None)
    assert titles(filled, Prefers("شمارهٔ 3"), weight=0.0)[1] == plain


@pytest.mark.parametrize("outcome", ["late", "unavailable"])
def test_without_an_answer_the_first_order_stands_and_this_is_said(filled, outcome):
    stage, order = titles(filled, Prefers("مترو", outcome))
    assert stage is SecondStage(outcome)
    assert order == titles(filled, None)[1]


def test_pages_are_parts_of_one_list(filled):
    reranker = Prefers("شمارهٔ 3")
    whole = titles(filled, reranker)[1]
    pages = [
        title
        for offset in range(0, len(whole), 3)
        for title in titles(filled, reranker, top_k=3, offset=offset)[1]
    ]
    assert pages == whole


def test_it_reads_only_what_the_asker_may_read_and_only_for_relevance(filled):
    reranker = Prefers("مترو")
    titles(filled, reranker, principal=principal("مهمان"), top=20)
    assert len(reranker.read) == 8
    assert not any(text.startswith("پنهان") for text in reranker.read)
    assert titles(filled, reranker, sort=Sort.TITLE)[0] is SecondStage.OFF


def test_the_explanation_has_its_score(filled):
    stage = Reranking(Prefers("شمارهٔ 3"), 4, 0.1, 1.0)
    searcher = Searcher(filled.index, filled.catalogue, filled.encoder, filled.settings, reranking=stage)
    told = searcher.explain(filled.query("مترو", mode=Mode.WORDS)).explanation.hits.values()
    assert [one.second is not None for one in told][:5] == [True, True, True, True, False]


@pytest.mark.slow
def test_a_process_scores_and_keeps_its_answers():
    process = RerankingProcess("reranking_fakes:load_shortest")
    try:
        assert process.wait(60)
        assert process.scores("پرسش", ["بلندتر", "کوتاه"], 60) == [-6.0, -5.0]
        assert process.scores("پرسش", ["بلندتر", "کوتاه"], 0) == [-6.0, -5.0]
    finally:
        process.close()


@pytest.mark.slow
def test_a_slow_process_is_late_and_the_late_answer_is_kept():
    process = RerankingProcess("reranking_fakes:load_shortest", {"pause": 1.0})
    try:
        assert process.scores("پرسش", ["متن"], 0) is None  # it is still loading
        assert process.wait(60)
        assert process.scores("پرسش", ["متن"], 0.01) is None
        assert process.scores("دیگر", ["متن"], 0.01) is None  # it is busy
        assert process.scores("پرسش", ["متن"], 60) == [-3.0]
    finally:
        process.close()


@pytest.mark.slow
@pytest.mark.parametrize("factory", ["reranking_fakes:load_none", "nowhere:load"])
def test_a_model_that_cannot_be_loaded_is_told(factory):
    process = RerankingProcess(factory)
    try:
        with pytest.raises(ModelUnavailable):
            process.wait(60)
        with pytest.raises(ModelUnavailable):
            process.scores("پرسش", ["متن"], 0.1)
    finally:
        process.close()


@pytest.mark.slow
def test_a_process_that_fails_is_told():
    process = RerankingProcess("reranking_fakes:load_fragile")
    try:
        assert process.wait(60)
        with pytest.raises(ModelUnavailable):
            process.scores("پرسش", ["متن"], 60)
    finally:
        process.close()
