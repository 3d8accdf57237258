"""Words of a question that no document has: what they may have been meant as, among what the asker may read."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from language.analysis import Term, Word, written_words
from language.spans import Span
from language.spelling import is_persian
from search.compounds import compounds
from search.frozen import Shared
from search.known_terms import Context, KnownTerms
from search.other_script import finglish, other_layout
from search.replacement import Replacement
from search.respelling import respelt

__all__ = ["Repair", "Replacement", "repair", "replaced"]

# Beside a word's own weight of 1.
COMPOUND_WEIGHT = 0.6


@dataclass(frozen=True, slots=True)
class Repair(Shared):
    """The question with its replacements; `weights` are of terms that were not written, 0 to 1.

    `certain_text` is the question with those replacements alone that leave no doubt.
    """

    text: str
    certain_text: str
    replacements: tuple[Replacement, ...]
    weights: Mapping[str, float]


def repair(text: str, terms: Sequence[Term], known: KnownTerms) -> Repair | None:
    """Return what to ask beside the written terms, None if every word is known and none is missing a half.

    Nothing is taken from documents that are kept from the asker: their words would tell of them.
    """
    words = written_words(text)
    replacements, guesses = _replacements(text, words, terms, known)
    weights: dict[str, float] = {}
    for found in replacements:
        for term, weight in found.weights.items():
            weights[term] = max(weight, weights.get(term, 0.0))
    for term in compounds(words, known):
        weights.setdefault(term, COMPOUND_WEIGHT)
    for term, weight in guesses.items():
        weights.setdefault(term, weight)
    written = {term.text for term in terms}
    weights = {term: weight for term, weight in weights.items() if term not in written}
    if not weights and not replacements:
        return None
    certain = [found for found in replacements if found.is_certain]
    return Repair(replaced(text, replacements), replaced(text, certain), tuple(replacements), weights)


def replaced(text: str, replacements: Sequence[Replacement]) -> str:
    """The text with its replacements."""
    for found in sorted(replacements, key=lambda one: one.written, reverse=True):
        text = text[: found.written.start] + found.text + text[found.written.end :]
    return text


def _replacements(
    text: str, words: Sequence[Word], terms: Sequence[Term], known: KnownTerms
) -> tuple[list[Replacement], Mapping[str, float]]:
    """From the surest kind of slip to the least sure, no word twice; and what real words may mean besides."""
    found = other_layout(text, terms, known, known.frequency)
    doubtful = _doubtful(words, terms, known)
    open_places = [place for place in doubtful if not _covered(words[place], found)]
    if not open_places:
        return found, {}
    groups = [
        list(forms) for place, forms in groupby(terms, key=lambda one: one.position) if place in open_places
    ]
    found += finglish(text, groups, known, known.frequency)
    open_places = [place for place in open_places if not _covered(words[place], found)]
    taken = {place for place, word in enumerate(words) if _covered(word, found) or not is_persian(word.text)}
    context = Context(words, doubtful, known)
    spelt = respelt(text, words, open_places, taken, known, context)
    return [*found, *spelt.replacements], spelt.guesses


def _doubtful(words: Sequence[Word], terms: Sequence[Term], known: KnownTerms) -> list[int]:
    """The places of words that no document has or that are a single letter, parts of numbers left out."""
    numbers = [Span(term.start, term.end) for term in terms if "/" in term.text]
    return [
        place
        for place, word in enumerate(words)
        if word.terms
        and not word.text.isdigit()
        and (len(word.text) == 1 or not any(term in known for term in word.terms))
        and not any(number.start <= word.start < number.end for number in numbers)
    ]


def _covered(word: Word, replacements: Collection[Replacement]) -> bool:
    return any(found.written.start <= word.start < found.written.end for found in replacements)
