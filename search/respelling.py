"""Unknown words of a question as what they were meant as: a letter wrong, a blank missing, a blank too many."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count

from language.analysis import Word
from language.characters import ZWNJ
from language.spans import Span
from language.spelling import near_words
from search.known_terms import Context, KnownTerms
from search.replacement import Replacement
from search.segmentation import LONGEST_RUN, Kind, Near, Piece, is_real, segmented

__all__ = ["Respelt", "respelt"]

# Beside a word's own weight of 1; measured on questions with one slip or one blank too few or too many.
NEAR_WEIGHTS = (0.7, 0.5, 0.5)
JOINED_WEIGHT = 0.9  # its parts mean nothing apart
PARTED_WEIGHT = 0.8
GUESS = 0.7  # of the weight of a slip
NEAR_TRIED = 8  # known words near an unknown one that are looked for beside the question's other words
MOST_RUNS = 12  # of one question
# Words of one question whose neighbours are looked for: six slips took 40 at most, a page of noise thousands.
MOST_NEAR = 60
WIDEST_BLANK = 2  # characters; more between two words is a word that was left out


@dataclass(frozen=True, slots=True)
class Respelt:
    """What is asked in the stead of words, and the weights of what real words may mean besides, silently."""

    replacements: Sequence[Replacement]
    guesses: Mapping[str, float]


def respelt(
    text: str,
    words: Sequence[Word],
    doubtful: Collection[int],
    taken: Collection[int],
    known: KnownTerms,
    context: Context,
) -> Respelt:
    """Return what the words at `doubtful` places were meant as, with their neighbours where blanks are wrong.

    Words at `taken` places stay as they are.
    """
    looked_for = count()

    @cache
    def near(word: str) -> Mapping[str, float]:
        return _near(word, known, context) if next(looked_for) < MOST_NEAR else {}

    found, guesses = list[Replacement](), dict[str, float]()
    for first, last in _runs(text, words, doubtful, taken)[:MOST_RUNS]:
        run = words[first : last + 1]
        places = [place - first for place in doubtful if first <= place <= last]
        pieces = segmented([word.text for word in run], places, known, near)
        for group, meant in _groups(run, pieces):
            if any(piece.kind is not Kind.WRITTEN for piece in meant):
                found.append(_replacement(group, meant, near))
            elif meant[0].start in _starts(run, places) and is_real(meant[0].text):
                for term, weight in near(meant[0].text).items():
                    guesses[term] = max(GUESS * weight, guesses.get(term, 0.0))
    return Respelt(found, guesses)


def _starts(run: Sequence[Word], places: Collection[int]) -> list[int]:
    """Where the words at `places` begin in the letters of the run."""
    return [_letters(run[:place]) for place in places]


def _runs(
    text: str, words: Sequence[Word], doubtful: Collection[int], taken: Collection[int]
) -> list[tuple[int, int]]:
    """First and last places of the doubtful words with a neighbour on each side, joined where they meet."""

    def parted(place: int) -> bool:
        """Whether the words at `place` and before it belong apart whatever their letters are."""
        if not 0 < place < len(words) or place - 1 in taken or place in taken:
            return True
        between = text[words[place - 1].end : words[place].start]
        return len(between) > WIDEST_BLANK or bool(between.strip(ZWNJ + " "))

    runs: list[tuple[int, int]] = []
    for place in sorted(set(doubtful) - set(taken)):
        first, last = place - (not parted(place)), place + (not parted(place + 1))
        if runs and first <= runs[-1][1]:
            meet = _letters(words[runs[-1][0] : last + 1]) <= LONGEST_RUN
            first = runs.pop()[0] if meet else runs[-1][1] + 1
        if first <= place and _letters(words[first : last + 1]) <= LONGEST_RUN:
            runs.append((first, last))
    return runs


def _letters(words: Sequence[Word]) -> int:
    return sum(len(word.text) for word in words)


def _groups(run: Sequence[Word], pieces: Sequence[Piece]) -> Iterator[tuple[list[Word], list[Piece]]]:
    """The words between two blanks that stay, and the pieces in their stead."""
    ends: list[int] = []
    for word in run:
        ends.append((ends[-1] if ends else 0) + len(word.text))
    group: list[Piece] = []
    first = 0
    for piece in pieces:
        group.append(piece)
        if piece.end in ends:
            last = ends.index(piece.end)
            yield [*run[first : last + 1]], group
            group, first = [], last + 1


def _replacement(group: Sequence[Word], pieces: Sequence[Piece], near: Near) -> Replacement:
    weights: dict[str, float] = {}
    for piece in pieces:
        if piece.kind is Kind.NEAR:
            found = near(piece.text)
        else:
            found = dict.fromkeys(piece.weights or (), PARTED_WEIGHT if len(pieces) > 1 else JOINED_WEIGHT)
        for term, weight in found.items():
            weights[term] = max(weight, weights.get(term, 0.0))
    if len(group) == 1 and len(pieces) > 1:  # what has two halves may have a slip instead
        weights = dict(near(group[0].text)) | weights
    text = " ".join(next(iter(near(piece.text))) if piece.kind is Kind.NEAR else piece.text for piece in pieces)
    joined = len(pieces) == 1 and pieces[0].kind is Kind.KNOWN
    return Replacement(Span(group[0].start, group[-1].end), text, weights, is_certain=joined)


def _near(word: str, known: KnownTerms, context: Context) -> dict[str, float]:
    """Known words near it, first those that stand in passages with the question's other words."""
    found = near_words(word, known.vocabulary, known.frequency, NEAR_TRIED)
    if len(found) > 1:
        found.sort(key=lambda term: not context.has(term))
    return dict(zip(found, NEAR_WEIGHTS, strict=False))
