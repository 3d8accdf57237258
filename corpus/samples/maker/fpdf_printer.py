"""Print sources as PDF with fpdf2, shaped by HarfBuzz."""

from datetime import UTC, datetime
from pathlib import Path

from fpdf import FPDF, XPos, YPos
from fpdf.fonts import FontFace

from corpus.samples.maker.fonts import Fonts
from corpus.samples.maker.sources import PERSIAN_DIGITS, Block, BlockKind, Source

SIZES = {1: 18, 2: 14.5, 3: 13}


class Sheet(FPDF):
    """A page with its number in Persian digits at the foot."""

    def footer(self) -> None:
        self.set_y(-15)
        self.set_font("Vazirmatn", size=9)
        self.cell(0, 8, f"– {str(self.page_no()).translate(PERSIAN_DIGITS)} –", align="C")


def make_with_fpdf(source: Source, target: Path, fonts: Fonts) -> None:
    sheet = Sheet(format="A4")
    sheet.set_creation_date(datetime(2025, 1, 1, tzinfo=UTC))
    sheet.set_margins(22, 22, 22)
    sheet.set_auto_page_break(auto=True, margin=22)
    sheet.add_font("Vazirmatn", "", fonts.regular)
    sheet.add_font("Vazirmatn", "B", fonts.bold)
    sheet.set_text_shaping(use_shaping_engine=True, direction="rtl", script="arab", language="fas")
    sheet.set_title(source.title)
    sheet.add_page()
    for block in source.blocks:
        _add(sheet, block)
    sheet.output(str(target))


def _add(sheet: Sheet, block: Block) -> None:
    if block.kind is BlockKind.PAGE_BREAK:
        sheet.add_page()
    elif block.kind is BlockKind.TABLE:
        _add_table(sheet, block)
    elif block.kind is BlockKind.HEADING:
        if sheet.will_page_break(24):
            sheet.add_page()
        sheet.ln(2)
        sheet.set_font("Vazirmatn", "B", SIZES[block.level])
        _write(sheet, block.text, height=10, align="C" if block.level == 1 else "R")
    else:
        sheet.set_font("Vazirmatn", size=12.5)
        _write(sheet, f"{_mark(block)}{block.text}", height=8, align="R")


def _mark(block: Block) -> str:
    if block.kind is BlockKind.BULLET:
        return "• "
    if block.kind is BlockKind.NUMBERED:
        return f"{str(block.level).translate(PERSIAN_DIGITS)}. "
    return ""


def _write(sheet: Sheet, text: str, *, height: float, align: str) -> None:
    sheet.multi_cell(0, height, text, align=align, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    sheet.ln(1)


def _add_table(sheet: Sheet, block: Block) -> None:
    sheet.set_font("Vazirmatn", size=10.5)
    head = FontFace(emphasis="BOLD", fill_color=(236, 236, 236))
    # fpdf2 draws columns from the left, so each row is turned round; widths follow the longest text.
    widths = [min(max(len(row[column]) for row in block.rows), 40) + 6 for column in range(len(block.rows[0]))]
    with sheet.table(text_align="RIGHT", line_height=7, headings_style=head, col_widths=widths[::-1]) as table:
        for row in block.rows:
            line = table.row()
            for cell in reversed(row):
                line.cell(cell)
    sheet.ln(3)
