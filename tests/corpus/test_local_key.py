"""The local key is its owner's alone."""

import stat
from pathlib import Path

import pytest

from corpus.errors import InaccessiblePath
from corpus.local_key import FILE_NAME, is_local_key, local_key


def test_the_key_is_made_once_and_readable_by_its_owner_alone(tmp_path: Path) -> None:
    key = local_key(tmp_path / "داده")
    path = tmp_path / "داده" / FILE_NAME
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert local_key(tmp_path / "داده") == key
    assert is_local_key(tmp_path / "داده", key)
    assert not is_local_key(tmp_path / "داده", key[:-1])
    assert not is_local_key(tmp_path / "داده", "")
    assert [file.name for file in path.parent.iterdir()] == [FILE_NAME]


def test_a_key_that_others_could_have_read_is_replaced(tmp_path: Path) -> None:
    key = local_key(tmp_path)
    (tmp_path / FILE_NAME).chmod(0o644)
    assert not is_local_key(tmp_path, key)
    assert local_key(tmp_path) != key
    assert stat.S_IMODE((tmp_path / FILE_NAME).stat().st_mode) == 0o600


def test_an_emptied_file_opens_nothing(tmp_path: Path) -> None:
    local_key(tmp_path)
    (tmp_path / FILE_NAME).write_text("")
    assert not is_local_key(tmp_path, "")
    assert local_key(tmp_path)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "پرونده").write_text("پرونده است")
    with pytest.raises(InaccessiblePath):
        local_key(tmp_path / "پرونده" / "داده")


def test_without_a_key_nothing_is_the_key(tmp_path: Path) -> None:
    assert not is_local_key(tmp_path, "")
