"""What a reading process can do with a file: read it, take it apart, or take its password away."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from corpus.errors import EncryptedFile, NoPasswordNeeded
from ingest.formats import recognize
from ingest.integrity import assessed
from ingest.parsing import ParsedDocument, Parser, Unpacked, Unpacker


class Registry(Protocol):
    """The module `ingest.parsers.registry`, or one that stands for it in a test."""

    def parser_for(self, format: str, /) -> Parser: ...

    def unpacker_for(self, format: str, /) -> Unpacker | None: ...


class Task(Protocol):
    """Law: `do` reads `path`; what it returns crosses the border between processes."""

    @property
    def path(self) -> Path: ...

    @property
    def file(self) -> str: ...

    def do(self, registry: Registry) -> object: ...


@dataclass(frozen=True, slots=True)
class ReadFile:
    """Recognize a file, if its format is not known, and parse it."""

    path: Path
    file: str
    known_format: str | None = None

    def do(self, registry: Registry) -> tuple[str, ParsedDocument]:
        found = self.known_format or recognize(self.path, self.file)
        return found, assessed(registry.parser_for(found).parse(self.path, self.file))


@dataclass(frozen=True, slots=True)
class UnpackFile:
    """Take a message or an archive apart, into a folder; what holds no files gives none."""

    path: Path
    file: str
    format: str
    folder: Path

    def do(self, registry: Registry) -> list[Unpacked]:
        unpacker = registry.unpacker_for(self.format)
        return [] if unpacker is None else unpacker.unpack(self.path, self.file, self.folder)


@dataclass(frozen=True, slots=True)
class UnlockFile:
    """Write a PDF or Office file without its password to `target`.

    Raises `WrongFilePassword` or `NoPasswordNeeded`. Libraries that few files need are imported where they do.
    """

    path: Path
    file: str
    target: Path
    password: str = field(repr=False)  # so that no log gets it

    def do(self, _registry: Registry) -> None:
        try:
            found = recognize(self.path, self.file)
        except EncryptedFile:
            from ingest.parsers import office_unlocking

            return office_unlocking.unlock(self.path, self.file, self.password, self.target)
        if found != "pdf":
            raise NoPasswordNeeded(file=self.file)
        from ingest.parsers import pdf_unlocking

        return pdf_unlocking.unlock(self.path, self.file, self.password, self.target)
