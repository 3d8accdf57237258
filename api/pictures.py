"""Where things stand on a page: lines for the text layer, boxes for what was found."""

from collections.abc import Iterable, Sequence

from corpus.records import Box, Page, Word
from language.spans import Span

__all__ = ["boxes_of", "is_pictured", "lines_of", "picture_width"]

PICTURED = frozenset({"pdf", "png", "jpeg", "tiff", "bmp", "webp"})
PICTURE_WIDTHS = (160, 480, 960, 1440, 1920)


def is_pictured(format_name: str) -> bool:
    """Whether pages of this format can be shown as pictures."""
    return format_name in PICTURED


def picture_width(asked: int) -> int:
    """The smallest offered width that is at least the asked one: few sizes keep the cache small."""
    return next((width for width in PICTURE_WIDTHS if width >= asked), PICTURE_WIDTHS[-1])


def lines_of(page: Page) -> list[tuple[str, Box]]:
    """Words in reading order gathered into lines, each with its text and the box around it."""
    return [(_text(line, page.text), _around(line)) for line in _gather(page.words)]


def boxes_of(page: Page, spans: Iterable[Span]) -> list[Box]:
    """One box per line for each span: what a marker pen would cover."""
    boxes: list[Box] = []
    for span in spans:
        covered = [word for word in page.words if word.span.start < span.end and span.start < word.span.end]
        boxes.extend(_around(line) for line in _gather(covered))
    return boxes


def _gather(words: Sequence[Word]) -> list[list[Word]]:
    lines: list[list[Word]] = []
    for word in words:
        if word.box is None:
            continue
        if lines and _side_by_side(lines[-1][-1], word):
            lines[-1].append(word)
        else:
            lines.append([word])
    return lines


def _side_by_side(left: Word, right: Word) -> bool:
    """Whether half of the lower word's height is shared, and no column gap lies between."""
    if left.box is None or right.box is None:
        return False
    shared = min(left.box.y + left.box.height, right.box.y + right.box.height) - max(left.box.y, right.box.y)
    if shared < 0.5 * min(left.box.height, right.box.height):
        return False
    gap = max(left.box.x, right.box.x) - min(left.box.x + left.box.width, right.box.x + right.box.width)
    return gap < 4 * max(left.box.height, right.box.height)


def _around(words: Sequence[Word]) -> Box:
    boxes = [word.box for word in words if word.box is not None]
    x, y = min(box.x for box in boxes), min(box.y for box in boxes)
    return Box(
        x,
        y,
        max(box.x + box.width for box in boxes) - x,
        max(box.y + box.height for box in boxes) - y,
    )


def _text(words: Sequence[Word], text: str) -> str:
    return " ".join(text[words[0].span.start : words[-1].span.end].split())
