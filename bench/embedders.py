"""The embedding model that a measurement uses: the packaged one, a user's folder, or the hash of the tests."""

import sys
from pathlib import Path

from app.models import Model
from app.models import query_embedder as embedder_of
from index.hash_embedder import HashEmbedder
from index.ports import Embedder
from index.weights import STAMP_NAME, prepare_model

__all__ = ["HASH", "MODEL", "query_embedder"]

HASH = "hash"
MODEL = str(Path(sys.prefix) / "share" / "sanadyar" / "model")


def query_embedder(model: str, threads: int = 1) -> Embedder:
    """Return the embedder of a model folder, as the program chooses it; `hash` is the tests' own.

    The packaged model is made ready if need be; a sentence-transformers folder of somebody else's is left as
    it is. Raises `ModelUnavailable`.
    """
    if model == HASH:
        return HashEmbedder()
    folder = Path(model)
    if (folder / "modules.json").is_file() and not (folder / STAMP_NAME).is_file():
        return embedder_of(Model(folder, packaged=False), threads)
    return embedder_of(Model(prepare_model(folder), packaged=True), threads)
