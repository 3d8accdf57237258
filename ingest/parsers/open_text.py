"""The parser of OpenDocument texts (odt)."""

from collections.abc import Iterable
from pathlib import Path

from lxml import etree

from corpus.records import BlockKind
from ingest.parsers.open_lists import OUTLINE, OpenNumbering, integer
from ingest.parsers.open_package import DRAW, STYLE, TABLE, TEXT, OpenPackage
from ingest.parsers.open_paragraph import (
    PAGE_BREAK,
    UNSHOWN,
    OpenParagraph,
    outer_paragraphs,
    plain_text,
    read_paragraph,
)
from ingest.parsers.open_styles import OpenStyle, OpenStyles
from ingest.parsers.open_table import add_table, sole_cell
from ingest.parsers.page_builder import DocumentBuilder, one_line
from ingest.parsing import ParsedDocument

LONGEST_BOLD_HEADING = 90  # characters
SENTENCE_ENDS = (".", "؛", "،", "؟", "!", "…", ":")
MOST_BOLD = 0.4  # share of the letters: above it, bold says nothing
DEEPEST_HEADING = 6
CONTENTS = (
    f"{TEXT}table-of-content",
    f"{TEXT}alphabetical-index",
    f"{TEXT}illustration-index",
    f"{TEXT}table-index",
    f"{TEXT}object-index",
    f"{TEXT}user-index",
)


class OpenTextParser:
    """Reads odt files; see `ingest.parsing.Parser` for the law.

    Pages follow the breaks that the file holds, those that LibreOffice noted when it laid the text out too.
    Raises `EmptyFile`, `DamagedFile`, `EncryptedFile` or `FileTooLarge`.
    """

    def parse(self, path: Path, file: str) -> ParsedDocument:
        with OpenPackage(path, file) as package:
            return _Reading(package).document(file)


