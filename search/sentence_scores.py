"""Which sentence answers best: coverage of the question's words by their idf, and of its 4-grams.

The sum is not learned on purpose: learned question-type features gained 2 points on the benchmark they
were trained on and lost 3 on another.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from language.analysis import Term, analyze
from language.sentences import split_sentences
from language.spans import Span
from search.synonyms import Expansion

__all__ = ["Measure", "ScoredSentence", "best_sentence"]

GRAM = 4
# A question for a number is better served by a sentence that has one; less than one missing word weighs.
NUMBER_BONUS = 0.1
_ASKS_NUMBER = re.compile(
    r"(?<!\w)(?:چندم?|چندمین|چقدر|چه\s?قدر|چه\s(?:سال|تاریخ|زمان|مدت|روز|ماه|ساعت|مبلغ|میزان|تعداد|درصد)ی?|کی"
    r"|how (?:many|much|long)|when|what (?:year|date))(?!\w)",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\d|(?<!\w)(?:یک|دو|سه|چهار|پنج|شش|هفت|هشت|نه|ده|یازده|دوازده|پانزده|بیست|سی|چهل|پنجاه|شصت|هفتاد|هشتاد|نود|صد|هزار"
    r"|میلیون|میلیارد|اول|دوم|سوم|نیمی|نصف)(?!\w)"
)


@dataclass(frozen=True, slots=True)
class ScoredSentence:
    """A span of the text it was found in; the score lies between 0 and about 1."""

    span: Span
    score: float


class Measure:
    """Scores sentences for one question; an equal word counts as the written one."""

    def __init__(self, text: str, idf: Mapping[str, float], expansions: Sequence[Expansion] = ()) -> None:
        self._expansions = expansions
        self._idf = idf
        self._total = sum(idf.values())
        self._grams = _grams(idf)
        self._asks_number = _ASKS_NUMBER.search(text) is not None

    def coverage(self, terms: frozenset[str]) -> float:
        """The share of the question's idf that `terms` hold, 0 to 1."""
        if not self._total:
            return 0.0
        terms = self._with_equals(terms)
        return sum(weight for term, weight in self._idf.items() if term in terms) / self._total

    def score(self, sentence: str, *, known: frozenset[str] = frozenset()) -> float:
        """Half coverage, half 4-gram overlap. `known` are terms that stand above the sentence, in its title."""
        return self._score(sentence, frozenset(term.text for term in analyze(sentence)) | known)

    def _score(self, sentence: str, terms: frozenset[str]) -> float:
        if not self._total:
            return 0.0
        terms = self._with_equals(terms)
        coverage = self.coverage(terms)
        # Looking for the question's few grams takes a tenth of cutting the sentence into its own.
        padded = "_" + "_\n_".join(terms) + "_"
        overlap = sum(gram in padded for gram in self._grams) / len(self._grams) if self._grams else 0.0
        bonus = NUMBER_BONUS if self._asks_number and _NUMBER.search(sentence) else 0.0
        return 0.5 * coverage + 0.5 * overlap + bonus

    def _with_equals(self, terms: frozenset[str]) -> frozenset[str]:
        for expansion in self._expansions:
            if any(one.stands_in(terms) for one in expansion.alternatives):
                terms |= expansion.terms
        return terms

    def sentences(
        self, text: str, terms: Iterable[Term] | None = None, *, known: frozenset[str] = frozenset()
    ) -> list[ScoredSentence]:
        """The sentences of `text`, in their order; `terms` are the text's own, if they are at hand."""
        spans = split_sentences(text)
        if not spans:
            return []
        inside: list[set[str]] = [set(known) for _ in spans]
        place = 0
        for term in analyze(text) if terms is None else terms:
            while place < len(spans) - 1 and term.start >= spans[place].end:
                place += 1
            inside[place].add(term.text)
        return [
            ScoredSentence(span, self._score(span.of(text), frozenset(words)))
            for span, words in zip(spans, inside, strict=True)
        ]


def best_sentence(measure: Measure, text: str, terms: Iterable[Term] | None = None) -> Span | None:
    """The sentence to show first; None if no sentence has anything of the question."""
    scored = [sentence for sentence in measure.sentences(text, terms) if sentence.score > NUMBER_BONUS]
    return max(scored, key=lambda sentence: (sentence.score, -sentence.span.start)).span if scored else None


def _grams(terms: Iterable[str]) -> frozenset[str]:
    """4-grams of `_term_`, whole terms where they are shorter."""
    padded = [f"_{term}_" for term in terms]
    return frozenset(word[at : at + GRAM] for word in padded for at in range(max(1, len(word) - GRAM + 1)))
