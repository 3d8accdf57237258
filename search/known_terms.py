"""What an asker may know of the index's terms: those that stand in a passage that they may read."""

from collections.abc import Collection, Container
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from index.ports import PassageIndex, Restriction
from language.analysis import Word
from language.inflection import STOP_WORDS, stem

__all__ = ["Context", "KnownTerms"]

CONTEXT_PASSAGES = 50


@dataclass
class KnownTerms:
    """The terms of an index, seen by one asker."""

    index: PassageIndex
    readable: Restriction
    _frequencies: dict[str, int] = field(default_factory=dict)
    _held: dict[str, bool] = field(default_factory=dict)

    def __contains__(self, term: object) -> bool:
        """Whether the asker may read a passage with it: a hidden word, left as it is, would tell of itself."""
        return isinstance(term, str) and self.frequency(term) > 0

    def frequency(self, term: str) -> int:
        """In how many passages a term stands; 0 for one that stands in none that the asker may read."""
        if term not in self._frequencies:
            held = term in self.vocabulary and self.holds(term)
            self._frequencies[term] = self.index.document_frequencies((term,))[term] if held else 0
        return self._frequencies[term]

    def holds(self, term: str) -> bool:
        """Whether the asker may read a passage with it, also while the vocabulary is still being loaded."""
        if term not in self._held:
            self._held[term] = self.index.holds(term, self.readable)
        return self._held[term]

    @cached_property
    def vocabulary(self) -> Container[str]:
        """Every term, also of what the asker may not read: to tell quickly what nobody can know."""
        return self.index.known_terms()

    @cached_property
    def passages(self) -> int:
        """How many there are, those that the asker may not read included: a measure for frequencies."""
        return self.index.count()

    def may_know(self, word: str) -> bool:
        """Whether a folded word is a function word or some passage has it; a look at the vocabulary alone."""
        return word in STOP_WORDS or word in self.vocabulary or stem(word) in self.vocabulary

    def term(self, word: str) -> str | None:
        """The term of a folded word where the asker may know it; a stop word has none."""
        if word in STOP_WORDS:
            return None
        return next((form for form in dict.fromkeys((stem(word), word)) if self.frequency(form)), None)


class Context:
    """The passages that the words of a question lead to, those at `doubtful` places left out."""

    def __init__(self, words: Collection[Word], doubtful: Collection[int], known: KnownTerms) -> None:
        self._known = known
        certain = (word.terms for place, word in enumerate(words) if place not in doubtful)
        self._terms = tuple(dict.fromkeys(term for terms in certain for term in terms))

    @cached_property
    def _passages(self) -> frozenset[UUID]:
        if not self._terms:
            return frozenset()
        found = self._known.index.lexical(self._terms, self._known.readable, CONTEXT_PASSAGES)
        return frozenset(one.passage_id for one in found)

    def has(self, term: str) -> bool:
        """Whether one of the passages has the term."""
        passages = self._passages
        return bool(passages) and self._known.index.holds(term, self._known.readable, passages)