class _Reading:
    """One pass through one document."""

    def __init__(self, package: OpenPackage) -> None:
        self._builder = DocumentBuilder()
        self._properties = package.properties
        self._body = package.body("text")
        self._page_styles = package.styles
        root = self._body.getroottree().getroot()
        self._styles = OpenStyles(package.styles, root)
        self._numbering = OpenNumbering(package.styles, root)
        self._footnotes_here: list[str] = []
        self._endnotes: list[str] = []
        self._bold_means_heading = self._bold_share() <= MOST_BOLD
        self._level = 0

    def document(self, file: str) -> ParsedDocument:
        self._add_edges("header")
        self._add_blocks(self._body)
        self._flush_notes()
        for text in self._endnotes:
            self._builder.add(BlockKind.NOTE, text)
        self._add_edges("footer")
        return self._builder.document(file, self._properties)

    def _bold_share(self) -> float:
        bold = total = 0
        for paragraph in self._body.iter(f"{TEXT}p"):
            for text, is_bold in self._read(paragraph).pieces:
                total += len(text)
                bold += len(text) * is_bold
        return bold / total if total else 0.0

    def _style(self, paragraph: etree._Element) -> OpenStyle:
        return self._styles.style("paragraph", paragraph.get(f"{TEXT}style-name", ""))

    def _read(self, paragraph: etree._Element) -> OpenParagraph:
        return read_paragraph(paragraph, self._styles, bold=bool(self._style(paragraph).bold))

    def _add_edges(self, kind: str) -> None:
        """Add headers before and footers behind the text, each wording once."""
        told: set[str] = set()
        edges = () if self._page_styles is None else self._page_styles.iter(*_edge_tags(kind))
        for edge in edges:
            for paragraph in outer_paragraphs(edge):
                text = one_line(read_paragraph(paragraph, self._styles).text)
                if text not in told:
                    told.add(text)
                    self._builder.add(BlockKind.RUNNING, text)

    def _add_blocks(self, blocks: Iterable[etree._Element]) -> None:
        for block in blocks:
            if block.tag in (f"{TEXT}p", f"{TEXT}h"):
                self._add_paragraph(block)
            elif block.tag == f"{TEXT}list":
                self._add_list(block, 1, "")
            elif block.tag == f"{TABLE}table":
                self._add_table(block)
            elif block.tag in CONTENTS:
                # It repeats the headings and answers nothing.
                for paragraph in outer_paragraphs(block):
                    self._builder.add(BlockKind.RUNNING, self._read(paragraph).text)
            elif block.tag == f"{TEXT}soft-page-break":
                self._start_page()
            elif block.tag not in UNSHOWN:
                self._add_blocks(block)  # sections, frames, text boxes, groups

    def _add_list(self, element: etree._Element, level: int, style: str) -> None:
        style = element.get(f"{TEXT}style-name") or style or self._list_style(element)
        continues = element.get(f"{TEXT}continue-numbering") == "true" or element.get(f"{TEXT}continue-list")
        if not continues:
            self._numbering.restart(style, level)
        for item in element:
            is_first = item.tag == f"{TEXT}list-item"
            for block in item:
                if block.tag == f"{TEXT}list":
                    self._add_list(block, level + 1, style)
                elif block.tag in (f"{TEXT}p", f"{TEXT}h"):
                    value = item.get(f"{TEXT}start-value", "")
                    label = self._numbering.label(style, level, value) if is_first else ""
                    self._add_paragraph(block, label, is_item=True)
                    is_first = False
                else:
                    self._add_blocks([block])

    def _list_style(self, element: etree._Element) -> str:
        paragraph = next(element.iter(f"{TEXT}p"), None)
        return "" if paragraph is None else self._style(paragraph).list_style

    def _add_table(self, table: etree._Element) -> None:
        if (cell := sole_cell(table)) is not None:
            self._add_blocks(cell)
            return
        add_table(self._builder, table, lambda cell: plain_text(cell, self._styles))
        for paragraph in table.iter(f"{TEXT}p"):
            self._refer(self._read(paragraph))

    def _add_paragraph(self, paragraph: etree._Element, label: str = "", *, is_item: bool = False) -> None:
        style = self._style(paragraph)
        read = self._read(paragraph)
        if style.new_page:
            self._start_page()
        kind, level = self._kind(paragraph, style, read, is_item)
        if kind is BlockKind.HEADING and not is_item and paragraph.tag == f"{TEXT}h":
            label = self._numbering.label(OUTLINE, level) if read.text.strip() else ""
        for number, part in enumerate(read.text.split(PAGE_BREAK)):
            if number:
                self._start_page()
            if part.strip():
                self._builder.add(kind, f"{label} {part}", level)
                label = ""
        self._refer(read)
        for box in read.boxes:
            self._add_blocks([box] if box.tag != f"{DRAW}frame" else box)
        if style.ends_page:
            self._start_page()

    def _kind(
        self, paragraph: etree._Element, style: OpenStyle, read: OpenParagraph, is_item: bool
    ) -> tuple[BlockKind, int]:
        if style.is_title:
            return BlockKind.TITLE, 0
        level = style.heading_level
        if paragraph.tag == f"{TEXT}h":
            level = max(1, integer(paragraph.get(f"{TEXT}outline-level"), 1))
        if level:
            self._level = min(level, DEEPEST_HEADING)
            return BlockKind.HEADING, self._level
        if is_item:
            return BlockKind.LIST_ITEM, 0
        if self._bold_means_heading and read.is_bold and _may_be_heading(read.text):
            return BlockKind.HEADING, self._level + 1
        return BlockKind.PARAGRAPH, 0

    def _start_page(self) -> None:
        if not self._builder.page_is_empty:
            self._flush_notes()
            self._builder.start_page()

    def _refer(self, read: OpenParagraph) -> None:
        for kind, body in read.notes:
            text = plain_text(body, self._styles)
            (self._endnotes if kind == "endnote" else self._footnotes_here).append(text)

    def _flush_notes(self) -> None:
        for text in self._footnotes_here:
            self._builder.add(BlockKind.NOTE, text)
        self._footnotes_here.clear()


def _edge_tags(kind: str) -> tuple[str, ...]:
    return tuple(f"{STYLE}{kind}{which}" for which in ("", "-left", "-first"))


def _may_be_heading(text: str) -> bool:
    text = text.strip()
    return (
        len(text) <= LONGEST_BOLD_HEADING and not text.endswith(SENTENCE_ENDS) and any(map(str.isalpha, text))
    )
