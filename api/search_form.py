"""What a search asks for, as the address line has it; pages and the JSON route read the same."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends
from fastapi import Query as Parameter

from api.dates import first_day, last_day
from api.paging import number_within
from api.wanted import switched
from api.wishes import Wished, Wishes
from corpus.access import Principal
from corpus.catalogue import DocumentQuery
from corpus.errors import InvalidQuery
from corpus.records import DocumentKind
from language.normalization import normalize
from search.listing import SEARCHABLE
from search.ordering import Sort
from search.query import Mode, Query
from search.refining import Refinement

__all__ = ["LONGEST_TEXT", "SORTS", "SearchForm", "Submitted"]

LONGEST_TEXT = 500
LAST_PAGE = 10_000
SORTS = tuple(Sort)


@dataclass(frozen=True, slots=True)
class SearchForm:
    """`first` and `last` are dates as typed; `only_…` choose among what is found; `page` counts from 1."""

    text: str = ""
    kinds: tuple[DocumentKind, ...] = ()
    units: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    first: str = ""
    last: str = ""
    only_kinds: tuple[DocumentKind, ...] = ()
    only_units: tuple[str, ...] = ()
    only_years: tuple[int, ...] = ()
    mode: Mode = Mode.HYBRID
    repair: bool = True
    synonyms: bool = True
    as_written: tuple[str, ...] = ()
    sort: Sort = Sort.RELEVANT
    explain: bool = False
    page: int = 1

    def fields(self) -> dict[str, list[str]]:
        """The form as names and values, without what is left at its default."""
        given = {
            "q": [self.text],
            "kind": [kind.value for kind in self.kinds],
            "unit": list(self.units),
            "number": list(self.numbers),
            "from": [self.first],
            "to": [self.last],
            "only_kind": [kind.value for kind in self.only_kinds],
            "only_unit": list(self.only_units),
            "only_year": [str(year) for year in self.only_years],
            "mode": [self.mode.value] if self.mode is not Mode.HYBRID else [],
            "repair": [] if self.repair else ["off"],
            "synonyms": [] if self.synonyms else ["off"],
            "as_written": list(self.as_written),
            "sort": [self.sort.value] if self.sort is not Sort.RELEVANT else [],
            "explain": ["1"] if self.explain else [],
            "page": [str(self.page)] if self.page > 1 else [],
        }
        return {name: [value for value in values if value] for name, values in given.items() if any(values)}

    def is_bounded(self) -> bool:
        """Whether there is something to ask for besides the text."""
        return bool(self.kinds or self.units or self.numbers or self.first or self.last)

    @property
    def refines(self) -> bool:
        """Whether the list is a choice of what was found."""
        return bool(self.only_kinds or self.only_units or self.only_years)

    def widened(self) -> "SearchForm":
        """The same with what was chosen of the list as bounds of the search itself."""
        years = [str(year) for year in sorted(self.only_years)] or [""]
        return replace(
            self,
            kinds=self.only_kinds or self.kinds,
            units=self.only_units or self.units,
            first=years[0] or self.first,
            last=years[-1] or self.last,
            only_kinds=(),
            only_units=(),
            only_years=(),
        )

    def kept(self) -> list[tuple[str, str]]:
        """Hidden fields of the search box: a new text keeps its filters."""
        return self.widened().hidden({"q", "sort", "as_written"})

    def hidden(self, without: Collection[str]) -> list[tuple[str, str]]:
        """The fields for a form that has its own ones of these names; a sent form begins at page 1."""
        left_out = {*without, "page"}
        return [
            (name, value) for name, values in self.fields().items() if name not in left_out for value in values
        ]

    def encoded(self) -> str:
        return urlencode(self.fields(), doseq=True)

    def link(self, **changes: Sequence[str]) -> str:
        """The address of this search with some fields changed; any change but of the page begins at page 1."""
        fields: dict[str, Sequence[str]] = {**self.fields()}
        fields.pop("page", None)
        fields.update(changes)
        defaults = {"sort": ["relevant"], "page": ["1"]}
        fields = {name: values for name, values in fields.items() if values and values != defaults.get(name)}
        return "/search?" + urlencode(fields, doseq=True)

    def bare(self, words: str) -> str:
        """The words alone, without filters and conditions."""
        return "/search?" + urlencode({"q": words}) if words else "/search"

    def query(self, principal: Principal, top_k: int, offset: int = 0) -> Query:
        """Raises `InvalidQuery` for a date that cannot be read."""
        return Query(
            text=self.text,
            principal=principal,
            kinds=self.kinds,
            units=self.units,
            numbers=self.numbers,
            first_day=first_day(self.first),
            last_day=last_day(self.last),
            top_k=top_k,
            offset=offset,
            mode=self.mode,
            sort=self.sort,
            repair=self.repair,
            synonyms=self.synonyms,
            as_written=self.as_written,
            refinement=self.refinement(),
        )

    def wishes(self) -> Wishes:
        return Wishes(self.as_written, self.repair, self.synonyms)

    def refinement(self) -> Refinement:
        return Refinement(self.only_kinds, self.only_units, self.only_years)

    def document_query(self) -> DocumentQuery:
        """The filters alone, for lists without a text. Raises `InvalidQuery`."""
        return DocumentQuery(
            kinds=self.kinds,
            units=self.units,
            states=SEARCHABLE,
            first_day=first_day(self.first),
            last_day=last_day(self.last),
            with_text=True,
        )


def submitted(
    wishes: Wished,
    q: str = "",
    kind: Annotated[list[str] | None, Parameter()] = None,
    unit: Annotated[list[str] | None, Parameter()] = None,
    number: Annotated[list[str] | None, Parameter()] = None,
    from_: Annotated[str, Parameter(alias="from", description="Jalali or ISO day, month, season or year")] = "",
    to: Annotated[str, Parameter(description="as `from`; the last day of what is named counts")] = "",
    only_kind: Annotated[
        list[str] | None, Parameter(description="choose among what is found, as `facets` counted it")
    ] = None,
    only_unit: Annotated[list[str] | None, Parameter(description="as `only_kind`")] = None,
    only_year: Annotated[list[str] | None, Parameter(description="as `only_kind`; a Jalali year")] = None,
    mode: str = Mode.HYBRID.value,
    sort: Annotated[str, Parameter(description=", ".join(Sort))] = Sort.RELEVANT.value,
    explain: Annotated[
        str, Parameter(description="`1`: also why each hit stands where it does; for administrators")
    ] = "",
    page: str = "1",
) -> SearchForm:
    """Raises `InvalidQuery` with the field that is wrong."""
    text = " ".join(q.split())
    if len(text) > LONGEST_TEXT:
        raise InvalidQuery(field="q", value=f"{text[:40]}…", expected=f"≤ {LONGEST_TEXT}")
    if sort not in SORTS:
        raise InvalidQuery(field="sort", value=sort, expected=", ".join(SORTS))
    page_number = number_within(page, 1, LAST_PAGE)
    if page_number is None:
        raise InvalidQuery(field="page", value=page[:20], expected=f"1–{LAST_PAGE}")
    return SearchForm(
        text=text,
        kinds=tuple(_kind(name) for name in kind or () if name),
        units=tuple(name for name in unit or () if name),
        numbers=tuple(name for name in number or () if name),
        first=from_.strip(),
        last=to.strip(),
        only_kinds=tuple(_kind(name) for name in only_kind or () if name),
        only_units=tuple(name for name in only_unit or () if name),
        only_years=tuple(_year(year) for year in only_year or () if year),
        mode=_mode(mode),
        repair=wishes.repair,
        synonyms=wishes.synonyms,
        as_written=wishes.as_written,
        sort=Sort(sort),
        explain=switched("explain", explain, usual=False),
        page=page_number,
    )


Submitted = Annotated[SearchForm, Depends(submitted)]


def _kind(name: str) -> DocumentKind:
    try:
        return DocumentKind(name)
    except ValueError as error:
        raise InvalidQuery(field="kind", value=name, expected=", ".join(DocumentKind)) from error


def _year(text: str) -> int:
    year = number_within(normalize(text).text, 1, 9999)
    if year is None:
        raise InvalidQuery(field="year", value=text[:20], expected="۱۴۰۲")
    return year


def _mode(name: str) -> Mode:
    try:
        return Mode(name or Mode.HYBRID.value)
    except ValueError as error:
        raise InvalidQuery(field="mode", value=name, expected=", ".join(Mode)) from error
