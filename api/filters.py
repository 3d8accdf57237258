"""What a page of results says about its filters: chips, histogram, units and the state of the search."""

from dataclasses import dataclass

from api.dates import first_day, last_day
from api.search_form import SearchForm
from api.wording import wording
from language.jalali import JalaliDate
from language.numerals import to_persian_digits
from search.query import Mode
from search.query_text import Aspect
from search.results import Ranking, SecondStage

__all__ = ["Chip", "Mended", "YearBar", "chips", "mended", "notice", "understood", "with_chosen", "year_bars"]


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


def chips(form: SearchForm) -> list[Chip]:
    """One chip per filter; its link is the same search without it."""
    words = wording("fa")
    made = [
        Chip(
            words.say(f"kind.{kind.value}"),
            form.link(kind=[other.value for other in form.kinds if other != kind]),
        )
        for kind in form.kinds
    ]
    made += [
        Chip(unit, form.link(unit=[other for other in form.units if other != unit])) for unit in form.units
    ]
    made += [
        Chip(
            words.say("facet.number_chip", number=to_persian_digits(number)),
            form.link(number=[other for other in form.numbers if other != number]),
        )
        for number in form.numbers
    ]
    if form.first:
        made.append(
            Chip(words.say("facet.from_chip", day=to_persian_digits(form.first)), form.link(**{"from": []}))
        )
    if form.last:
        made.append(Chip(words.say("facet.to_chip", day=to_persian_digits(form.last)), form.link(to=[])))
    if form.mode is not Mode.HYBRID:
        made.append(Chip(words.say(f"mode.{form.mode.value}"), form.link(mode=[])))
    return made


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
            chosen=bool(first or last) and since <= year <= until,
        )
        for place, (year, count) in enumerate(shown)
    ]


def with_chosen(units: list[tuple[str, int]], chosen: tuple[str, ...]) -> list[tuple[str, int]]:
    """A chosen unit stays in the list, so that it can be taken away again."""
    named = {unit for unit, _ in units}
    return [(unit, 0) for unit in chosen if unit not in named] + units
