"""Generations of the index: filled beside, switched in one step, leftovers removed."""

from pathlib import Path

import pytest
from index_entries import DIMENSION, entry

from corpus.errors import InaccessiblePath, IndexOutdated
from index.folders import copy_sparsely, point_to, pointed
from index.generations import Generations
from index.qdrant_embedded import EmbeddedQdrantIndex


def test_a_new_folder_has_no_generation(tmp_path: Path) -> None:
    generations = Generations(tmp_path / "index")
    assert generations.current() is None
    generations.remove_leftovers()
    assert generations.current() is None


def test_a_rebuild_fills_beside_and_then_switches(tmp_path: Path) -> None:
    generations = Generations(tmp_path / "index")
    first = generations.begin()
    generations.switch(first)
    old = EmbeddedQdrantIndex(first, DIMENSION, "تحلیل ۱")
    old.put([entry(1, "آب")])
    second = generations.begin()
    with pytest.raises(IndexOutdated):
        EmbeddedQdrantIndex(first.parent / reopened(old, first), DIMENSION, "تحلیل ۲")
    new = EmbeddedQdrantIndex(second, DIMENSION, "تحلیل ۲")
    new.put([entry(1, "آب"), entry(2, "هوا")])
    assert generations.current() == first
    generations.switch(second)
    assert generations.current() == second
    assert new.count() == 2
    new.close()
    generations.remove_leftovers()
    assert not first.exists()
    assert second.exists()


def reopened(index: EmbeddedQdrantIndex, folder: Path) -> str:
    index.close()
    return folder.name


def test_leftovers_go_and_what_is_open_stays(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    current, crashed, filling = (generations.begin() for _ in range(3))
    generations.switch(current)
    open_now = EmbeddedQdrantIndex(filling, DIMENSION)
    generations.remove_leftovers()
    assert current.exists()
    assert filling.exists()
    assert not crashed.exists()
    open_now.close()
    generations.remove_leftovers()
    assert not filling.exists()


def test_a_generation_never_takes_the_name_of_one_that_is_there(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    (tmp_path / "generation-9").mkdir()
    assert generations.begin().name == "generation-10"


def test_a_pointer_to_a_folder_that_is_gone_is_no_generation(tmp_path: Path) -> None:
    generations = Generations(tmp_path)
    generation = generations.begin()
    generations.switch(generation)
    generation.rmdir()
    assert generations.current() is None


def test_only_own_generations_are_switched_to(tmp_path: Path) -> None:
    generations = Generations(tmp_path / "index")
    with pytest.raises(ValueError, match="no generation"):
        generations.switch(tmp_path / "index" / "generation-5")
    with pytest.raises(ValueError, match="no generation"):
        generations.switch(tmp_path)


def test_a_half_written_pointer_is_not_read(tmp_path: Path) -> None:
    point_to(tmp_path, "generation-1")
    (tmp_path / "current.new").write_text("gener")  # a crash before the rename
    assert pointed(tmp_path) == "generation-1"
    point_to(tmp_path, "generation-2")
    assert pointed(tmp_path) == "generation-2"
    assert not (tmp_path / "current.new").exists()


def test_a_root_that_cannot_be_made_is_inaccessible(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InaccessiblePath):
        Generations(tmp_path / "file").begin()


def test_a_sparse_copy_has_the_same_bytes_and_keeps_the_holes(tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    with source.open("wb") as file:
        file.write(b"first" + bytes(10) + b"second")
        file.seek(4 << 20)
        file.write(b"last")
        file.truncate(9 << 20)
    copy_sparsely(str(source), str(target))
    assert target.read_bytes() == source.read_bytes()
    assert target.stat().st_blocks * 512 < 1 << 20
