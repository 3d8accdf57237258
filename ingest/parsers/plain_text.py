"""The parser of plain text and comma-separated values."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from corpus.errors import FileTooLarge, UnknownFormat
from corpus.records import BlockKind
from ingest.parsers.page_builder import DocumentBuilder
from ingest.parsers.text_encoding import decode
from ingest.parsing import ParsedDocument

PARAGRAPH_END = re.compile(r"(?:\r\n|\r|\n|\u2028|\u2029)[ \t]*(?:\r\n|\r|\n|\u2028|\u2029)\s*")
LINE_END = re.compile(r"\r\n|\r|\n|\u2028|\u2029")
LIST_START = re.compile(r"\s*(?:[-*•●▪◦–—]\s+|\(?(?:[0-9۰-۹٠-٩]{1,3}|[الف-ی])\s?[.)\-–]\s*(?![0-9۰-۹٠-٩]))")
HEADING_START = re.compile(r"\s*(?:فصل|بخش|باب|ماده|تبصره|پیوست|دستور)\s")
FIRST_LINES = re.compile(r"\s*(?P<first>[^\n\r\f]+)(?:\r\n|\r|\n)?(?P<second>[^\n\r\f]*)")
LONGEST_TITLE = 100  # characters
SENTENCE_ENDS = (".", "؛", "،", ":", "؟", "!", ",", ";")
DELIMITERS = {".csv": ",;\t|", ".tsv": "\t"}
MOST_OF_NEXT_LINE = 0.8
LONGEST_WRAPPED_LINE = 120  # characters
CSV_SAMPLE = 8192  # characters
MOST_ROWS = 50_000


class PlainTextParser:
    """Reads text files in any encoding that `text_encoding` knows; a form feed starts a page.

    Paragraphs stand between blank lines. A short first line is the title.
    Raises `EmptyFile`, `UnknownFormat` or `FileTooLarge` (in rows).
    """

    def parse(self, path: Path, file: str) -> ParsedDocument:
        text = decode(path.read_bytes())
        if text is None:
            raise UnknownFormat(file=file, detected="binary")
        builder = DocumentBuilder()
        delimiters = DELIMITERS.get(PurePosixPath(file).suffix.lower())
        if delimiters:
            _add_rows(builder, text, delimiters, file)
        else:
            _add_pages(builder, text)
        return builder.document(file, {})


def _add_pages(builder: DocumentBuilder, text: str) -> None:
    title, rest = _parted_title(text)
    builder.add(BlockKind.TITLE, title)
    for number, page in enumerate(rest.split("\f")):
        if number:
            builder.start_page()
        for paragraph in PARAGRAPH_END.split(page):
            for kind, block in _blocks(paragraph):
                builder.add(kind, block)


def _parted_title(text: str) -> tuple[str, str]:
    """Return a short first line and the rest, or "" and the whole text.

    A first line that the second one continues is as long as the others of its paragraph.
    """
    match = FIRST_LINES.match(text)
    if match is None:
        return "", text
    first, second = match["first"].strip(), match["second"].strip()
    is_short = len(first) <= LONGEST_TITLE and not first.endswith(SENTENCE_ENDS) and not LIST_START.match(first)
    if not is_short or (len(first) > MOST_OF_NEXT_LINE * len(second) > 0 and not HEADING_START.match(second)):
        return "", text
    return first, text[match.end("first") :]


def _blocks(paragraph: str) -> Iterator[tuple[BlockKind, str]]:
    """Yield the paragraph, parted where an item of a list or an article begins a line.

    Lines that were wrapped by hand stay together, for a sentence may go on in the next line; a line
    longer than anybody wraps is a paragraph of its own.
    """
    lines: list[str] = []
    kind = BlockKind.PARAGRAPH
    for line in LINE_END.split(paragraph):
        is_item = LIST_START.match(line) is not None
        if lines and (is_item or HEADING_START.match(line) or len(lines[-1]) > LONGEST_WRAPPED_LINE):
            yield kind, "\n".join(lines)
            lines, kind = [], BlockKind.PARAGRAPH
        if is_item:
            kind = BlockKind.LIST_ITEM
        lines.append(line)
    if lines:
        yield kind, "\n".join(lines)


def _add_rows(builder: DocumentBuilder, text: str, delimiters: str, file: str) -> None:
    """Add the rows of comma-separated values, the first of them as the header."""
    try:
        dialect: type[csv.Dialect] = csv.Sniffer().sniff(text[:CSV_SAMPLE], delimiters)
    except csv.Error:
        dialect = csv.excel if "," in delimiters else csv.excel_tab
    rows = csv.reader(text.replace("\0", "").splitlines(keepends=True), dialect)
    kind = BlockKind.TABLE_HEADER
    for number, row in enumerate(rows, start=1):
        if number > MOST_ROWS:
            raise FileTooLarge(file=file, size=number, limit=MOST_ROWS, measure="rows")
        if any(cell.strip() for cell in row):
            builder.add_row(kind, row)
            kind = BlockKind.TABLE_ROW
