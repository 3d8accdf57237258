"""The work a serving process does beside answering: read what waits, then fill the meaning leg.

Words come first: new documents interrupt the vectors, so that they can be found at once.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable

from corpus.errors import SanadyarError

log = logging.getLogger(__name__)

PAUSE_SECONDS = 30.0  # how long to wait unasked; documents wake it at once
RATE_SAMPLES = 20

Task = Callable[[threading.Event], bool]
"""Does a piece of work and returns whether there may be more; returns early when the event is set."""


class Housekeeping:
    """Runs tasks in order of urgency on one thread: the first task with work goes first, always."""

    def __init__(self, tasks: list[Task]) -> None:
        self._tasks = tasks
        self._wake = threading.Event()
        self._interrupt = threading.Event()
        self._stopped = False
        self._thread = threading.Thread(target=self._run, name="housekeeping", daemon=True)

    def start(self) -> None:
        """Begin; a second call changes nothing."""
        if not self._thread.is_alive():
            self._thread.start()

    def wake(self) -> None:
        """Something new is there: look at the most urgent task first, as soon as the present one pauses."""
        self._interrupt.set()
        self._wake.set()

    def stop(self, seconds: float = 5.0) -> None:
        """End after the step under way. What was cut short goes on at the next start."""
        self._stopped = True
        self.wake()
        if self._thread.is_alive():
            self._thread.join(seconds)

    def _run(self) -> None:
        while not self._stopped:
            self._interrupt.clear()
            if self._stopped or self._one_round():
                continue
            self._wake.wait(PAUSE_SECONDS)
            self._wake.clear()

    def _one_round(self) -> bool:
        """Run the tasks; True if the round should begin again at once."""
        for task in self._tasks:
            try:
                more = task(self._interrupt)
            except SanadyarError as error:
                # A full disk or a server that is away: the work stays waiting and is tried again after a pause.
                if not self._stopped:
                    log.warning("%s: %s", error.code, error)
                return False
            if self._interrupt.is_set() or more:
                return not self._stopped
        return False


class Rate:
    """Passages a second over the last few batches."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._samples: deque[tuple[float, int]] = deque(maxlen=RATE_SAMPLES)

    def record(self, done: int) -> None:
        if self._samples and done < self._samples[-1][1]:
            self._samples.clear()  # a rebuild began
        self._samples.append((self._clock(), done))

    @property
    def per_second(self) -> float | None:
        """None until two batches were seen."""
        if len(self._samples) < 2:
            return None
        (first, before), (last, after) = self._samples[0], self._samples[-1]
        return (after - before) / (last - first) if last > first and after > before else None
