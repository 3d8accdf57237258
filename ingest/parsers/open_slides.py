"""The parser of OpenDocument slides (odp)."""

from pathlib import Path

from lxml import etree

from corpus.records import BlockKind
from ingest.parsers.open_package import DRAW, OFFICE, PRESENTATION, TABLE, TEXT, OpenPackage
from ingest.parsers.open_paragraph import DRAWN, UNSHOWN, plain_text, read_paragraph
from ingest.parsers.open_styles import OpenStyles
from ingest.parsers.open_table import add_table
from ingest.parsers.page_builder import DocumentBuilder
from ingest.parsing import ParsedDocument

CLASS = f"{PRESENTATION}class"
RUNNING = ("header", "footer", "date-time", "page-number")
PAGE = f"{DRAW}page"


class OpenSlidesParser:
    """Reads odp files, a slide as a page: its title as heading, then its shapes in order, then its notes.

    The title of an opening slide is the title of the document. Hidden slides are read too.
    Raises `EmptyFile`, `DamagedFile`, `EncryptedFile` or `FileTooLarge`.
    """

    def parse(self, path: Path, file: str) -> ParsedDocument:
        with OpenPackage(path, file) as package:
            body, properties = package.body("presentation"), package.properties
            styles = OpenStyles(package.styles, body.getroottree().getroot())
        builder = DocumentBuilder()
        for number, slide in enumerate(body.iterchildren(PAGE)):
            if number:
                builder.start_page()
            _Slide(builder, styles).add(slide, is_first=number == 0)
        return builder.document(file, properties)


class _Slide:
    def __init__(self, builder: DocumentBuilder, styles: OpenStyles) -> None:
        self._builder = builder
        self._styles = styles

    def add(self, slide: etree._Element, *, is_first: bool) -> None:
        shapes = list(slide.iterchildren(*DRAWN))
        title = next((shape for shape in shapes if shape.get(CLASS) == "title"), None)
        if title is not None:
            is_opening = is_first and any(shape.get(CLASS) == "subtitle" for shape in shapes)
            text = plain_text(title, self._styles)
            self._builder.add(
                BlockKind.TITLE if is_opening else BlockKind.HEADING, text, 0 if is_opening else 1
            )
        for shape in shapes:
            if shape is not title:
                running = shape.get(CLASS) in RUNNING
                self._add(shape, BlockKind.RUNNING if running else BlockKind.PARAGRAPH)
        notes = slide.find(f"{PRESENTATION}notes")
        for shape in () if notes is None else notes.iterchildren(*DRAWN):
            self._add(shape, BlockKind.RUNNING if shape.get(CLASS) in RUNNING else BlockKind.NOTE)

    def _add(self, element: etree._Element, kind: BlockKind) -> None:
        """Add what stands in a shape; items of lists are bullets unless the shape has a role of its own."""
        for child in element:
            if child.tag in (f"{TEXT}p", f"{TEXT}h"):
                read = read_paragraph(child, self._styles)
                self._builder.add(kind, read.text)
                for box in read.boxes:
                    self._add(box, kind)
            elif child.tag == f"{TEXT}list":
                self._add(child, BlockKind.LIST_ITEM if kind is BlockKind.PARAGRAPH else kind)
            elif child.tag == f"{TABLE}table":
                add_table(self._builder, child, lambda cell: plain_text(cell, self._styles))
            elif child.tag not in UNSHOWN and not child.tag.startswith(f"{OFFICE}event"):
                self._add(child, kind)
