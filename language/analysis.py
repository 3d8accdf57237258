"""One analysis for passages and queries: text in, terms out."""

import hashlib
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from language.almanac import JalaliDate
from language.characters import FOLDING, ZWNJ
from language.days import MONTH_WORDS, days_in
from language.inflection import PLURALS, STOP_WORDS, stem
from language.normalization import normalize
from language.spans import Span
from language.words import TOKEN, compounds, with_article

VERSION = 4  # of the rules; raise it with any change of them that the tables and the specimen do not show
# No Persian word is longer; a longer run of letters is a picture of one (ten thousand «ﷺ») and is cut.
LONGEST_TERM = 64
_OTHER_CALENDAR = re.compile("(?:19|20)\\d\\d ?[-/.] ?\\d|\\d ?[-/.] ?(?:19|20)\\d\\d")


class Term(NamedTuple):  # a hundred a passage: four times as fast to make as a frozen dataclass
    """A normalized index word. `start` and `end` are half-open code points of the original text;
    terms of one written word share a `position`."""

    text: str
    start: int
    end: int
    position: int


@dataclass(frozen=True, slots=True)
class Word:
    """A written word, folded and without ZWNJ, its place in the original text and its terms, if any."""

    text: str
    start: int
    end: int
    terms: tuple[str, ...]


def written_words(text: str) -> list[Word]:
    """Return the words and plain numbers of a text in order, stop words too."""
    normalized = normalize(text)
    return [
        Word(
            token[0].replace(ZWNJ, ""),
            *normalized.ends(token.start(), token.end()),
            tuple(form for form, _, _ in _forms(token[0])),
        )
        for token in TOKEN.finditer(normalized.text)
    ]


def analyze(text: str) -> list[Term]:
    """Return the terms of a text in order: parts and whole of each word, stop words dropped."""
    normalized = normalize(text)
    folded, ends, even = normalized.text, normalized.ends, normalized.origins is None
    terms: list[Term] = []
    names_month = False
    for position, token in enumerate(TOKEN.finditer(folded)):
        start = token.start()
        names_month = names_month or token[0] in MONTH_WORDS
        for form, first, last in _forms(token[0]):
            if even:
                terms.append(Term(form, start + first, start + last, position))
            else:
                terms.append(Term(form, *ends(start + first, start + last), position))
    wholes = [
        (text[:LONGEST_TERM], *ends(start, end))
        for text, start, end in _wholes(folded, names_month=names_month)
    ]
    if not wholes:
        return terms
    known = {(term.text, term.start) for term in terms}
    return _merged(terms, [whole for whole in wholes if whole[:2] not in known])


def _wholes(folded: str, *, names_month: bool) -> list[tuple[str, int, int]]:
    """What is one term over several tokens: «فوق العاده», numbers made of parts, and days in their one form.

    «۷ مهر ۱۴۰۴» and «2025-09-29» are `1404/7/7`.
    """
    wholes = [(whole.text, whole.start, whole.end) for whole in compounds(folded)]
    joined = [(stem(word.text), word.start, word.end) for word in with_article(folded)]
    if joined:
        wholes = sorted([*wholes, *joined], key=lambda whole: whole[1:])
    if not (names_month or _OTHER_CALENDAR.search(folded)):  # most passages: looking for days takes its time
        return wholes
    for gregorian, start, end in days_in(folded):
        day = JalaliDate.from_gregorian(gregorian)
        text = f"{day.year}/{day.month}/{day.day}"
        if not any(text == other and first < end and start < last for other, first, last in wholes):
            wholes.append((text, start, end))
    return sorted(wholes, key=lambda whole: whole[1:])


def _forms(word: str) -> tuple[tuple[str, int, int], ...]:
    return _known_forms(word) if len(word) <= LONGEST_TERM else _fresh_forms(word)  # no word fills the memory


def _fresh_forms(word: str) -> tuple[tuple[str, int, int], ...]:
    """The terms of one token with their places in it: each part between ZWNJ, and the whole joined.

    A part that says the same as the whole («کتاب» of «کتاب‌های») has the whole's place.
    """
    if ZWNJ not in word:
        if word in STOP_WORDS:
            return ()
        return ((stem(word[:LONGEST_TERM]), 0, len(word)),)
    joined = word.replace(ZWNJ, "")
    forms: dict[str, tuple[int, int]] = {}
    place = 0
    for part in word.split(ZWNJ):
        if part and part not in STOP_WORDS:
            forms.setdefault(stem(part[:LONGEST_TERM]), (place, place + len(part)))
        place += len(part) + 1
    if joined not in STOP_WORDS:
        forms[stem(joined[:LONGEST_TERM])] = (0, len(word))
    return tuple((form, *ends) for form, ends in forms.items())


_known_forms = lru_cache(maxsize=100_000)(_fresh_forms)


def _merged(terms: list[Term], wholes: list[tuple[str, int, int]]) -> list[Term]:
    """Put each whole number where its first part stands, with that part's position."""
    merged: list[Term] = []
    pending = wholes[::-1]
    for term in terms:
        while pending and pending[-1][1] <= term.start:
            merged.append(Term(*pending.pop(), term.position))
        merged.append(term)
    last = terms[-1].position if terms else 0
    return merged + [Term(*whole, last) for whole in reversed(pending)]


def display_spans(text: str, terms: Collection[str]) -> list[Span]:
    """Return where `terms` stand in the original text, as whole visible words, in order, merged."""
    return places_of(terms, analyze(text))


def places_of(terms: Collection[str], analysed: Iterable[Term]) -> list[Span]:
    """The same for a text that is analysed already."""
    wanted = set(terms)
    found = sorted(Span(term.start, term.end) for term in analysed if term.text in wanted)
    merged: list[Span] = []
    for span in found:  # the parts of a word lie inside its whole
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


# Each rule at work once: what changes its terms changes the fingerprint.
_SPECIMEN = (
    "كتاب‌خانه‌هايشان نامهٔ ۱۴۰۳/ص/۱۲۷ 127-ص-1403 v2.1 ۲٫۰۵ ۲۵٬۰۰۰ 25,000 سال۱۴۰۳م ﷲ ﻻله مُدیـر می‌شود آموزشی"
    " دانایی ٣/ آموزش /٤ گزارش-۱۲ شد.۱۴۰۳ گفت¬وگو Covid-19 Ünal ½"
)


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """Return a hash that changes when the terms of a text would, and not when a comment does."""
    letters = [FOLDING[code] for code in (*range(0x700), *range(0x2000, 0x2070), *range(0xFB50, 0xFF00))]
    rules = (VERSION, LONGEST_TERM, TOKEN.pattern, PLURALS, sorted(STOP_WORDS), letters)
    specimen = [tuple(term) for term in analyze(_SPECIMEN)]
    return hashlib.sha256(repr((rules, specimen)).encode()).hexdigest()[:16]
