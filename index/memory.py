"""An exact index in plain Python and numpy: the oracle that the engine's adapters are compared with."""

import math
from collections import Counter
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain
from threading import RLock
from uuid import UUID

import numpy as np

from corpus.access import Confidentiality
from index.ports import IndexEntry, Restriction, Scored, Vector

K1, B = 0.9, 0.75


@dataclass(frozen=True, slots=True)
class _Held:
    """What stands in the index between two changes, and its numbers; counted once, not for each question."""

    entries: tuple[IndexEntry, ...]
    counts: Mapping[UUID, Mapping[str, int]]
    frequencies: Mapping[str, int]
    average_length: float

    @classmethod
    def of(cls, entries: Iterable[IndexEntry]) -> "_Held":
        held = tuple(entries)
        counts = {entry.passage_id: dict(Counter(entry.terms)) for entry in held}
        frequencies = Counter(chain.from_iterable(counts.values()))
        average = sum(len(entry.terms) for entry in held) / max(1, len(held)) or 1.0
        return cls(held, counts, dict(frequencies), average)


class MemoryPassageIndex:
    """Scans everything for every question; for tests and a few thousand passages."""

    def __init__(self, dimension: int | None = None) -> None:
        self._dimension = dimension
        self._entries: dict[UUID, IndexEntry] = {}
        self._counted: _Held | None = None
        self._lock = RLock()

    def put(self, entries: Sequence[IndexEntry]) -> None:
        for entry in entries:
            if entry.vector is not None:
                self._check(entry.vector)
            if " ".join(entry.terms).split() != list(entry.terms):
                raise ValueError(f"a term of {entry.passage_id} is empty or holds a blank")
        with self._changing():
            self._entries |= {entry.passage_id: entry for entry in entries}

    def put_vectors(self, vectors: Mapping[UUID, Vector]) -> None:
        for vector in vectors.values():
            self._check(vector)
        with self._changing():
            for passage_id, vector in vectors.items():
                if passage_id in self._entries:
                    self._entries[passage_id] = replace(self._entries[passage_id], vector=vector)

    def vectors_of(self, document_id: UUID) -> dict[str, Vector]:
        return {
            entry.input_key: entry.vector
            for entry in self._held().entries
            if entry.document_id == document_id and entry.input_key and entry.vector is not None
        }

    def remove(self, document_id: UUID) -> None:
        with self._changing():
            self._entries = {i: e for i, e in self._entries.items() if e.document_id != document_id}

    def set_access(self, document_id: UUID, confidentiality: Confidentiality, readers: frozenset[str]) -> None:
        with self._changing():
            for passage_id, entry in self._entries.items():
                if entry.document_id == document_id:
                    changed = replace(entry, confidentiality=confidentiality, readers=readers)
                    self._entries[passage_id] = changed

    def lexical(
        self, terms: Sequence[str], restriction: Restriction, limit: int, among: Collection[UUID] | None = None
    ) -> list[Scored]:
        held, wanted = self._held(), sorted(set(terms))
        weights = {term: _idf(held.frequencies.get(term, 0), len(held.entries)) for term in wanted}
        scores = []
        for entry in _allowed(held.entries, restriction, among):
            counts, score = held.counts[entry.passage_id], 0.0
            norm = K1 * (1 - B + B * len(entry.terms) / held.average_length)
            for term in wanted:
                if frequency := counts.get(term, 0):
                    score += weights[term] * frequency * (K1 + 1) / (frequency + norm)
            scores.append(Scored(entry.passage_id, entry.document_id, score))
        return _best((scored for scored in scores if scored.score > 0), limit)

    def semantic(
        self, vector: Vector, restriction: Restriction, limit: int, among: Collection[UUID] | None = None
    ) -> list[Scored]:
        self._check(vector)
        return _best(
            (
                Scored(entry.passage_id, entry.document_id, float(entry.vector @ vector))
                for entry in _allowed(self._held().entries, restriction, among)
                if entry.vector is not None
            ),
            limit,
        )

    def document_frequencies(self, terms: Collection[str]) -> dict[str, int]:
        frequencies = self._held().frequencies
        return {term: frequencies.get(term, 0) for term in terms}

    def holds(self, term: str, restriction: Restriction, among: Collection[UUID] | None = None) -> bool:
        held = self._held()
        having = (entry for entry in held.entries if term in held.counts[entry.passage_id])
        return any(True for _ in _allowed(having, restriction, among))

    def passages_with(self, terms: Collection[str], restriction: Restriction, limit: int) -> list[UUID]:
        with self._lock:
            held = list(self._entries.values())
        wanted = set(terms)
        found = (entry for entry in _allowed(held, restriction, None) if wanted <= set(entry.terms))
        return sorted(entry.passage_id for entry in found)[:limit] if wanted else []

    def terms_beginning(self, beginning: str, limit: int) -> list[tuple[str, int]]:
        with self._lock:
            counts = Counter(term for entry in self._entries.values() for term in entry.terms)
        found = (one for one in counts.items() if beginning and one[0].startswith(beginning))
        return sorted(found, key=lambda one: (-one[1], one[0]))[:limit]

    def known_terms(self) -> Container[str]:
        return self._held().frequencies

    def load_terms(self) -> None:
        """They are at hand."""

    def count(self, restriction: Restriction | None = None) -> int:
        held = self._held().entries
        return len(held) if restriction is None else len(list(_allowed(held, restriction, None)))

    def facet(self, field: str, restriction: Restriction) -> dict[str, int]:
        if field not in ("kind", "unit"):
            raise ValueError(f"no facet of {field}")
        values: dict[UUID, str | None] = {
            entry.document_id: entry.kind if field == "kind" else entry.unit
            for entry in _allowed(self._held().entries, restriction, None)
        }
        return dict(Counter(value for value in values.values() if value is not None))

    def passage_ids(self) -> Iterator[tuple[UUID, UUID, bool]]:
        for entry in self._held().entries:
            yield entry.passage_id, entry.document_id, entry.vector is not None

    def flush(self) -> None:
        """Nothing outlives the process."""

    def optimize(self) -> None:
        """Reading is as fast as it gets."""

    def clear(self) -> None:
        with self._changing():
            self._entries.clear()

    def close(self) -> None:
        """Nothing is held open."""

    def _held(self) -> _Held:
        with self._lock:
            if self._counted is None:
                self._counted = _Held.of(self._entries.values())
            return self._counted

    @contextmanager
    def _changing(self) -> Iterator[None]:
        with self._lock:
            self._counted = None
            yield

    def _check(self, vector: Vector) -> None:
        if vector.ndim != 1 or self._dimension not in (None, vector.shape[0]) or not np.isfinite(vector).all():
            raise ValueError(f"not a vector of {self._dimension} finite numbers: shape {vector.shape}")


def _idf(frequency: int, count: int) -> float:
    return math.log(1 + (count - frequency + 0.5) / (frequency + 0.5))


def _allowed(
    entries: Iterable[IndexEntry], restriction: Restriction, among: Collection[UUID] | None
) -> Iterator[IndexEntry]:
    wanted = None if among is None else set(among)
    for entry in entries:
        if wanted is not None and entry.passage_id not in wanted:
            continue
        if restriction.principal.may_read(entry.confidentiality, entry.readers) and _fits(entry, restriction):
            yield entry


def _fits(entry: IndexEntry, restriction: Restriction) -> bool:
    first, last = restriction.first_day, restriction.last_day
    return (
        (not restriction.kinds or entry.kind in restriction.kinds)
        and (not restriction.units or entry.unit in restriction.units)
        and (not restriction.numbers or entry.number in restriction.numbers)
        and (not restriction.documents or entry.document_id in restriction.documents)
        and (first is None or (entry.day is not None and entry.day >= first))
        and (last is None or (entry.day is not None and entry.day <= last))
    )


def _best(scores: Iterator[Scored], limit: int) -> list[Scored]:
    return sorted(scores, key=lambda scored: (-scored.score, scored.passage_id))[: max(0, limit)]
