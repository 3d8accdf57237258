"""Folders of files against what is held of them: what is new, changed, moved or gone, without reading it."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.client import Client, source_name
from corpus.errors import InaccessiblePath, SanadyarError

HIDDEN = (".", "~$")  # «~$» begins the lock files that office programs leave
UNFINISHED = (".part", ".crdownload", ".tmp", ".partial")  # what is still arriving has another name later


@dataclass(frozen=True, slots=True)
class Found:
    """A file to take in, the name it will have, and how it looks; or why it cannot be taken."""

    path: Path
    name: str
    size: int = 0
    modified: int = 0  # nanoseconds
    error: SanadyarError | None = None

    @property
    def source(self) -> str:
        return source_name(self.path)


@dataclass(frozen=True, slots=True)
class Known:
    """A file as it was when its document was taken from it."""

    size: int
    modified: int
    document: str
    original: str

    def is_as(self, found: Found) -> bool:
        return (self.size, self.modified) == (found.size, found.modified)


def files_below(paths: Sequence[Path]) -> Iterator[Found]:
    """Yield files in a stable order. Hidden files are passed over, links are not followed."""
    for path in paths:
        if path.is_file():
            yield found_file(path, path.name)
        elif path.is_dir():
            yield from _walk(path, path)
        else:
            yield _missing(path, path.name, "no such file or folder")


def found_file(path: Path, name: str) -> Found:
    """Look at one file."""
    try:
        state = path.stat()
    except OSError as error:
        return _missing(path, name, error.strerror or str(error))
    return Found(path, name, state.st_size, state.st_mtime_ns)


def is_passed_over(name: str) -> bool:
    """Whether files and folders of this name are nobody's documents."""
    return name.startswith(HIDDEN)


def _walk(folder: Path, root: Path) -> Iterator[Found]:
    """Files of a folder first, then its folders, each in order of the names."""
    try:
        with os.scandir(folder) as listed:
            entries = sorted((one for one in listed if not is_passed_over(one.name)), key=lambda one: one.name)
    except OSError as error:
        yield _missing(folder, folder.name, error.strerror or str(error))
        return
    for entry in entries:
        if entry.is_file(follow_symlinks=False):
            path = Path(entry.path)
            try:
                state = entry.stat(follow_symlinks=False)
            except OSError:  # gone since it was listed
                continue
            yield Found(path, path.relative_to(root).as_posix(), state.st_size, state.st_mtime_ns)
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path), root)


def _missing(path: Path, name: str, detail: str) -> Found:
    return Found(path, name, error=InaccessiblePath(path=str(path), detail=detail))


def known_below(client: Client, folders: Sequence[Path]) -> dict[str, Known]:
    """What is held of files below these folders, or of these files, by their paths."""
    known: dict[str, Known] = {}
    for folder in {one if one.is_dir() else one.parent for one in folders}:
        after = ""
        while True:
            answer = client.call("GET", "/api/sources", {"folder": source_name(folder), "after": after})
            for path, size, modified, document, original in answer["sources"]:
                known[path] = Known(size, modified, document, original)
            if not (after := answer["after"] or ""):
                break
    return known


@dataclass(frozen=True, slots=True)
class Differences:
    """`moved` are pairs: what was known of the former place, and the file at its new one."""

    taken: list[Found]
    gone: list[str]
    moved: list[tuple[str, Found]]


def differences(found: Sequence[Found], known: Mapping[str, Known], missing: Sequence[str]) -> Differences:
    """Compare files with what is known of them; `missing` are known ones that are not there any more.

    A file that is new and has the time, the size and the bytes of a missing one is that one, moved.
    """
    lost: dict[tuple[int, int], list[str]] = {}
    for path in missing:
        lost.setdefault((known[path].size, known[path].modified), []).append(path)
    taken: list[Found] = []
    moved: list[tuple[str, Found]] = []
    for file in found:
        held = known.get(file.source)
        if held is not None and held.is_as(file):
            continue
        before = None if held is not None else _former_place(file, lost, known)
        if before is None:
            taken.append(file)
        else:
            moved.append((before, file))
    gone = [path for path in missing if path not in {before for before, _ in moved}]
    return Differences(taken, gone, moved)


def _former_place(
    file: Found, lost: Mapping[tuple[int, int], list[str]], known: Mapping[str, Known]
) -> str | None:
    candidates = lost.get((file.size, file.modified), [])
    if not candidates:
        return None
    try:
        own = _hash(file.path)
    except OSError:
        return None
    before = next((path for path in candidates if known[path].original == own), None)
    if before is not None:
        candidates.remove(before)
    return before


def _hash(path: Path) -> str:
    import hashlib  # a search imports this module's neighbours and needs none of it

    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
