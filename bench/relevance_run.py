"""One folder through all systems: clean, timed, and damaged."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

import numpy as np

from bench import noise
from bench.beir import BeirDocument, QuerySet, read_corpus, read_query_sets
from bench.kept_vectors import KeptVectors
from bench.relevance_measures import (
    MAIN,
    Run,
    Values,
    difference,
    joined,
    main_mean,
    means,
    quarters,
    values_of,
)
from bench.relevance_peers import open_peers
from bench.relevance_systems import OurSearch, Searcher, fill
from index.qdrant_embedded import open_embedded

__all__ = ["OURS", "Figures", "Plan", "measure_folder"]

OURS = "hybrid"
Figures = dict[str, dict[str, float]]
"""System → measure → value; shares between 0 and 1."""

AT_ONCE = 500  # queries whose runs are held at one time
TIMED = 50  # queries
NOISY = 1000  # queries of a set, spread evenly
WEIGHTS = tuple(round(0.1 * step, 1) for step in range(11))


@dataclass(frozen=True, slots=True)
class Plan:
    """What to measure; `others` are further models by name, of which the hybrid and the meaning leg are run.

    `queries` is a folder of query sets to ask instead of the measured folder's own.
    """

    embedder: KeptVectors
    others: Mapping[str, KeptVectors]
    peers: Sequence[str]
    weight: float
    limit: int | None
    noise: Sequence[str]
    fit_weight: bool
    queries: Path | None = None


def measure_folder(folder: Path, plan: Plan) -> dict[str, Figures]:
    """Figures of each query set; the key is the folder as given, and `:NAME` where it has several sets."""
    asked = read_query_sets(plan.queries or folder, plan.limit)
    query_sets = [query_set for query_set in asked if query_set.queries]
    if not query_sets:
        say(f"{folder}: no judged queries")
        return {}
    documents = read_corpus(folder)
    keys = [f"{folder}:{one.name}" if len(query_sets) > 1 else str(folder) for one in query_sets]
    say(f"{folder}: {len(documents):,} documents, {sum(len(one.queries) for one in query_sets):,} queries")
    clean: list[dict[str, Values]] = []
    noisy: list[Figures] = [{} for _ in query_sets]
    with _opened(documents, plan) as searchers:
        figures = [_measure(query_set, searchers, documents, clean, plan) for query_set in query_sets]
        for kind in plan.noise:
            if kind not in noise.CORPUS_KINDS:
                _damage(kind, query_sets, searchers, clean, noisy)
    if any(kind in noise.CORPUS_KINDS for kind in plan.noise):
        worse = [replace(one, text=noise.damaged_corpus(one.text)) for one in documents]
        with _opened(worse, plan) as searchers:
            for kind in plan.noise:
                if kind in noise.CORPUS_KINDS:
                    _damage(kind, query_sets, searchers, clean, noisy)
    for rows, more in zip(figures, noisy, strict=True):
        for system, row in more.items():
            rows[system] |= row
    return dict(zip(keys, figures, strict=True))


@contextmanager
def _opened(documents: Sequence[BeirDocument], plan: Plan) -> Iterator[list[Searcher]]:
    """All systems, filled; ours first."""
    with ExitStack() as held:
        place = Path(held.enter_context(TemporaryDirectory()))
        searchers: list[Searcher] = []
        for number, (name, embedder) in enumerate({"": plan.embedder, **plan.others}.items()):
            index = open_embedded(place / str(number), embedder.dimension)
            held.callback(index.close)
            filled = fill(index, documents, embedder)
            say(f"  {filled.passages:,} passages by {name or 'our model'}")
            ours = OurSearch(index, filled, embedder, plan.weight, embedder.bare)
            searchers.append(_Renamed(ours, name) if name else ours)
        searchers += open_peers(plan.peers, documents, plan.embedder, plan.embedder.bare)
        yield searchers


class _Renamed:
    """Law of `Searcher`: another model's hybrid and meaning leg, `@NAME` behind theirs."""

    def __init__(self, searcher: OurSearch, name: str) -> None:
        self._searcher = searcher
        self._names = {system: f"{system}@{name}" for system in (OURS, "meaning")}

    def search(self, text: str) -> dict[str, Run]:
        found = self._searcher.search(text)
        return {name: found[system] for system, name in self._names.items()}

    def alone(self) -> Mapping[str, Callable[[str], object]]:
        found = self._searcher.alone()
        return {name: found[system] for system, name in self._names.items()}

    def by_weight(self, text: str, weights: Sequence[float]) -> list[Run]:
        return self._searcher.by_weight(text, weights)

    @property
    def suffix(self) -> str:
        return self._names[OURS].removeprefix(OURS)


