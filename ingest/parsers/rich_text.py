"""The parser of RTF: striprtf's text, with structure that it would drop carried through by marks."""

import re
from pathlib import Path

from striprtf.striprtf import rtf_to_text

from corpus.errors import DamagedFile
from corpus.records import BlockKind
from ingest.parsers.page_builder import DocumentBuilder
from ingest.parsers.plain_text import LIST_START
from ingest.parsers.rich_text_source import (
    CELL,
    HEADING,
    MARKS,
    NOTE,
    NOTE_END,
    PAGE,
    ROW,
    ROW_START,
    TITLE,
    has_sound_fonts,
    marked,
    properties_source,
    source_of,
)
from ingest.parsers.table_header import looks_like_header
from ingest.parsing import ParsedDocument

DEEPEST_HEADING = 6
NOTED = re.compile(f"{NOTE}([^{NOTE_END}]*){NOTE_END}")
# A page in RTF ([MS-OXRTFEX]): its tags have groups of their own, their stand-ins these words around them.
PAGE_WITHIN = rb"\fromhtml1"
HIDDEN_FROM_PAGES = re.compile(r"\\htmlrtf1?(?![0-9a-z]).*?(?:\\htmlrtf0 ?|\Z)", re.DOTALL)
PAIRS = re.compile("[\ud800-\udbff][\udc00-\udfff]")
# Letters of symbol fonts that begin items.
BULLETS = str.maketrans(dict.fromkeys("\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf02d\ufffd", "•"))


class RichTextParser:
    """Reads RTF files: paragraphs, headings by style or outline level, items, table rows, footnotes.

    Pages follow the breaks set by hand. Headers, footers, comments and pictures are left out.
    Raises `EmptyFile` or `DamagedFile`.
    """

    def parse(self, path: Path, file: str) -> ParsedDocument:
        source = source_of(path.read_bytes())
        if not source.rstrip("\0 \t\r\n").endswith("}"):
            raise DamagedFile(file=file, detail="the end is missing")
        if not has_sound_fonts(source):
            raise DamagedFile(file=file, detail="the table of fonts has no end")
        builder = DocumentBuilder()
        _add(builder, _text(marked(source), file))
        found = properties_source(source)
        return builder.document(file, {name: _text(_alone(part), file) for name, part in found.items()})


def plain_text(content: bytes, file: str) -> str:
    """Return the text of an RTF source, of one that carries a web page its text. Raises `DamagedFile`."""
    source = (
        HIDDEN_FROM_PAGES.sub("", source_of(content)) if PAGE_WITHIN in content[:500] else source_of(content)
    )
    if not has_sound_fonts(source):
        raise DamagedFile(file=file, detail="the table of fonts has no end")
    return _text(source, file)


def _text(source: str, file: str) -> str:
    try:
        text: str = rtf_to_text(source, errors="ignore")  # type: ignore[no-untyped-call] # striprtf has no types
    except (ValueError, LookupError, OverflowError, TypeError) as error:
        raise DamagedFile(file=file, detail=f"{type(error).__name__}: {error}") from error
    return PAIRS.sub(_joined, text).translate(BULLETS)


def _alone(part: str) -> str:
    return f"{{\\rtf1\\ansi {part}}}"


def _joined(pair: re.Match[str]) -> str:
    return pair[0].encode("utf-16", "surrogatepass").decode("utf-16")


def _add(builder: DocumentBuilder, text: str) -> None:
    table: list[list[str]] = []
    notes = NOTED.findall(text)
    *rows, rest = NOTED.sub("", text).split(ROW)
    for row in rows:
        before, start, cells = row.partition(ROW_START)
        if MARKS.sub("", before).strip() or PAGE in before:
            _add_table(builder, table)
            _add_lines(builder, before)
        if start:
            table.append([MARKS.sub(" ", cell) for cell in cells.split(CELL)[:-1]])
    _add_table(builder, table)
    _add_lines(builder, rest)
    for note in notes:
        builder.add(BlockKind.NOTE, MARKS.sub(" ", note))


def _add_table(builder: DocumentBuilder, table: list[list[str]]) -> None:
    has_header = bool(table) and looks_like_header(table)
    for number, row in enumerate(table):
        builder.add_row(BlockKind.TABLE_HEADER if has_header and number == 0 else BlockKind.TABLE_ROW, row)
    table.clear()


def _add_lines(builder: DocumentBuilder, text: str) -> None:
    for number, page in enumerate(text.split(PAGE)):
        if number and not builder.page_is_empty:
            builder.start_page()
        for line in page.split("\n"):
            kind, level = _kind(line)
            builder.add(kind, MARKS.sub(" ", line), level)


def _kind(line: str) -> tuple[BlockKind, int]:
    marks = [mark for mark in line if HEADING <= mark < PAGE]
    if TITLE in marks:
        return BlockKind.TITLE, 0
    level = ord(marks[-1]) - ord(HEADING) + 1 if marks else 0
    if 0 < level <= DEEPEST_HEADING:
        return BlockKind.HEADING, level
    return (BlockKind.LIST_ITEM if LIST_START.match(MARKS.sub(" ", line)) else BlockKind.PARAGRAPH), 0
