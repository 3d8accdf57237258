import threading
from uuid import UUID

from app_fakes import ROOT, NotingIndex, SlowIndex, axis, entry, found

from app.switching import SwitchableIndex
from corpus.access import Confidentiality, principal
from index.memory import MemoryPassageIndex
from index.ports import Restriction

REPORT, LETTER = UUID(int=71), UUID(int=72)


def test_calls_go_to_the_index_in_use_and_after_a_switch_to_the_new_one() -> None:
    old, new = NotingIndex(), NotingIndex()
    index = SwitchableIndex(old)
    index.put([entry(1, "گزارش آب")])
    new.put([entry(2, "گزارش برق")])
    assert found(index, "گزارش") == [UUID(int=1)]
    index.close_replaced(index.switch(new))
    assert found(index, "گزارش") == [UUID(int=2)]
    assert (old.closed, new.closed) == (True, False)


def test_every_question_is_answered_by_the_index_in_use() -> None:
    index = SwitchableIndex(MemoryPassageIndex(64))
    index.put([entry(1, "گزارش آب", vector=axis(0)), entry(2, "نامه")])
    index.put_vectors({UUID(int=2): axis(1)})
    assert [one.passage_id for one in index.semantic(axis(1), ROOT, 1)] == [UUID(int=2)]
    assert index.document_frequencies(["گزارش", "ابر"]) == {"گزارش": 1, "ابر": 0}
    assert "نامه" in index.known_terms()
    assert (index.count(), index.facet("kind", ROOT)) == (2, {"report": 2})
    assert {one for one, _, has_vector in index.passage_ids() if has_vector} == {UUID(int=1), UUID(int=2)}
    index.clear()
    assert index.count() == 0


def test_while_another_is_filled_beside_what_is_put_stays_out_of_it() -> None:
    beside = NotingIndex()
    index = SwitchableIndex(NotingIndex())
    index.fill_beside(beside)
    index.put([entry(1, "گزارش")])
    assert (index.count(), beside.count()) == (1, 0)


def test_what_is_removed_meanwhile_is_removed_beside_too() -> None:
    old, beside = NotingIndex(), NotingIndex()
    for one in (old, beside):
        one.put([entry(1, "گزارش", REPORT), entry(2, "گزارش", LETTER)])
    index = SwitchableIndex(old)
    index.fill_beside(beside)
    index.remove(REPORT)
    assert found(old, "گزارش") == found(beside, "گزارش") == [UUID(int=2)]


def test_rights_that_are_taken_away_meanwhile_are_taken_away_beside_too() -> None:
    old, beside = NotingIndex(), NotingIndex()
    for one in (old, beside):
        one.put([entry(1, "گزارش", REPORT)])
    index = SwitchableIndex(old)
    index.fill_beside(beside)
    index.set_access(REPORT, Confidentiality.SECRET, frozenset({"حراست"}))
    clerk = Restriction(principal("کارمند"))
    assert old.lexical(["گزارش"], clerk, 10) == beside.lexical(["گزارش"], clerk, 10) == []


def test_a_rebuild_that_was_given_up_hears_of_nothing_any_more() -> None:
    beside = NotingIndex()
    beside.put([entry(1, "گزارش", REPORT)])
    index = SwitchableIndex(NotingIndex())
    index.fill_beside(beside)
    index.fill_beside(None)
    index.remove(REPORT)
    assert beside.count() == 1


def test_an_outdated_index_answers_by_words_alone_until_it_is_replaced() -> None:
    old, new = NotingIndex(), NotingIndex()
    for one in (old, new):
        one.put([entry(1, "گزارش", vector=axis(0))])
    index = SwitchableIndex(old, outdated=True)
    assert index.outdated
    assert index.semantic(axis(0), ROOT, 10) == []
    assert found(index, "گزارش") == [UUID(int=1)]
    index.switch(new)
    assert not index.outdated
    assert len(index.semantic(axis(0), ROOT, 10)) == 1


def test_the_old_index_is_closed_after_its_last_call_and_new_calls_do_not_wait_for_it() -> None:
    old, new = SlowIndex(), NotingIndex()
    old.put([entry(1, "گزارش")])
    new.put([entry(2, "گزارش")])
    index = SwitchableIndex(old)
    answers: list[list[UUID]] = []
    asking = threading.Thread(target=lambda: answers.append(found(index, "گزارش")))
    asking.start()
    assert old.asked.wait(10)
    assert index.switch(new) is old
    closing = threading.Thread(target=index.close_replaced, args=(old,))
    closing.start()
    assert found(index, "گزارش") == [UUID(int=2)]  # answered by the new one while the old one is busy
    assert not old.closed
    old.answer.set()
    asking.join(10)
    closing.join(10)
    assert answers == [[UUID(int=1)]]
    assert old.closed


def test_optimizing_which_may_take_minutes_does_not_hold_up_the_closing_that_ends_it() -> None:
    optimizing, ended = threading.Event(), threading.Event()

    class Optimizing(NotingIndex):
        def optimize(self) -> None:
            optimizing.set()
            assert ended.wait(10)

        def close(self) -> None:
            super().close()
            ended.set()  # as the engine does: it gives up what it was optimizing

    old = Optimizing()
    index = SwitchableIndex(old)
    thread = threading.Thread(target=index.optimize)
    thread.start()
    assert optimizing.wait(10)
    index.close_replaced(index.switch(NotingIndex()))
    thread.join(10)
    assert old.closed
    assert not thread.is_alive()


def test_closing_closes_the_index_in_use() -> None:
    current = NotingIndex()
    SwitchableIndex(current).close()
    assert current.closed
