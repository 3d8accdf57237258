"""What a text that is being typed may become: words, numbers and titles that the asker may read."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from uuid import UUID

from corpus.access import Principal
from corpus.catalogue import Catalogue, DocumentQuery, Label
from corpus.records import DocumentState
from index.ports import PassageIndex
from language.inflection import STOP_WORDS, stem
from language.keyboard import to_latin, to_persian
from language.normalization import letters
from language.numerals import number_key
from search.completions import completions, continuations

__all__ = ["LONGEST_TEXT", "MOST", "Suggestion", "SuggestionKind", "suggest"]

MOST = 7
LONGEST_TITLE = 300  # code points of a title that are looked at
LONGEST_TEXT = 100  # code points; whoever has typed more knows what they want
MOST_TERMS = 4
MOST_EARLIER = 3  # own searches among other suggestions
MOST_NUMBERS = 3
LEAST_OF_EACH = (2, 1, 2, 2)  # own searches, numbers, words, titles: where there are as many
LEAST_TERM = 2  # letters typed of a word before it is completed
LOOKED_AT = 60  # documents with the typed letters, the newest first
SEARCHABLE = (DocumentState.WORDS, DocumentState.COMPLETE)

_START = re.compile("(?<![^\\W_])[^\\W_]")
_AROUND = " \u200c\u0654\t.,;:!?\"'()[]{}«»“”؟،؛…-–_/\\<>*"
_BIDI_CONTROLS = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\x00-\x1f\ud800-\udfff]")


class SuggestionKind(StrEnum):
    TITLE = "title"
    NUMBER = "number"
    TERM = "term"
    HISTORY = "history"  # what the asker has searched for before


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`text` replaces what was typed; `document_id` is the document whose title or number it is."""

    text: str
    kind: SuggestionKind
    document_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Asking:
    """Who types, and where is looked."""

    principal: Principal
    catalogue: Catalogue
    index: PassageIndex


def suggest(
    text: str, principal: Principal, catalogue: Catalogue, index: PassageIndex, recent: Sequence[str] = ()
) -> list[Suggestion]:
    """Return up to seven: own searches out of `recent`, numbers, words of texts and titles, titles.

    What was typed is compared without blanks, ZWNJ, marks and letter forms, at the beginnings of words. The
    catalogue gives only documents that the asker may read, so that no word of another one is shown.
    """
    typed = _BIDI_CONTROLS.sub("", text)
    wanted = letters(typed)
    if len(text) > LONGEST_TEXT:
        return []
    own = [Suggestion(one, SuggestionKind.HISTORY) for one in recent if letters(one) != wanted]
    if not wanted:
        return own[:MOST]
    asking = Asking(principal, catalogue, index)
    found = _found(typed, asking) or _under_other_layout(typed, asking)
    return _shared_out([own[:MOST_EARLIER], *found])


def _shared_out(groups: Sequence[Sequence[Suggestion]]) -> list[Suggestion]:
    """At most seven in the order of the groups, of each group some; nothing is said twice."""
    said: set[str] = set()
    kept: list[list[Suggestion]] = []
    for group in groups:
        new: dict[str, Suggestion] = {}
        for one in group:
            new.setdefault(letters(one.text), one)
        kept.append([one for key, one in new.items() if key not in said])
        said |= new.keys()
    counts = [min(len(group), least) for group, least in zip(kept, LEAST_OF_EACH, strict=True)]
    for place, group in enumerate(kept):
        counts[place] += min(len(group) - counts[place], MOST - sum(counts))
    return [one for group, count in zip(kept, counts, strict=True) for one in group[:count]]


def _under_other_layout(typed: str, asking: Asking) -> list[list[Suggestion]]:
    """The same keys on the other layout, where what was typed begins nothing."""
    meant = to_persian(typed) if typed.isascii() else to_latin(typed)
    found = _found(meant, asking) if len(letters(meant)) >= LEAST_TERM else []
    return found or [[], [], []]


def _found(typed: str, asking: Asking) -> list[list[Suggestion]]:
    """Numbers, words and titles; [] if there is nothing."""
    wanted = letters(typed)
    documents = _documents(typed, asking)
    before, last = _last_word(typed)
    with_last = documents if not before else _documents(last, asking)
    titles = list(_titles(wanted, documents))
    entitled = {letters(one.text) for one in titles}
    words = _words_of_texts(before, last, asking)
    known = {stem(letters(one.text)) for one in words}
    words += [one for one in _terms(before, last, documents, with_last) if stem(letters(one.text)) not in known]
    found = [
        _numbers(typed, documents, asking),
        [one for one in words if letters(one.text) not in entitled],
        titles,
    ]
    return found if any(found) else []


