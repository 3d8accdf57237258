"""The embedding model that a measurement uses: the packaged one, or the hash of the tests for a quick run."""

import sys
from pathlib import Path

from index.hash_embedder import HashEmbedder
from index.onnx_embedder import OnnxEmbedder
from index.ports import Embedder
from index.weights import prepare_model

__all__ = ["HASH", "MODEL", "query_embedder"]

HASH = "hash"
MODEL = str(Path(sys.prefix) / "share" / "sanadyar" / "model")


def query_embedder(model: str, threads: int = 1) -> Embedder:
    """Return the embedder of a model folder, which is made ready if need be, or the tests' own for `hash`."""
    return HashEmbedder() if model == HASH else OnnxEmbedder(prepare_model(Path(model)), threads)
