"""What travels between the steps of ingestion, and what the steps need. Nothing here imports Haystack."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self
from uuid import UUID

from corpus.access import administrator
from corpus.catalogue import Catalogue, Reading
from corpus.records import ContentHash, Description, Document, DocumentState, Passage
from index.ports import IndexEntry
from ingest.parsing import ParsedDocument, Unpacked

PROGRAM = administrator("ingestion")
SEARCHABLE = (DocumentState.WORDS, DocumentState.COMPLETE)

Describe = Callable[[ParsedDocument, str], Description]
Restore = Callable[[ContentHash, ParsedDocument], ParsedDocument]
"""Puts what people corrected of a file into its pages."""
Split = Callable[[UUID, ParsedDocument, str], list[Passage]]


class FileReader(Protocol):
    """Reads a file apart from this process: `ingest.worker.IsolatedReader`."""

    def read(self, path: Path, file: str) -> tuple[str, ParsedDocument]:
        """Return the format and what stands in the file. Raises `UnreadableDocument`."""

    def unpack(self, path: Path, file: str, format: str, folder: Path) -> list[Unpacked]:
        """Write the files that a message or an archive holds into `folder`. Raises `UnreadableDocument`."""

    def unlock(self, path: Path, file: str, password: str, target: Path) -> None:
        """Write a copy without its password. Raises `UnreadableDocument`."""


class PassageEncoder(Protocol):
    """What ingestion needs of `index.encoding.Encoder`."""

    def entries(self, document: Document, passages: Sequence[Passage]) -> list[IndexEntry]: ...

    def passage_inputs(self, document: Document, passages: Sequence[Passage]) -> list[str]: ...


def as_read(_original: ContentHash, parsed: ParsedDocument) -> ParsedDocument:
    """A `Restore` where nothing is ever corrected."""
    return parsed


class Carried:
    """Frozen, so that Haystack, which copies what it carries, need not copy a book word by word."""

    def __deepcopy__(self, memo: dict[int, object]) -> Self:
        return self


@dataclass(frozen=True, slots=True)
class TakenFile(Carried):
    """A document whose turn it is, as it was registered, and where its bytes lie."""

    document: Document
    path: Path


@dataclass(frozen=True, slots=True)
class ReadFile(Carried):
    document: Document
    path: Path
    format: str
    parsed: ParsedDocument


@dataclass(frozen=True, slots=True)
class DescribedFile(Carried):
    read: ReadFile
    description: Description


@dataclass(frozen=True, slots=True)
class SplitFile(Carried):
    document: Document
    reading: Reading


@dataclass(frozen=True, slots=True)
class StoredFile(Carried):
    document: Document
    passages: tuple[Passage, ...]


def still_current(catalogue: Catalogue, taken: Document) -> Document | None:
    """Return the document as it is now, or None if it was removed or replaced since it was `taken`."""
    now = catalogue.documents_by_id([taken.id], PROGRAM).get(taken.id)
    if now is None or (now.legible, now.received) != (taken.legible, taken.received):
        return None
    return now


def still_reading(catalogue: Catalogue, taken: Document) -> Document | None:
    """The same, and still being read."""
    now = still_current(catalogue, taken)
    return now if now is not None and now.state is DocumentState.READING else None
