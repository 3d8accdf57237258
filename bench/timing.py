"""Times by name: sums for work that is done once, percentiles for work that is done often."""

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from time import perf_counter, process_time
from typing import TypeVar

__all__ = ["Timings", "percentile"]

Result = TypeVar("Result")


class Timings:
    """Seconds of each call by name, on the clock and on the processors (all threads of this process)."""

    def __init__(self) -> None:
        self._clock: dict[str, list[float]] = defaultdict(list)
        self._processor: dict[str, list[float]] = defaultdict(list)

    def of(self, name: str, work: Callable[[], Result]) -> Result:
        """Do the work, remember how long it took, and return what it gave."""
        clock, processor = perf_counter(), process_time()
        result = work()
        self._clock[name].append(perf_counter() - clock)
        self._processor[name].append(process_time() - processor)
        return result

    def seconds(self, name: str) -> float:
        """The sum of all calls."""
        return sum(self._clock.get(name, ()))

    def latencies(self) -> dict[str, dict[str, float]]:
        """Milliseconds of a call by name: p50, p95 and p99 on the clock, the mean on the processors."""
        return {
            name: {
                **{f"p{share}_ms": _milliseconds(percentile(times, share / 100)) for share in (50, 95, 99)},
                "cpu_ms": _milliseconds(sum(self._processor[name]) / len(times)),
            }
            for name, times in self._clock.items()
        }


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of the values does not exceed (the nearest rank)."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def _milliseconds(seconds: float) -> float:
    return round(1000 * seconds, 3)
