"""The text of an OpenDocument paragraph, with what hangs on it: notes and boxes."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from ingest.parsers.open_package import DRAW, OFFICE, TABLE, TEXT
from ingest.parsers.open_styles import OpenStyles

PAGE_BREAK = "\f"
PARAGRAPHS = (f"{TEXT}p", f"{TEXT}h")
UNSHOWN = (
    f"{OFFICE}annotation",
    f"{OFFICE}annotation-end",
    f"{TEXT}tracked-changes",
    f"{TEXT}ruby-text",
    f"{TEXT}page-number",
    f"{OFFICE}forms",
)
DRAWN = f"{DRAW}frame", f"{DRAW}g", f"{DRAW}custom-shape", f"{DRAW}rect", f"{DRAW}ellipse", f"{DRAW}connector"
BLANKS = {f"{TEXT}s": " ", f"{TEXT}tab": " ", f"{TEXT}line-break": "\n", f"{TEXT}soft-page-break": PAGE_BREAK}


@dataclass(slots=True)
class OpenParagraph:
    """Pieces of text with their weight; notes as ("footnote" or "endnote", body); boxes with blocks in them."""

    pieces: list[tuple[str, bool]] = field(default_factory=list)
    notes: list[tuple[str, etree._Element]] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.pieces)

    @property
    def is_bold(self) -> bool:
        written = [bold for text, bold in self.pieces if text.strip()]
        return bool(written) and all(written)


def read_paragraph(element: etree._Element, styles: OpenStyles, *, bold: bool = False) -> OpenParagraph:
    """Return what stands in a paragraph; `bold` is the weight of its style."""
    found = OpenParagraph()
    _read(element, styles, found, bold)
    return found


def plain_text(element: etree._Element, styles: OpenStyles) -> str:
    """Return the text of all paragraphs within an element, those of boxes too, notes left out."""
    return " ".join(read_paragraph(paragraph, styles).text for paragraph in outer_paragraphs(element))


def outer_paragraphs(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the paragraphs within an element that are in no other one, comments left out."""
    for child in element:
        if child.tag in PARAGRAPHS:
            yield child
            for box in read_paragraph(child, _NO_STYLES).boxes:
                yield from outer_paragraphs(box)
        elif child.tag not in UNSHOWN:
            yield from outer_paragraphs(child)


_NO_STYLES = OpenStyles()


def _read(element: etree._Element, styles: OpenStyles, found: OpenParagraph, bold: bool) -> None:
    if element.text:
        found.pieces.append((element.text, bold))
    for child in element:
        if child.tag in BLANKS:
            found.pieces.append((BLANKS[child.tag], bold))
        elif child.tag == f"{TEXT}note":
            body = child.find(f"{TEXT}note-body")
            if body is not None:
                found.notes.append((child.get(f"{TEXT}note-class", "footnote"), body))
        elif child.tag in DRAWN:
            found.boxes.append(child)
        elif child.tag == f"{TEXT}span":
            own = styles.style("text", child.get(f"{TEXT}style-name", "")).bold
            _read(child, styles, found, bold if own is None else own)
        elif child.tag not in UNSHOWN:
            _read(child, styles, found, bold)
        if child.tail:
            found.pieces.append((child.tail, bold))


def rows_of(table: etree._Element) -> Iterator[tuple[etree._Element, bool]]:
    """Yield the rows of a table and whether the file calls each a header."""
    for child in table:
        if child.tag == f"{TABLE}table-row":
            yield child, False
        elif child.tag == f"{TABLE}table-header-rows":
            yield from ((row, True) for row, _ in rows_of(child))
        elif child.tag in (f"{TABLE}table-rows", f"{TABLE}table-row-group"):
            yield from rows_of(child)
