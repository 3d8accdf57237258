"""Any sentence-transformers folder: for indexing, for evaluation, and for models that a user names."""

import copy
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from corpus.errors import ModelUnavailable
from index.model_folder import NEEDED, fingerprint_of, readable
from index.ports import Vectors

TEXTS_AT_ONCE = 16
PROBE = ["شهرداری موظف است گزارش پیشرفت طرح را هر سه ماه یک بار به شورا ارائه کند. " * 6] * 20
WORTHWHILE = 0.8  # of the time in full precision


def load(folder: str) -> "SentenceEmbedder":
    """For a process that is told what to load by name: `index.sentence_embedder:load`."""
    return SentenceEmbedder(Path(folder))


class SentenceEmbedder:
    """Law of `Embedder`. Raises `ModelUnavailable` for a folder that is missing or damaged, without a network.

    Runs in bfloat16 where this processor is faster with it: with some it doubles the speed, with others it
    is eight times slower, so 20 passages are timed.
    """

    def __init__(self, folder: Path, choose_precision: bool = True) -> None:
        # A path that is not there would be taken for a name to download, and retried for a minute.
        for name in NEEDED:
            if not (folder / name).is_file():
                raise ModelUnavailable(folder=str(folder), detail=f"{name} is missing")
        # Imported here: 9 s and 460 MB, for the process that embeds.
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils.logging import disable_progress_bar

        disable_progress_bar()  # type: ignore[no-untyped-call] # it would write across a command's own bars
        try:
            model: Any = SentenceTransformer(str(folder.absolute()), device="cpu", local_files_only=True)
        except Exception as error:  # transformers, safetensors and torch each raise their own for damaged files
            detail = f"{type(error).__name__}: {error}"[:500]
            raise ModelUnavailable(folder=str(folder), detail=detail) from error
        self._model = _faster(model, torch.bfloat16) if choose_precision else model
        self._fingerprint = fingerprint_of(folder)

    @property
    def fingerprint(self) -> str:
        return self._fingerprint

    @property
    def dimension(self) -> int:
        return int(self._model.get_embedding_dimension())

    @property
    def precision(self) -> str:
        return str(self._model.dtype).removeprefix("torch.")

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return _embed(self._model, texts, ("query",))

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        return _embed(self._model, texts, ("passage", "document"))


def _embed(model: Any, texts: Sequence[str], prompts: Sequence[str]) -> Vectors:
    """Embed under the first of these prompts that the model has."""
    if not texts:
        return np.zeros((0, int(model.get_embedding_dimension())), np.float32)
    rows = model.encode(
        [readable(text) for text in texts],
        prompt=next((model.prompts[name] for name in prompts if model.prompts.get(name)), ""),
        batch_size=TEXTS_AT_ONCE,
        normalize_embeddings=True,
        convert_to_numpy=False,  # numpy has no bfloat16
        show_progress_bar=False,
    )
    vectors = np.stack([row.float().numpy() for row in rows])
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)  # in full precision once more
    normalized: Vectors = (vectors / np.maximum(lengths, 1e-12)).astype(np.float32)
    return normalized


def _faster(model: Any, precision: Any) -> Any:
    """The model, or a copy of it in `precision` if that is faster; never one that was rounded and back."""
    full = _seconds(model)
    rounded = copy.deepcopy(model).to(precision)
    return rounded if _seconds(rounded) < WORTHWHILE * full else model


def _seconds(model: Any) -> float:
    _embed(model, PROBE[:2], ("passage", "document"))  # the first call also prepares
    start = time.perf_counter()
    _embed(model, PROBE, ("passage", "document"))
    return time.perf_counter() - start
