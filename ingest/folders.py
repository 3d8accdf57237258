"""Takes in whole folders: sorted, without links and hidden files, telling what could not be read."""

import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import InaccessiblePath
from corpus.records import Document, Failure

HIDDEN = (".", "~$")  # «~$» begins the lock files that office programs leave


@dataclass(frozen=True, slots=True)
class FileFailure:
    """A file or folder that could not be taken in; `file` is its name below the folder."""

    file: str
    failure: Failure


@dataclass(frozen=True, slots=True)
class FolderIntake:
    """The documents as held, known ones among them, and what could not be taken in."""

    documents: tuple[Document, ...]
    failures: tuple[FileFailure, ...]


def add_files(
    folder: Path, add: Callable[[Path, str], Document], stop: threading.Event | None = None
) -> FolderIntake:
    """Hand every file below `folder` to `add`, with its name relative to the folder, until `stop` is set.

    Raises `InaccessiblePath` if the folder itself cannot be listed.
    """
    documents: list[Document] = []
    failures: list[FileFailure] = []
    for found in files_below(folder):
        if stop is not None and stop.is_set():
            break
        if isinstance(found, InaccessiblePath):
            failures.append(_failure(folder, found))
            continue
        try:
            documents.append(add(found, found.relative_to(folder).as_posix()))
        except InaccessiblePath as error:
            failures.append(_failure(folder, error))
    return FolderIntake(tuple(documents), tuple(failures))


def files_below(folder: Path) -> Iterator[Path | InaccessiblePath]:
    """Yield regular files in order of their names, and what stands in the way of finding more.

    Raises `InaccessiblePath` if `folder` itself cannot be listed.
    """
    yield from _walked(_listed(folder))


def _walked(entries: list[os.DirEntry[str]]) -> Iterator[Path | InaccessiblePath]:
    for entry in entries:
        if entry.name.startswith(HIDDEN) or entry.is_symlink():
            continue
        if entry.is_file(follow_symlinks=False):
            yield Path(entry.path)
        elif entry.is_dir(follow_symlinks=False):
            try:
                below = _listed(Path(entry.path))
            except InaccessiblePath as error:
                yield error
                continue
            yield from _walked(below)


def _listed(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        raise InaccessiblePath(path=str(folder), detail=error.strerror or str(error)) from error


def _failure(folder: Path, error: InaccessiblePath) -> FileFailure:
    path = Path(str(error.facts["path"]))
    file = path.relative_to(folder).as_posix() if path.is_relative_to(folder) else str(path)
    return FileFailure(file, Failure(error.code, error.facts))
