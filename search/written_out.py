"""What was asked in the stead of an unknown word, as people write it: the index knows words without endings."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from language.inflection import stem
from language.normalization import letters
from search.replacement import Replacement
from search.results import Hit

__all__ = ["written_out"]

_AROUND = " \u200c\u0654"


def written_out(replacements: Sequence[Replacement], hits: Iterable[Hit]) -> tuple[Replacement, ...]:
    """«مرخصی» for the term «مرخص», where the hits have it so: the shortest form, of such the commonest."""
    if not replacements:
        return ()
    forms = _forms(hits)
    return tuple(
        replace(one, text=" ".join(_written(word, forms) for word in one.text.split(" ")))
        for one in replacements
    )


def _written(word: str, forms: dict[str, Counter[str]]) -> str:
    found = forms.get(letters(word), Counter())
    if not found or any(letters(form) == letters(word) for form in found):
        return word
    return min(found, key=lambda form: (len(letters(form)), -found[form], form))


def _forms(hits: Iterable[Hit]) -> dict[str, Counter[str]]:
    """The marked words of the hits by their index term."""
    forms: dict[str, Counter[str]] = {}
    for hit in (one for first in hits for one in (first, *first.others)):
        for span in hit.highlights:
            word = span.of(hit.passage.text).strip(_AROUND)
            forms.setdefault(stem(letters(word)), Counter())[word] += 1
    return forms
