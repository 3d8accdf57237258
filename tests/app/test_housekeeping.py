import threading

from app.housekeeping import Housekeeping, Rate
from corpus.errors import StorageFull


def test_the_most_urgent_task_runs_first_and_again_after_each_piece_of_a_later_one() -> None:
    seen: list[str] = []
    finished = threading.Event()

    def urgent(interrupt: threading.Event) -> bool:
        seen.append("words")
        return False

    def patient(interrupt: threading.Event) -> bool:
        seen.append("meaning")
        if seen.count("meaning") == 2:
            finished.set()
            return False
        return True

    housekeeping = Housekeeping([urgent, patient])
    housekeeping.start()
    assert finished.wait(5)
    housekeeping.stop()
    assert seen[:4] == ["words", "meaning", "words", "meaning"]


def test_waking_interrupts_a_long_task() -> None:
    begun, interrupted = threading.Event(), threading.Event()

    def long(interrupt: threading.Event) -> bool:
        begun.set()
        if interrupt.wait(5):
            interrupted.set()
        return False

    housekeeping = Housekeeping([long])
    housekeeping.start()
    assert begun.wait(5)
    housekeeping.wake()
    assert interrupted.wait(5)
    housekeeping.stop()


def test_a_reason_that_passes_does_not_end_the_work() -> None:
    tries: list[int] = []
    again = threading.Event()

    def failing(interrupt: threading.Event) -> bool:
        tries.append(1)
        if len(tries) == 1:
            raise StorageFull(path="data")
        again.set()
        return False

    housekeeping = Housekeeping([failing])
    housekeeping.start()
    while not tries:
        threading.Event().wait(0.01)
    housekeeping.wake()
    assert again.wait(5)
    housekeeping.stop()


def test_the_rate_counts_passages_a_second_and_begins_anew_with_a_rebuild() -> None:
    now = 0.0
    rate = Rate(lambda: now)
    rate.record(0)
    assert rate.per_second is None
    now = 2.0
    rate.record(30)
    assert rate.per_second == 15.0
    rate.record(0)
    assert rate.per_second is None
