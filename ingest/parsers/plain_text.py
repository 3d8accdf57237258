"""The parser of plain text."""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from corpus.errors import UnknownFormat
from corpus.records import BlockKind
from ingest.parsers.page_builder import DocumentBuilder
from ingest.parsers.separated_values import DELIMITERS, add_rows
from ingest.parsers.text_encoding import decode
from ingest.parsing import ParsedDocument

PARAGRAPH_END = re.compile(r"(?:\r\n|\r|\n|\u2028|\u2029)[ \t]*(?:\r\n|\r|\n|\u2028|\u2029)\s*")
LINE_END = re.compile(r"\r\n|\r|\n|\u2028|\u2029")
LIST_START = re.compile(r"\s*(?:[-*•●▪◦–—]\s+|\(?(?:[0-9۰-۹٠-٩]{1,3}|[الف-ی])\s?[.)\-–]\s*(?![0-9۰-۹٠-٩]))")
HEADING_START = re.compile(r"\s*(?:فصل|بخش|باب|ماده|تبصره|پیوست|دستور)\s")
# «تاریخ نامه: ۱۴۰۳/۰۲/۱۲», «اعضای حاضر در جلسه:»
FIELD_START = re.compile(r"\s*[^\W\d]\w*(?:[ \u200c]\w+){0,2}\s?:\s|\s*[^\W\d]\w*(?:[ \u200c]\w+){0,5}\s?:$")
INDENTED = ("  ", "\t")  # an item goes on
ENDED = 0.6  # of the width: shorter lines were not wrapped
FIRST_LINES = re.compile(r"\s*(?P<first>[^\n\r\f]+)(?:\r\n|\r|\n)?(?P<second>[^\n\r\f]*)")
LONGEST_TITLE = 100  # characters
SENTENCE_ENDS = (".", "؛", "،", ":", "؟", "!", ",", ";")
MOST_OF_NEXT_LINE = 0.8
LONGEST_WRAPPED_LINE = 120  # characters
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
        # Earlier versions called tables «txt»: documents that they registered are still read as tables.
        delimiters = DELIMITERS.get(PurePosixPath(file).suffix.lower())
        if delimiters:
            add_rows(builder, text, delimiters, file, MOST_ROWS)
        else:
            _add_pages(builder, text)
        return builder.document(file, {})


def _add_pages(builder: DocumentBuilder, text: str) -> None:
    title, rest = _parted_title(text)
    builder.add(BlockKind.TITLE, title)
    lengths = (len(line.strip()) for line in LINE_END.split(text))
    width = max((length for length in lengths if length <= LONGEST_WRAPPED_LINE), default=0)
    for number, page in enumerate(rest.split("\f")):
        if number:
            builder.start_page()
        for paragraph in PARAGRAPH_END.split(page):
            for kind, block in _blocks(paragraph, width):
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


def _blocks(paragraph: str, width: int) -> Iterator[tuple[BlockKind, str]]:
    """Yield the paragraph, parted where an item of a list, an article or a labelled field begins a line.

    Lines that were wrapped by hand, at a width near to `width`, stay together, for a sentence may go on in the
    next line. A line longer than anybody wraps is a paragraph of its own, and so is one that ends far from the
    edge: it was ended on purpose.
    """
    lines: list[str] = []
    kind = BlockKind.PARAGRAPH
    for line in LINE_END.split(paragraph):
        is_item = LIST_START.match(line) is not None
        begins = is_item or HEADING_START.match(line) or FIELD_START.match(line)
        ended = lines and len(lines[-1]) < ENDED * width and not line.startswith(INDENTED)
        if lines and (begins or ended or len(lines[-1]) > LONGEST_WRAPPED_LINE):
            yield kind, "\n".join(lines)
            lines, kind = [], BlockKind.PARAGRAPH
        if is_item:
            kind = BlockKind.LIST_ITEM
        lines.append(line)
    if lines:
        yield kind, "\n".join(lines)
