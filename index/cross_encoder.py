"""A sentence-transformers CrossEncoder from a folder: reads question and passage together."""

from collections.abc import Callable, Sequence
from pathlib import Path

from corpus.errors import ModelUnavailable
from language.normalization import fold_lightly

__all__ = ["NEEDED", "load"]

NEEDED = ("config.json",)
TEXTS_AT_ONCE = 8

Score = Callable[[str, Sequence[str]], Sequence[float]]


def load(folder: str) -> Score:
    """For a process that is told what to load by name. Raises `ModelUnavailable`; never asks a network."""
    place = Path(folder)
    for name in NEEDED:  # a path that is not there would be taken for a name to download
        if not (place / name).is_file():
            raise ModelUnavailable(folder=folder, detail=f"{name} is missing")
    # Imported here: seconds and hundreds of megabytes, for the process that reranks.
    from sentence_transformers import CrossEncoder
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()  # type: ignore[no-untyped-call] # it would write across a command's own bars
    try:
        model = CrossEncoder(str(place.absolute()), device="cpu", local_files_only=True)
    except Exception as error:  # transformers, safetensors and torch each raise their own for damaged files
        raise ModelUnavailable(folder=folder, detail=f"{type(error).__name__}: {error}"[:500]) from error

    def score(question: str, texts: Sequence[str]) -> Sequence[float]:
        pairs = [(fold_lightly(question), fold_lightly(text)) for text in texts]
        rows = model.predict(pairs, batch_size=TEXTS_AT_ONCE, show_progress_bar=False)
        # A model with several classes says the fitting one last, as those trained on inference do.
        return [float(row[-1]) if getattr(row, "ndim", 0) else float(row) for row in rows]

    return score
