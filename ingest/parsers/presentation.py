"""The parser of slides."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.exc import PythonPptxError
from pptx.shapes.base import BaseShape

from corpus.errors import DamagedFile
from corpus.records import BlockKind
from ingest.parsers.office_package import OfficePackage
from ingest.parsers.page_builder import DocumentBuilder
from ingest.parsers.table_header import looks_like_header
from ingest.parsing import ParsedDocument

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
TITLES = ("title", "ctrTitle")
RUNNING = ("ftr", "hdr", "dt", "sldNum")
NO_BULLETS = ("subTitle",)
BROKEN = (
    PythonPptxError,
    zipfile.BadZipFile,
    etree.XMLSyntaxError,
    KeyError,
    ValueError,
    AttributeError,
    OSError,
)


class PresentationParser:
    """Reads pptx files, a slide as a page: its title as heading, then its shapes in order, then its notes.

    The title of an opening slide is the title of the document. Hidden slides are read too.
    Raises `EmptyFile`, `DamagedFile`, `EncryptedFile` or `FileTooLarge`.
    """

    def parse(self, path: Path, file: str) -> ParsedDocument:
        with OfficePackage(path, file) as package:
            properties = package.properties
        builder = DocumentBuilder()
        try:
            slides = Presentation(str(path)).slides
            for number, slide in enumerate(slides):
                if number:
                    builder.start_page()
                _add_slide(builder, slide, is_first=number == 0)
        except BROKEN as error:
            raise DamagedFile(file=file, detail=f"{type(error).__name__}: {error}") from error
        return builder.document(file, properties)


def _add_slide(builder: DocumentBuilder, slide: Any, *, is_first: bool) -> None:
    shapes = list(_shapes(slide.shapes))
    title = next((shape for shape in shapes if _placeholder(shape) in TITLES), None)
    if title is not None:
        is_opening = is_first and _placeholder(title) == "ctrTitle"
        builder.add(
            BlockKind.TITLE if is_opening else BlockKind.HEADING, title.text_frame.text, int(not is_opening)
        )
    for shape in shapes:
        if shape is not title:
            _add_shape(builder, shape)
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        for paragraph in slide.notes_slide.notes_text_frame.paragraphs:
            builder.add(BlockKind.NOTE, _text(paragraph._p))


def _shapes(shapes: Any) -> Iterator[Any]:
    """Yield shapes in the order of the file, which is the one that screen readers follow, out of groups."""
    for shape in shapes:
        if hasattr(shape, "shapes"):
            yield from _shapes(shape.shapes)
        else:
            yield shape


def _placeholder(shape: BaseShape) -> str:
    mark = next(shape._element.iter(f"{P}ph"), None)
    return "" if mark is None else str(mark.get("type", "body"))


def _add_shape(builder: DocumentBuilder, shape: Any) -> None:
    if getattr(shape, "has_table", False):
        _add_table(builder, shape.table)
    elif getattr(shape, "has_chart", False):
        _add_chart(builder, shape.chart)
    elif shape.has_text_frame:
        role = _placeholder(shape)
        bulleted = role not in ("", *NO_BULLETS)
        for paragraph in shape.text_frame.paragraphs:
            builder.add(_kind(paragraph._p, role, bulleted), _text(paragraph._p))
    else:
        for paragraph in _diagram_paragraphs(shape):
            builder.add(BlockKind.LIST_ITEM, _text(paragraph))


def _kind(paragraph: etree._Element, role: str, bulleted: bool) -> BlockKind:
    """A body's paragraphs have bullets unless they say no; a text box's have none unless they say so."""
    if role in RUNNING:
        return BlockKind.RUNNING
    properties = paragraph.find(f"{A}pPr")
    if properties is not None:
        if properties.find(f"{A}buNone") is not None:
            bulleted = False
        elif properties.find(f"{A}buChar") is not None or properties.find(f"{A}buAutoNum") is not None:
            bulleted = True
    return BlockKind.LIST_ITEM if bulleted else BlockKind.PARAGRAPH


def _text(paragraph: etree._Element) -> str:
    """Return the text of a paragraph, fields included, line breaks as blanks."""
    return "".join(
        " " if part.tag == f"{A}br" else part.text or "" for part in paragraph.iter(f"{A}t", f"{A}br")
    )


def _add_table(builder: DocumentBuilder, table: Any) -> None:
    rows = [["" if cell.is_spanned else cell.text_frame.text for cell in row.cells] for row in table.rows]
    # PowerPoint marks the first row of every new table as special, so the mark alone proves nothing.
    has_header = bool(table.first_row) and looks_like_header(rows)
    for number, row in enumerate(rows):
        builder.add_row(BlockKind.TABLE_HEADER if has_header and number == 0 else BlockKind.TABLE_ROW, row)


def _add_chart(builder: DocumentBuilder, chart: Any) -> None:
    """Add what a chart shows as a table: the names of its series, then a row for every category."""
    if chart.has_title and chart.chart_title.has_text_frame:
        builder.add(BlockKind.PARAGRAPH, chart.chart_title.text_frame.text)
    for plot in chart.plots:
        series = [(str(line.name), tuple(line.values)) for line in plot.series]
        builder.add_row(BlockKind.TABLE_HEADER, ["", *(name for name, _ in series)])
        for number, category in enumerate(plot.categories):
            values = (values[number] if number < len(values) else None for _, values in series)
            builder.add_row(
                BlockKind.TABLE_ROW, [str(category), *("" if v is None else f"{v:g}" for v in values)]
            )


def _diagram_paragraphs(shape: Any) -> Iterator[etree._Element]:
    """Yield the paragraphs of a drawn diagram (SmartArt), whose text stands in a part of its own."""
    for link in shape._element.iter("{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"):
        key = link.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}dm")
        if key in shape.part.rels and not shape.part.rels[key].is_external:
            root = etree.fromstring(shape.part.related_part(key).blob, etree.XMLParser(resolve_entities=False))
            yield from root.iter(f"{A}p")
