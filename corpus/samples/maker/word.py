"""Print sources as Word files with real right-to-left marks, and through LibreOffice as PDF."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from corpus.samples.maker.fonts import Fonts
from corpus.samples.maker.sources import PERSIAN_DIGITS, Block, BlockKind, Source
from corpus.samples.maker.web import choice

LATIN = re.compile(r"[A-Za-z][A-Za-z0-9 ./&+_:@-]*[A-Za-z0-9+]|[A-Za-z]")
SIZES = {"Nazli": 15.0, "Amiri": 14.0}


def make_word(source: Source, target: Path, fonts: Fonts) -> None:
    family = fonts.family(choice(source) // 2)
    document = Document()
    _set_page(document, source)
    _set_styles(document, family, SIZES.get(family, 12.0))
    for block in source.blocks:
        _add(document, block)
    document.core_properties.title = source.title
    document.core_properties.author = source.unit
    document.save(str(target))


def convert_with_libreoffice(origin: Path, folder: Path, fonts: Fonts, workplace: Path) -> Path:
    """Return the PDF that LibreOffice, with a profile of its own, makes of `origin` in `folder`."""
    profile = (workplace / "libreoffice").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
    environment = os.environ | {"FONTCONFIG_FILE": str(fonts.configuration)}
    subprocess.run(
        [*command, "--outdir", str(folder), str(origin)],
        check=True,
        capture_output=True,
        timeout=240,
        env=environment,
    )
    return folder / f"{origin.stem}.pdf"


def _set_page(document: WordDocument, source: Source) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.3)
    section.top_margin = section.bottom_margin = Cm(2.4)
    section._sectPr.append(OxmlElement("w:bidi"))
    if choice(source) % 3:
        _write(section.header.paragraphs[0], f"شهرداری آوندشهر – {source.unit}")
    foot = section.footer.paragraphs[0]
    _write(foot, "صفحهٔ ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    foot._p.append(field)


def _set_styles(document: WordDocument, family: str, size: float) -> None:
    sizes = {"Normal": size, "Title": size + 5, "Heading 2": size + 2, "Heading 3": size + 1}
    for name, points in sizes.items():
        style = document.styles[name]
        style.font.name = family
        style.font.size = Pt(points)
        properties = style.element.get_or_add_rPr()
        faces = properties.get_or_add_rFonts()
        for side in ("w:ascii", "w:hAnsi", "w:cs"):
            faces.set(qn(side), family)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme"):
            faces.attrib.pop(qn(theme), None)
        _append(properties, "w:szCs", str(int(points * 2)))
        style.paragraph_format.line_spacing = 1.35
        style.paragraph_format.space_after = Pt(5)


def _append(parent: BaseOxmlElement, tag: str, value: str | None = None) -> None:
    element = OxmlElement(tag)
    if value is not None:
        element.set(qn("w:val"), value)
    parent.append(element)


def _add(document: WordDocument, block: Block) -> None:
    if block.kind is BlockKind.PAGE_BREAK:
        document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    elif block.kind is BlockKind.TABLE:
        _add_table(document, block)
    elif block.kind is BlockKind.HEADING:
        style = "Title" if block.level == 1 else f"Heading {block.level}"
        _write(document.add_paragraph(style=style), block.text, bold=True)
    elif block.kind is BlockKind.BULLET:
        _write(document.add_paragraph(style="List Bullet"), block.text)
    elif block.kind is BlockKind.NUMBERED:
        number = str(block.level).translate(PERSIAN_DIGITS)
        _write(document.add_paragraph(), f"{number}. {block.text}")
    else:
        _write(document.add_paragraph(), block.text)


def _add_table(document: WordDocument, block: Block) -> None:
    table = document.add_table(rows=0, cols=len(block.rows[0]), style="Table Grid")
    # Right to left columns: the first cell of a row stands at the right edge.
    _append(table._tbl.tblPr, "w:bidiVisual")
    for number, row in enumerate(block.rows):
        cells = table.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            _write_cell(cell, text, bold=number == 0)
    head = table.rows[0]._tr.get_or_add_trPr()
    _append(head, "w:tblHeader")
    document.add_paragraph()


def _write_cell(cell: _Cell, text: str, *, bold: bool) -> None:
    _write(cell.paragraphs[0], text, bold=bold)


def _write(paragraph: Paragraph, text: str, *, bold: bool = False) -> None:
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        OxmlElement("w:bidi"), "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )
    for piece, is_latin in _pieces(text):
        run = paragraph.add_run(piece)
        run.bold = bold or None
        marks = run._r.get_or_add_rPr()
        if bold:
            _append(marks, "w:bCs")
        if not is_latin:
            _append(marks, "w:rtl")


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Cut a text into Persian runs and Latin runs, as Word does when one types."""
    place = 0
    for match in LATIN.finditer(text):
        if match.start() > place:
            yield text[place : match.start()], False
        yield match[0], True
        place = match.end()
    if place < len(text):
        yield text[place:], False
