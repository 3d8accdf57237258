"""The port of reading: a parser turns the bytes of one file into pages and blocks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from corpus.records import Block, Page


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """Pages in order, blocks in reading order, and what the file says of itself.

    `properties` has some of: title, author, created, modified, producer, language. They are often wrong
    and never beat what stands on the page. `hidden` is, by page, text that is in the file and that nobody
    sees on the page: it is shown to people who ask for it, and is no part of what is searched or cited.
    """

    pages: tuple[Page, ...]
    blocks: tuple[Block, ...]
    properties: Mapping[str, str] = field(default_factory=dict)
    hidden: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A file out of a message or an archive: its name there, folders included, and where its bytes lie now.

    Where `damage` says why they could not be had, `path` is an empty file.
    """

    name: str
    path: Path
    damage: str = ""


class Unpacker(Protocol):
    """Law: `unpack` writes into the empty `folder` only; names lead nowhere outside and hold no control
    characters. It raises an `UnreadableDocument` for what it cannot unpack, above all for what is too much."""

    def unpack(self, path: Path, file: str, folder: Path) -> list[Unpacked]: ...


class Parser(Protocol):
    """Law: `parse` reads `path` only, needs no network, and raises an `UnreadableDocument` with a reason
    for whatever it cannot read. `file` is the name to speak of in errors. Block spans lie inside their
    page's text, in order and without overlap; word spans too, and no word is blank."""

    def parse(self, path: Path, file: str) -> ParsedDocument: ...
