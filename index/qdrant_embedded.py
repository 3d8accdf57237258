"""Qdrant's engine inside this process, over one folder that one process owns.

folder/lock        held while open; shows the process's number
folder/stamp.json  fingerprint and dimension that it was made with
folder/current     names the shard in use, so that a swap is one rename
folder/shard-3/    the engine's files
folder/terms.txt   the terms, while nothing was added since they were written
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from shutil import copytree, rmtree
from threading import Lock, RLock
from typing import Any
from uuid import UUID

from corpus.errors import IndexDamaged
from index.folders import (
    FolderLock,
    check_stamp,
    copy_sparsely,
    disk_errors,
    next_name,
    point_to,
    pointed,
    remove_others,
    write_stamp,
)
from index.optimizing import OptimizingProcess
from index.ports import Vector
from index.qdrant_engine import Conditions, EngineHit, EnginePoint
from index.qdrant_index import QdrantPassageIndex
from index.qdrant_shard import Shard

# Up to this many passages a scan of quantized vectors beats a graph: it takes 17 CPU s to make ready
# instead of 395 per 100,000, and answers in 3 ms.
SCAN_UP_TO = 300_000
EDGES = 16
PREFIX = "shard"
TERMS = "terms.txt"
# Points of which the log alone may know: about 10 MB of it, and the engine keeps 32 MB at least before it drops
# the oldest. What a crash leaves is made up for in a second.
LOGGED_ALONE = 2000
REPLAYED_BESIDE = 20  # rounds of catching up before writers wait

Change = Callable[[Shard], None]


class EmbeddedQdrantIndex(QdrantPassageIndex):
    """`PassageIndex` over a folder. With a fingerprint, it opens only what was made with the same.

    Raises `DataFolderInUse`, `IndexOutdated`, `IndexDamaged`, `StorageFull`, `InaccessiblePath`.
    """

    def __init__(self, folder: Path, dimension: int, fingerprint: str = "") -> None:
        engine = EmbeddedEngine(folder, dimension, fingerprint)
        super().__init__(engine, dimension, terms_file=folder / TERMS)


def open_embedded(folder: Path, dimension: int, fingerprint: str = "") -> EmbeddedQdrantIndex:
    """Open the index in `folder`, or make it."""
    return EmbeddedQdrantIndex(folder, dimension, fingerprint)


class EmbeddedEngine:
    """`Engine` over the current shard of a folder."""

    def __init__(self, folder: Path, dimension: int, fingerprint: str) -> None:
        self._folder = folder
        self._dimension = dimension
        # The engine holds the global lock in every call anyway, so one lock around calls costs nothing.
        self._call = RLock()  # a shard must not be closed under a call
        self._write = RLock()  # no change may fall between a copy and its journal
        self._optimizing = Lock()
        self._logged = 0
        self._journal: list[Change] | None = None  # changes since the copy that is being optimized
        self._process: OptimizingProcess | None = None
        self._closed = False
        self._lock = FolderLock(folder)
        try:
            with disk_errors(folder):
                self._shard = self._open(fingerprint)
        except BaseException:
            self._lock.release()
            raise

    def _open(self, fingerprint: str) -> Shard:
        name = pointed(self._folder)
        remove_others(self._folder, PREFIX, keep=name)  # copies whose optimizing was killed
        if name:
            check_stamp(self._folder, fingerprint, self._dimension)
            return Shard.load(self._folder / name)
        write_stamp(self._folder, fingerprint, self._dimension)
        return self._create()

    def _create(self) -> Shard:
        shard = Shard.create(self._folder / next_name(self._folder, PREFIX), self._dimension)
        point_to(self._folder, shard.path.name)
        return shard

    def upsert(self, points: Sequence[EnginePoint]) -> None:
        self._change(lambda shard: shard.upsert(points), len(points))

    def set_vectors(self, vectors: Mapping[UUID, Vector]) -> None:
        self._change(lambda shard: shard.set_vectors(vectors), len(vectors))

    def set_payload(self, conditions: Conditions, payload: Mapping[str, Any]) -> None:
        self._change(lambda shard: shard.set_payload(conditions, payload))

    def delete(self, conditions: Conditions) -> None:
        self._change(lambda shard: shard.delete(conditions))

    def _change(self, change: Change, points: int = 1) -> None:
        with self._write, self._call:
            change(self._shard)
            self._logged += points
            if self._journal is not None:
                self._journal.append(change)

    def query_text(
        self, text: str, conditions: Conditions, limit: int, *, documents: bool = True
    ) -> list[EngineHit]:
        with self._call:
            return self._shard.query_text(text, conditions, limit, documents=documents)

    def query_vector(
        self, vector: Vector, conditions: Conditions, limit: int, *, documents: bool = True
    ) -> list[EngineHit]:
        with self._call:
            return self._shard.query_vector(vector, conditions, limit, documents=documents)

    def count(self, conditions: Conditions) -> int:
        with self._call:
            return self._shard.count(conditions)

    def first(self, conditions: Conditions, limit: int) -> list[UUID]:
        with self._call:
            return self._shard.first(conditions, limit)

    def facet(self, field: str, conditions: Conditions, limit: int) -> dict[str, int]:
        with self._call:
            return self._shard.facet(field, conditions, limit)

    def scroll(self, after: UUID | None, limit: int) -> tuple[list[tuple[UUID, str, bool]], UUID | None]:
        with self._call:
            return self._shard.scroll(after, limit)

    def scroll_terms(self, after: UUID | None, limit: int) -> tuple[list[str], UUID | None]:
        with self._call:
            return self._shard.scroll_terms(after, limit)

    def vectors(self, conditions: Conditions) -> Iterator[tuple[str, Vector]]:
        with self._call:
            return iter(list(self._shard.vectors(conditions)))

    def flush(self) -> None:
        """Mostly the log alone: readers would wait for all files, 30 ms or more after each document."""
        with self._write, disk_errors(self._folder):
            if self._logged < LOGGED_ALONE:
                self._shard.flush_log()
                return
            with self._call:
                self._shard.flush()
                self._logged = 0

    def clear(self) -> None:
        with self._write, self._call, disk_errors(self._folder):
            self._give_up_optimizing()
            old, self._shard = self._shard, self._create()
            old.close()
            rmtree(old.path, ignore_errors=True)

    def close(self) -> None:
        with self._write:
            if self._closed:
                return
            self._closed = True
            self._give_up_optimizing()
        with self._optimizing, self._write, self._call:  # its thread has put its copy away
            self._shard.flush()
            self._shard.close()
            self._lock.release()

    def optimize(self) -> None:
        """Optimize a copy in another process, bring it up to date, and swap. A second call at once returns."""
        if not self._optimizing.acquire(blocking=False):
            return
        try:
            self._optimize_copy()
        finally:
            self._optimizing.release()

    def _optimize_copy(self) -> None:
        copy = self._folder / next_name(self._folder, PREFIX)
        journal: list[Change] = []
        try:
            with self._write, disk_errors(self._folder):
                if self._closed:
                    return
                self._shard.flush()
                copytree(self._shard.path, copy, copy_function=copy_sparsely)
                edges = 0 if self.count(()) <= SCAN_UP_TO else EDGES
                process = OptimizingProcess(copy, self._dimension, edges)
                self._journal, self._process = journal, process
            process.wait()
            self._swap(copy, journal)
        except IndexDamaged:
            if self._journal is journal:  # else it was given up, and its process killed
                raise
        finally:
            with self._write:
                if self._journal is journal:
                    self._journal = self._process = None
                if self._shard.path != copy:
                    rmtree(copy, ignore_errors=True)

    def _swap(self, copy: Path, journal: list[Change]) -> None:
        unused = Shard.load(copy)
        done = 0
        try:
            for _ in range(REPLAYED_BESIDE):  # while others read and write
                done = _replay(journal, done, unused)
            with self._write:  # and the rest while others read
                if self._journal is not journal:  # given up meanwhile
                    return
                _replay(journal, done, unused)
                unused.flush()
                with self._call, disk_errors(self._folder):
                    point_to(self._folder, copy.name)
                    unused, self._shard = self._shard, unused
                    self._journal = self._process = None
        finally:
            unused.close()
            rmtree(unused.path, ignore_errors=True)

    def _give_up_optimizing(self) -> None:
        if self._process is not None:
            self._process.stop()
        self._journal = self._process = None


def _replay(journal: list[Change], done: int, shard: Shard) -> int:
    upto = len(journal)
    for change in journal[done:upto]:
        change(shard)
    return upto
