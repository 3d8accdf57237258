"""The invisible text that text recognition lays over a scanned page: PDFium's own order is right there."""

from ingest.parsers.pdf.character_boxes import CharacterBoxes
from ingest.parsers.pdf.paragraphs import Draft
from ingest.parsers.pdf.rectangles import Rectangle, union
from ingest.parsers.pdf.text import PlacedWord, canonical

LEAST_SHARE = 0.5  # of the page's characters


def is_scanner_layer(boxes: CharacterBoxes) -> bool:
    """Tell whether most of the page is set in the glyphless type of Tesseract and ocrmypdf."""
    if not boxes.scanner_objects:
        return False
    objects = [text_object for text_object in boxes.objects.tolist() if text_object]
    return sum(text_object in boxes.scanner_objects for text_object in objects) > LEAST_SHARE * len(objects)


def scanner_drafts(boxes: CharacterBoxes) -> list[Draft]:
    """Return one draft per line of the layer; recognition knows lines, not paragraphs."""
    lines: list[list[PlacedWord]] = [[]]
    letters: list[str] = []
    places: list[Rectangle] = []
    rectangles = boxes.boxes.tolist()
    for index, code in enumerate([*boxes.codes.tolist(), 10]):
        if code not in (9, 10, 13, 32, 160):
            if 32 < code < 0xD800 or 0xF900 <= code < 0xFFFE or 0x10000 <= code < 0x110000:
                letters.append(chr(code))
                places.append(tuple(rectangles[index]))
            continue
        text = canonical("".join(letters)).strip()
        if text:
            lines[-1].extend(PlacedWord(part, union(places)) for part in text.split())
        letters, places = [], []
        if code in (10, 13):
            lines.append([])
    return [_draft(line) for line in lines if line]


def _draft(line: list[PlacedWord]) -> Draft:
    heights = [word.box[3] - word.box[1] for word in line]
    return Draft(cells=(tuple(line),), size=round(sum(heights) / len(heights)), bold=False, line_count=1)
