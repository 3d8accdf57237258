"""A page's words in few bytes: about eight a word instead of hundreds.

Layout, deflated: six columns of 32-bit little-endian integers, two of spans and four of boxes.
Spans are kept as the blank before the word and its length, boxes in hundred-thousandths of the page
(0.006 points on A4), because small numbers deflate well. A word without a box has `NO_BOX` as its width.
"""

import struct
import zlib
from collections.abc import Sequence
from itertools import chain

from corpus.records import Box, Span, Word

BOX_UNIT = 100_000
NO_BOX = -(2**31)
LIMIT = 2**31 - 1
COLUMNS = 6


def packed(words: Sequence[Word]) -> bytes:
    """Pack words; an empty sequence gives no bytes."""
    if not words:
        return b""
    rows, previous = [], 0
    for word in words:
        rows.append((word.span.start - previous, word.span.end - word.span.start, *_box_numbers(word.box)))
        previous = word.span.end
    numbers = list(chain.from_iterable(zip(*rows, strict=True)))
    return zlib.compress(struct.pack(f"<{len(numbers)}i", *numbers), 6)


def unpacked(data: bytes) -> tuple[Word, ...]:
    """Undo `packed`, with boxes rounded to `BOX_UNIT`."""
    if not data:
        return ()
    raw = zlib.decompress(data)
    numbers = struct.unpack(f"<{len(raw) // 4}i", raw)
    count = len(numbers) // COLUMNS
    columns = (numbers[column * count : (column + 1) * count] for column in range(COLUMNS))
    words, previous = [], 0
    for blank, length, *box in zip(*columns, strict=True):
        start = previous + blank
        previous = start + length
        words.append(Word(Span(start, previous), _box(box)))
    return tuple(words)


def _box_numbers(box: Box | None) -> tuple[int, int, int, int]:
    if box is None:
        return (0, 0, NO_BOX, 0)
    x, y, width, height = (
        max(-LIMIT, min(LIMIT, round(part * BOX_UNIT))) for part in (box.x, box.y, box.width, box.height)
    )
    return (x, y, width, height)


def _box(numbers: Sequence[int]) -> Box | None:
    x, y, width, height = numbers
    if width == NO_BOX:
        return None
    return Box(x / BOX_UNIT, y / BOX_UNIT, width / BOX_UNIT, height / BOX_UNIT)
