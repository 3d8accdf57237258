"""Neighbours in a question that are one word in the index: a compound written in two."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from language.analysis import Word
from search.known_terms import KnownTerms

__all__ = ["compounds"]


def compounds(words: Sequence[Word], known: KnownTerms) -> Iterator[str]:
    """Terms that two neighbours with a meaning each are when written as one: «آب سنج»."""
    for before, after in pairwise(words):
        if not (before.terms and after.terms) or before.text.isdigit() or after.text.isdigit():
            continue
        for whole in dict.fromkeys((before.text + after.text, before.terms[-1] + after.terms[-1])):
            if term := known.term(whole):
                yield term
