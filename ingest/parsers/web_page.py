"""The parser of web pages."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lxml import etree, html

from corpus.errors import DamagedFile, EmptyFile, UnknownFormat
from corpus.records import BlockKind
from ingest.parsers.offline_partition import partition_page
from ingest.parsers.page_builder import DocumentBuilder
from ingest.parsers.page_source import PageSource, prepare
from ingest.parsers.table_header import looks_like_header
from ingest.parsers.text_encoding import decode
from ingest.parsing import ParsedDocument

DECLARED = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.I)
HEAD = 4096  # bytes
LONGEST_BOLD_HEADING = 90  # characters
SENTENCE_ENDS = (".", "؛", "،", "؟", "!", "…")


class WebPageParser:
    """Reads HTML files as one page: headings with levels, lists, tables row by row.

    Menus, headers and footers are `RUNNING` where the tags tell. Nothing that a page links to is fetched.
    Raises `EmptyFile`, `UnknownFormat` or `DamagedFile`.
    """

    def parse(self, path: Path, file: str) -> ParsedDocument:
        text = decoded_page(path.read_bytes())
        if text is None:
            raise UnknownFormat(file=file, detected="binary")
        try:
            source = prepare(text)
            return _document(source, file)
        except etree.ParserError as error:
            raise EmptyFile(file=file) from error
        except (RecursionError, AssertionError) as error:
            raise DamagedFile(file=file, detail=f"{type(error).__name__}: {error}") from error


def decoded_page(content: bytes) -> str | None:
    """Return the text of a page by what its bytes show; else by the encoding that it declares."""
    text = decode(content)
    declared = DECLARED.search(content[:HEAD])
    if text is not None or declared is None:
        return text
    try:
        return content.decode(declared[1].decode("ascii"))
    except (LookupError, UnicodeDecodeError):
        return None


def _document(source: PageSource, file: str) -> ParsedDocument:
    builder = DocumentBuilder()
    for part in source.before:
        _add_running(builder, part)
    add_elements(builder, partition_page(source.content))
    for part in source.after:
        _add_running(builder, part)
    return builder.document(file, source.properties)


def _add_running(builder: DocumentBuilder, part: str) -> None:
    for element in partition_page(part):
        builder.add(BlockKind.RUNNING, element.text)


def add_elements(builder: DocumentBuilder, elements: Sequence[Any]) -> None:
    """Add unstructured's elements as blocks; a heading of the first level that is the only one is the title."""
    tops = [element for element in elements if _heading_level(element) == 1]
    level = 0
    for element in elements:
        own = _heading_level(element)
        if own:
            level = own
            is_title = own == 1 and len(tops) == 1
            builder.add(
                BlockKind.TITLE if is_title else BlockKind.HEADING, element.text, 0 if is_title else own
            )
        elif element.category == "Table":
            _add_table(builder, element)
        elif element.category == "ListItem":
            builder.add(BlockKind.LIST_ITEM, element.text)
        elif element.category != "Image" and _is_bold_line(element):
            builder.add(BlockKind.HEADING, element.text, level + 1)
        elif element.category != "Image":
            builder.add(BlockKind.PARAGRAPH, element.text)


def _heading_level(element: Any) -> int:
    return (element.metadata.category_depth or 0) + 1 if element.category == "Title" else 0


def _is_bold_line(element: Any) -> bool:
    contents, tags = element.metadata.emphasized_text_contents, element.metadata.emphasized_text_tags
    if not contents or any("b" not in tag for tag in tags):
        return False
    text = element.text.strip()
    bold = "".join("".join(contents).split())
    return (
        bold == "".join(text.split()) and len(text) <= LONGEST_BOLD_HEADING and not text.endswith(SENTENCE_ENDS)
    )


def _add_table(builder: DocumentBuilder, table: Any) -> None:
    root = html.fragment_fromstring(table.metadata.text_as_html)
    for caption in root.iter("caption"):
        builder.add(BlockKind.PARAGRAPH, caption.text_content())
    rows = [list(row) for row in root.iter("tr")]
    texts = [[_cell_text(cell) for cell in row] for row in rows]
    named = sum(1 for row in root.iterfind("thead/tr")) or _leading_header_rows(rows)
    if not named and looks_like_header(texts):
        named = 1
    for number, cells in enumerate(texts):
        builder.add_row(BlockKind.TABLE_HEADER if number < named else BlockKind.TABLE_ROW, cells)


def _leading_header_rows(rows: Sequence[Sequence[Any]]) -> int:
    for number, row in enumerate(rows):
        if any(cell.tag != "th" for cell in row):
            return number
    return 0


def _cell_text(cell: Any) -> str:
    return " ".join(cell.itertext())
