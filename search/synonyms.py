"""The office's own table of words that mean the same: «فاوا = فناوری اطلاعات و ارتباطات = ICT».

One group a line, its members separated by `=`; what follows a `#` is a comment. A member that is written in
a question is also asked as the others of its group, a little lighter, all words of a phrase together.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from corpus.errors import InvalidSynonyms
from language.analysis import Term, analyze
from language.inflection import stem
from language.normalization import letters, normalize
from language.spans import Span
from language.words import TOKEN
from search.frozen import Shared

__all__ = ["NO_SYNONYMS", "Alternative", "Expansion", "Synonyms", "expansions_of", "read_table"]

LONGEST_MEMBER = 100  # code points
MOST_MEMBERS = 20
MOST_GROUPS = 10_000
# Of one question; the words leg asks the index about each term of them.
MOST_EXPANSIONS = 6
MOST_TERMS = 40
# Fewer letters than these must stand in as many words as the table has them: «ا ی» is no «ای».
LEAST_JOINED = 4
_LONGEST = 12  # words of a member

_COMMENT = re.compile("(?:^|\\s)#.*")

Group = tuple[str, ...]
Faults = tuple[InvalidSynonyms, ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """A member as text and as words, each in its forms: the parts between ZWNJ, the whole last."""

    text: str
    words: tuple[tuple[str, ...], ...]

    @property
    def terms(self) -> frozenset[str]:
        return frozenset(form for forms in self.words for form in forms)

    def stands_in(self, terms: Collection[str]) -> bool:
        """Whether all its words are among `terms`, «صورت‌جلسه» also as «صورت جلسه» or «صورتجلسه»."""
        return all(
            forms[-1] in terms or (len(forms) > 1 and all(form in terms for form in forms[:-1]))
            for forms in self.words
        )


@dataclass(frozen=True, slots=True)
class Expansion(Shared):
    """`written` is a place in the question; `terms` are its own, the alternatives mean the same."""

    written: Span
    terms: frozenset[str]
    alternatives: tuple[Alternative, ...]

    def other_words(self, text: str) -> list[str]:
        """The alternatives that are more than another spelling of what stands in `text`."""
        written = letters(self.written.of(text))
        return [one.text for one in self.alternatives if letters(one.text) != written]


@dataclass(frozen=True, slots=True)
class Synonyms:
    """The groups by the letters of each member: blanks, ZWNJ, ي/ك and plural endings make no difference."""

    groups: tuple[Group, ...] = ()
    _by_letters: Mapping[str, tuple[tuple[int, Group], ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, groups: Sequence[Group]) -> "Synonyms":
        held: dict[str, dict[Group, int]] = {}
        for group in groups:
            for member in group:
                for key in _keys(letters(member)):
                    held.setdefault(key, {}).setdefault(group, len(TOKEN.findall(normalize(member).text)))
        by_letters = {key: tuple((count, one) for one, count in of.items()) for key, of in held.items()}
        return cls(tuple(groups), by_letters)

    def named(self, written: str, word_count: int) -> list[Group]:
        """Groups that have what was written in so many words."""
        key = letters(written)
        found = {
            group: None
            for one in _keys(key)
            for count, group in self._by_letters.get(one, ())
            if len(key) >= LEAST_JOINED or count == word_count
        }
        return list(found)


NO_SYNONYMS = Synonyms()


def read_table(text: str) -> tuple[Synonyms, Faults]:
    """Read a table; each line that is no group is a fault with its number, and the others hold."""
    groups: list[Group] = []
    faults: list[InvalidSynonyms] = []
    for number, line in enumerate(text.replace("\ufeff", "").splitlines(), 1):
        content = _COMMENT.sub("", line).strip()
        if not content:
            continue
        members = tuple(dict.fromkeys(" ".join(member.split()) for member in content.split("=")))
        if _is_group(members) and len(groups) < MOST_GROUPS:
            groups.append(members)
        else:
            faults.append(InvalidSynonyms(line=number, value=content[:60], longest=LONGEST_MEMBER))
    return Synonyms.of(groups), tuple(faults)


def _is_group(members: Group) -> bool:
    return 2 <= len(members) <= MOST_MEMBERS and all(
        len(member) <= LONGEST_MEMBER
        and analyze(member)
        and len(TOKEN.findall(normalize(member).text)) <= _LONGEST
        for member in members
    )


def expansions_of(
    text: str, synonyms: Synonyms, exact: Collection[Span] = (), as_written: Collection[str] = ()
) -> tuple[Expansion, ...]:
    """What of a question the table knows, the longest reading first; never inside of `exact` places.

    `as_written` are words that the asker wants to be left alone.
    """
    if not synonyms.groups:
        return ()
    kept = {letters(one) for one in as_written}
    normalized = normalize(text)
    words = [normalized.span(match.start(), match.end()) for match in TOKEN.finditer(normalized.text)]
    found: list[Expansion] = []
    place, asked = 0, 0
    while place < len(words) and len(found) < MOST_EXPANSIONS:
        for end in range(min(len(words), place + _LONGEST), place, -1):
            span = Span(words[place].start, words[end - 1].end)
            one = _expansion(text, span, end - place, synonyms)
            if one is None or letters(span.of(text)) in kept or _touches(span, exact):
                continue
            asked += sum(len(alternative.terms) for alternative in one.alternatives)
            if asked <= MOST_TERMS:
                found.append(one)
            place = end
            break
        else:
            place += 1
    return tuple(found)


def _expansion(text: str, span: Span, word_count: int, synonyms: Synonyms) -> Expansion | None:
    written = span.of(text)
    own = Alternative(written, _words_of(analyze(written)))
    alternatives = {
        other.words: other
        for group in synonyms.named(written, word_count)
        for other in (Alternative(member, _words_of(analyze(member))) for member in group)
        if other.words != own.words
    }
    return Expansion(span, own.terms, tuple(alternatives.values())) if own.words and alternatives else None


def _words_of(terms: Sequence[Term]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        tuple(term.text for term in forms) for _, forms in groupby(terms, key=lambda term: term.position)
    )


def _touches(span: Span, places: Collection[Span]) -> bool:
    return any(span.start < place.end and place.start < span.end for place in places)


def _keys(key: str) -> Iterator[str]:
    yield key
    if (bare := stem(key)) != key:
        yield bare
