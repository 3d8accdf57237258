"""Whether a text has a phrase: its words in order, however blanks, ZWNJ and letters are written."""

from functools import lru_cache

from language.characters import ZWNJ
from language.inflection import stem
from language.normalization import normalize
from language.words import TOKEN

__all__ = ["LONGEST", "has_phrase", "parts"]

LONGEST = 32  # words; the time grows with the phrase's length, and nobody remembers longer ones
_JOINED = 3  # so many parts may be one word on the other side: «گفت و گو» is «گفتوگو»


def parts(text: str) -> list[str]:
    """Return the folded words of a text, stop words too, cut at ZWNJ and between letters and digits."""
    return [part for token in TOKEN.findall(normalize(text).text) for part in token.split(ZWNJ) if part]


def has_phrase(phrase: str, text: str) -> bool:
    """Whether the words of `phrase` follow one another in `text`; endings that the index drops do not count.

    One word on either side may be up to three on the other, as «کتابها» and «کتاب‌ها», «صورت جلسه» and
    «صورتجلسه» are. A phrase without words is in no text.
    """
    wanted, held = parts(phrase), parts(text)
    if not wanted:
        return False
    # Places in the phrase that may be reached before each word of the text; 0 everywhere: it may begin anew.
    reached: list[set[int]] = [{0} for _ in range(len(held) + 1)]
    for place in range(len(held)):
        for start in reached[place]:
            if wanted[start][0] != held[place][0]:  # whatever is joined, its first letter stays
                continue
            for of_phrase, of_text in _STEPS:
                end, after = start + of_phrase, place + of_text
                if end > len(wanted) or after > len(held):
                    continue
                if _same("".join(wanted[start:end]), "".join(held[place:after])):
                    if end == len(wanted):
                        return True
                    reached[after].add(end)
    return False


_STEPS = (
    (1, 1),
    *((1, count) for count in range(2, _JOINED + 1)),
    *((count, 1) for count in range(2, _JOINED + 1)),
)


def _same(one: str, other: str) -> bool:
    # Endings make a word at most eight letters longer: nothing else needs to be looked at.
    return one == other or (abs(len(one) - len(other)) <= 8 and _stem(one) == _stem(other))


_stem = lru_cache(maxsize=10_000)(stem)
