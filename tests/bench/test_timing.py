import pytest

from bench.timing import Timings, percentile


@pytest.mark.parametrize(("share", "value"), [(0.5, 2), (0.75, 3), (0.95, 4), (0.01, 1), (1.0, 4)])
def test_a_percentile_is_the_smallest_value_that_so_many_do_not_exceed(share: float, value: float) -> None:
    assert percentile([3, 1, 4, 2], share) == value


def test_a_timed_call_gives_what_it_gives_and_is_counted_by_name() -> None:
    timings = Timings()
    assert timings.of("جمع", lambda: 1 + 1) == 2
    assert list(timings.latencies()) == ["جمع"]
    assert set(timings.latencies()["جمع"]) == {"p50_ms", "p95_ms", "p99_ms", "cpu_ms"}


def test_what_was_never_called_took_no_time_and_has_no_latency() -> None:
    timings = Timings()
    assert timings.seconds("هیچ") == 0
    assert timings.latencies() == {}
