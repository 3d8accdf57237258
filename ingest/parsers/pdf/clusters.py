"""Characters that belong to one drawn glyph, to glyphs: ligatures, spans with ActualText, slices of them."""

import re
from collections.abc import Iterator, Mapping

from ingest.parsers.pdf.actual_text import ActualSpan
from ingest.parsers.pdf.characters import (
    LIGATURES,
    RIGHT_TO_LEFT,
    UNKNOWN,
    ZWNJ,
    is_mark,
    starts_right_to_left,
)
from ingest.parsers.pdf.rectangles import union
from ingest.parsers.pdf.signs import Character, Glyph

WORD = re.compile(r"\S+")
LONGEST_CLUSTER = 6  # letters and marks that a font may draw as one or two glyphs


def glyphs_of_run(run: list[Character], spans: Mapping[int, ActualSpan]) -> Iterator[Glyph]:
    """Yield the glyphs of a stretch of characters, each with its text in logical order."""
    told: set[int] = set()  # spans whose text is out already: their other glyphs say nothing new
    for group in _same_origin(run):
        if len(group) == 1 and not spans:
            first = group[0]
            if first.text != " " or first.width >= 0.02 * first.size:
                yield first.glyph(first.text)
            continue
        if len(group) > 1:  # a blank at a letter's own place is PDFium's guess; the gap will tell
            group = [character for character in group if character.text != " "] or group[:1]
        first = group[0]
        span = spans.get(first.text_object)
        if span and (id(span) in told or _is_told_by(group, span.text)):
            if id(span) not in told:
                told.add(id(span))
                yield from _of_span(group, span)
        elif len(group) == 1:
            if not (first.text == " " and first.width < 0.02 * first.size):
                yield first.glyph(first.text)
        elif _is_one_glyph(group):
            glyph = first.glyph(_spelled([character.text for character in group]))
            glyph.right = max(character.right for character in group)
            yield glyph
        else:
            glyph = _of_slices(group)
            if glyph.text:
                yield glyph


def _same_origin(run: list[Character]) -> Iterator[list[Character]]:
    """Yield the characters that one code (a ligature, a span with ActualText) stands for."""
    start = 0
    for end in range(1, len(run) + 1):
        if end < len(run) and run[start].origin == run[end].origin and _one_code(run[start], run[end]):
            continue
        yield run[start:end]
        start = end


def _one_code(first: Character, other: Character) -> bool:
    return (
        other.text_object in (first.text_object, 0)
        and abs(other.size - first.size) < 0.1
        and UNKNOWN not in (first.text, other.text)
        and ZWNJ not in (first.text, other.text)
    )


def _is_told_by(group: list[Character], text: str) -> bool:
    """Tell whether the span's text is to be taken, and not what PDFium makes of its glyphs.

    It is for ligatures and letters with marks. Of longer spans PDFium often reads the glyphs well one by
    one; where it cuts the text into slices, the slices have the same letters.
    """
    is_short = len(text) <= LONGEST_CLUSTER and not any(map(str.isspace, text))
    return is_short or sorted(character.text for character in group) == sorted(
        "".join(text.replace(ZWNJ, "").split())
    )


def _of_span(group: list[Character], span: ActualSpan) -> Iterator[Glyph]:
    """Yield a glyph for each word of the span, in its share of the span's place."""
    first = group[0]
    left, bottom, right, top = span.box
    left, right = min(left, *(c.left for c in group)), max(right, *(c.right for c in group))
    step = (right - left) / len(span.text)
    arabic = RIGHT_TO_LEFT.search(span.text) is not None
    for word in WORD.finditer(span.text):
        start, end = (len(span.text) - word.end(), len(span.text) - word.start()) if arabic else word.span()
        glyph = first.glyph(word[0])
        glyph.left, glyph.right = left + start * step, left + end * step
        glyph.box = (glyph.left, min(bottom, first.box[1]), glyph.right, max(top, first.box[3]))
        yield glyph


def _is_one_glyph(group: list[Character]) -> bool:
    """Tell a ligature, whose letters all start where it does, from the slices of a span."""
    letters = [character for character in group if not is_mark(character.text)] or group
    return all(abs(letter.box_left - letters[0].box_left) < 0.01 for letter in letters)


def _spelled(texts: list[str]) -> str:
    """Return the text of a ligature in logical order, its marks last."""
    base = "".join(text for text in texts if not is_mark(text))
    marks = "".join(text for text in texts if is_mark(text))
    if len(base) == 2 and (mended := _ghostscript_pair(base)):
        base = mended
    elif base not in LIGATURES and base[::-1] in LIGATURES:
        base = base[::-1]
    return base + marks


def _ghostscript_pair(pair: str) -> str | None:
    """Undo Ghostscript 10.00, which writes <06440627> as U+0644 U+4427: the low byte of the first repeated."""
    for one, other in ((pair[0], pair[1]), (pair[1], pair[0])):
        if 0x600 <= ord(one) <= 0x6FF and ord(other) >> 8 == ord(one) & 255 and ord(other) >= 0x2000:
            return one + chr(0x600 | ord(other) & 255)
    return None


def _of_slices(group: list[Character]) -> Glyph:
    """Join the slices into which PDFium cuts a span with ActualText."""
    parts = [part for part in group if part.right - part.box_left > 0.001 or part.text != " "]
    arabic = sum(starts_right_to_left(part.text) or is_mark(part.text) for part in parts)
    rightward = arabic < 0.4 * len(parts)
    parts.sort(key=lambda part: part.box_left if rightward else -part.box_left)
    text = "".join(part.text for part in parts).strip()
    leading = len(text) - len(text.lstrip("".join(part.text for part in parts if is_mark(part.text))))
    if 0 < leading < len(text):  # a mark that stands before its letter
        text = text[leading] + text[:leading] + text[leading + 1 :]
    glyph = group[0].glyph(text)
    if parts:
        glyph.left = min(part.box_left for part in parts)
        glyph.right = max(part.right for part in parts)
        glyph.box = union(part.box for part in parts)
    return glyph
