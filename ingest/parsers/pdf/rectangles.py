"""Rectangles on a page in points: left, bottom, right, top, the origin at the lower left."""

from collections.abc import Iterable

Rectangle = tuple[float, float, float, float]


def union(boxes: Iterable[Rectangle]) -> Rectangle:
    """Return the smallest rectangle around all `boxes`."""
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)
