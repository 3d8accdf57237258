"""Originals: complete or absent, once, and checked."""

import errno
import hashlib
import io
import os
from pathlib import Path
from typing import BinaryIO

import pytest

from corpus.errors import InaccessiblePath, StorageFull
from corpus.originals import READ_AT_ONCE, Originals
from corpus.records import ContentHash

TEXT = "آیین‌نامهٔ مرخصی کارکنان\n".encode()


@pytest.fixture
def originals(tmp_path: Path) -> Originals:
    return Originals(tmp_path / "originals")


class FullDisk(io.BytesIO):
    """A file on a disk that has room for the first piece only."""

    def write(self, data: object) -> int:
        if self.tell():
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return super().write(data)


class BrokenStream(io.BytesIO):
    def read(self, size: int | None = -1) -> bytes:
        raise OSError(errno.EIO, os.strerror(errno.EIO))


def test_stored_bytes_are_found_under_their_hash(originals: Originals) -> None:
    original, size = originals.store(io.BytesIO(TEXT))
    assert original == hashlib.sha256(TEXT).hexdigest()
    assert size == len(TEXT)
    assert originals.path(original).read_bytes() == TEXT
    assert originals.holds(original)
    assert originals.verify(original)


def test_a_stream_longer_than_a_piece_is_stored_whole(originals: Originals, tmp_path: Path) -> None:
    data = os.urandom(READ_AT_ONCE * 2 + 7)
    source = tmp_path / "گزارش.pdf"
    source.write_bytes(data)
    original, size = originals.store(source)
    assert originals.path(original).read_bytes() == data
    assert size == len(data)


def test_the_same_bytes_are_stored_once(originals: Originals) -> None:
    first, _ = originals.store(io.BytesIO(TEXT))
    inode = originals.path(first).stat().st_ino
    second, _ = originals.store(io.BytesIO(TEXT))
    assert second == first
    assert originals.path(first).stat().st_ino == inode
    assert list(originals.all_hashes()) == [first]
    assert originals.remove_leftovers() == 0


def test_a_cut_off_original_is_mended_when_it_comes_again(originals: Originals) -> None:
    original, _ = originals.store(io.BytesIO(TEXT))
    originals.path(original).write_bytes(TEXT[:5])
    assert not originals.verify(original)
    originals.store(io.BytesIO(TEXT))
    assert originals.verify(original)


def test_changed_and_missing_bytes_do_not_verify(originals: Originals) -> None:
    original, _ = originals.store(io.BytesIO(TEXT))
    originals.path(original).write_bytes(TEXT[::-1])
    assert not originals.verify(original)
    assert not originals.verify(ContentHash("0" * 64))


def test_all_originals_are_listed_in_order(originals: Originals) -> None:
    stored = {originals.store(io.BytesIO(f"سند {number}".encode()))[0] for number in range(20)}
    assert list(originals.all_hashes()) == sorted(stored)


def test_a_removed_original_is_gone_and_removing_it_twice_is_no_error(originals: Originals) -> None:
    original, _ = originals.store(io.BytesIO(TEXT))
    originals.remove(original)
    originals.remove(original)
    assert not originals.path(original).exists()
    assert list(originals.all_hashes()) == []


def test_a_full_disk_is_named_and_leaves_nothing(tmp_path: Path) -> None:
    full = Originals(tmp_path / "originals", create=lambda path: FullDisk())
    with pytest.raises(StorageFull) as error:
        full.store(io.BytesIO(os.urandom(READ_AT_ONCE * 2)))
    assert error.value.facts == {"path": str(tmp_path / "originals")}
    assert list(full.all_hashes()) == []


def test_a_disk_that_fills_after_some_bytes_leaves_no_part_of_the_file(tmp_path: Path) -> None:
    class Filling(io.FileIO):
        def write(self, data: object) -> int:
            if self.tell():
                raise OSError(errno.EDQUOT, os.strerror(errno.EDQUOT))
            return super().write(data)

    def create(path: Path) -> BinaryIO:
        return Filling(path, "xb")

    full = Originals(tmp_path / "originals", create=create)
    with pytest.raises(StorageFull):
        full.store(io.BytesIO(os.urandom(READ_AT_ONCE * 2)))
    assert [path for path in (tmp_path / "originals").rglob("*") if path.is_file()] == []


def test_a_source_that_cannot_be_read_is_named(originals: Originals, tmp_path: Path) -> None:
    for source in (tmp_path / "نیست.pdf", tmp_path):
        with pytest.raises(InaccessiblePath) as error:
            originals.store(source)
        assert error.value.facts["path"] == str(source)
    with pytest.raises(InaccessiblePath):
        originals.store(BrokenStream())
    assert originals.remove_leftovers() == 0


def test_what_was_arriving_when_the_program_ended_is_forgotten(originals: Originals) -> None:
    (originals.folder / "arriving" / "نیمه").write_bytes(TEXT[:4])
    assert list(originals.all_hashes()) == []
    assert originals.remove_leftovers() == 1
    assert originals.remove_leftovers() == 0


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "پرونده").write_bytes(TEXT)
    with pytest.raises(InaccessiblePath):
        Originals(tmp_path / "پرونده" / "originals")
