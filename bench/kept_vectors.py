"""An embedder that remembers between runs: embedding a thousand passages takes minutes."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from index.ports import Embedder, Vector, Vectors

__all__ = ["KeptVectors"]

BATCH = 32
SAVED_EVERY = 512


class KeptVectors:
    """Wraps an `Embedder`; vectors lie in `folder`, one file for each model and side, by the text's hash."""

    def __init__(self, embedder: Embedder, folder: Path) -> None:
        self._embedder = embedder
        name = hashlib.sha256(embedder.fingerprint.encode()).hexdigest()[:16]
        self._queries = _Store(folder / f"{name}-queries.npz", embedder.embed_queries)
        self._passages = _Store(folder / f"{name}-passages.npz", embedder.embed_passages)

    @property
    def fingerprint(self) -> str:
        return self._embedder.fingerprint

    @property
    def dimension(self) -> int:
        return self._embedder.dimension

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return self._queries.vectors(texts)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        return self._passages.vectors(texts)


class _Store:
    def __init__(self, path: Path, embed: Callable[[Sequence[str]], Vectors]) -> None:
        self._path = path
        self._embed = embed
        self._kept: dict[str, Vector] = {}
        if path.exists():
            with np.load(path) as saved:
                self._kept = dict(zip(saved["keys"].tolist(), saved["vectors"], strict=True))

    def vectors(self, texts: Sequence[str]) -> Vectors:
        missing = {key: text for text in texts if (key := _key(text)) not in self._kept}
        # Texts of like length share a batch, so that little of it is padding.
        pending = sorted(missing, key=lambda key: len(missing[key]))
        for first in range(0, len(pending), BATCH):
            keys = pending[first : first + BATCH]
            self._kept.update(zip(keys, self._embed([missing[key] for key in keys]), strict=True))
            if first % SAVED_EVERY == 0 or first + BATCH >= len(pending):
                self._save()
        return np.stack([self._kept[_key(text)] for text in texts])

    def _save(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self._path.with_suffix(".unfinished.npz")
        np.savez(unfinished, keys=list(self._kept), vectors=np.stack(list(self._kept.values())))
        unfinished.replace(self._path)  # an interrupted run leaves no half file under the name


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