def _words_of_texts(before: str, last: str, asking: Asking) -> list[Suggestion]:
    lead = " ".join(before.split())
    if len(letters(last)) >= (1 if lead else LEAST_TERM):
        words = completions(before, last, MOST_TERMS, asking.principal, asking.catalogue, asking.index)
    elif not letters(last) and lead:
        words = continuations(before, MOST_TERMS, asking.principal, asking.catalogue, asking.index)
    else:
        return []
    return [Suggestion(f"{lead} {word}".strip(), _kind_of(word)) for word in words]


def _kind_of(word: str) -> SuggestionKind:
    return SuggestionKind.NUMBER if "/" in number_key(word) else SuggestionKind.TERM


def _documents(text: str, asking: Asking) -> list[Label]:
    if not letters(text):
        return []
    query = DocumentQuery(text=text, states=SEARCHABLE)
    return asking.catalogue.labels(asking.principal, query, LOOKED_AT)


def _last_word(typed: str) -> tuple[str, str]:
    """What stands before the word that is being typed, and the word; nothing is typed after a blank."""
    if typed[-1:].isspace():
        return typed, ""
    before, blank, last = typed.rpartition(" ")
    return before + blank, last


def _titles(wanted: str, documents: Iterable[Label]) -> Iterator[Suggestion]:
    """Titles that begin with what was typed, then those that have it at the beginning of a word."""
    placed = []
    for document in documents:
        title = document.title
        place = next((at for at, start in enumerate(_beginnings(title)) if start.startswith(wanted)), None)
        if place is not None:
            placed.append((place > 0, document))
    shown = set()
    for _, document in sorted(placed, key=lambda one: one[0]):
        title = _BIDI_CONTROLS.sub("", document.title)
        if title not in shown:
            shown.add(title)
            yield Suggestion(title, SuggestionKind.TITLE, document.id)


@lru_cache(maxsize=2000)
def _beginnings(title: str) -> tuple[str, ...]:
    """The letters of a title from each of its words on."""
    return tuple(letters(title[match.start() :]) for match in _START.finditer(title[:LONGEST_TITLE]))


@lru_cache(maxsize=2000)
def _words(title: str) -> tuple[tuple[str, str], ...]:
    """The words of a title that may be suggested: letters, and how they are written."""
    bare = (_BIDI_CONTROLS.sub("", word).strip(_AROUND) for word in title[:LONGEST_TITLE].split())
    keyed = ((letters(word), word) for word in bare)
    return tuple((key, word) for key, word in keyed if key not in STOP_WORDS and not key.isdigit())


def _numbers(typed: str, documents: list[Label], asking: Asking) -> list[Suggestion]:
    """Numbers that have what was typed at the beginning of a part, in either order of their parts."""
    if not any(character.isdigit() for character in typed):
        return []
    key = number_key(typed)
    wanted = (letters(typed), letters(key)) if key else (letters(typed),)
    turned = [] if len(set(wanted)) == 1 else _documents(key, asking)
    found: dict[str, Suggestion] = {}
    for document in (*documents, *turned):
        number = document.number
        if number and any(start.startswith(wanted) for start in _beginnings(number)):
            found.setdefault(number_key(number), Suggestion(number, SuggestionKind.NUMBER, document.id))
    return list(found.values())[:MOST_NUMBERS]


def _terms(before: str, last: str, documents: Iterable[Label], with_last: Iterable[Label]) -> list[Suggestion]:
    """Words of titles that begin with the last typed word, those beside the words before it first."""
    wanted = letters(last)
    if len(wanted) < LEAST_TERM:
        return []
    beside = {document.id for document in documents}
    counts: Counter[str] = Counter()
    spellings: dict[str, Counter[str]] = {}
    for document in with_last:
        for key, word in _words(document.title):
            if key.startswith(wanted) and key != wanted:
                counts[key] += LOOKED_AT if document.id in beside else 1
                spellings.setdefault(key, Counter())[word] += 1
    best = sorted(counts, key=lambda key: (-counts[key], key))[:MOST_TERMS]
    lead = " ".join(before.split())
    return [
        Suggestion(f"{lead} {spellings[key].most_common(1)[0][0]}".strip(), SuggestionKind.TERM) for key in best
    ]
