"""The parser of Word files: own, for libraries lose footnotes, insertions, text boxes and content controls."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from lxml import etree

from corpus.records import BlockKind
from ingest.parsers.office_package import OfficePackage
from ingest.parsers.page_builder import DocumentBuilder, one_line
from ingest.parsers.word_numbering import Numbering
from ingest.parsers.word_paragraph import (
    PAGE_BREAK,
    RENDERED_BREAK,
    ParagraphText,
    blocks_within,
    read_paragraph,
)
from ingest.parsers.word_styles import Style, Styles, W
from ingest.parsers.word_table import read_rows, sole_cells
from ingest.parsing import ParsedDocument

BREAK = re.compile(f"([{PAGE_BREAK}{RENDERED_BREAK}])")
SENTENCE_ENDS = (".", "؛", "،", "؟", "!", "…")
LONGEST_BOLD_HEADING = 90  # characters
MOST_BOLD = 0.4  # share of the letters: above it, bold says nothing
REMARK = "یادداشت کنار متن"
NO_NOTES = ("separator", "continuationSeparator", "continuationNotice")


class WordDocumentParser:
    """Reads docx files; see `ingest.parsing.Parser` for the law.

    Pages follow the breaks that the file holds: those set by hand and those that Word noted when it last
    laid the document out. Other programs note none, so that their files have fewer pages than on paper.
    Raises `EmptyFile`, `DamagedFile`, `EncryptedFile` or `FileTooLarge`.
    """

    def parse(self, path: Path, file: str) -> ParsedDocument:
        with OfficePackage(path, file) as package:
            return _Reading(package, DocumentBuilder()).document(file)


class _Reading:
    """One pass through one document."""

    def __init__(self, package: OfficePackage, builder: DocumentBuilder) -> None:
        self._builder = builder
        self._properties = package.properties
        part = package.related("", "officeDocument") or "word/document.xml"
        root = package.xml(part)
        self._body = root.find(f"{W}body")
        if self._body is None:
            raise package.damage("the document has no body")
        self._styles = Styles(package.optional_xml(package.related(part, "styles")))
        self._numbering = Numbering(package.optional_xml(package.related(part, "numbering")))
        self._notes = {
            (kind, note.get(f"{W}id", "")): note
            for kind in ("footnote", "endnote")
            for note in _notes(package.optional_xml(package.related(part, f"{kind}s")), kind)
        }
        comments = package.optional_xml(package.related(part, "comments"))
        self._comments = [] if comments is None else list(comments.iterchildren(f"{W}comment"))
        edges = [
            (kind, target) for kind, target in package.relations(part).values() if kind in ("header", "footer")
        ]
        self._edges = [
            (kind, package.optional_xml(target)) for kind, target in sorted(edges, key=lambda e: e[1])
        ]
        # The properties of an earlier layout are kept inside w:sectPrChange.
        self._sections = [s for s in self._body.iter(f"{W}sectPr") if s.getparent().tag != f"{W}sectPrChange"]
        self._section = 0
        self._footnotes_here: list[str] = []
        self._endnotes: list[str] = []
        self._styled_level = 0
        self._after_break_by_hand = False
        self._bold_means_heading = _bold_share(root, self._styles) <= MOST_BOLD

    def document(self, file: str) -> ParsedDocument:
        self._add_edges("header")
        self._add_blocks(blocks_within(self._body))
        self._flush_notes()
        for text in self._endnotes:
            self._builder.add(BlockKind.NOTE, text)
        self._add_comments()
        self._add_edges("footer")
        return self._builder.document(file, self._properties)

    def _add_blocks(self, blocks: Iterable[etree._Element]) -> None:
        for block in blocks:
            if block.tag == f"{W}tbl":
                self._add_table(block)
            else:
                self._add_paragraph(block)

    def _add_edges(self, kind: str) -> None:
        """Add headers before and footers behind the text, each wording once."""
        told: set[str] = set()
        for found, root in self._edges:
            if found != kind or root is None:
                continue
            for paragraph in root.iter(f"{W}p"):
                text = one_line(read_paragraph(paragraph, bold=False).text)
                if text not in told:
                    told.add(text)
                    self._builder.add(BlockKind.RUNNING, text)

    def _add_comments(self) -> None:
        """Add what people remarked in the margin: shown behind the text, but no part of what it says."""
        for comment in self._comments:
            texts = (read_paragraph(paragraph, bold=False).text for paragraph in comment.iter(f"{W}p"))
            text, author = one_line(" ".join(texts)), comment.get(f"{W}author", "")
            if text:
                self._builder.add(
                    BlockKind.RUNNING, f"{REMARK} {author}: {text}" if author else f"{REMARK}: {text}"
                )

    def _add_table(self, table: etree._Element) -> None:
        if (cells := sole_cells(table)) is not None:
            for cell in cells:
                self._add_blocks(blocks_within(cell))
            return
        for row in read_rows(table, self._styles):
            if row.starts_page:
                self._start_page(by_hand=False)
            kind = BlockKind.TABLE_HEADER if row.is_header else BlockKind.TABLE_ROW
            self._builder.add_row(kind, row.cells)
            self._refer(row.notes)
            if row.ends_page:
                self._start_page(by_hand=False)

    def _add_paragraph(self, paragraph: etree._Element) -> None:
        properties = paragraph.find(f"{W}pPr")
        style = self._styles.style_of(properties)
        read = read_paragraph(paragraph, style.bold)
        if style.new_page and not self._builder.page_is_empty:
            self._start_page(by_hand=True)
        self._add_text(style, read)
        self._refer(read.notes)
        for box in read.boxes:
            self._add_blocks(blocks_within(box))
        if properties is not None and properties.find(f"{W}sectPr") is not None:
            self._end_section()

    def _end_section(self) -> None:
        """Start a page where the next section, by its own properties, begins with one, as is the default."""
        self._section += 1
        following = self._sections[self._section] if self._section < len(self._sections) else None
        kind = None if following is None else following.find(f"{W}type")
        if kind is None or kind.get(f"{W}val") != "continuous":
            self._start_page(by_hand=True)

    def _add_text(self, style: Style, read: ParagraphText) -> None:
        """Add a paragraph, in parts where a page ends in it."""
        text = read.text
        label = self._numbering.label(style.place) if style.place and not read.deleted else ""
        kind, level = self._kind(style, read, BREAK.sub(" ", text))
        for part in BREAK.split(text):
            if part in (PAGE_BREAK, RENDERED_BREAK):
                self._start_page(by_hand=part == PAGE_BREAK)
            elif part.strip():
                self._builder.add(kind, f"{label} {part}" if label else part, level)
                self._after_break_by_hand = False
                label = ""

    def _kind(self, style: Style, read: ParagraphText, text: str) -> tuple[BlockKind, int]:
        if style.is_contents:
            return BlockKind.RUNNING, 0  # a table of contents repeats the headings and answers nothing
        if style.is_title:
            return BlockKind.TITLE, 0
        if style.heading_level:
            self._styled_level = style.heading_level
            return BlockKind.HEADING, style.heading_level
        if self._bold_means_heading and read.bold and _may_be_heading(text):
            return BlockKind.HEADING, self._styled_level + 1
        return (BlockKind.LIST_ITEM if style.place else BlockKind.PARAGRAPH), 0

    def _start_page(self, *, by_hand: bool) -> None:
        """Start a page, but once where Word notes after a break by hand that the page ended there."""
        if not by_hand and self._after_break_by_hand and self._builder.page_is_empty:
            self._after_break_by_hand = False
            return
        self._flush_notes()
        self._builder.start_page()
        self._after_break_by_hand = by_hand

    def _refer(self, notes: Sequence[tuple[str, str]]) -> None:
        for kind, key in notes:
            note = self._notes.get((kind, key))
            if note is not None:
                texts = (read_paragraph(paragraph, bold=False).text for paragraph in note.iter(f"{W}p"))
                (self._footnotes_here if kind == "footnote" else self._endnotes).append(" ".join(texts))

    def _flush_notes(self) -> None:
        for text in self._footnotes_here:
            self._builder.add(BlockKind.NOTE, text)
        self._footnotes_here.clear()


def _notes(root: etree._Element | None, kind: str) -> list[etree._Element]:
    notes = [] if root is None else root.iterchildren(f"{W}{kind}")
    return [note for note in notes if note.get(f"{W}type") not in NO_NOTES]


def _bold_share(root: etree._Element, styles: Styles) -> float:
    bold = total = 0
    for paragraph in root.iter(f"{W}p"):
        style = styles.style_of(paragraph.find(f"{W}pPr"))
        for text, is_bold in read_paragraph(paragraph, style.bold).pieces:
            total += len(text)
            bold += len(text) * is_bold
    return bold / total if total else 0.0


def _may_be_heading(text: str) -> bool:
    text = text.strip()
    return (
        len(text) <= LONGEST_BOLD_HEADING and not text.endswith(SENTENCE_ENDS) and any(map(str.isalpha, text))
    )
