"""Documents that follow files on this machine: new, changed, moved and gone ones."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from threading import RLock
from uuid import UUID

from corpus.access import Confidentiality
from corpus.catalogue import Catalogue
from corpus.errors import NotFound
from corpus.originals import Originals
from corpus.records import Document
from ingest.parsers.unpacked_names import safe_path
from ingest.stages import PROGRAM

Register = Callable[[Path, str, Confidentiality, frozenset[str]], Document]


@dataclass(frozen=True, slots=True)
class FileState:
    """A file as it was when it was looked at; `path` is absolute, `modified` in nanoseconds."""

    path: str
    size: int
    modified: int


@dataclass(frozen=True, slots=True)
class Following:
    """Keeps documents in step with files; `add` and `remove` are those of `Ingestion`.

    A file keeps its document as long as it is at its place or is told to have moved. Two files of one name,
    in two folders that are followed, are two documents: the second has the name of its folder before its own.
    """

    catalogue: Catalogue
    originals: Originals
    add: Register
    remove: Callable[[UUID], None]
    writing: RLock

    def take(
        self, path: Path, file: str, confidentiality: Confidentiality, readers: frozenset[str], state: FileState
    ) -> Document:
        """Register the bytes at `path`, which are those of the file `state` speaks of."""
        document = self.add(path, self._name(safe_path(file), state, path), confidentiality, readers)
        with self.writing:
            self.catalogue.note_source(state.path, state.size, state.modified, document.id)
        return document

    def gone(self, path: str) -> UUID | None:
        """Forget a file; its document goes where no other file stands for it. Returns the document's id."""
        with self.writing:
            source = self.catalogue.source(path)
            if source is None:
                return None
            if len(self.catalogue.sources_of(source.document_id)) == 1:
                self.remove(source.document_id)
            else:
                self.catalogue.forget_source(path)
            return source.document_id

    def moved(self, before: str, state: FileState, file: str) -> Document:
        """A file has another place or name: its document keeps all else. Raises `NotFound`."""
        with self.writing:
            source = self.catalogue.source(before)
            if source is None:
                raise NotFound(what="file", id=before)
            document = self.catalogue.document(source.document_id, PROGRAM)
            held = self.catalogue.document_named(file)
            if held is not None and held.id != document.id:
                file = self._free(file, state.path)
            self.catalogue.rename(document.id, file)
            self.catalogue.forget_source(before)
            self.catalogue.note_source(state.path, state.size, state.modified, document.id)
            return self.catalogue.document(document.id, PROGRAM)

    def _name(self, file: str, state: FileState, path: Path) -> str:
        """The name under which a file is registered: its own document's, or `file` if no other file has it."""
        known = self.catalogue.source(state.path)
        if known is not None:
            return self.catalogue.document(known.document_id, PROGRAM).file
        held = self.catalogue.document_named(file)
        if held is None or not self._belongs_to_another(held, state, path):
            return file
        return self._free(file, state.path)

    def _belongs_to_another(self, held: Document, state: FileState, path: Path) -> bool:
        """Whether a document stands for another file that is still there; the same bytes are one document."""
        others = [one for one in self.catalogue.sources_of(held.id) if one.path != state.path]
        if not any(Path(one.path).exists() for one in others):
            return False
        return held.original != self.originals.hash_of(path)

    def _free(self, file: str, path: str) -> str:
        """`file` with as many folders before it as make it a name of its own, or with a number."""
        parts = PurePosixPath(path).parts[1:]
        for count in range(len(PurePosixPath(file).parts) + 1, len(parts) + 1):
            name = "/".join(parts[-count:])
            if self.catalogue.document_named(name) is None:
                return name
        number, own = 1, PurePosixPath(file)
        while self.catalogue.document_named(file) is not None:
            number += 1
            file = str(own.with_name(f"{own.stem} ({number}){own.suffix}"))
        return file
