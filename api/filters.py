"""What a page of results says about its filters: chips, histogram, units and the state of the search."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from api.dates import first_day, last_day
from api.search_form import SearchForm
from api.wording import wording
from corpus.records import DocumentKind
from language.jalali import JalaliDate
from language.numerals import to_persian_digits
from search.query import Mode
from search.query_text import Aspect
from search.results import Ranking, SecondStage

__all__ = [
    "Chip",
    "Choice",
    "Mended",
    "Tab",
    "YearBar",
    "bounds",
    "chips",
    "kind_tabs",
    "mended",
    "notice",
    "understood",
    "unit_choices",
    "year_bars",
]


@dataclass(frozen=True, slots=True)
class YearBar:
    """One bar of the histogram in a 240 × 54 picture; the oldest year stands on the right."""

    year: int
    count: int
    x: float
    y: float
    width: float
    height: float
    chosen: bool
    href: str


def notice(ranking: Ranking, form: SearchForm) -> str:
    """What a reader must know about a ranking that lacks its meaning leg, in part or wholly."""
    words = wording("fa")
    if ranking.second_stage in (SecondStage.LATE, SecondStage.UNAVAILABLE):
        return words.say(f"search.second_{ranking.second_stage.value}")
    if form.mode is Mode.WORDS:
        return ""
    if not ranking.meaning_available:
        return words.say("search.no_meaning")
    if ranking.embedded_share < 1:
        return words.say("search.filling", share=words.percent(ranking.embedded_share))
    return ""


@dataclass(frozen=True, slots=True)
class Chip:
    name: str
    href: str


_BOUNDS = ("kind", "unit", "number", "from", "to", "only_kind", "only_unit", "only_year", "mode")
_WAYS = ("as_written", "repair", "synonyms")


def chips(form: SearchForm) -> list[Chip]:
    """One chip per filter and per wish how the text is to be read; its link is the same search without it."""
    return [*bounds(form), *_chips_of(_WAYS, form)]


def bounds(form: SearchForm) -> list[Chip]:
    """Those by which there may be fewer documents."""
    return _chips_of(_BOUNDS, form)


def _chips_of(names: Iterable[str], form: SearchForm) -> list[Chip]:
    fields = form.fields()
    return [
        Chip(_name_of(field, value), form.link(**{field: [one for one in fields[field] if one != value]}))
        for field in names
        for value in fields.get(field, [])
    ]


def _name_of(field: str, value: str) -> str:
    words, shown = wording("fa"), to_persian_digits(value)
    match field:
        case "kind" | "only_kind":
            return words.say(f"kind.{value}")
        case "number":
            return words.say("facet.number_chip", number=shown)
        case "from":
            return words.say("facet.from_chip", day=shown)
        case "to":
            return words.say("facet.to_chip", day=shown)
        case "only_year":
            return words.say("condition.year", value=shown)
        case "mode":
            return words.say(f"mode.{value}")
        case "as_written":
            return words.say("search.as_written_chip", word=value)
        case "repair" | "synonyms":
            return words.say(f"search.no_{field}")
        case _:
            return value


def understood(ranking: Ranking, form: SearchForm) -> list[Chip]:
    """One chip per condition and per equal word of the text; its link is the search without it."""
    words = wording("fa")
    conditions = [
        Chip(
            words.say(f"kind.{condition.value}")
            if condition.aspect is Aspect.KIND
            else words.say(f"condition.{condition.aspect.value}", value=to_persian_digits(condition.value)),
            form.link(q=[condition.removed_from(form.text)]),
        )
        for condition in ranking.conditions
    ]
    return conditions + [
        Chip(
            words.say(
                "search.equal",
                written=written,
                equals=words.say("list.separator").join(expansion.other_words(form.text)),
            ),
            form.link(as_written=[*form.as_written, written]),
        )
        for expansion in ranking.expansions
        if expansion.other_words(form.text) and (written := expansion.written.of(form.text))
    ]


@dataclass(frozen=True, slots=True)
class Mended:
    """A word that no document has, what was asked in its stead, and the way back for it alone."""

    written: str
    meant: str
    href: str


def mended(ranking: Ranking, form: SearchForm) -> list[Mended]:
    return [
        Mended(written, found.text, form.link(as_written=[*form.as_written, written]))
        for found in ranking.replacements
        if (written := found.written.of(form.text))
    ]


def year_bars(years: list[tuple[int, int]], form: SearchForm) -> list[YearBar]:
    """At most the last twelve years with documents."""
    shown = years[-12:]
    if not shown:
        return []
    most, step = max(count for _, count in shown), 240 / len(shown)
    first, last = first_day(form.first), last_day(form.last)
    since = JalaliDate.from_gregorian(first).year if first else shown[0][0]
    until = JalaliDate.from_gregorian(last).year if last else shown[-1][0]
    return [
        YearBar(
            year=year,
            count=count,
            x=round(240 - (place + 1) * step + 2, 2),
            y=round(54 - max(4, 52 * count / most), 2),
            width=round(step - 4, 2),
            height=round(max(4, 52 * count / most), 2),
            chosen=year in form.only_years or (bool(first or last) and since <= year <= until),
            href=form.link(only_year=[] if year in form.only_years else [str(year)]),
        )
        for place, (year, count) in enumerate(shown)
    ]


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet: how many documents it would leave, and the field by which it is chosen."""

    value: str
    count: int
    field: str
    chosen: bool


def unit_choices(units: Mapping[str, int], form: SearchForm) -> list[Choice]:
    """What is chosen stays in the list though nothing is left of it, so that it can be taken away again."""
    chosen = {unit: 0 for unit in (*form.units, *form.only_units) if unit not in units}
    return [
        Choice(
            unit,
            count,
            "unit" if unit in form.units else "only_unit",
            unit in form.units or unit in form.only_units,
        )
        for unit, count in (chosen | dict(units)).items()
    ]


@dataclass(frozen=True, slots=True)
class Tab:
    kind: DocumentKind
    count: int
    href: str
    chosen: bool


def kind_tabs(kinds: Mapping[str, int], form: SearchForm) -> list[Tab]:
    """One tab per kind; choosing another one takes a bound of the kind away."""
    bound, only = {kind.value for kind in form.kinds}, {kind.value for kind in form.only_kinds}
    return [
        Tab(
            DocumentKind(kind),
            count,
            form.link() if kind in bound and not only else form.link(kind=[], only_kind=[kind]),
            kind in (only or bound),
        )
        for kind, count in kinds.items()
    ]
