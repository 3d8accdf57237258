"""Words of a question that no document has: what they may have been meant as, among what the asker may read."""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise

from index.ports import PassageIndex, Restriction
from language.analysis import Term
from language.spans import Span
from language.spelling import LEAST_SPLIT, halves, near_words
from search.frozen import Shared
from search.other_script import finglish, other_layout
from search.replacement import Replacement

__all__ = ["Repair", "Replacement", "repair", "replaced"]

# Beside a word's own weight of 1; measured on questions with one slip or one blank too few.
NEAR_WEIGHTS = (0.7, 0.5, 0.5)
HALF_WEIGHT = 0.8
JOINED_WEIGHT = 0.6


@dataclass(frozen=True, slots=True)
class Repair(Shared):
    """The question with its replacements; `weights` are of terms that were not written, 0 to 1."""

    text: str
    replacements: tuple[Replacement, ...]
    weights: Mapping[str, float]


def repair(text: str, terms: Sequence[Term], index: PassageIndex, readable: Restriction) -> Repair | None:
    """Return what to ask beside the written terms, None if every word is known and none is missing a half.

    Nothing is taken from documents that `readable` keeps from the asker: their words would tell of them.
    """
    known = _Visible(index, readable)

    @cache
    def frequency(term: str) -> int:
        return index.document_frequencies((term,))[term] if term in known else 0

    words = [list(forms) for _, forms in groupby(terms, key=lambda term: term.position)]
    unknown = [forms for forms in words if not any(form.text in known for form in forms)]
    replacements = other_layout(text, terms, known, frequency)
    rest = [forms for forms in unknown if not any(_covers(found, forms) for found in replacements)]
    replacements += finglish(text, rest, known, frequency)
    replacements += [found for forms in rest if (found := _replacement(forms, known, frequency)) is not None]
    weights: dict[str, float] = {}
    for found in replacements:
        for term, weight in found.weights.items():
            weights[term] = max(weight, weights.get(term, 0.0))
    for before, after in pairwise(words):
        joined = before[-1].text + after[-1].text
        if joined in known and frequency(joined):
            weights.setdefault(joined, JOINED_WEIGHT)
    written = {term.text for term in terms}
    weights = {term: weight for term, weight in weights.items() if term not in written}
    if not weights and not replacements:
        return None
    return Repair(replaced(text, replacements), tuple(replacements), weights)


def _covers(found: Replacement, forms: Sequence[Term]) -> bool:
    return any(found.written.start <= form.start < found.written.end for form in forms)


class _Visible:
    """The terms that the asker may see. Were others known too, a word left as it is would tell of them."""

    def __init__(self, index: PassageIndex, readable: Restriction) -> None:
        self._index = index
        self._readable = readable
        self._terms = index.known_terms()
        self._seen: dict[str, bool] = {}

    def __contains__(self, term: object) -> bool:
        if not isinstance(term, str) or term not in self._terms:
            return False
        if term not in self._seen:
            self._seen[term] = bool(self._index.lexical((term,), self._readable, 1))
        return self._seen[term]


def _replacement(
    forms: Sequence[Term], known: Container[str], frequency: Callable[[str], int]
) -> Replacement | None:
    """One slip away if there is such a word, else two words; both for a long one."""
    whole = forms[-1].text
    near = [word for word in near_words(whole, known, frequency, len(NEAR_WEIGHTS) + 2) if frequency(word)]
    weights = dict(zip(near, NEAR_WEIGHTS, strict=False))
    parts = halves(whole, known, frequency) if not near or len(whole) >= LEAST_SPLIT else None
    if parts is not None and all(frequency(term) for term in parts[1]):
        weights |= {term: max(HALF_WEIGHT, weights.get(term, 0.0)) for term in parts[1]}
        text = " ".join(parts[0])
    elif near:
        text = near[0]
    else:
        return None
    written = Span(min(form.start for form in forms), max(form.end for form in forms))
    return Replacement(written, text, weights)


def replaced(text: str, replacements: Sequence[Replacement]) -> str:
    """The text with its replacements."""
    for found in sorted(replacements, key=lambda one: one.written, reverse=True):
        text = text[: found.written.start] + found.text + text[found.written.end :]
    return text
