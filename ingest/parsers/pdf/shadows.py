"""False bold: one sign drawn two or three times with a tiny offset is read once."""

from collections.abc import Sequence

import numpy as np

from ingest.parsers.pdf.characters import UNKNOWN, ZWNJ
from ingest.parsers.pdf.signs import Glyph

REACH = 0.09  # of the type size: so far apart are the repetitions at most
CELL = 6.0  # points
LARGEST_IN_CELL = 0.5 * CELL / REACH  # type size, in points: the reach of larger ones is more than half a cell


def without_shadows(glyphs: list[Glyph]) -> list[Glyph]:
    """Drop the repetitions of false bold."""
    suspects = _near_their_like(glyphs)
    if not suspects:
        return glyphs
    kept: list[Glyph] = []
    seen: dict[str, list[Glyph]] = {}
    for index, glyph in enumerate(glyphs):
        if index in suspects:
            reach = REACH * glyph.size
            like = seen.setdefault(glyph.text, [])
            if any(abs(o.left - glyph.left) < reach and abs(o.baseline - glyph.baseline) < reach for o in like):
                continue
            like.append(glyph)
        kept.append(glyph)
    return kept


def _near_their_like(glyphs: Sequence[Glyph]) -> set[int]:
    """Return the indices of the glyphs that may have a repetition.

    Two places less than half a cell apart share a cell in one of four grids, shifted by half a cell.
    """
    drawn = [i for i, g in enumerate(glyphs) if not g.blank and g.text not in (UNKNOWN, ZWNJ)]
    if not drawn:
        return set()
    names = {text: number for number, text in enumerate({glyphs[i].text for i in drawn})}
    table = np.array([(names[g.text], g.left, g.baseline, g.size) for g in map(glyphs.__getitem__, drawn)])
    suspect = table[:, 3] > LARGEST_IN_CELL
    for right in (0.0, 0.5):
        for up in (0.0, 0.5):
            cells = np.floor(table[:, 1:3] / CELL + (right, up))
            keys = (table[:, 0] * 2**20 + cells[:, 0]) * 2**20 + cells[:, 1]
            _, which, counts = np.unique(keys, return_inverse=True, return_counts=True)
            suspect |= counts[which] > 1
    return {drawn[place] for place in np.flatnonzero(suspect).tolist()}
