"""Which embedding model serves, where it lies, and that it is whole."""

import sys
from dataclasses import dataclass
from pathlib import Path

from app.settings import Settings
from corpus.errors import ModelUnavailable
from index.ports import Embedder

PACKAGED = "packaged"


@dataclass(frozen=True, slots=True)
class Model:
    """The model folder, and whether it is the packaged one (then questions run without torch)."""

    folder: Path
    packaged: bool


def locate(settings: Settings) -> Model:
    """Return the model of the settings; the packaged one is made ready where it is missing.

    Raises `ModelUnavailable`.
    """
    if settings.embedder != PACKAGED:
        folder = Path(settings.embedder).expanduser().absolute()
        if not folder.is_dir():
            raise ModelUnavailable(folder=str(folder), detail="there is no such folder")
        if not (folder / "modules.json").is_file():
            raise ModelUnavailable(
                folder=str(folder), detail="it holds no modules.json of sentence-transformers"
            )
        return Model(folder, packaged=False)
    from index.weights import prepare_model  # numpy and tokenizers: only where a model is needed

    # Beside the interpreter, so that all data folders share it; in the data folder where that is read-only.
    shared = Path(sys.prefix) / "share" / "sanadyar" / "model"
    try:
        return Model(prepare_model(shared), packaged=True)
    except OSError:
        return Model(prepare_model(settings.data / "model"), packaged=True)


def query_embedder(model: Model, threads: int) -> Embedder:
    """Return the embedder that questions go through."""
    if model.packaged:
        from index.onnx_embedder import OnnxEmbedder

        return OnnxEmbedder(model.folder, threads=threads)
    # A folder that a user names has no ONNX graph: torch serves questions too, and must be importable.
    # The mark of `without_torch` goes; a torch that is loaded stays, it cannot be loaded twice.
    if "torch" in sys.modules and sys.modules["torch"] is None:
        del sys.modules["torch"]
    from index.sentence_embedder import SentenceEmbedder

    return SentenceEmbedder(model.folder)
