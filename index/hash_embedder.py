"""An embedder for tests: no model, the same vector for the same text on every machine."""

import hashlib
from collections.abc import Sequence

import numpy as np

from index.ports import Vectors
from language.analysis import analyze


class HashEmbedder:
    """Hashes the 3-grams of a text's terms into a few dimensions: alike texts get alike vectors."""

    def __init__(self, dimension: int = 64) -> None:
        self._dimension = dimension

    @property
    def fingerprint(self) -> str:
        return f"hash-{self._dimension}"

    @property
    def dimension(self) -> int:
        return self._dimension

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return self._embed(texts)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        return self._embed(texts)

    def _embed(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), self._dimension), np.float32)
        for row, text in zip(rows, texts, strict=True):
            row[0] = 1e-3  # an empty text still has a direction
            for term in analyze(text):
                padded = f"_{term.text}_"
                for start in range(len(padded) - 2):
                    digest = hashlib.blake2b(padded[start : start + 3].encode(), digest_size=8).digest()
                    number = int.from_bytes(digest, "little")
                    row[number % self._dimension] += 1.0 if number >> 63 else -1.0
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        return rows
