"""The lunar Hijri calendar as Iran keeps it: a month begins on the day after its crescent can be seen.

New moons after Meeus, "Astronomical Algorithms", chapter 49, with the larger terms: a few minutes exact. The
crescent counts as seen at the first sunset in Iran at which the moon is 16 hours old; this gives the first days
of the official almanacs that it was compared with. A day more or less is possible.
"""

import math
from datetime import date, timedelta
from functools import lru_cache

__all__ = ["hijri_to_gregorian"]

_SEEN_AFTER = 16 / 24  # days
_SUNSET = 15.5 / 24  # of a day in Universal Time, the mean over the year in the middle of Iran
_FIRST_OF_1421 = 3.0  # lunations between the epoch of Meeus' series (2000-01-06) and Muharram 1421
_JULIAN_DAY_OF_ORDINAL_0 = 1721424.5
_DELTA_T = 70 / 86400  # Terrestrial less Universal Time, around the year 2020


def hijri_to_gregorian(year: int, month: int, day: int) -> date | None:
    """None for no such day, and for years outside 1300-1500, for which the series was not checked."""
    if not (1300 <= year <= 1500 and 1 <= month <= 12 and 1 <= day <= 30):
        return None
    first = _first_of(year, month)
    following = _first_of(year + month // 12, month % 12 + 1)
    return first + timedelta(day - 1) if day <= (following - first).days else None


@lru_cache(maxsize=256)
def _first_of(year: int, month: int) -> date:
    lunation = _FIRST_OF_1421 + 12 * (year - 1421) + month - 1
    moon = _new_moon(lunation) - _JULIAN_DAY_OF_ORDINAL_0  # days, as ordinals count them
    evening = math.ceil(moon + _SEEN_AFTER - _SUNSET)
    return date.fromordinal(evening + 1)


def _new_moon(k: float) -> float:
    """The Julian day, in Universal Time, of the new moon `k` lunations after the epoch."""
    t = k / 1236.85
    mean = 2451550.09766 + 29.530588861 * k + 0.00015437 * t**2
    e = 1 - 0.002516 * t
    sun = math.radians(2.5534 + 29.10535670 * k)
    moon = math.radians(201.5643 + 385.81693528 * k + 0.0107582 * t**2)
    latitude = math.radians(160.7108 + 390.67050284 * k - 0.0016118 * t**2)
    node = math.radians(124.7746 - 1.56375588 * k)
    return (
        mean
        - _DELTA_T
        + (
            -0.40720 * math.sin(moon)
            + 0.17241 * e * math.sin(sun)
            + 0.01608 * math.sin(2 * moon)
            + 0.01039 * math.sin(2 * latitude)
            + 0.00739 * e * math.sin(moon - sun)
            - 0.00514 * e * math.sin(moon + sun)
            + 0.00208 * e * e * math.sin(2 * sun)
            - 0.00111 * math.sin(moon - 2 * latitude)
            - 0.00057 * math.sin(moon + 2 * latitude)
            - 0.00017 * math.sin(node)
        )
    )
