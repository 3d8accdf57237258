"""Rectangles of a page, in points, to boxes as fractions of the page."""

from corpus.records import Box
from ingest.parsers.pdf.rectangles import Rectangle


def fraction_box(rectangle: Rectangle, width: float, height: float) -> Box:
    """Return a box with its origin at the top left, cut at the edges of the page."""
    left, bottom, right, top = rectangle
    x0, x1 = _within_page(left / width), _within_page(right / width)
    y0, y1 = _within_page(1 - top / height), _within_page(1 - bottom / height)
    return Box(round(x0, 5), round(y0, 5), round(max(0.0, x1 - x0), 5), round(max(0.0, y1 - y0), 5))


def _within_page(fraction: float) -> float:
    return min(1.0, max(0.0, fraction))
