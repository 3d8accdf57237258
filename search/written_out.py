"""What was asked in the stead of an unknown word, as people write it: the index knows words without endings."""

from collections.abc import Sequence
from dataclasses import replace

from corpus.access import Principal
from corpus.catalogue import Catalogue
from index.ports import PassageIndex
from language.inflection import stem
from language.normalization import letters
from search.completions import written_form
from search.replacement import Replacement

__all__ = ["written_out"]


def written_out(
    replacements: Sequence[Replacement], asker: Principal, catalogue: Catalogue, index: PassageIndex
) -> tuple[Replacement, ...]:
    """«مرخصی» for the term «مرخص», where passages that the asker may read write it so and none otherwise."""
    return tuple(
        replace(one, text=" ".join(_written(word, asker, catalogue, index) for word in one.text.split(" ")))
        for one in replacements
    )


def _written(word: str, asker: Principal, catalogue: Catalogue, index: PassageIndex) -> str:
    key = letters(word)
    # What has an ending is no bare term, and is written as it was found.
    return written_form(key, asker, catalogue, index) or word if key and stem(key) == key else word
