"""How fast PDFs are read by two processes side by side, and how much memory one takes."""

import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

WORKERS = 2


@dataclass(frozen=True, slots=True)
class Speed:
    pages: int
    cpu_milliseconds_a_page: float
    pages_a_second: float
    peak_megabytes: float


def measure_speed(files: Sequence[Path]) -> Speed:
    """Read all files with `WORKERS` processes; their start is not counted."""
    with ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn")) as pool:
        list(pool.map(_read, [files[0]] * WORKERS * 2))  # imports and caches
        start = time.perf_counter()
        done = list(pool.map(_read, files))
        seconds = time.perf_counter() - start
    pages = sum(pages for pages, _, _ in done)
    return Speed(
        pages=pages,
        cpu_milliseconds_a_page=1000 * sum(cpu for _, cpu, _ in done) / max(1, pages),
        pages_a_second=pages / seconds,
        peak_megabytes=max(peak for _, _, peak in done),
    )


def _read(file: Path) -> tuple[int, float, float]:
    """Return pages, CPU seconds and the process' peak memory in megabytes."""
    import resource  # not on Windows; the benchmark is not shipped

    from bench.reading_peers import read_by_sanadyar  # in the process that reads
    from corpus.errors import UnreadableDocument

    start = time.process_time()
    try:
        pages = read_by_sanadyar(file).pages
    except UnreadableDocument:
        pages = 0
    return pages, time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
