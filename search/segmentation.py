"""Which words a run of letters is, where blanks are missing, too many or misplaced and a letter may be wrong.

The run's written words are a path through its letters; so is every other way to part them. The cheapest path
is what was meant: rare words, moved blanks and wrong letters cost, as in a noisy channel (Kernighan, Church and
Gale 1990; Norvig, Natural Language Corpus Data, 2009). Words are looked up only where the cheapest path needs
them: until then they cost the least that they can.
"""

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from language.inflection import STOP_WORDS
from language.known_words import is_listed_word
from language.spelling import is_persian
from search.known_terms import KnownTerms

__all__ = ["Kind", "Near", "Piece", "is_real", "segmented"]

Near = Callable[[str], Mapping[str, float]]
"""Gives the known words near an unknown one with their weights, best first."""

# In nats, about: how unlikely each slip is. Measured: docs/decisions/0008-repair-from-the-index.md.
JOIN = 3.0  # a blank too many
SPLIT = 3.0  # a blank missing
WRONG_LETTER = (3.0, 8.0)  # and this much, divided by the letters: short words have neighbours by chance
UNKNOWN = 23.0
REAL = 10.0  # a Persian word that no passage has: said otherwise there rather than a slip: «قبل» is no «قبض»
LETTER = 7.0  # one that stands alone: «بند ب»
WORD = 2.0  # the least that one costs: a function word
RAREST = 7.0  # beside it, for a word of one passage; 0 for one of all
SHORT = 2.0  # beside it, for two letters that are no function word

LONGEST_RUN, LONGEST_WORD = 60, 16  # letters
LEAST_NEAR, LEAST_NEAR_WRITTEN = 4, 3
ATTEMPTS = 30
ROUNDING = 1e-9

_AND = "و"  # the one word of a single letter, often written to the next one


class Kind(Enum):
    WRITTEN = auto()
    KNOWN = auto()
    NEAR = auto()


@dataclass(slots=True)
class Piece:
    """One word of a path: its letters in the run, and what it is in the index (nothing for a function word)."""

    start: int
    end: int
    text: str
    kind: Kind
    cost: float
    settled: bool = False
    weights: Mapping[str, float] | None = None


def is_real(word: str) -> bool:
    """Whether a folded word is Persian though no passage has it, as far as a list of common words tells."""
    return len(word) > 2 and is_listed_word(word)


def segmented(words: Sequence[str], doubtful: Collection[int], known: KnownTerms, near: Near) -> list[Piece]:
    """Return the pieces of the cheapest path through neighbouring folded `words`, those that stay included.

    Those at `doubtful` places mean nothing as they are; the others are only touched with a doubtful one.
    """
    run = _Run(words, doubtful, known)
    for _ in range(ATTEMPTS):
        path = run.cheapest()
        unsettled = [piece for piece in path if not piece.settled]
        if not unsettled:
            return path
        for piece in unsettled:
            run.settle(piece, near)
    return run.cheapest(settled=True)


