"""How a scanned page lies: its lines found by where the ink is, and boxes brought back to the page."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt
from PIL import Image

from corpus.records import Box

Ink = npt.NDArray[np.float32]

LOOKED_AT = 800  # pixels of the longer side of the picture in which lines are looked for
PAPER_PERCENTILE, INK_SHADE = 90, 0.6  # ink is what is darker than this share of the paper's shade
LEAST_INK = 0.0005  # of the picture; less has no lines to be found
FULL_ROW = 0.5  # a row of ink beyond this is a rule of a table and counts no more
MOST_SKEW, FIRST_STEP, LAST_STEP = 12.0, 1.0, 0.25  # degrees
LEAST_SKEW = 2.0  # below, straightening costs more than it gives (measured: it may hurt at .7°)
CLEARLY = 1.15  # how much sharper lines must be in another direction
QUARTERS = {
    90: Image.Transpose.ROTATE_90,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_270,
}


@dataclass(frozen=True, slots=True)
class Turn:
    """How a picture is to be turned: by quarters, then by a skew; degrees against the clock."""

    quarter: int
    skew: float

    def apply(self, picture: Image.Image) -> Image.Image:
        turned = picture.transpose(QUARTERS[self.quarter]) if self.quarter else picture
        if self.skew:
            turned = turned.rotate(self.skew, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
        return turned

    def back(self, box: Box, before: tuple[int, int], after: tuple[int, int]) -> Box:
        """Where on the page as it is shown a box of the turned picture lies: the upright box around it.

        `before` and `after` are the picture's sizes in pixels.
        """
        corners = [
            (box.x + across * box.width, box.y + down * box.height) for across in (0, 1) for down in (0, 1)
        ]
        points = [self._point(x, y, before, after) for x, y in corners]
        left, top = min(x for x, _ in points), min(y for _, y in points)
        right, bottom = max(x for x, _ in points), max(y for _, y in points)
        return Box(left, top, right - left, bottom - top)

    def _point(
        self, x: float, y: float, before: tuple[int, int], after: tuple[int, int]
    ) -> tuple[float, float]:
        if self.skew:
            width, height = before if self.quarter in (0, 180) else before[::-1]
            cosine, sine = math.cos(math.radians(self.skew)), math.sin(math.radians(self.skew))
            across, down = (x - 0.5) * after[0], (y - 0.5) * after[1]
            x = min(1.0, max(0.0, 0.5 + (across * cosine - down * sine) / width))
            y = min(1.0, max(0.0, 0.5 + (across * sine + down * cosine) / height))
        return {0: (x, y), 90: (1 - y, x), 180: (1 - x, 1 - y), 270: (y, 1 - x)}[self.quarter]


def turns(picture: Image.Image) -> Sequence[Turn]:
    """Return how a grey picture may have to be turned, likeliest first.

    The ink tells the direction of the lines and their skew; up from down only reading can tell. Upright comes
    before upside down.
    """
    ink = _ink(picture)
    if ink is None:
        return (Turn(0, 0.0),)
    across, along = _sharpest(ink), _sharpest(np.rot90(ink))
    lies = along[0] > CLEARLY * across[0]
    quarters = (90, 270, 0, 180) if lies else (0, 180, 90, 270)
    skews = {0: across[1], 180: across[1], 90: along[1], 270: along[1]}
    return tuple(
        Turn(quarter, skews[quarter] if abs(skews[quarter]) > LEAST_SKEW else 0.0) for quarter in quarters
    )


def _ink(picture: Image.Image) -> Ink | None:
    """The picture reduced, 1 where ink is; None for a blank page."""
    small = picture.convert("L")
    small.thumbnail((LOOKED_AT, LOOKED_AT), Image.Resampling.BOX)
    shades = np.asarray(small, np.float32)
    ink = (shades < INK_SHADE * np.percentile(shades, PAPER_PERCENTILE)).astype(np.float32)
    return ink if ink.mean() >= LEAST_INK else None


def _sharpest(ink: Ink) -> tuple[float, float]:
    """How sharply rows of ink and gaps follow each other at the best angle, and that angle in degrees."""
    picture = Image.fromarray((255 * ink).astype(np.uint8))

    def sharpness(angle: float) -> float:
        turned = picture.rotate(angle, Image.Resampling.NEAREST, fillcolor=0) if angle else picture
        rows = np.minimum(np.asarray(turned, np.float32).mean(axis=1) / 255, FULL_ROW)
        return float(np.square(np.diff(rows)).sum())

    coarse = [FIRST_STEP * step for step in range(-int(MOST_SKEW), int(MOST_SKEW) + 1)]
    best = max(coarse, key=lambda angle: (sharpness(angle), -abs(angle)))
    steps = int(FIRST_STEP / LAST_STEP)
    fine = (best + LAST_STEP * step for step in range(-steps, steps + 1))
    angle = max(chain([0.0], fine), key=lambda angle: (sharpness(angle), -abs(angle)))
    return sharpness(angle), angle
