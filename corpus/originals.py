"""Originals: bytes as received, named by their SHA-256, each stored once."""

import errno
import hashlib
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from corpus.errors import InaccessiblePath, SanadyarError, StorageFull
from corpus.records import ContentHash

ARRIVING = "arriving"
READ_AT_ONCE = 1 << 20
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})


class Originals:
    """A folder of originals: `ab/cd/abcd…`. What `store` has returned survives a power cut.

    A file gets its name only when all of it is on disk, so that a name always means complete bytes.
    Threads may share it.
    """

    def __init__(self, folder: Path, create: Callable[[Path], BinaryIO] = lambda path: path.open("xb")) -> None:
        """`create` opens a new file for writing. Raises `InaccessiblePath` or `StorageFull`."""
        self.folder = folder
        self._create = create
        self._arriving = folder / ARRIVING
        try:
            self._arriving.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _ours(error, folder) from error

    def store(self, source: BinaryIO | Path) -> tuple[ContentHash, int]:
        """Keep the bytes of `source`; return their hash and number.

        Raises `StorageFull`, or `InaccessiblePath` if the source cannot be read or the folder not written.
        """
        if not isinstance(source, Path):
            return self._store(source)
        try:
            stream = source.open("rb")
        except OSError as error:
            raise _ours(error, source) from error
        with stream:
            return self._store(stream, source)

    def hash_of(self, source: Path) -> ContentHash:
        """The name that the bytes of a file would have here. Raises `InaccessiblePath`."""
        try:
            with source.open("rb") as stream:
                return ContentHash(hashlib.file_digest(stream, "sha256").hexdigest())
        except OSError as error:
            raise _ours(error, source) from error

    def path(self, original: ContentHash) -> Path:
        """Where the bytes lie, whether or not they do."""
        return self.folder / original[:2] / original[2:4] / original

    def holds(self, original: ContentHash) -> bool:
        return self.path(original).is_file()

    def remove(self, original: ContentHash) -> None:
        """Removing what is not there is no error. Raises `InaccessiblePath`."""
        path = self.path(original)
        try:
            path.unlink(missing_ok=True)
            if path.parent.is_dir():
                _sync_folder(path.parent)
        except OSError as error:
            raise _ours(error, path) from error

    def verify(self, original: ContentHash) -> bool:
        """Whether the bytes are there and are the ones that were received."""
        digest = hashlib.sha256()
        try:
            with self.path(original).open("rb") as stream:
                while data := stream.read(READ_AT_ONCE):
                    digest.update(data)
        except OSError:
            return False
        return digest.hexdigest() == original

    def all_hashes(self) -> Iterator[ContentHash]:
        """Every original, in the order of the hashes."""
        for path in sorted(self.folder.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*")):
            yield ContentHash(path.name)

    @contextmanager
    def scratch(self) -> Iterator[Path]:
        """An empty folder for bytes on their way; it is gone afterwards, or at the next start."""
        folder = self._arriving / secrets.token_hex(16)
        try:
            folder.mkdir()
        except OSError as error:
            raise _ours(error, folder) from error
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def remove_leftovers(self) -> int:
        """After a start: forget what was arriving when the program ended. Returns how many."""
        leftovers = list(self._arriving.iterdir())
        for leftover in leftovers:
            if leftover.is_dir() and not leftover.is_symlink():
                shutil.rmtree(leftover, ignore_errors=True)
            else:
                leftover.unlink(missing_ok=True)
        return len(leftovers)

    def _store(self, stream: BinaryIO, source: Path | None = None) -> tuple[ContentHash, int]:
        arriving = self._arriving / secrets.token_hex(16)
        try:
            original, size = self._receive(stream, arriving, source)
            self._name(arriving, original, size)
        except SanadyarError:
            raise
        except OSError as error:
            raise _ours(error, self.folder) from error
        finally:
            # A file that cannot be removed now is a leftover of the next start.
            with suppress(OSError):
                arriving.unlink(missing_ok=True)
        return original, size

    def _receive(self, stream: BinaryIO, arriving: Path, source: Path | None) -> tuple[ContentHash, int]:
        digest, size = hashlib.sha256(), 0
        with self._create(arriving) as file:
            while data := _read(stream, source):
                digest.update(data)
                file.write(data)
                size += len(data)
            file.flush()
            os.fsync(file.fileno())
        return ContentHash(digest.hexdigest()), size

    def _name(self, arriving: Path, original: ContentHash, size: int) -> None:
        path = self.path(original)
        if path.is_file() and path.stat().st_size == size:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        arriving.replace(path)
        for folder in (path.parent, path.parent.parent, self.folder):
            _sync_folder(folder)


def _read(stream: BinaryIO, source: Path | None) -> bytes:
    """A source that fails is told apart from a folder that is full."""
    try:
        return stream.read(READ_AT_ONCE)
    except OSError as error:
        raise _ours(error, source or Path("-")) from error


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _ours(error: OSError, path: Path) -> SanadyarError:
    if error.errno in NO_ROOM:
        return StorageFull(path=str(path))
    return InaccessiblePath(path=str(path), detail=error.strerror or str(error))