class _Run:
    """The graph of pieces: places between letters are its nodes."""

    def __init__(self, words: Sequence[str], doubtful: Collection[int], known: KnownTerms) -> None:
        self._known = known
        self._letters = "".join(words)
        self._blanks = [0]
        for word in words:
            self._blanks.append(self._blanks[-1] + len(word))
        self._doubtful = [(self._blanks[place], self._blanks[place + 1]) for place in doubtful]
        self.as_written = [
            Piece(start, end, self._letters[start:end], Kind.WRITTEN, self._written_cost(start, end), True)
            for start, end in zip(self._blanks, self._blanks[1:], strict=False)
        ]
        self._ending_at: dict[int, list[Piece]] = {}
        for piece in (*self.as_written, *self._others()):
            self._ending_at.setdefault(piece.end, []).append(piece)

    def cheapest(self, *, settled: bool = False) -> list[Piece]:
        """Viterbi's path (1967), of what is looked up alone if `settled`; of equal ones what is written."""
        costs, last = {0: 0.0}, dict[int, Piece]()
        for end in range(1, len(self._letters) + 1):
            for piece in self._ending_at.get(end, ()):
                cost = costs.get(piece.start, math.inf) + piece.cost
                if piece.settled >= settled and cost < costs.get(end, math.inf) - ROUNDING:
                    costs[end], last[end] = cost, piece
        path: list[Piece] = []
        place = len(self._letters)
        while place:
            path.append(last[place])
            place = path[-1].start
        return path[::-1]

    def settle(self, piece: Piece, near: Near) -> None:
        """Look the piece up: its real cost, or none if it is nothing that the asker may know."""
        if piece.kind is Kind.KNOWN:
            cost = self._word_cost(piece.text)
            if cost is None:  # a word of hidden passages is as unknown as any other
                self._make_near(piece)
                return
            term = self._known.term(piece.text)
            piece.weights = {term: 1.0} if term else {}
        else:
            piece.weights = near(piece.text)
            best = next(iter(piece.weights), None)
            cost = math.inf if best is None else self._term_cost(best)
        piece.settled = True
        piece.cost += cost

    def _make_near(self, piece: Piece) -> None:
        piece.kind = Kind.NEAR
        cost = self._cost_of_near(piece.start, piece.end)
        piece.settled, piece.cost = cost is None, math.inf if cost is None else piece.cost - WORD + cost

    def _written_cost(self, start: int, end: int) -> float:
        if (start, end) in self._doubtful:
            if end - start == 1:
                return LETTER
            return REAL if is_real(self._letters[start:end]) else UNKNOWN
        cost = self._word_cost(self._letters[start:end])
        return UNKNOWN if cost is None else WORD + cost

    def _word_cost(self, word: str) -> float | None:
        """Beside the least that any word costs; None for what the asker may not know."""
        if word in STOP_WORDS:
            return 0.0
        term = self._known.term(word)
        return None if term is None else self._term_cost(term)

    def _term_cost(self, term: str) -> float:
        share = math.log1p(self._known.frequency(term)) / math.log1p(max(self._known.passages, 1))
        return RAREST * max(0.0, 1 - share) + (SHORT if len(term) == 2 else 0.0)

    def _others(self) -> Iterator[Piece]:
        """Pieces with a written blank at one end at least, and a letter of a doubtful word."""
        written = set(zip(self._blanks, self._blanks[1:], strict=False))
        for end in range(1, len(self._letters) + 1):
            for start in range(max(0, end - LONGEST_WORD), end):
                if not (start in self._blanks or end in self._blanks) or not self._touches_doubtful(start, end):
                    continue
                text, moved = self._letters[start:end], self._cost_of_blanks(start, end)
                # A doubtful word that is in the vocabulary is a hidden one: as unknown as any other.
                may_be_known = (start, end) not in written and self._known.may_know(text)
                if may_be_known and (len(text) > 1 or text == _AND):
                    yield Piece(start, end, text, Kind.KNOWN, moved + WORD)
                elif (cost := self._cost_of_near(start, end)) is not None:
                    yield Piece(start, end, text, Kind.NEAR, moved + cost)

    def _cost_of_blanks(self, start: int, end: int) -> float:
        return JOIN * self._inner(start, end) + (0.0 if start in self._blanks else SPLIT)

    def _cost_of_near(self, start: int, end: int) -> float | None:
        """None for what is too short, or torn too much, to be told by its letters."""
        whole = start in self._blanks and end in self._blanks and not self._inner(start, end)
        least = LEAST_NEAR_WRITTEN if whole else LEAST_NEAR
        text = self._letters[start:end]
        if self._inner(start, end) > 1 or len(text) < least or not is_persian(text):
            return None
        if whole and is_real(text):
            return None
        base, divided = WRONG_LETTER
        return WORD + base + divided / len(text)

    def _inner(self, start: int, end: int) -> int:
        return sum(start < blank < end for blank in self._blanks)

    def _touches_doubtful(self, start: int, end: int) -> bool:
        return any(start < last and first < end for first, last in self._doubtful)
