"""What a PDF says of itself: title, author, dates, producer, language and outline, read with pypdf."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import Destination, DictionaryObject

from ingest.parsers.pdf.blocks import outline_key

# pypdf complains of every oddity that it survives; what matters is raised.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

MOST_OUTLINE_ENTRIES = 3000
DEEPEST_OUTLINE = 6
# pypdf meets whatever a broken file holds where it expects a dictionary, a number or a name.
BROKEN = (PyPdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, OSError, RecursionError)


@dataclass(frozen=True, slots=True)
class FileProperties:
    """`outline` maps `outline_key` of an outline's titles to their depth from 1."""

    asks_for_password: bool = False
    properties: Mapping[str, str] = field(default_factory=dict)
    outline: Mapping[str, int] = field(default_factory=dict)


def read_properties(path: Path) -> FileProperties:
    """Read a file's properties; what cannot be read is left out."""
    try:
        reader = PdfReader(path, strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            return FileProperties(asks_for_password=True)
    except BROKEN:
        return FileProperties()
    return FileProperties(properties=_properties(reader), outline=_outline(reader))


def _properties(reader: PdfReader) -> dict[str, str]:
    found: dict[str, str] = {}
    try:
        information = reader.metadata
        if information:
            for name in ("title", "author", "producer"):
                found[name] = _clean(getattr(information, name) or "")
            found["created"] = _iso(information.creation_date)
            found["modified"] = _iso(information.modification_date)
        root = reader.trailer["/Root"].get_object()
        if isinstance(root, DictionaryObject):
            found["language"] = _clean(str(root.get("/Lang", "")))
    except BROKEN:
        pass  # a broken date or name does not make the text worse
    return {name: value for name, value in found.items() if value}


def _clean(text: str) -> str:
    return "".join(c for c in text if c.isprintable() or c == "\u200c").strip()


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _outline(reader: PdfReader) -> dict[str, int]:
    found: dict[str, int] = {}

    def walk(entries: object, depth: int) -> None:
        for entry in entries if isinstance(entries, list) else []:
            if len(found) >= MOST_OUTLINE_ENTRIES:
                return
            if isinstance(entry, list):
                walk(entry, depth + 1)
            elif isinstance(entry, Destination) and entry.title:
                found.setdefault(outline_key(str(entry.title)), min(depth, DEEPEST_OUTLINE))

    try:
        walk(reader.outline, 1)
    except BROKEN:
        return found
    return found
