"""Choosing among found documents: how often each value stands in a list, and what choosing it leaves."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from corpus.catalogue import Outline
from corpus.records import DocumentKind
from language.almanac import JalaliDate
from language.normalization import letters

__all__ = ["EVERYTHING", "Refinement", "facets"]


@dataclass(frozen=True, slots=True)
class Refinement:
    """What of a list is looked at: of these kinds, units and Jalali years; an empty collection leaves all.

    The bounds of a query hold inside its legs, so that a narrow one brings documents that a wide search did
    not reach. A refinement brings none: it leaves of the very list that was counted what was counted.
    """

    kinds: Collection[DocumentKind] = ()
    units: Collection[str] = ()
    years: Collection[int] = ()

    def fits(self, outline: Outline) -> bool:
        return (
            (not self.kinds or outline.kind in self.kinds)
            and (not self.units or _key(outline.unit) in {_key(unit) for unit in self.units})
            and (not self.years or _year(outline) in self.years)
        )

    @property
    def chooses(self) -> bool:
        return bool(self.kinds or self.units or self.years)


EVERYTHING = Refinement()


def facets(listed: Iterable[Outline], chosen: Refinement = EVERYTHING) -> dict[str, dict[str, int]]:
    """Documents by kind, unit and Jalali year, most first: how many each value would leave if it were chosen.

    A choice in one of the three does not change what is counted for that one, but for the two others.
    """
    outlines = list(listed)
    of_kinds, of_units, of_years = (
        [one for one in outlines if rest.fits(one)] if chosen.chooses else outlines
        for rest in (replace(chosen, kinds=()), replace(chosen, units=()), replace(chosen, years=()))
    )
    return {
        "kind": _counted(one.kind.value for one in of_kinds),
        "unit": _counted(_spelt_alike([one.unit for one in of_units if one.unit])),
        "year": _counted(str(year) for year in map(_year, of_years) if year),
    }


def _year(outline: Outline) -> int | None:
    return JalaliDate.from_gregorian(outline.issued).year if outline.issued else None


@lru_cache(maxsize=10_000)
def _key(unit: str | None) -> str:
    """Of a unit however its blanks and letters are typed: «حمل و نقل», «حمل‌ونقل»; marks alone are no unit's."""
    return letters(unit or "") or (unit or "")


def _spelt_alike(units: Sequence[str]) -> list[str]:
    """Units that differ in blanks and marks alone, all as most of them are written."""
    spelt: dict[str, Counter[str]] = {}
    for unit in units:
        spelt.setdefault(_key(unit), Counter())[unit] += 1
    shown = {key: min(forms, key=lambda form: (-forms[form], form)) for key, forms in spelt.items()}
    return [shown[_key(unit)] for unit in units]


def _counted(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items(), key=lambda item: (-item[1], item[0])))
