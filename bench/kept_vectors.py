"""An embedder that remembers between runs: embedding a thousand passages takes minutes."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from index.ports import Embedder, Vectors

__all__ = ["KeptVectors"]

BATCH = 32
KEY_BYTES = 16


class KeptVectors:
    """Wraps an `Embedder`; vectors lie in `folder`, one file for each model and side, by the text's hash.

    A file is a row of records, a key and a vector each, that only ever grows: what is embedded stays when a run
    is interrupted, and 100,000 passages are mapped, not read.
    """

    def __init__(self, embedder: Embedder, folder: Path) -> None:
        self._embedder = embedder
        name = hashlib.sha256(embedder.fingerprint.encode()).hexdigest()[:16]
        folder.mkdir(parents=True, exist_ok=True)
        size = embedder.dimension
        self._queries = _Store(folder / f"{name}-queries.rows", size, embedder.embed_queries)
        self._passages = _Store(folder / f"{name}-passages.rows", size, embedder.embed_passages)

    @property
    def fingerprint(self) -> str:
        return self._embedder.fingerprint

    @property
    def dimension(self) -> int:
        return self._embedder.dimension

    @property
    def bare(self) -> Embedder:
        """The embedder that forgets: for timing."""
        return self._embedder

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return self._queries.vectors(texts)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        return self._passages.vectors(texts)


class _Store:
    def __init__(self, path: Path, dimension: int, embed: Callable[[Sequence[str]], Vectors]) -> None:
        self._path = path
        self._embed = embed
        self._record = np.dtype([("key", "u1", KEY_BYTES), ("vector", "<f4", dimension)])
        self._places: dict[bytes, int] = {}
        path.touch()
        whole = path.stat().st_size // self._record.itemsize
        with path.open("r+b") as file:
            file.truncate(whole * self._record.itemsize)  # a killed run may leave part of a record
        self._map()

    def vectors(self, texts: Sequence[str]) -> Vectors:
        keys = [_key(text) for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._places}
        # Texts of like length share a batch, so that little of it is padding.
        pending = sorted(missing, key=lambda key: len(missing[key]))
        for first in range(0, len(pending), BATCH):
            batch = pending[first : first + BATCH]
            self._append(batch, self._embed([missing[key] for key in batch]))
        if pending:
            self._map()
        return np.array(self._rows["vector"][[self._places[key] for key in keys]], np.float32)

    def _append(self, keys: Sequence[bytes], vectors: Vectors) -> None:
        records = np.zeros(len(keys), self._record)
        records["key"] = [list(key) for key in keys]
        records["vector"] = vectors
        with self._path.open("ab") as file:  # one write: another process may append, too
            file.write(records.tobytes())

    def _map(self) -> None:
        """Look at the file anew and learn the keys that have come since."""
        whole = self._path.stat().st_size // self._record.itemsize
        known = len(getattr(self, "_rows", ()))
        if whole == 0:
            self._rows = np.zeros(0, self._record)
            return
        self._rows = np.memmap(self._path, self._record, "r", shape=(whole,))
        keys = self._rows["key"][known:].tobytes()
        for place in range(whole - known):
            self._places[keys[place * KEY_BYTES : (place + 1) * KEY_BYTES]] = known + place


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:KEY_BYTES]
