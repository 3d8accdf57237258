"""What the text of a query asks for: words, phrases, words that must be absent, and bounds.

    بودجه "خط ۳ مترو" -تبلیغات نوع: صورت‌جلسه از مهر ۱۴۰۰ تا پاییز ۱۴۰۲

What is not surely a condition stays a word: nothing of a text is dropped without a condition that names it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from language.almanac import JalaliDate
from language.analysis import analyze
from language.normalization import Normalized, normalize
from language.periods import find_periods
from language.phrases import LONGEST, parts
from language.spans import Span
from search.frozen import Shared
from search.query_fields import (
    FIELD,
    QUOTED,
    Aspect,
    Found,
    Known,
    joined_period,
    joined_values,
    read_field,
    shown_period,
)

__all__ = ["Aspect", "Condition", "Known", "QueryText", "read"]

MOST_CONDITIONS = 20  # what stands beyond them stays words

_MINUS = f"(?<!\\S)-(?:(?P<quoted>{QUOTED})|(?P<word>[^\\W\\d_]\\w*(?:[\u200c/\\-_.]\\w+)*))"
_SYNTAX = re.compile(f"(?P<field>{FIELD.pattern})|(?P<minus>{_MINUS})|(?P<phrase>{QUOTED})")
_CLOSING_DASH = re.compile("(?<=\\w)-(?!\\w)")  # of «-مانند رنگ-», a remark between dashes
_OR_BEFORE = re.compile("(?:^|\\s)(?:OR|[یي]ا)\\s*$")
_OR_AFTER = re.compile("\\s*(?:OR|[یي]ا)(?:\\s|$)")
_OR = re.compile("\\s*(?:OR|[یي]ا)\\s*")
_ASKS = re.compile("[?؟]\\s*$")
_OR_LENGTH = 8  # code points around a phrase that are looked at


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that was understood: `value` for people, `span` the place in the query's text that says it."""

    aspect: Aspect
    value: str
    span: Span

    def removed_from(self, text: str) -> str:
        """The text without this condition; a phrase becomes plain words."""
        kept = f" {self.value} " if self.aspect is Aspect.PHRASE else " "
        return " ".join((text[: self.span.start] + kept + text[self.span.end :]).split())


@dataclass(frozen=True, slots=True)
class QueryText(Shared):
    """A text as understood.

    `words` is the text with everything else blanked, of the same length: places in one are places in the other.
    Of each group of `phrases` one must stand in a hit. `without` are index terms, `without_phrases` texts.
    `bounds` are the values of kind, unit and number; `period` the days.
    """

    words: str
    conditions: tuple[Condition, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    without: tuple[str, ...] = ()
    without_phrases: tuple[str, ...] = ()
    bounds: Mapping[Aspect, frozenset[str]] = field(default_factory=dict)
    first_day: JalaliDate | None = None
    last_day: JalaliDate | None = None


@dataclass(slots=True)
class _Draft:
    """What has been read so far of a folded text."""

    normalized: Normalized
    words: list[str]
    conditions: list[Condition] = field(default_factory=list)
    phrases: list[tuple[str, Span]] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    without_phrases: list[str] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)

    def span(self, start: int, end: int) -> Span:
        return self.normalized.span(start, end)

    def add(self, aspect: Aspect, value: str, span: Span) -> None:
        self.conditions.append(Condition(aspect, value, span))
        self.blank(span)

    def blank(self, span: Span) -> None:
        self.words[span.start : span.end] = " " * (span.end - span.start)


