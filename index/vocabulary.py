"""The terms that an index knows: for telling misspelt words from rare ones, and for completing words."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Container, Iterable
from heapq import nsmallest
from itertools import islice
from pathlib import Path
from threading import Lock
from uuid import UUID

from index.folders import disk_errors, synchronize, write_durably

PAGE = 1000
# So many new terms are looked through one by one before they are put in order.
UNORDERED = 1000

HEAD = "terms 1"  # of the file; the number is that of its layout

Scroll = Callable[[UUID | None, int], tuple[list[str], UUID | None]]
"""Gives the terms of some passages, space-joined, and where to go on."""


class Vocabulary:
    """Terms and how often they were put into the index. What is removed stays: the frequencies tell.

    A `file` keeps them from one opening to the next: to read them out of a million passages takes 20 s and
    leaves a gigabyte in memory. It is there only while it is complete: what adds to the terms removes it first.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._lock = Lock()
        self._file = file
        self._counts: Counter[str] = Counter()
        self._ordered: list[str] = []  # the terms that came first, in alphabetical order
        self._loaded = False

    def add(self, terms: Iterable[str]) -> None:
        """To be called before the index has them. Raises `InaccessiblePath` if the file cannot be removed."""
        with self._lock:
            self._forget_file()
            self._counts.update(terms)

    def load(self, scroll: Scroll) -> None:
        """Read what the index held before; once."""
        with self._lock:
            kept = None if self._loaded or self._file is None else _read(self._file)
            if kept is not None:
                self._counts.update(kept)
                self._loaded = True
        after: UUID | None = None
        while not self._loaded:
            some, after = scroll(after, PAGE)
            with self._lock:
                for terms in some:
                    self._counts.update(terms.split())
            if after is None:
                self._loaded = True

    def clear(self) -> None:
        """The index is empty now: all that comes will be seen."""
        with self._lock:
            self._forget_file()
            self._counts = Counter()
            self._ordered = []
            self._loaded = True

    def keep(self) -> None:
        """Write the file if all terms are known, and add nothing afterwards. Raises OSError, ValueError."""
        with self._lock:
            if self._file is not None and self._loaded and not self._file.exists():
                lines = (f"{count}\t{term}" for term, count in self._counts.items())
                write_durably(self._file, "\n".join((HEAD, *lines)))

    def _forget_file(self) -> None:
        if self._file is not None and self._file.exists():
            with disk_errors(self._file.parent):
                self._file.unlink()
                synchronize(self._file.parent)  # or a power cut could bring it back

    @property
    def terms(self) -> Container[str]:
        """Empty until it was loaded: half a vocabulary would take rare words for misspelt ones."""
        return self._counts.keys() if self._loaded else frozenset()

    def lacks(self, term: str) -> bool:
        """Whether no passage can have the term; False until all terms are loaded."""
        return self._loaded and term not in self._counts

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


def _read(file: Path) -> dict[str, int] | None:
    """The terms of a file that `keep` has written, None if there is none or it is another one."""
    try:
        head, *lines = file.read_text("utf-8").split("\n")
        pairs = (line.split("\t", 1) for line in lines)
        return {term: int(count) for count, term in pairs} if head == HEAD else None
    except (OSError, ValueError):
        return None
