"""A page's picture with its words framed, for whoever wants to see how it was read."""

import io
from pathlib import Path

from PIL import Image, ImageDraw

from corpus.records import Block, BlockKind, Box, Page
from corpus.unsure_numbers import unsure_numbers
from ingest.parsers.page_drawing import scan_page

# Neighbouring blocks differ in colour, so that one sees where a paragraph ends and in which order they follow.
BLOCK_COLOURS = ((0, 90, 200), (0, 130, 60))
RUNNING_COLOUR, UNSURE_COLOUR, LOOSE_COLOUR = (130, 130, 130), (215, 30, 30), (200, 110, 0)
LINE_PIXELS = 2


def draw_words(path: Path, page: Page, blocks: tuple[Block, ...]) -> bytes:
    """Return page `page.number` of a PDF or picture as PNG, a frame around each word.

    Blue and green by turns are blocks, grey is what runs along page after page, orange stands outside of any
    block, red are numbers that OCR has read. Raises an `UnreadableDocument` for what cannot be drawn.
    """
    with Image.open(io.BytesIO(scan_page(path, page.number))) as grey:
        picture = grey.convert("RGB")
    pen = ImageDraw.Draw(picture)
    own = [block for block in blocks if block.page == page.number]
    unsure = [number.span for number in unsure_numbers(page)]
    at = 0
    for word in page.words:
        while at < len(own) and own[at].span.end <= word.span.start:
            at += 1
        if word.box is None:
            continue
        colour = _colour(at, own) if at < len(own) and own[at].span.start <= word.span.start else LOOSE_COLOUR
        if any(span.start < word.span.end and word.span.start < span.end for span in unsure):
            colour = UNSURE_COLOUR
        pen.rectangle(_corners(word.box, picture.size), outline=colour, width=LINE_PIXELS)
    encoded = io.BytesIO()
    picture.save(encoded, "PNG", compress_level=4)
    return encoded.getvalue()


def _colour(place: int, blocks: list[Block]) -> tuple[int, int, int]:
    return RUNNING_COLOUR if blocks[place].kind is BlockKind.RUNNING else BLOCK_COLOURS[place % 2]


def _corners(box: Box, size: tuple[int, int]) -> tuple[float, float, float, float]:
    """A box in pixels; one of no extent, as damaged files have them, is a point."""
    left, top = box.x * size[0], box.y * size[1]
    return left, top, max(left, left + box.width * size[0]), max(top, top + box.height * size[1])
