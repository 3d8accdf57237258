"""What is asked, by whom, within which bounds."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from corpus.access import Principal
from corpus.errors import InvalidQuery
from corpus.records import DocumentKind
from index.ports import Restriction, Vector
from language.almanac import JalaliDate
from language.analysis import analyze
from language.numerals import number_key
from search.frozen import Shared
from search.ordering import Sort
from search.query_text import Aspect, QueryText
from search.refining import EVERYTHING, Refinement
from search.repair import Repair
from search.synonyms import Expansion

__all__ = ["INFLECTED_WEIGHT", "LONGEST_TEXT", "MOST_HITS", "AnalysedQuery", "Mode", "Query"]

LONGEST_TEXT = 2_000  # code points; the embedding model reads about 500 words anyway
MOST_HITS = 100
INFLECTED_WEIGHT = 0.5  # of the plural of a written singular, and the other way round
# What no passage has: a bound that allows nothing.
NOTHING = frozenset({"\0"})


class Mode(StrEnum):
    """Which legs may vote."""

    HYBRID = "hybrid"
    WORDS = "words"
    MEANING = "meaning"


@dataclass(frozen=True, slots=True)
class Query(Shared):
    """A question with its asker and its bounds; empty collections restrict nothing, days are inclusive.

    The text may hold bounds of its own (`search.query_text`); it may be empty where there are bounds.
    `offset` and `top_k` count documents. `repair` also asks for what unknown words may mean, `synonyms` for
    what the office's table says means the same; `as_written` are words that neither may touch. `refinement`
    chooses among what was found.
    Raises `InvalidQuery` (field, value, expected).
    """

    text: str
    principal: Principal
    kinds: Collection[DocumentKind] = ()
    units: Collection[str] = ()
    numbers: Collection[str] = ()
    first_day: date | None = None
    last_day: date | None = None
    document_ids: Collection[UUID] = ()
    top_k: int = 10
    offset: int = 0
    mode: Mode = Mode.HYBRID
    sort: Sort = Sort.RELEVANT
    repair: bool = True
    synonyms: bool = True
    as_written: Collection[str] = ()
    refinement: Refinement = EVERYTHING

    def __post_init__(self) -> None:
        _check("text", f"{self.text[:40]}…", len(self.text) <= LONGEST_TEXT, f"≤ {LONGEST_TEXT}")
        _check("text", self.text[:40], bool(self.text.strip()) or self._is_bounded(), "≥ 1")
        _check("top_k", self.top_k, 1 <= self.top_k <= MOST_HITS, f"1–{MOST_HITS}")
        _check("offset", self.offset, self.offset >= 0, "≥ 0")
        if self.first_day and self.last_day:
            _check(
                "first_day", self.first_day.isoformat(), self.first_day <= self.last_day, f"≤ {self.last_day}"
            )

    def _is_bounded(self) -> bool:
        days = self.first_day, self.last_day
        given = (self.kinds, self.units, self.numbers, self.document_ids, *days)
        return any(given) or self.sort is not Sort.RELEVANT

    def restriction(self) -> Restriction:
        """The same bounds in the index's words: numbers by their key, days as ordinals."""
        return Restriction(
            principal=self.principal,
            kinds=frozenset(kind.value for kind in self.kinds),
            units=frozenset(self.units),
            numbers=frozenset(number_key(number) for number in self.numbers),
            first_day=self.first_day.toordinal() if self.first_day else None,
            last_day=self.last_day.toordinal() if self.last_day else None,
            documents=frozenset(self.document_ids),
        )


