"""What a page is made of: characters as PDFium tells them, glyphs as they stand."""

from dataclasses import dataclass, field

from ingest.parsers.pdf.rectangles import Rectangle


@dataclass(slots=True)
class Glyph:
    """One drawn sign. `left`, `right` and `baseline` are along its own line, `box` is on the page.

    Not frozen: marks join their letters and missing kashida are found while lines are built.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    box: Rectangle
    bold: bool = False
    blank: bool = field(init=False)

    def __post_init__(self) -> None:
        self.blank = self.text.isspace()  # what later changes a text never makes or fills a blank


@dataclass(slots=True)
class Character:
    """A character of PDFium's text; several share one `origin` where one drawn glyph means several."""

    text: str
    origin: tuple[float, float]
    box_left: float
    left: float
    right: float
    width: float
    baseline: float
    size: float
    box: Rectangle
    bold: bool
    text_object: int

    def glyph(self, text: str) -> Glyph:
        return Glyph(text, self.left, self.right, self.baseline, self.size, self.box, self.bold)
