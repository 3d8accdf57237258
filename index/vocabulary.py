"""The terms that an index knows, for telling misspelt words from rare ones."""

from collections.abc import Callable, Iterable
from threading import Lock
from uuid import UUID

PAGE = 1000

Scroll = Callable[[UUID | None, int], tuple[list[str], UUID | None]]
"""Gives the terms of some passages, space-joined, and where to go on."""


class Vocabulary:
    """A set that grows with what is put into the index. What is removed stays: the frequencies tell."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._terms: set[str] = set()
        self._loaded = False

    def add(self, terms: Iterable[str]) -> None:
        with self._lock:
            self._terms.update(terms)

    def load(self, scroll: Scroll) -> None:
        """Read what the index held before; once."""
        after: UUID | None = None
        while not self._loaded:
            some, after = scroll(after, PAGE)
            for terms in some:
                self.add(terms.split())
            if after is None:
                self._loaded = True

    def clear(self) -> None:
        """The index is empty now: all that comes will be seen."""
        with self._lock:
            self._terms = set()
            self._loaded = True

    @property
    def terms(self) -> frozenset[str] | set[str]:
        """Empty until it was loaded: half a vocabulary would take rare words for misspelt ones."""
        return self._terms if self._loaded else frozenset()