@dataclass(frozen=True, slots=True)
class AnalysedQuery(Shared):
    """A query as the index understands it; `read` is its text as understood.

    `idf` has every distinct index term of the text, in its order, unknown ones with the idf of df 0;
    `repaired_idf` those of terms that a repair added, `inflected_idf` those of plurals and singulars of what
    was written, `synonym_idf` those of `expansions`. `vectors` are of `model_texts`, the text and what was
    mended or spelt out in it; `offer` is another reading of it;
    none where the meaning leg has no part: by mode, by weight, or for want of a model. Where `among` is given,
    only these passages may be found; `left_out` may not.
    """

    query: Query
    idf: Mapping[str, float]
    vectors: tuple[Vector, ...] = ()
    meaning_available: bool = True
    repair: Repair | None = None
    repaired_idf: Mapping[str, float] = field(default_factory=dict)
    inflected_idf: Mapping[str, float] = field(default_factory=dict)
    expansions: tuple[Expansion, ...] = ()
    offer: str = ""
    model_texts: tuple[str, ...] = ()
    synonym_idf: Mapping[str, float] = field(default_factory=dict)
    read: QueryText | None = None
    among: frozenset[UUID] | None = None
    left_out: frozenset[UUID] = frozenset()

    @property
    def words(self) -> str:
        """The query's text without its conditions; places in one are places in the other."""
        return self.query.text if self.read is None else self.read.words

    @property
    def restriction(self) -> Restriction:
        """The query's bounds and those of its text: both must hold."""
        given = self.query.restriction()
        return given if self.read is None else _narrowed(given, self.read)

    @property
    def only_common(self) -> bool:
        """Whether there are words and none that the index knows by: stop words, marks."""
        conditions = self.read.conditions if self.read else ()
        return bool(self.query.text.strip()) and not self.terms and (bool(self.words.strip()) or not conditions)

    @property
    def only_lists(self) -> bool:
        """Whether there is nothing to rank by: no word, bounds alone."""
        return not self.words.strip() and not self.terms

    @property
    def terms(self) -> tuple[str, ...]:
        """What is asked by words: the written terms, then those of the repair, other forms, equal words."""
        added = (*self.repaired_idf, *self.inflected_idf, *self.synonym_idf)
        return tuple(dict.fromkeys((*self.idf, *added)))

    @property
    def weights(self) -> Mapping[str, float]:
        """Of the terms that nobody wrote, 0 to 1; a written one has 1, one of an equal word its table's."""
        inflected = dict.fromkeys(self.inflected_idf, INFLECTED_WEIGHT)
        return inflected | dict(self.repair.weights if self.repair else {})

    @property
    def terms_elsewhere(self) -> frozenset[str]:
        """Terms that the question has outside of what its expansions stand for."""
        inside = [one.written for one in self.expansions]
        outside = (
            term.text
            for term in analyze(self.words)
            if not any(span.start <= term.start < span.end for span in inside)
        )
        return frozenset(outside) | self.repaired_idf.keys() | self.inflected_idf.keys()

    @property
    def measured(self) -> Mapping[str, float]:
        """The idf by which sentences are measured: a repaired word counts as what it was meant as."""
        if self.repair is None:
            return self.idf
        replaced = {
            term.text
            for found in self.repair.replacements
            for term in analyze(found.written.of(self.query.text))
        }
        meant = {
            best: self.repaired_idf[best]
            for found in self.repair.replacements
            for best in _heaviest(found.weights)
            if best in self.repaired_idf
        }
        return {term: idf for term, idf in self.idf.items() if term not in replaced} | meant


def _narrowed(given: Restriction, read: QueryText) -> Restriction:
    firsts = [day for day in (given.first_day, _ordinal(read.first_day)) if day is not None]
    lasts = [day for day in (given.last_day, _ordinal(read.last_day)) if day is not None]
    return replace(
        given,
        kinds=_both(given.kinds, read.bounds.get(Aspect.KIND)),
        units=_both(given.units, read.bounds.get(Aspect.UNIT)),
        numbers=_both(given.numbers, read.bounds.get(Aspect.NUMBER)),
        first_day=max(firsts, default=None),
        last_day=min(lasts, default=None),
    )


def _ordinal(day: JalaliDate | None) -> int | None:
    return day.to_gregorian().toordinal() if day else None


def _both(given: Collection[str], read: frozenset[str] | None) -> Collection[str]:
    if not read:
        return given
    return (read & set(given) or NOTHING) if given else read


def _heaviest(weights: Mapping[str, float]) -> list[str]:
    most = max(weights.values(), default=0.0)
    return [term for term, weight in weights.items() if weight == most]


def _check(name: str, value: str | int, holds: bool, expected: str) -> None:
    if not holds:
        raise InvalidQuery(field=name, value=value, expected=expected)
