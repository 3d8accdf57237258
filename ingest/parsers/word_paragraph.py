"""The text of one Word paragraph as it is shown: tracked insertions kept, deletions dropped."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from ingest.parsers.word_styles import W, is_bold, is_on

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
PAGE_BREAK, RENDERED_BREAK = "\f", "\v"  # no text of a Word file can hold these two
SIGNS = {
    f"{W}tab": " ",
    f"{W}ptab": " ",
    f"{W}cr": " ",
    f"{W}noBreakHyphen": "-",
    f"{W}lastRenderedPageBreak": RENDERED_BREAK,
}
# Not shown, or of other paragraphs: deletions, field codes, properties, phonetic guides, fallbacks.
LEFT_OUT = frozenset(
    {
        f"{W}{name}"
        for name in ("del", "moveFrom", "delText", "instrText", "pPr", "rPr", "sdtPr", "rt", "sdtEndPr")
    }
    | {f"{MC}Fallback"}
)


@dataclass(slots=True)
class ParagraphText:
    """What a paragraph holds: pieces of text with their weight, notes referred to, and text boxes."""

    pieces: list[tuple[str, bool]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)  # kind and id
    boxes: list[etree._Element] = field(default_factory=list)
    has_deletions: bool = False

    @property
    def text(self) -> str:
        """The text, with `PAGE_BREAK` and `RENDERED_BREAK` where a page ends."""
        return "".join(text for text, _ in self.pieces)

    @property
    def deleted(self) -> bool:
        """Whether a tracked deletion took all of it."""
        return self.has_deletions and not self.text.strip()

    @property
    def bold(self) -> bool:
        """Whether all that can be seen is bold."""
        weights = [bold for text, bold in self.pieces if text.strip()]
        return bool(weights) and all(weights)


def read_paragraph(paragraph: etree._Element, bold: bool) -> ParagraphText:
    """Return what a paragraph holds; `bold` is what its style says of the weight."""
    found = ParagraphText()
    for child in paragraph:
        _read(child, bold, found)
    return found


def _read(element: etree._Element, bold: bool, found: ParagraphText) -> None:
    tag = element.tag
    if tag in LEFT_OUT:
        found.has_deletions = found.has_deletions or tag in (f"{W}del", f"{W}moveFrom")
        return
    if tag == f"{W}t" or tag == f"{M}t":
        found.pieces.append((element.text or "", bold))
    elif tag in SIGNS:
        found.pieces.append((SIGNS[tag], bold))
    elif tag == f"{W}br":
        found.pieces.append((PAGE_BREAK if element.get(f"{W}type") == "page" else " ", bold))
    elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
        found.notes.append((etree.QName(tag).localname.removesuffix("Reference"), element.get(f"{W}id", "")))
    elif tag == f"{W}txbxContent":
        found.boxes.append(element)
    elif tag == f"{W}r":
        _read_run(element, bold, found)
    else:
        for child in element:
            _read(child, bold, found)


def _read_run(run: etree._Element, bold: bool, found: ParagraphText) -> None:
    marks = run.find(f"{W}rPr")
    hidden = None if marks is None else marks.find(f"{W}vanish")
    if hidden is not None and is_on(hidden):
        return
    weight = is_bold(marks, bold)
    for child in run:
        _read(child, weight, found)


def blocks_within(container: etree._Element) -> Iterator[etree._Element]:
    """Yield paragraphs and tables in order, out of content controls, insertions and custom XML."""
    for child in container:
        if child.tag in (f"{W}p", f"{W}tbl"):
            yield child
        elif child.tag not in LEFT_OUT and child.tag != f"{W}sectPr":
            yield from blocks_within(child)
