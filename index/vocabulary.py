"""The terms that an index knows: for telling misspelt words from rare ones, and for completing words."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Container, Iterable
from heapq import nsmallest
from itertools import islice
from threading import Lock
from uuid import UUID

PAGE = 1000
# So many new terms are looked through one by one before they are put in order.
UNORDERED = 1000

Scroll = Callable[[UUID | None, int], tuple[list[str], UUID | None]]
"""Gives the terms of some passages, space-joined, and where to go on."""


class Vocabulary:
    """Terms and how often they were put into the index. What is removed stays: the frequencies tell."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._counts: Counter[str] = Counter()
        self._ordered: list[str] = []  # the terms that came first, in alphabetical order
        self._loaded = False

    def add(self, terms: Iterable[str]) -> None:
        with self._lock:
            self._counts.update(terms)

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
            self._counts = Counter()
            self._ordered = []
            self._loaded = True

    @property
    def terms(self) -> Container[str]:
        """Empty until it was loaded: half a vocabulary would take rare words for misspelt ones."""
        return self._counts.keys() if self._loaded else frozenset()

    def beginning(self, beginning: str, limit: int) -> list[tuple[str, int]]:
        """Terms that begin so and their counts, the most used first, equals in alphabetical order."""
        if not self._loaded or not beginning:
            return []
        with self._lock:
            late = len(self._counts) - len(self._ordered)
            fresh = list(islice(reversed(self._counts), late))
            if late > UNORDERED:
                self._ordered += fresh
                self._ordered.sort()
                fresh = []
            first = bisect_left(self._ordered, beginning)
            last = bisect_left(self._ordered, beginning + chr(0x10FFFF), first)
            found = self._ordered[first:last] + [term for term in fresh if term.startswith(beginning)]
            best = nsmallest(limit, found, key=lambda term: (-self._counts[term], term))
            return [(term, self._counts[term]) for term in best]
