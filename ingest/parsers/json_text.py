"""The parser of JSON: its texts and numbers with the keys that they stand under."""

import json
from pathlib import Path
from typing import Any

from corpus.errors import DamagedFile, FileTooLarge, UnknownFormat
from corpus.records import BlockKind
from ingest.parsers.page_builder import DocumentBuilder
from ingest.parsers.records_table import add_table, as_table, is_packed
from ingest.parsers.text_encoding import decode
from ingest.parsing import ParsedDocument

DEEPEST = 60  # levels of nesting
DEEPEST_HEADING = 6
LARGEST = 32 * 1024 * 1024  # characters: what is read takes ten times as much memory
TITLE_KEYS = ("title", "عنوان")


class JsonParser:
    """Reads JSON files as one page, those with a value in each line too.

    Keys of objects and lists are headings; lists of flat objects with common keys are tables; all else is
    «key: value», truth values and nulls left out. Raises `EmptyFile`, `UnknownFormat`, `DamagedFile` or
    `FileTooLarge`.
    """

    def parse(self, path: Path, file: str) -> ParsedDocument:
        text = decode(path.read_bytes())
        if text is None:
            raise UnknownFormat(file=file, detected="binary")
        if len(text) > LARGEST:
            raise FileTooLarge(file=file, size=len(text), limit=LARGEST, measure="characters")
        try:
            value = _loaded(text)
        except (ValueError, RecursionError) as error:
            raise DamagedFile(file=file, detail=f"{type(error).__name__}: {error}") from error
        reading = _Reading(DocumentBuilder(), file)
        reading.add(value, 1)
        return reading.builder.document(file, _properties(value))


def _loaded(text: str) -> Any:
    """Return the value of a text, or the values of its lines where each is a value of its own."""
    try:
        return json.loads(text)
    except ValueError:
        lines = [line for line in text.split("\n") if line.strip()]
        if len(lines) < 2:
            raise
        return [json.loads(line) for line in lines]


def _properties(value: Any) -> dict[str, str]:
    found = [value[key] for key in TITLE_KEYS if isinstance(value, dict) and isinstance(value.get(key), str)]
    return {"title": found[0]} if found else {}


class _Reading:
    def __init__(self, builder: DocumentBuilder, file: str) -> None:
        self.builder = builder
        self._file = file
        self._headings: list[tuple[int, str]] = []  # those under which nothing stands yet

    def add(self, value: Any, level: int) -> None:
        """Add a value; what is short goes before what is nested, so that headings hold only their own."""
        if level > DEEPEST:
            raise DamagedFile(file=self._file, detail=f"nested deeper than {DEEPEST} levels")
        if isinstance(value, dict):
            self._add_object(value, level)
        elif isinstance(value, list):
            self._add_list(value, level)
        else:
            self._add_text(BlockKind.PARAGRAPH, _shown(value))

    def _add_object(self, value: dict[str, Any], level: int) -> None:
        for key, inner in value.items():
            if shown := _shown(inner):
                self._add_text(BlockKind.PARAGRAPH, f"{key}: {shown}")
        for key, inner in value.items():
            if isinstance(inner, dict | list) and inner:
                self._headings.append((level, key))
                self.add(inner, level + 1)
                if self._headings:
                    self._headings.pop()

    def _add_list(self, values: list[Any], level: int) -> None:
        if all(isinstance(one, dict) and _is_flat(one) for one in values):
            records = [{key: shown for key, inner in one.items() if (shown := _shown(inner))} for one in values]
            if rows := as_table(records):
                self._add_headings()
                add_table(self.builder, rows)
                return
        for one in values:
            if isinstance(one, dict | list):
                self.add(one, level + 1)
            else:
                self._add_text(BlockKind.LIST_ITEM, _shown(one))

    def _add_text(self, kind: BlockKind, text: str) -> None:
        if text:
            self._add_headings()
        for line in text.splitlines():
            self.builder.add(kind, line)

    def _add_headings(self) -> None:
        for level, key in self._headings:
            self.builder.add(BlockKind.HEADING, key, min(level, DEEPEST_HEADING))
        self._headings.clear()


def _is_flat(value: dict[str, Any]) -> bool:
    return not any(isinstance(inner, dict | list) and inner for inner in value.values())


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return "" if is_packed(value) else value.strip()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""
