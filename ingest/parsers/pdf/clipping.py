"""What the page shows of its text objects: the boxes to which they are clipped."""

import ctypes
from collections.abc import Sequence

import numpy as np

from ingest.parsers.pdf import foreign
from ingest.parsers.pdf.character_boxes import CharacterBoxes, Frame, Numbers

MANY, STEP = 300, 8  # so many objects share their clips mostly, and one in eight shows whether any cuts
MOST_SEGMENTS = 12  # longer paths are drawings; what they cut is not judged
EVERYTHING = (-1e6, -1e6, 1e6, 1e6)
SAME_PLACE = 0.1  # points


def clip_boxes(objects: Sequence[int], boxes: CharacterBoxes, frame: Frame) -> Numbers | None:
    """Return the box, `(n, 4)`, to which each text object is clipped, None where no clip can cut.

    Objects within forms have clips in the form's own measures, and count as not clipped.
    """
    clips = np.tile(np.array(EVERYTHING), (len(objects), 1))
    if len(objects) > MANY:
        sample = [_clip(text_object) for text_object in objects[::STEP]]
        if not _may_cut([clip for clip in sample if clip], boxes, frame):
            return None
    found = [(index, clip) for index, text_object in enumerate(objects) if (clip := _clip(text_object))]
    if not _may_cut([clip for _, clip in found], boxes, frame):
        return None
    places = [index for index, _ in found]
    clips[places] = frame.displayed_boxes(np.array([clip for _, clip in found]))
    return clips


def _may_cut(clips: Sequence[tuple[float, ...]], boxes: CharacterBoxes, frame: Frame) -> bool:
    """Tell whether a clip is smaller than what the page's text takes."""
    if not clips:
        return False
    shown = frame.displayed_boxes(np.array(clips))
    text = boxes.boxes[boxes.objects != 0]
    low, high = text[:, 0:2].min(axis=0), text[:, 2:4].max(axis=0)
    return bool((shown[:, 0:2].max(axis=0) > low).any() or (shown[:, 2:4].min(axis=0) < high).any())


def _clip(text_object: int) -> tuple[float, float, float, float] | None:
    """Return the box around what an object's clip paths have in common, in points of the page's own space."""
    clip = foreign.object_clip(text_object) if text_object else None
    count = foreign.clip_path_count(clip) if clip else 0
    left, bottom, right, top = EVERYTHING
    x, y = ctypes.c_float(), ctypes.c_float()
    for path in range(max(0, count)):
        segments = foreign.clip_segment_count(clip, path)
        if not 2 <= segments <= MOST_SEGMENTS:
            continue
        xs: list[float] = []
        ys: list[float] = []
        for number in range(segments):
            segment = foreign.clip_segment(clip, path, number)
            if foreign.segment_point(segment, ctypes.addressof(x), ctypes.addressof(y)):
                xs.append(x.value)
                ys.append(y.value)
        if xs:
            left, right = max(left, min(xs)), min(right, max(xs))
            bottom, top = max(bottom, min(ys)), min(top, max(ys))
    return (left, bottom, right, top) if count > 0 else None
