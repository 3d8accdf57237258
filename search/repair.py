"""Words of a question that no document has: what they may have been meant as, among what the asker may read."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from index.ports import PassageIndex, Restriction
from language.analysis import Term, Word, written_words
from language.spans import Span
from language.spelling import LEAST_SPLIT, halves, near_words
from search.frozen import Shared
from search.known_terms import Context, KnownTerms
from search.other_script import finglish, other_layout
from search.replacement import Replacement
from search.torn_words import compounds, mended

__all__ = ["Repair", "Replacement", "repair", "replaced"]

# Beside a word's own weight of 1; measured on questions with one slip or one blank too few or too many.
NEAR_WEIGHTS = (0.7, 0.5, 0.5)
HALF_WEIGHT = 0.8
COMPOUND_WEIGHT = 0.6
NEAR_TRIED = 8  # known words near an unknown one that are looked for beside the question's other words


@dataclass(frozen=True, slots=True)
class Repair(Shared):
    """The question with its replacements; `weights` are of terms that were not written, 0 to 1.

    `certain_text` is the question with those replacements alone that leave no doubt.
    """

    text: str
    certain_text: str
    replacements: tuple[Replacement, ...]
    weights: Mapping[str, float]


def repair(text: str, terms: Sequence[Term], index: PassageIndex, readable: Restriction) -> Repair | None:
    """Return what to ask beside the written terms, None if every word is known and none is missing a half.

    Nothing is taken from documents that `readable` keeps from the asker: their words would tell of them.
    """
    known = KnownTerms(index, readable)
    words = written_words(text)
    replacements = _replacements(text, words, terms, known)
    weights: dict[str, float] = {}
    for found in replacements:
        for term, weight in found.weights.items():
            weights[term] = max(weight, weights.get(term, 0.0))
    for term in compounds(words, known):
        weights.setdefault(term, COMPOUND_WEIGHT)
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
) -> list[Replacement]:
    """From the surest kind of slip to the least sure; no word is replaced twice."""
    found = other_layout(text, terms, known, known.frequency)
    doubtful = _doubtful(words, terms, known)
    open_places = [place for place in doubtful if not _covered(words[place], found)]
    if not open_places:
        return found
    groups = [
        list(forms) for place, forms in groupby(terms, key=lambda one: one.position) if place in open_places
    ]
    found += finglish(text, groups, known, known.frequency)
    taken = [place for place, word in enumerate(words) if _covered(word, found)]
    found += mended(words, open_places, taken, known)
    context = Context(words, doubtful, known)
    for place in open_places:
        if not _covered(words[place], found) and (one := _replacement(words[place], known, context)):
            found.append(one)
    return found


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


def _replacement(word: Word, known: KnownTerms, context: Context) -> Replacement | None:
    """What one unknown word may be: two words without their blank, or known words near it."""
    written = Span(word.start, word.end)
    near = _near(word, known, context)
    parts = halves(word.text, known, known.frequency)
    if (
        parts
        and all(known.frequency(term) for term in parts[1])
        and (not near or len(word.text) >= LEAST_SPLIT)
    ):
        return Replacement(written, " ".join(parts[0]), near | dict.fromkeys(parts[1], HALF_WEIGHT))
    return Replacement(written, next(iter(near)), near) if near else None


def _near(word: Word, known: KnownTerms, context: Context) -> dict[str, float]:
    """Known words near it, first those that stand in passages with the question's other words."""
    tried = near_words(word.text, known, known.frequency, NEAR_TRIED)
    found = [term for term in tried if known.frequency(term)]
    if len(found) > 1:
        found.sort(key=lambda term: not context.has(term))
    return dict(zip(found, NEAR_WEIGHTS, strict=False))
