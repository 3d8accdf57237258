"""The `PassageIndex` over Qdrant's engine, the same for both places where the engine can run."""

from collections.abc import Callable, Collection, Container, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache, partial
from pathlib import Path
from threading import Lock
from time import monotonic
from uuid import UUID

import numpy as np

from corpus.access import Confidentiality, Principal
from index import qdrant_engine as fields
from index.ports import IndexEntry, Restriction, Scored, Vector
from index.qdrant_engine import AnyOf, Between, Conditions, Engine, EngineHit, EnginePoint, Holds, conditions_of
from index.vocabulary import Vocabulary

POINTS_AT_ONCE = 256
PAGE = 1000
# Two or more passages may share a score where the list is cut: so many more are asked for to see it.
SPARE = 32
MOST_FETCHED = 10_000
FACET_VALUES = 1000
FREQUENCIES_KEPT = 50_000
DOCUMENTS_KEPT = 20_000
EVERYTHING = ""  # no term: under it the number of all passages is kept


class QdrantPassageIndex:
    """Checks what goes in (a malformed point would poison the engine's log) and orders what comes out."""

    def __init__(
        self,
        engine: Engine,
        dimension: int,
        frequencies_last: float = float("inf"),
        terms_file: Path | None = None,
    ) -> None:
        """`frequencies_last` seconds: how long counts are kept where others may write, too.

        `terms_file`: where the terms are kept between two openings.
        """
        self._engine = engine
        self._dimension = dimension
        self._frequencies: dict[str, int] = {}
        # What was found for whom: a question asks it of each of its words and their other forms. Not kept where
        # others may change rights.
        self._held: dict[tuple[str, Principal], bool] = {}
        self._frequencies_last = frequencies_last
        self._frequencies_since = monotonic()
        self._writes = 0
        self._documents: dict[UUID, UUID] = {}  # of passages that were found lately
        self._frequencies_lock = Lock()
        self._vocabulary = Vocabulary(terms_file)
        if not engine.count(()):
            self._vocabulary.clear()  # and so complete: whatever comes will be seen

    def put(self, entries: Sequence[IndexEntry]) -> None:
        points = [self._point(entry) for entry in entries]
        self._vocabulary.add(term for entry in entries for term in entry.terms)
        for start in range(0, len(points), POINTS_AT_ONCE):
            self._engine.upsert(points[start : start + POINTS_AT_ONCE])
        self._forget_frequencies()

    def put_vectors(self, vectors: Mapping[UUID, Vector]) -> None:
        for vector in vectors.values():
            self._check(vector)
        items = list(vectors.items())
        for start in range(0, len(items), POINTS_AT_ONCE):
            self._engine.set_vectors(dict(items[start : start + POINTS_AT_ONCE]))

    def vectors_of(self, document_id: UUID) -> dict[str, Vector]:
        return dict(self._engine.vectors((AnyOf(fields.DOCUMENT, (str(document_id),)),)))

    def remove(self, document_id: UUID) -> None:
        self._engine.delete((AnyOf(fields.DOCUMENT, (str(document_id),)),))
        self._forget_frequencies()

    def set_access(self, document_id: UUID, confidentiality: Confidentiality, readers: frozenset[str]) -> None:
        payload = {fields.CONFIDENTIALITY: int(confidentiality), fields.READERS: sorted(readers)}
        self._engine.set_payload((AnyOf(fields.DOCUMENT, (str(document_id),)),), payload)
        self._forget_frequencies()

    def lexical(
        self, terms: Sequence[str], restriction: Restriction, limit: int, among: Collection[UUID] | None = None
    ) -> list[Scored]:
        text = " ".join(sorted({term for term in terms if term}))
        if not text or (among is not None and not among):
            return []
        conditions = conditions_of(restriction, among)
        known, writes = self._known_documents(among), self._writes
        ask = partial(self._engine.query_text, text, conditions, documents=not known)
        return self._remembered(_ranked(ask, limit, known, positive=True), writes)

    def semantic(
        self, vector: Vector, restriction: Restriction, limit: int, among: Collection[UUID] | None = None
    ) -> list[Scored]:
        self._check(vector)
        if among is not None and not among:
            return []
        conditions = conditions_of(restriction, among)
        known, writes = self._known_documents(among), self._writes
        ask = partial(self._engine.query_vector, vector, conditions, documents=not known)
        return self._remembered(_ranked(ask, limit, known, positive=False), writes)

    def _known_documents(self, among: Collection[UUID] | None) -> dict[UUID, UUID]:
        """The documents of `among`, {} unless all are known: what one leg found, the other is asked about."""
        documents = self._documents
        known = {passage: documents[passage] for passage in among or () if passage in documents}
        return known if among and len(known) == len(among) else {}

    def _remembered(self, found: list[Scored], writes: int) -> list[Scored]:
        with self._frequencies_lock:
            if writes == self._writes:
                if len(self._documents) > DOCUMENTS_KEPT:
                    self._documents = {}
                self._documents.update((one.passage_id, one.document_id) for one in found)
        return found

    def document_frequencies(self, terms: Collection[str]) -> dict[str, int]:
        return {term: self._frequency(term) for term in terms}

    def holds(self, term: str, restriction: Restriction, among: Collection[UUID] | None = None) -> bool:
        if among is not None:
            return bool(self._first((term,), conditions_of(restriction, among), 1)) if among else False
        asker = restriction.principal
        kept = self._frequencies_last == float("inf") and restriction == Restriction(asker)
        if kept and (found := self._held.get((term, asker))) is not None:
            return found
        writes = self._writes
        found = bool(self.passages_with((term,), restriction, 1))
        with self._frequencies_lock:
            if kept and writes == self._writes and len(self._held) < FREQUENCIES_KEPT:
                self._held[term, asker] = found
        return found

    def passages_with(self, terms: Collection[str], restriction: Restriction, limit: int) -> list[UUID]:
        return self._first(terms, conditions_of(restriction), limit)

    def _first(self, terms: Collection[str], conditions: Conditions, limit: int) -> list[UUID]:
        # Nothing, or words that the engine would look up one by one, is no term.
        if not terms or limit <= 0 or any(len(term.split()) != 1 for term in terms):
            return []
        held = (Holds(fields.TERMS, term) for term in sorted(set(terms)))
        return self._engine.first((*conditions, *held), limit)

    def terms_beginning(self, beginning: str, limit: int) -> list[tuple[str, int]]:
        return self._vocabulary.beginning(beginning, limit)

    def known_terms(self) -> Container[str]:
        return self._vocabulary.terms

    def load_terms(self) -> None:
        self._vocabulary.load(self._engine.scroll_terms)

    def count(self, restriction: Restriction | None = None) -> int:
        if restriction is None:  # every idf wants it
            return self._counted(EVERYTHING, ())
        return self._engine.count(conditions_of(restriction))

    def facet(self, field: str, restriction: Restriction) -> dict[str, int]:
        if field not in (fields.KIND, fields.UNIT):
            raise ValueError(f"no facet of {field}")
        # Each document has one passage with ordinal 0, so counting those counts documents.
        conditions = (*conditions_of(restriction), Between(fields.ORDINAL, 0, 0))
        return self._engine.facet(field, conditions, FACET_VALUES)

    def passage_ids(self) -> Iterator[tuple[UUID, UUID, bool]]:
        after: UUID | None = None
        while True:
            page, after = self._engine.scroll(after, PAGE)
            for point, document, has_vector in page:
                yield point, UUID(document), has_vector
            if after is None:
                return

    def flush(self) -> None:
        self._engine.flush()

    def optimize(self) -> None:
        self._engine.optimize()

    def clear(self) -> None:
        self._engine.clear()
        self._vocabulary.clear()
        self._forget_frequencies()

    def close(self) -> None:
        with suppress(OSError, ValueError):  # the next opening will read the terms out of the passages
            self._vocabulary.keep()
        self._engine.close()

    def _frequency(self, term: str) -> int:
        if len(term.split()) != 1:  # nothing, or words that the engine would look up one by one
            return 0
        if self._frequencies_last == float("inf") and self._vocabulary.lacks(term):  # nobody else writes
            return 0
        return self._counted(term, (Holds(fields.TERMS, term),))

    def _counted(self, key: str, conditions: Conditions) -> int:
        """What the engine counts under the conditions, kept under the key until something is written."""
        if monotonic() - self._frequencies_since > self._frequencies_last:
            self._forget_frequencies()
        with self._frequencies_lock:
            known, writes = self._frequencies.get(key), self._writes
        if known is not None:
            return known
        counted = self._engine.count(conditions)
        with self._frequencies_lock:
            # A count that a write overtook is used once and not kept.
            if writes == self._writes and len(self._frequencies) < FREQUENCIES_KEPT:
                self._frequencies[key] = counted
        return counted

    def _forget_frequencies(self) -> None:
        with self._frequencies_lock:
            self._writes += 1
            self._frequencies.clear()
            self._held.clear()
            self._documents = {}
            self._frequencies_since = monotonic()

    def _point(self, entry: IndexEntry) -> EnginePoint:
        if entry.vector is not None:
            self._check(entry.vector)
        terms = " ".join(entry.terms)
        if terms.split() != list(entry.terms):
            raise ValueError(f"a term of {entry.passage_id} is empty or holds a blank")
        payload = {
            fields.TERMS: terms,
            fields.DOCUMENT: str(entry.document_id),
            fields.ORDINAL: entry.ordinal,
            fields.KIND: entry.kind,
            fields.CONFIDENTIALITY: int(entry.confidentiality),
            fields.READERS: sorted(entry.readers),
        }
        for field, value in (
            (fields.UNIT, entry.unit),
            (fields.NUMBER, entry.number),
            (fields.DAY, entry.day),
            (fields.INPUT, entry.input_key or None),
        ):
            if value is not None:
                payload[field] = value
        return EnginePoint(entry.passage_id, payload, entry.vector)

    def _check(self, vector: Vector) -> None:
        # The engine refuses a wrong length but takes NaN in, and a panic could leave it unable to load.
        if vector.shape != (self._dimension,) or not np.isfinite(vector).all():
            raise ValueError(f"not a vector of {self._dimension} finite numbers: shape {vector.shape}")


def _ranked(
    ask: Callable[[int], list[EngineHit]], limit: int, documents: Mapping[UUID, UUID], *, positive: bool
) -> list[Scored]:
    """Ask for enough that every passage with the last listed score was seen, then order ties by id.

    `documents` are those of all that may be found, or {} where the hits tell.

    The engine orders ties as it likes. Beyond `MOST_FETCHED` equal scores its choice stands.
    """
    if limit <= 0:
        return []
    most = limit + SPARE
    while True:
        hits = ask(most)
        cut_in_a_tie = len(hits) >= most and hits[-1].score == hits[limit - 1].score
        if not cut_in_a_tie or most >= MOST_FETCHED:
            break
        most = min(MOST_FETCHED, most * 4)
    ordered = sorted(hits, key=lambda hit: (-hit.score, hit.id))
    kept = [hit for hit in ordered if hit.score > 0 or not positive][:limit]
    return [Scored(hit.id, documents.get(hit.id) or _document_id(hit.document), hit.score) for hit in kept]


@lru_cache(maxsize=100_000)
def _document_id(text: str) -> UUID:
    """Parsing them anew took a tenth of a search."""
    return UUID(text)
