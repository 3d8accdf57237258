"""What came in a message or an archive becomes documents of their own, with the rights of what they came in."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from threading import RLock
from uuid import UUID

from corpus.catalogue import Catalogue
from corpus.errors import DamagedFile, FileTooLarge, NotFound
from corpus.originals import Originals
from corpus.records import Document, DocumentState, Failure
from ingest.arriving import arrived, stored
from ingest.parsers.registry import CONTAINERS
from ingest.parsing import Unpacked
from ingest.stages import PROGRAM, FileReader, TakenFile, still_reading

MOST_LEVELS = 3  # of containers within containers
MOST_IN_ALL = 1000  # documents below one that came in nothing


@dataclass(frozen=True, slots=True)
class Attachments:
    """Registers what is inside of containers; `register` and `remove` are those of `Ingestion`.

    Reading a container again changes nothing where its insides are the same: they keep their identity,
    their state and rights that a person set for them alone.
    """

    catalogue: Catalogue
    originals: Originals
    reader: FileReader
    register: Callable[[Document], Document]
    remove: Callable[[UUID], None]
    writing: RLock

    def take(self, file: TakenFile, format: str) -> None:
        """Take apart a file that is being read. Raises `UnreadableDocument`, or `NotFound` if it is let go."""
        held = self.catalogue.attached(file.document.id, PROGRAM)
        if format not in CONTAINERS:
            self._remove_others(held, ())
            return
        with self.originals.scratch() as folder:
            unpacked = self.reader.unpack(file.path, file.document.file, format, folder)
            if unpacked:
                self._check_bounds(file.document, len(held), len(unpacked))
            kept = [self._taken(file.document, one) for one in unpacked]
        self._remove_others(held, kept)

    def remove_all(self, document_id: UUID) -> None:
        """Remove what came in a document that could not be read this time."""
        self._remove_others(self.catalogue.attached(document_id, PROGRAM), ())

    def _check_bounds(self, document: Document, held: int, found: int) -> None:
        path = self.catalogue.outermost(document.id)
        if len(path) > MOST_LEVELS:
            raise FileTooLarge(file=document.file, size=len(path), limit=MOST_LEVELS, measure="levels")
        in_all = len(self.catalogue.family(path[0])) - 1 - held + found
        if in_all > MOST_IN_ALL:
            raise FileTooLarge(file=document.file, size=in_all, limit=MOST_IN_ALL, measure="members")

    def _taken(self, container: Document, unpacked: Unpacked) -> UUID:
        with stored(unpacked.path, self.originals, self.writing) as (original, size):
            current = still_reading(self.catalogue, container)
            if current is None:
                raise NotFound(what="document", id=str(container.id))
            file = self._name(current, unpacked.name)
            failure = Failure(DamagedFile.code, {"file": file, "detail": unpacked.damage})
            document = arrived(
                original, size, file, current.confidentiality, current.readers, container=container.id
            )
            if unpacked.damage:
                document = replace(document, state=DocumentState.FAILED, failure=failure)
            return self.register(document).id

    def _name(self, container: Document, name: str) -> str:
        """The name below the container; with a number where another document has it."""
        path = PurePosixPath(container.file, name)
        number, file = 1, str(path)
        while (held := self.catalogue.document_named(file)) is not None and held.container != container.id:
            number += 1
            file = str(path.with_name(f"{path.stem} ({number}){path.suffix}"))
        return file

    def _remove_others(self, held: Collection[Document], kept: Collection[UUID]) -> None:
        for document in held:
            if document.id not in kept:
                self.remove(document.id)
