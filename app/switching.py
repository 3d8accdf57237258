"""An index that can be replaced while it is in use: a rebuild fills another beside it, then switches.

While another is being filled, what takes something away (a document, a right) is done to both, or a
rebuild would bring back what was removed meanwhile.
"""

from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import Condition
from uuid import UUID

from corpus.access import Confidentiality
from index.ports import IndexEntry, PassageIndex, Restriction, Scored, Vector


class SwitchableIndex:
    """A `PassageIndex` that hands every call to the current one; calls under way end on the old one."""

    def __init__(self, current: PassageIndex, *, outdated: bool = False) -> None:
        """`outdated`: another model may have made its vectors, so it finds by words alone until the switch."""
        self._current = current
        self._outdated = outdated
        self._beside: PassageIndex | None = None
        self._calls: dict[int, int] = {}
        self._changed = Condition()

    @property
    def outdated(self) -> bool:
        """Whether it finds by words alone because another model made its vectors."""
        return self._outdated

    def fill_beside(self, replacement: PassageIndex | None) -> None:
        """From now on removals and rights go to `replacement` too (None: the rebuild was given up)."""
        self._beside = replacement

    def switch(self, replacement: PassageIndex) -> PassageIndex:
        """Use `replacement` from now on. Returns the old index, to be closed by `close_replaced`."""
        with self._changed:
            old, self._current = self._current, replacement
            self._beside, self._outdated = None, False
        return old

    def close_replaced(self, old: PassageIndex) -> None:
        """Close the old index when its last call has ended. Hold no lock that such a call may need."""
        with self._changed:
            self._changed.wait_for(lambda: not self._calls.get(id(old)))
        old.close()

    @contextmanager
    def _using(self) -> Iterator[PassageIndex]:
        with self._changed:
            index = self._current
            self._calls[id(index)] = self._calls.get(id(index), 0) + 1
        try:
            yield index
        finally:
            with self._changed:
                self._calls[id(index)] -= 1
                if not self._calls[id(index)]:
                    del self._calls[id(index)]
                self._changed.notify_all()

    def put(self, entries: Sequence[IndexEntry]) -> None:
        with self._using() as index:
            index.put(entries)

    def put_vectors(self, vectors: Mapping[UUID, Vector]) -> None:
        with self._using() as index:
            index.put_vectors(vectors)

    def vectors_of(self, document_id: UUID) -> dict[str, Vector]:
        with self._using() as index:
            return index.vectors_of(document_id)

    def remove(self, document_id: UUID) -> None:
        with self._using() as index:
            index.remove(document_id)
            if beside := self._beside:
                beside.remove(document_id)

    def set_access(self, document_id: UUID, confidentiality: Confidentiality, readers: frozenset[str]) -> None:
        with self._using() as index:
            index.set_access(document_id, confidentiality, readers)
            if beside := self._beside:
                beside.set_access(document_id, confidentiality, readers)

    def lexical(
        self, terms: Sequence[str], restriction: Restriction, limit: int, among: Collection[UUID] | None = None
    ) -> list[Scored]:
        with self._using() as index:
            return index.lexical(terms, restriction, limit, among)

    def semantic(
        self, vector: Vector, restriction: Restriction, limit: int, among: Collection[UUID] | None = None
    ) -> list[Scored]:
        if self._outdated:
            return []
        with self._using() as index:
            return index.semantic(vector, restriction, limit, among)

    def document_frequencies(self, terms: Collection[str]) -> dict[str, int]:
        with self._using() as index:
            return index.document_frequencies(terms)

    def holds(self, term: str, restriction: Restriction, among: Collection[UUID] | None = None) -> bool:
        with self._using() as index:
            return index.holds(term, restriction, among)

    def passages_with(self, terms: Collection[str], restriction: Restriction, limit: int) -> list[UUID]:
        with self._using() as index:
            return index.passages_with(terms, restriction, limit)

    def terms_beginning(self, beginning: str, limit: int) -> list[tuple[str, int]]:
        with self._using() as index:
            return index.terms_beginning(beginning, limit)

    def known_terms(self) -> Container[str]:
        with self._using() as index:
            return index.known_terms()

    def load_terms(self) -> None:
        with self._using() as index:
            index.load_terms()

    def count(self, restriction: Restriction | None = None) -> int:
        with self._using() as index:
            return index.count(restriction)

    def facet(self, field: str, restriction: Restriction) -> dict[str, int]:
        with self._using() as index:
            return index.facet(field, restriction)

    def passage_ids(self) -> Iterator[tuple[UUID, UUID, bool]]:
        with self._using() as index:
            return iter(list(index.passage_ids()))

    def flush(self) -> None:
        with self._using() as index:
            index.flush()

    def optimize(self) -> None:
        # No call that closing waits for: it may take minutes, and closing an index ends its optimizing.
        self._current.optimize()

    def clear(self) -> None:
        with self._using() as index:
            index.clear()

    def close(self) -> None:
        with self._using() as index:
            index.close()