def read(text: str, known: Known, today: JalaliDate) -> QueryText:
    """Raises `InvalidQuery` for a bound that cannot be one: the 31st of Mehr, a range backwards."""
    draft = _Draft(normalize(text), list(text))
    place = 0
    while len(draft.conditions) + len(draft.phrases) < MOST_CONDITIONS:
        match = _SYNTAX.search(draft.normalized.text, place)
        if match is None:
            break
        place = _read_one(draft, match, known, today)
    # «از ۱۳۸۰ تا ۱۳۸۵ چه کسی شهردار بود؟» asks about those years, not for documents of them, and a question
    # quotes titles as it remembers them: only what is written as a field narrows a question.
    is_question = _ASKS.search(text) is not None
    phrases = () if is_question else _grouped(draft, text)
    if not is_question:
        _read_periods(draft, today)
    first, last = joined_period(draft.found)
    return QueryText(
        words="".join(draft.words),
        conditions=tuple(sorted(draft.conditions, key=lambda condition: condition.span)),
        phrases=phrases,
        without=tuple(draft.without),
        without_phrases=tuple(draft.without_phrases),
        bounds=joined_values(draft.found),
        first_day=first,
        last_day=last,
    )


def _read_one(draft: _Draft, match: re.Match[str], known: Known, today: JalaliDate) -> int:
    """Read what begins at a match; return where to go on. What is no condition stays words."""
    if match["field"]:
        found = read_field(draft.normalized.text, match, known, today)
        if found is None:
            return match.end()
        draft.found.append(found)
        draft.add(found.aspect, found.shown, draft.span(match.start(), found.end))
        return found.end
    if match["minus"]:
        _read_minus(draft, match)
    else:
        span = draft.span(*match.span())
        draft.blank(Span(span.start, span.start + 1))
        draft.blank(Span(span.end - 1, span.end))
        if 0 < len(parts(match["phrase"])) <= LONGEST and analyze(match["phrase"]):
            draft.phrases.append((_inner(draft, match.span("phrase")), span))
    return match.end()


def _read_minus(draft: _Draft, match: re.Match[str]) -> None:
    if match["word"]:
        terms = analyze(match["word"])
        is_remark = _CLOSING_DASH.search(draft.normalized.text, match.end())
        if not terms or is_remark:  # a stop word is in every passage
            return
        whole = max(terms, key=lambda term: term.end - term.start)
        if whole.end - whole.start == len(match["word"]):
            draft.without.append(whole.text)
        else:  # of two words, both must follow one another to be unwanted
            draft.without_phrases.append(match["word"])
        draft.add(Aspect.WITHOUT, match["word"], draft.span(*match.span()))
    elif len(parts(match["quoted"])) <= LONGEST and analyze(match["quoted"]):
        inner = _inner(draft, match.span("quoted"))
        draft.without_phrases.append(inner)
        draft.add(Aspect.WITHOUT, inner, draft.span(*match.span()))


def _inner(draft: _Draft, place: tuple[int, int]) -> str:
    """What stands between quotation marks, as it was written."""
    return " ".join(draft.span(*place).of(draft.normalized.original)[1:-1].split())


def _grouped(draft: _Draft, text: str) -> tuple[tuple[str, ...], ...]:
    """Phrases joined by OR are one group; one that OR joins to a plain word is only words."""
    groups: list[list[tuple[str, Span]]] = []
    for phrase in draft.phrases:
        before = text[groups[-1][-1][1].end : phrase[1].start] if groups else ""
        if _OR.fullmatch(before):
            groups[-1].append(phrase)
        else:
            groups.append([phrase])
    kept = [group for group in groups if not _beside_or(text, group[0][1].start, group[-1][1].end)]
    for inner, span in (phrase for group in kept for phrase in group):
        draft.conditions.append(Condition(Aspect.PHRASE, inner, span))
    return tuple(tuple(inner for inner, _ in group) for group in kept)


def _beside_or(text: str, start: int, end: int) -> bool:
    return bool(
        _OR_BEFORE.search(text[max(0, start - _OR_LENGTH) : start])
        or _OR_AFTER.match(text[end : end + _OR_LENGTH])
    )


def _read_periods(draft: _Draft, today: JalaliDate) -> None:
    """Bounds in plain words, outside of phrases."""
    outside = draft.words.copy()
    for _, span in draft.phrases:
        outside[span.start : span.end] = "," * (span.end - span.start)
    for period, span in find_periods("".join(outside), today):
        found = Found(Aspect.DATES, shown_period(period), span.end, period=period)
        draft.found.append(found)
        draft.add(found.aspect, found.shown, span)
