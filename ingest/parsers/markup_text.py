"""The parser of Markdown."""

import re
from pathlib import Path

from corpus.errors import DamagedFile, UnknownFormat
from ingest.parsers.offline_partition import partition_markup
from ingest.parsers.page_builder import DocumentBuilder
from ingest.parsers.plain_text import PlainTextParser
from ingest.parsers.text_encoding import decode
from ingest.parsers.web_page import add_elements
from ingest.parsing import ParsedDocument

FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.S)
PROPERTY = re.compile(r"^(title|author|date|language)\s*:\s*[\"']?(.*?)[\"']?\s*$", re.M)
# Markdown drops the numbers of lists that it knows and knows none in Persian digits: both become
# paragraphs that keep their number.
NUMBERED_LINE = re.compile(r"^(?=[ \t]*[۰-۹٠-٩]{1,3}[.)\-–]\s)", re.M)
LATIN_NUMBER = re.compile(r"^([ \t]*)(\d{1,3})([.)])(?=[ \t])", re.M | re.A)
PARAGRAPH_END = re.compile(r"\n[ \t]*\n")
MOST_SIGNS = 1000  # "[" or "<" of one paragraph: the library takes a time that grows with their square
FENCE = re.compile(r"^(?:```|~~~).*?^(?:```|~~~)[ \t]*$", re.M | re.S)


class MarkupTextParser:
    """Reads Markdown files as one page; one that is all brackets is read as plain text.

    Raises `EmptyFile`, `UnknownFormat` or `DamagedFile`.
    """

    def parse(self, path: Path, file: str) -> ParsedDocument:
        text = decode(path.read_bytes())
        if text is None:
            raise UnknownFormat(file=file, detected="binary")
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        properties: dict[str, str] = {}
        if front := FRONT_MATTER.match(text):
            found = dict(PROPERTY.findall(front[1]))
            properties = {"created" if name == "date" else name: value for name, value in found.items()}
            text = text[front.end() :]
        if _is_overloaded(text):
            return PlainTextParser().parse(path, file)
        builder = DocumentBuilder()
        try:
            if text.strip():
                add_elements(builder, partition_markup(with_numbers_kept(text)))
        except (RecursionError, AssertionError, ValueError) as error:
            raise DamagedFile(file=file, detail=f"{type(error).__name__}: {error}") from error
        return builder.document(file, properties)


def _is_overloaded(text: str) -> bool:
    paragraphs = PARAGRAPH_END.split(FENCE.sub("", text))
    return any(paragraph.count(sign) > MOST_SIGNS for paragraph in paragraphs for sign in "[<")


def with_numbers_kept(text: str) -> str:
    """Part numbered lines from those above them, and keep Latin numbers from being taken for markup."""
    parts: list[str] = []
    place = 0
    for fence in FENCE.finditer(text):
        parts += [_numbered(text[place : fence.start()]), fence[0]]
        place = fence.end()
    return "".join([*parts, _numbered(text[place:])])


def _numbered(text: str) -> str:
    text = NUMBERED_LINE.sub("\n", text)
    return LATIN_NUMBER.sub(r"\n\1\2\\\3", text)
