"""What an unknown word may have been meant as: one slip of a finger."""

from collections.abc import Callable, Container

from language.inflection import stem

LETTERS = "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
"""The letters of folded Persian."""

LEAST_LENGTH = 3  # shorter words have too many neighbours
# Letters that sound alike are mistaken for each other more often than any others.
_ALIKE = {
    letter: frozenset(group) - {letter} for group in ("زذضظ", "سصث", "تط", "هح", "قغ", "اع") for letter in group
}
_ALIKE_WEIGHT = 5


def near_words(word: str, known: Container[str], frequency: Callable[[str], int], limit: int = 3) -> list[str]:
    """Return known words one edit away (a letter too many, missing, wrong, or two changed about), best first.

    The rank is how often a word stands in the index; slips among letters that sound alike and letters
    changed about count fivefold. `word` is folded, with its ending; the terms of the index have none. What is
    `known` and has no frequency is passed over.
    """
    if len(word) < LEAST_LENGTH or not is_persian(word):
        return []
    ranks: dict[str, int] = {}
    for base in dict.fromkeys((word, stem(word))):
        others = _edits(base)
        # Some thousand are looked up for each word: what is not there must cost next to nothing.
        there = [other for other in others if other in known]
        inflected = [other for other in others if other.endswith("ی") or "ها" in other]
        for other in (*there, *inflected):
            term = _near_term(other, known, frequency)
            if term and term != stem(word):
                rank = _likelihood(base, other, frequency(term))
                ranks[term] = max(rank, ranks.get(term, 0))
    return sorted(ranks, key=lambda term: (-ranks[term], term))[:limit]


def _near_term(word: str, known: Container[str], frequency: Callable[[str], int]) -> str | None:
    """The known term of a word, itself or without its ending; nothing of a single letter."""
    forms = (word, stem(word)) if word.endswith("ی") or "ها" in word else (word,)
    return next((form for form in forms if len(form) > 1 and form in known and frequency(form)), None)


def is_persian(word: str) -> bool:
    """A Latin word that is unknown belongs to a question in another language: its neighbours are chance."""
    return all(letter in LETTERS for letter in word)


def _edits(word: str) -> list[str]:
    made: list[str] = []
    for place in range(len(word) + 1):
        before, after, rest = word[:place], word[place:], word[place + 1 :]
        made += [before + letter + after for letter in LETTERS]
        if after:
            made.append(before + rest)
            made += [before + letter + rest for letter in LETTERS if letter != after[0]]
        if rest and after[0] != after[1]:
            made.append(before + after[1] + after[0] + after[2:])
    return made


def _likelihood(word: str, other: str, frequency: int) -> int:
    return frequency * (_ALIKE_WEIGHT if _is_common_slip(word, other) else 1)


def _is_common_slip(word: str, other: str) -> bool:
    if len(word) != len(other):
        return False
    different = [(one, two) for one, two in zip(word, other, strict=True) if one != two]
    if len(different) == 1:
        return different[0][1] in _ALIKE.get(different[0][0], ())
    return len(different) == 2 and different[0] == different[1][::-1]
