"""A folder that one process owns, and a file in it that names what is in use, switched in one step."""

import fcntl
import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import DataFolderInUse, InaccessiblePath, IndexOutdated, StorageFull

LOCK, POINTER, STAMP = "lock", "current", "stamp.json"
PIECE = 1 << 16
_NUMBERED = re.compile(r"-(\d+)$")


class FolderLock:
    """Held by one process at a time until it ends or releases; the file shows its number to people."""

    def __init__(self, folder: Path) -> None:
        """Raises `DataFolderInUse`, `InaccessiblePath`."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._file = (folder / LOCK).open("a+")
        except OSError as error:
            raise InaccessiblePath(path=str(folder), detail=error.strerror or str(error)) from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._file.close()
            raise DataFolderInUse(path=str(folder)) from error
        self._file.truncate(0)
        self._file.write(f"{os.getpid()}\n")
        self._file.flush()

    def release(self) -> None:
        self._file.close()


def is_held(folder: Path) -> bool:
    """Whether a process owns the folder now."""
    if not (folder / LOCK).is_file():
        return False
    try:
        FolderLock(folder).release()
    except (DataFolderInUse, InaccessiblePath):
        return True
    return False


def pointed(folder: Path) -> str:
    """The name that `folder/current` holds, "" without one."""
    pointer = folder / POINTER
    return pointer.read_text("utf-8").strip() if pointer.is_file() else ""


def point_to(folder: Path, name: str) -> None:
    """Switch `folder/current` to `name`; a crash leaves the old name or the new one, never none."""
    write_durably(folder / POINTER, name)


def write_durably(path: Path, text: str) -> None:
    """Replace a small file in one step that also survives a power cut."""
    temporary = path.with_name(path.name + ".new")
    with temporary.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    synchronize(path.parent)


def synchronize(path: Path) -> None:
    """Put a file's content, or a folder's names, on the disk, whoever has written them."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def next_name(folder: Path, prefix: str) -> str:
    """A name `prefix-N` above all that are there, so that no leftover is ever taken for a new one."""
    numbers = [int(found[1]) for path in folder.glob(f"{prefix}-*") if (found := _NUMBERED.search(path.name))]
    return f"{prefix}-{max(numbers, default=0) + 1}"


def check_stamp(folder: Path, fingerprint: str, dimension: int) -> None:
    """Raise `IndexOutdated` if the folder was stamped otherwise; an empty fingerprint fits every one."""
    try:
        stamp = json.loads((folder / STAMP).read_text("utf-8"))
        same = stamp["dimension"] == dimension and fingerprint in ("", stamp["fingerprint"])
    except (OSError, ValueError, KeyError, TypeError):
        same = False
    if not same:
        raise IndexOutdated(path=str(folder))


def write_stamp(folder: Path, fingerprint: str, dimension: int) -> None:
    write_durably(folder / STAMP, json.dumps({"fingerprint": fingerprint, "dimension": dimension}))


def copy_sparsely(source: str, target: str) -> str:
    """Copy a file and leave its holes empty: the engine allocates its files large and fills them slowly."""
    with open(source, "rb") as reader, open(target, "wb") as writer:  # noqa: PTH123 - what `copytree` hands on
        while piece := reader.read(PIECE):
            if piece.strip(b"\0"):
                writer.write(piece)
            else:
                writer.seek(len(piece), os.SEEK_CUR)
        writer.truncate(reader.tell())
    shutil.copystat(source, target)
    return target


def remove_others(folder: Path, prefix: str, keep: str) -> None:
    for path in folder.glob(f"{prefix}-*"):
        if path.name != keep:
            shutil.rmtree(path, ignore_errors=True)


@contextmanager
def disk_errors(folder: Path) -> Iterator[None]:
    """Turn an OSError into `StorageFull` or `InaccessiblePath`."""
    try:
        yield
    except OSError as error:  # shutil gathers several into one text
        if "No space left" in str(error):
            raise StorageFull(path=str(folder)) from error
        raise InaccessiblePath(path=str(folder), detail=str(error)[:500]) from error
