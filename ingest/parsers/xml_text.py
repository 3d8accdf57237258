"""The parser of XML of any vocabulary: its texts, with the names of the elements that hold values."""

import re
from collections import Counter
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from corpus.errors import DamagedFile, FileTooLarge, UnknownFormat
from corpus.records import BlockKind
from ingest.parsers.page_builder import DocumentBuilder
from ingest.parsers.records_table import add_table, as_table, is_packed
from ingest.parsers.text_encoding import decode
from ingest.parsing import ParsedDocument

DEEPEST = 100  # levels of nesting
DEEPEST_HEADING = 6
LARGEST = 32 * 1024 * 1024  # characters: what is read takes ten times as much memory
DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
DECLARED = re.compile(rb"<\?xml[^>]+encoding\s*=\s*[\"']([\w.-]+)", re.I)
HEAD = 256  # bytes
HEADING_NAMES = frozenset({"title", "head", "heading", "header", "caption", "عنوان"})
ARABIC_SCRIPT = re.compile(r"[\u0600-\u06ff]")


class XmlParser:
    """Reads XML files as one page, without resolving a single entity or fetching anything.

    Raises `EmptyFile`, `UnknownFormat`, `FileTooLarge` or `DamagedFile`, also where entities are declared.
    """

    def parse(self, path: Path, file: str) -> ParsedDocument:
        text = _decoded(path.read_bytes())
        if text is None:
            raise UnknownFormat(file=file, detected="binary")
        if len(text) > LARGEST:
            raise FileTooLarge(file=file, size=len(text), limit=LARGEST, measure="characters")
        try:
            # Decoded already: what it declares would be wrong now.
            declaration = DECLARATION.match(text)
            root = fromstring(
                text[declaration.end() if declaration else 0 :].strip().encode("utf-8", "replace")
            )
        except (ParseError, DefusedXmlException, ValueError) as error:
            raise DamagedFile(file=file, detail=f"{type(error).__name__}: {error}") from error
        builder = DocumentBuilder()
        _Reading(builder, file).add(root, 1)
        return builder.document(file, {})


def _decoded(content: bytes) -> str | None:
    """Return the text by what its bytes show; else by the encoding that it declares."""
    text = decode(content)
    declared = DECLARED.search(content[:HEAD])
    if text is not None or declared is None:
        return text
    try:
        return content.decode(declared[1].decode("ascii"))
    except (LookupError, UnicodeDecodeError):
        return None


class _Reading:
    def __init__(self, builder: DocumentBuilder, file: str) -> None:
        self._builder = builder
        self._file = file

    def add(self, element: Element, level: int) -> None:
        """Add an element: running text as a paragraph, records as rows, all else child by child."""
        if level > DEEPEST:
            raise DamagedFile(file=self._file, detail=f"nested deeper than {DEEPEST} levels")
        if _is_running(element):
            self._add_running(element, level)
            return
        for value in _told(element):
            self._builder.add(BlockKind.PARAGRAPH, value)
        children = list(element)
        if len(children) > 1 and all(len(child) and _is_record(child) for child in children):
            rows = as_table([_record(child) for child in children])
            if rows:
                add_table(self._builder, rows)
                return
        repeated = Counter(child.tag for child in children)
        for child in children:
            if len(child) or not _is_value(child, repeated):
                self.add(child, level + 1)
            else:
                self._builder.add(BlockKind.PARAGRAPH, f"{_name(child)}: {child.text}")

    def _add_running(self, element: Element, level: int) -> None:
        text = "".join(element.itertext())
        if is_packed(text):
            return
        if _name(element).lower() in HEADING_NAMES and level <= 2:
            self._builder.add(BlockKind.TITLE, text)
        elif _name(element).lower() in HEADING_NAMES:
            # The element is two levels below the root's own title where its section is one below the root.
            self._builder.add(BlockKind.HEADING, text, min(level - 2, DEEPEST_HEADING))
        else:
            self._builder.add(BlockKind.PARAGRAPH, text)
        for value in _told(element):
            self._builder.add(BlockKind.PARAGRAPH, value)


def _name(element: Element) -> str:
    """Return the name of an element without its namespace, words parted as people part them."""
    return str(element.tag).rpartition("}")[2].replace("_", " ")


def _is_running(element: Element) -> bool:
    """Tell whether text stands beside the children of an element, or in it without any."""
    pieces = [element.text, *(child.tail for child in element)]
    return any(piece and piece.strip() for piece in pieces)


def _is_value(child: Element, repeated: Counter[str]) -> bool:
    """Only what occurs once among its like is a value with a name; paragraphs and items repeat."""
    text = (child.text or "").strip()
    if not text or is_packed(text) or _name(child).lower() in HEADING_NAMES:
        return False
    return repeated[child.tag] == 1 and len(repeated) > 1


def _is_record(element: Element) -> bool:
    names = [child.tag for child in element]
    return (
        len(set(names)) == len(names) and not any(len(child) for child in element) and not _is_running(element)
    )


def _record(element: Element) -> dict[str, str]:
    return {_name(child): child.text.strip() for child in element if child.text and child.text.strip()}


def _told(element: Element) -> list[str]:
    """Return the attributes that hold words for people."""
    return [
        f"{name.rpartition('}')[2]}: {value}"
        for name, value in element.attrib.items()
        if ARABIC_SCRIPT.search(value)
    ]
