"""Print sources as slides and workbooks."""

from itertools import count
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from pptx import Presentation
from pptx.presentation import Presentation as SlideShow
from pptx.slide import Slide
from pptx.text.text import TextFrame
from pptx.util import Emu, Pt

from corpus.samples.maker.sources import PERSIAN_DIGITS, Block, BlockKind, Source

NOTE_MARKS = ("یادداشت سخنران:", "یادداشت:")


def make_slides(source: Source, target: Path) -> None:
    """Write one slide for the title and one for each heading of the second level."""
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = Emu(12192000), Emu(6858000)
    opening = source.opening()
    _add_slide(presentation, 0, source.title, [b for b in source.blocks[:opening] if b.level != 1])
    for heading, blocks in _parts(source.blocks[opening:]):
        _add_slide(presentation, 1, heading, blocks)
    presentation.core_properties.title = source.title
    presentation.core_properties.author = source.unit
    presentation.save(str(target))


def make_workbook(source: Source, target: Path) -> None:
    """Write one right-to-left sheet for the opening and one for each heading of the second level."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    opening = source.opening()
    for heading, blocks in [("مشخصات", list(source.blocks[:opening])), *_parts(source.blocks[opening:])]:
        sheet = workbook.create_sheet(heading.translate(str.maketrans("/:؟?", "----"))[:31])
        sheet.sheet_view.rightToLeft = True
        _fill(sheet, blocks)
    workbook.properties.title = source.title
    workbook.properties.creator = source.unit
    workbook.save(target)


def _parts(blocks: tuple[Block, ...]) -> list[tuple[str, list[Block]]]:
    parts: list[tuple[str, list[Block]]] = []
    for block in blocks:
        if block.kind is BlockKind.HEADING and block.level == 2:
            parts.append((block.text, []))
        elif block.kind is not BlockKind.PAGE_BREAK:
            parts[-1][1].append(block)
    return parts


def _is_note(block: Block) -> bool:
    return block.kind is BlockKind.NOTE or block.text.startswith(NOTE_MARKS)


def _add_slide(presentation: SlideShow, layout: int, title: str, blocks: list[Block]) -> None:
    slide = presentation.slides.add_slide(presentation.slide_layouts[layout])
    width, height = presentation.slide_width, presentation.slide_height
    head, body = slide.shapes.title, slide.placeholders[1]
    head.left, head.top, head.width, head.height = Emu(600000), Emu(300000), Emu(width - 1200000), Emu(1000000)
    body.left, body.top, body.width, body.height = (
        Emu(600000),
        Emu(1400000),
        Emu(width - 1200000),
        Emu(height - 1700000),
    )
    _write(head.text_frame, [title], 32)
    lines = [_line(b) for b in blocks if b.kind is not BlockKind.TABLE and not _is_note(b)]
    tables = [b for b in blocks if b.kind is BlockKind.TABLE]
    if lines:
        _write(body.text_frame, lines, 20 if len(lines) < 7 else 16)
    else:
        body._element.getparent().remove(body._element)
    top = 1400000 + (520000 * len(lines) if lines else 0)
    for table in tables:
        _add_table(slide, table, top, width)
        top += 420000 * len(table.rows)
    if notes := [b.text for b in blocks if _is_note(b)]:
        _write(slide.notes_slide.notes_text_frame, notes, 12)


def _line(block: Block) -> str:
    if block.kind is BlockKind.NUMBERED:
        return f"{str(block.level).translate(PERSIAN_DIGITS)}. {block.text}"
    return block.text


def _write(frame: TextFrame, lines: list[str], points: int) -> None:
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = line
        run.font.size = Pt(points)
        properties = paragraph._p.get_or_add_pPr()
        properties.set("rtl", "1")
        properties.set("algn", "r")
        run._r.get_or_add_rPr().set("lang", "fa-IR")


def _add_table(slide: Slide, block: Block, top: int, width: int) -> None:
    rows, columns = len(block.rows), len(block.rows[0])
    shape = slide.shapes.add_table(
        rows, columns, Emu(600000), Emu(top), Emu(width - 1200000), Emu(400000 * rows)
    )
    shape.table._tbl.tblPr.set("rtl", "1")
    for r, row in enumerate(block.rows):
        for c, text in enumerate(row):
            _write(shape.table.cell(r, c).text_frame, [text], 14)


def _fill(sheet: Worksheet, blocks: list[Block]) -> None:
    rows = count(1)
    for block in blocks:
        if block.kind is not BlockKind.TABLE:
            cell = sheet.cell(next(rows), 1, _line(block))
            cell.font = Font(name="Tahoma", bold=block.kind is BlockKind.HEADING)
            continue
        for number, line in enumerate(block.rows):
            row = next(rows)
            for column, text in enumerate(line, start=1):
                cell = sheet.cell(row, column, text)
                cell.font = Font(name="Tahoma", bold=number == 0)
                cell.alignment = Alignment(horizontal="right", vertical="top", wrap_text=True, readingOrder=2)
    for column in range(1, sheet.max_column + 1):
        sheet.column_dimensions[get_column_letter(column)].width = 24
