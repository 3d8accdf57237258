"""What people have filled into a PDF's form fields, and text boxes laid over its pages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
import pikepdf

from ingest.parsers.pdf.character_boxes import Frame
from ingest.parsers.pdf.characters import RIGHT_TO_LEFT
from ingest.parsers.pdf.rectangles import Rectangle
from ingest.parsers.pdf.signs import Glyph

DEEPEST = 16  # of fields within fields
MOST_FIELDS = 5000  # of a file
UNSEEN = 0x02 | 0x20  # annotation flags «hidden» and «no view», PDF 1.7, 12.5.3
PASSWORD = 1 << 13  # field flag, PDF 1.7, 12.7.4.3
LINE_HEIGHT, LARGEST, USUAL_LETTER, BASELINE = 1.5, 12.0, 0.5, 0.25  # of the type size; points for `LARGEST`


@dataclass(frozen=True, slots=True)
class FilledField:
    """The lines of a field, and its rectangle in points of the page's own space."""

    lines: tuple[str, ...]
    box: Rectangle


def filled_fields(document: pikepdf.Pdf) -> dict[int, list[FilledField]]:
    """Return the visible texts of fields and text boxes by page, from 0."""
    found: dict[int, list[FilledField]] = {}
    count = 0
    for number, page in enumerate(document.pages):
        annotations = page.obj.get("/Annots")
        for annotation in annotations if isinstance(annotations, pikepdf.Array) else ():
            try:
                field = _field(annotation)
            except (TypeError, ValueError, AttributeError, pikepdf.PdfError):
                continue  # a broken field has no value that could be read
            if field and count < MOST_FIELDS:
                count += 1
                found.setdefault(number, []).append(field)
    return found


def _field(annotation: pikepdf.Object) -> FilledField | None:
    if not isinstance(annotation, pikepdf.Dictionary) or int(annotation.get("/F", 0)) & UNSEEN:
        return None
    kind = annotation.get("/Subtype")
    if kind == "/Widget":
        text = _value(annotation)
    elif kind == "/FreeText":
        text = str(annotation.get("/Contents", ""))
    else:
        return None
    lines = tuple(line for line in text.replace("\r", "\n").split("\n") if line.strip())
    box = annotation.get("/Rect")
    if not lines or not isinstance(box, pikepdf.Array) or len(box) != 4:
        return None
    left, bottom, right, top = (float(side) for side in box)
    return FilledField(lines, (min(left, right), min(bottom, top), max(left, right), max(bottom, top)))


def _value(widget: pikepdf.Object) -> str:
    """Return the text of a text or choice field, "" for buttons, signatures and passwords."""
    if _inherited(widget, "/FT") not in ("/Tx", "/Ch"):
        return ""
    flags = _inherited(widget, "/Ff")
    if flags is not None and int(flags) & PASSWORD and _inherited(widget, "/FT") == "/Tx":
        return ""
    value = _inherited(widget, "/V")
    if isinstance(value, pikepdf.Array):
        return "\n".join(str(one) for one in value if isinstance(one, pikepdf.String))
    if isinstance(value, pikepdf.Stream):
        return value.read_bytes().decode("utf-8", "replace")
    return str(value) if isinstance(value, pikepdf.String) else ""


def _inherited(field: pikepdf.Object, key: str) -> pikepdf.Object | None:
    for _ in range(DEEPEST):
        if key in field:
            return field[key]
        parent = field.get("/Parent")
        if not isinstance(parent, pikepdf.Dictionary):
            return None
        field = parent
    return None


def field_glyphs(fields: Sequence[FilledField], frame: Frame) -> Iterator[Glyph]:
    """Yield a glyph for every word of the fields, in its share of its field: they join their labels' lines."""
    for field in fields:
        left, bottom, right, top = frame.displayed_boxes(np.array([field.box]))[0].tolist()
        height = (top - bottom) / len(field.lines)
        size = min(height / LINE_HEIGHT, LARGEST)
        for number, line in enumerate(field.lines):
            baseline = top - (number + 0.5) * height - BASELINE * size
            yield from _words(line.split(), (left, baseline, right, baseline + size), size)


def _words(words: Sequence[str], box: Rectangle, size: float) -> Iterator[Glyph]:
    left, baseline, right, top = box
    from_right = any(map(RIGHT_TO_LEFT.search, words))
    lengths = [len(word) * USUAL_LETTER * size for word in words]
    starts = [0.0, *accumulate(length + USUAL_LETTER * size for length in lengths)]
    scale = min(1.0, (right - left) / max(1.0, starts[-1]))
    for word, start, length in zip(words, starts[:-1], lengths, strict=True):
        near, far = start * scale, (start + length) * scale
        x0, x1 = (right - far, right - near) if from_right else (left + near, left + far)
        yield Glyph(word, x0, x1, baseline, size, (x0, baseline, x1, top))
