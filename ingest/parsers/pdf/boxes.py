"""Rectangles of a page, in points, to boxes as fractions of the page."""

from collections.abc import Iterator, Sequence

import numpy as np

from corpus.records import Box
from ingest.parsers.pdf.character_boxes import Frame
from ingest.parsers.pdf.rectangles import Rectangle

DECIMALS = 5  # a thousandth of a millimetre on A4


def fraction_boxes(rectangles: Sequence[Rectangle], frame: Frame) -> Iterator[Box]:
    """Yield boxes of the page displayed in `frame`: origin at the top left, cut at the edges of the page."""
    width, height = frame.size
    shown = frame.displayed_boxes(np.array(rectangles, dtype=np.float64).reshape(-1, 4))
    left, bottom, right, top = shown.T
    x0, x1 = np.clip(left / width, 0, 1), np.clip(right / width, 0, 1)
    y0, y1 = np.clip(1 - top / height, 0, 1), np.clip(1 - bottom / height, 0, 1)
    sides = np.stack([x0, y0, np.maximum(0, x1 - x0), np.maximum(0, y1 - y0)], axis=1)
    return (Box(*side) for side in np.round(sides, DECIMALS).tolist())
