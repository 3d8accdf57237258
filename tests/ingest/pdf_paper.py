"""Papers to print on: PDFs made in tests."""

from pathlib import Path

from fontTools.ttLib import TTFont
from fpdf import FPDF

FONT = Path(__file__).resolve().parents[2] / "ui" / "static" / "fonts" / "vazirmatn.woff2"
PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def unpacked_font(folder: Path) -> Path:
    """Write the font of the pages as a plain TrueType file."""
    face = TTFont(FONT)
    face.flavor = None
    path = folder / "vazirmatn.ttf"
    face.save(path)
    return path


class Paper(FPDF):
    """An A4 paper in points with a Persian font, and a running header if one is given."""

    def __init__(self, font: Path, header: str = "") -> None:
        super().__init__(unit="pt")
        self.header_text = header
        self.set_auto_page_break(False)  # the page number stands in the margin that would start a new page
        self.add_font("vazir", fname=font)
        self.set_text_shaping(True, direction="rtl", script="arab", language="fas")
        self.set_font("vazir", size=12)

    def header(self) -> None:
        if self.header_text:
            self.set_font("vazir", size=9)
            self.set_xy(100, 20)
            self.cell(400, 12, self.header_text, align="R")
            self.set_xy(280, 805)
            self.cell(40, 12, str(self.page).translate(PERSIAN_DIGITS), align="C")
            self.set_font("vazir", size=12)
            self.set_xy(60, 80)

    def line_at(self, x: float, y: float, text: str, size: float = 12, width: float = 475) -> None:
        """Write a line that ends, at its right, at `x` + `width`."""
        self.set_font("vazir", size=size)
        self.set_xy(x, y)
        self.cell(width, 20, text, align="R")


def saved(paper: FPDF, folder: Path) -> Path:
    path = folder / "made.pdf"
    path.write_bytes(bytes(paper.output()))
    for face in paper.fonts.values():
        face.ttfont.close()  # fpdf leaves its font files open
    return path
