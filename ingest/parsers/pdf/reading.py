"""One page of a PDF: what PDFium tells of it, to blocks that are visible and text that is not."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pypdfium2

from ingest.parsers.pdf.actual_text import ActualTexts, read_actual_texts
from ingest.parsers.pdf.character_boxes import CharacterBoxes, Frame, frame_of, read_character_boxes
from ingest.parsers.pdf.exclusion import READING
from ingest.parsers.pdf.filled_forms import field_glyphs
from ingest.parsers.pdf.font_maps import MendedFile
from ingest.parsers.pdf.glyphs import glyphs_by_slant, quarters_to_upright
from ingest.parsers.pdf.layout import page_layout
from ingest.parsers.pdf.legibility import is_legible, letter_count
from ingest.parsers.pdf.paragraphs import Draft, drafts
from ingest.parsers.pdf.scanner_layer import is_scanner_layer, scanner_drafts
from ingest.parsers.pdf.signs import Glyph
from ingest.parsers.pdf.tables import Drawings, read_drawings, ruled_tables
from ingest.parsers.pdf.visibility import hidden_characters

FEW_LETTERS = 30
LEAST_PICTURE_SHARE = 0.1  # of the page: a smaller picture is a logo or a seal
MOST_PATHS = 50  # more on a page without text: the text is drawn as outlines


@dataclass(frozen=True, slots=True)
class ReadPage:
    """`size` and the boxes of `drafts` are those of the page turned clockwise by `quarters`.

    `legible` is None where there is too little text to tell.
    """

    size: tuple[float, float]
    drafts: list[Draft] = field(default_factory=list)
    needs_ocr: bool = False
    legible: bool | None = None
    quarters: int = 0
    hidden: str = ""


def read_page(document: pypdfium2.PdfDocument, index: int, file: MendedFile) -> ReadPage | None:
    """Read page `index`, from 0, of what `file` became; None if PDFium cannot read it."""
    with READING:
        try:
            page = document[index]
            text_page = page.get_textpage()
        except pypdfium2.PdfiumError:
            return None
        try:
            frame, quarters, boxes = _upright(page, text_page)
            drawings = read_drawings(page, frame)
            actual = read_actual_texts(page, frame, file.maps_non_joiner)
            is_scan = is_scanner_layer(boxes)
            hidden = None if is_scan else hidden_characters(page, frame, boxes, drawings.pictures)
        finally:
            text_page.close()
            page.close()
    filled = list(field_glyphs(file.fields.get(index, ()), frame))
    if is_scan:
        found, unseen = scanner_drafts(boxes), ""
    elif hidden is not None and hidden.any():
        found, unseen = _drafts(boxes.only(~hidden), drawings, actual, filled), _text(boxes.only(hidden))
    else:
        found, unseen = _drafts(boxes, drawings, actual, filled), ""
    words = [word.text for draft in found for cell in draft.cells for word in cell]
    few = letter_count(words) < FEW_LETTERS
    is_picture = drawings.picture_share > LEAST_PICTURE_SHARE or drawings.path_count > MOST_PATHS
    legible = None if few else is_legible(words)
    return ReadPage(frame.size, found, few and is_picture, legible, quarters, unseen)


def _upright(page: pypdfium2.PdfPage, text_page: pypdfium2.PdfTextPage) -> tuple[Frame, int, CharacterBoxes]:
    """Return the page's characters, turned so that most of its text stands upright."""
    frame = frame_of(page)
    boxes = read_character_boxes(text_page, frame)
    quarters = quarters_to_upright(boxes) if len(boxes) else 0
    if quarters:
        frame = frame.turned(quarters)
        boxes = read_character_boxes(text_page, frame)
    return frame, quarters, boxes


def _drafts(
    boxes: CharacterBoxes, drawings: Drawings, actual: ActualTexts, filled: Sequence[Glyph] = ()
) -> list[Draft]:
    groups = glyphs_by_slant(boxes, actual)
    upright = [*groups.pop(0, []), *filled]
    turned = list(groups.values())
    found: list[Draft] = []
    if upright:
        found += drafts(page_layout(upright, ruled_tables(drawings), turned))
    for glyphs in turned:
        if glyphs:
            found += drafts(page_layout(glyphs, []), slanted=True)
    return found


def _text(boxes: CharacterBoxes) -> str:
    """Return what the characters spell, "" where there is no letter among them."""
    found = _drafts(boxes, Drawings((), (), 0.0, 0), ActualTexts({}, ()))
    return "\n".join(draft.text for draft in found) if _has_letters(found) else ""


def _has_letters(found: Sequence[Draft]) -> bool:
    return any(character.isalnum() for draft in found for character in draft.text)
