"""Words of a question that are one word in the index: torn apart by a slip, or a compound written in two."""

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from language.analysis import Word
from language.spans import Span
from search.known_terms import KnownTerms
from search.replacement import Replacement

__all__ = ["compounds", "mended"]

MENDED_WEIGHT = 0.9  # beside a written word's 1: its parts mean nothing apart
LEAST_LETTERS = 4


def mended(
    words: Sequence[Word], doubtful: Collection[int], taken: Collection[int], known: KnownTerms
) -> Iterator[Replacement]:
    """Neighbours that are a known word together where one of them, at a `doubtful` place, is nothing alone.

    Of several ways the most frequent word; words at `taken` places stay as they are.
    """
    used = set(taken)
    for place in sorted(doubtful):
        best: tuple[int, int, int, str, str] | None = None
        for first, last in ((place, place + 1), (place - 1, place), (place - 1, place + 1)):
            if first < 0 or last >= len(words) or used & set(range(first, last + 1)):
                continue
            whole = "".join(word.text for word in words[first : last + 1])
            term = known.term(whole) if len(whole) >= LEAST_LETTERS else None
            if term is not None:
                way = (known.frequency(term), first, last, whole, term)
                best = max(best, way) if best else way
        if best is not None:
            _, first, last, whole, term = best
            used |= set(range(first, last + 1))
            yield Replacement(
                Span(words[first].start, words[last].end), whole, {term: MENDED_WEIGHT}, is_certain=True
            )


def compounds(words: Sequence[Word], known: KnownTerms) -> Iterator[str]:
    """Terms that two neighbours with a meaning each are when written as one: «آب سنج»."""
    for before, after in pairwise(words):
        if not (before.terms and after.terms) or before.text.isdigit() or after.text.isdigit():
            continue
        for whole in dict.fromkeys((before.text + after.text, before.terms[-1] + after.terms[-1])):
            if term := known.term(whole):
                yield term