def _measure(
    query_set: QuerySet,
    searchers: Sequence[Searcher],
    documents: Sequence[BeirDocument],
    clean: list[dict[str, Values]],
    plan: Plan,
) -> Figures:
    """The figures without damage; the values of each query are appended to `clean`."""
    values = _values(query_set, query_set.queries, searchers)
    clean.append(values)
    by_overlap = quarters(query_set, {one.id: one for one in documents})
    milliseconds = _milliseconds(query_set, searchers)
    figures: Figures = {}
    for system, found in values.items():
        row = means(found)
        row |= {f"{MAIN} q{number}": main_mean(found, rows) for number, rows in enumerate(by_overlap, 1)}
        if system in milliseconds:
            row["cpu_ms"] = milliseconds[system]
        if system != OURS:
            row |= zip(("lead", "lead_low", "lead_high"), difference(values[OURS], found), strict=True)
        figures[system] = row
    if plan.fit_weight:
        for searcher in searchers:
            if isinstance(searcher, OurSearch | _Renamed):
                suffix = searcher.suffix if isinstance(searcher, _Renamed) else ""
                figures[OURS + suffix] |= _fitted(query_set, searcher)
    return figures


def _values(query_set: QuerySet, texts: Mapping[str, str], searchers: Sequence[Searcher]) -> dict[str, Values]:
    """System → values of these queries, a part of them at a time: runs of all would fill the memory."""
    parts: dict[str, list[Values]] = {}
    pending = iter(texts.items())
    start, done = perf_counter(), 0
    while some := list(islice(pending, AT_ONCE)):
        runs: dict[str, dict[str, Run]] = {}
        for query, text in some:
            for searcher in searchers:
                for system, run in searcher.search(text).items():
                    runs.setdefault(system, {})[query] = run
        for system, found in runs.items():
            parts.setdefault(system, []).append(values_of(query_set, found))
        done += len(some)
        say(f"  {query_set.name or 'queries'}: {done:,} of {len(texts):,}, {perf_counter() - start:.0f} s")
    return {system: joined(found) for system, found in parts.items()}


def _damage(
    kind: str,
    query_sets: Sequence[QuerySet],
    searchers: Sequence[Searcher],
    clean: Sequence[Mapping[str, Values]],
    noisy: Sequence[Figures],
) -> None:
    """Add each system's figure under one kind of damage and its loss against the same queries undamaged."""
    say(f"  damage: {kind}")
    for query_set, whole, figures in zip(query_sets, clean, noisy, strict=True):
        rows = _spread(len(query_set.queries), NOISY)
        names = list(query_set.queries)
        texts = {names[row]: noise.damaged(kind, names[row], query_set.queries[names[row]]) for row in rows}
        for system, found in _values(query_set, texts, searchers).items():
            before, after = main_mean(whole[system], rows), main_mean(found)
            figures.setdefault(system, {}).update(
                {f"{MAIN} {kind}": after, f"loss {kind}": round(before - after, 4)}
            )


def _fitted(query_set: QuerySet, searcher: "OurSearch | _Renamed") -> dict[str, float]:
    """The hybrid at each weight of the meaning leg, and the best one."""
    names = list(query_set.queries)
    chosen = [names[row] for row in _spread(len(names), NOISY)]
    runs: list[dict[str, Run]] = [{} for _ in WEIGHTS]
    for query in chosen:
        for found, run in zip(runs, searcher.by_weight(query_set.queries[query], WEIGHTS), strict=True):
            found[query] = run
    by_weight = [main_mean(values_of(query_set, found)) for found in runs]
    figures = {f"{MAIN} w={weight}": value for weight, value in zip(WEIGHTS, by_weight, strict=True)}
    return figures | {"best_weight": WEIGHTS[int(np.argmax(by_weight))]}


def _milliseconds(query_set: QuerySet, searchers: Sequence[Searcher]) -> dict[str, float]:
    """Median CPU milliseconds of a query by system, from its text on and with its embedding."""
    names = list(query_set.queries)
    texts = [query_set.queries[names[row]] for row in _spread(len(names), TIMED)]
    found = {}
    for searcher in searchers:
        for system, search in searcher.alone().items():
            search(texts[0])  # the first call also prepares
            times = []
            for text in texts:
                start = process_time()
                search(text)
                times.append(process_time() - start)
            found[system] = round(1000 * median(times), 2)
    return found


def _spread(count: int, most: int) -> list[int]:
    return [number * count // most for number in range(most)] if count > most else list(range(count))


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
