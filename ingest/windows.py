"""How long a passage is: whole sentences and rows, joined where they come nearest to the wished length.

About 120 words each, at most 200: measured on question benchmarks, windows of about 100 words serve the
embedding model best, and longer ones cost the words little. Rows of a table stay whole.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.records import Block, BlockKind, Page, Span
from language.sentences import split_sentences

TARGET_WORDS, MOST_WORDS, LEAST_WORDS = 120, 200, 25
LONGEST_PIECE = 250  # words; a longer sentence or row is cut

_WORD = re.compile(r"\S+")
CLAUSE_END = re.compile(r"\t|[؛;،,:]\s")


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence or a row: the smallest part of a passage."""

    span: Span
    words: int


def pieces_of(page: Page, block: Block) -> list[Piece]:
    text = block.span.of(page.text)
    whole = block.kind not in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.NOTE) and bool(text.strip())
    spans = [Span(0, len(text))] if whole else split_sentences(text)
    parts = [part for span in spans for part in _cut(text, span)]
    start = block.span.start
    return [Piece(Span(start + part.start, start + part.end), count_words(part.of(text))) for part in parts]


def count_words(text: str) -> int:
    return len(_WORD.findall(text))


def _cut(text: str, span: Span) -> Iterator[Span]:
    """Yield a sentence or row as it is or, where it is far too long, cut at cells, clauses or blanks."""
    words = [(match.start(), match.end()) for match in _WORD.finditer(text, span.start, span.end)]
    while len(words) > LONGEST_PIECE:
        limit = words[MOST_WORDS][0]
        ends = [match.end() for match in CLAUSE_END.finditer(text, words[MOST_WORDS // 2][0], limit)]
        cut = ends[-1] if ends else limit
        inside = sum(word[0] < cut for word in words[: MOST_WORDS + 1])
        yield Span(words[0][0], words[inside - 1][1])
        words = words[inside:]
    if words:
        yield Span(words[0][0], words[-1][1])


def windows(pieces: Sequence[Piece]) -> Iterator[Span]:
    """Yield runs of neighbouring pieces, cut where all together come nearest to `TARGET_WORDS`.

    `costs[n]` is the least cost of the first n pieces, `starts[n]` where their last run begins.
    """
    costs, starts = [0.0], [0]
    for end in range(1, len(pieces) + 1):
        words = 0
        best = (float("inf"), end - 1)
        for start in range(end - 1, -1, -1):
            words += pieces[start].words
            if words > MOST_WORDS + LEAST_WORDS and start < end - 1:
                break
            best = min(best, (costs[start] + _cost(words, end - start), start))
        costs.append(best[0])
        starts.append(best[1])
    ends = [len(pieces)]
    while ends[-1]:
        ends.append(starts[ends[-1]])
    for start, end in pairwise(reversed(ends)):
        yield Span(pieces[start].span.start, pieces[end - 1].span.end)


def _cost(words: int, pieces: int) -> float:
    """How far a run is from what it should be: worst a stub, then one too long."""
    stub = 50.0 if words < LEAST_WORDS else 0.0
    too_long = 40.0 if words > MOST_WORDS and pieces > 1 else 0.0
    return ((words - TARGET_WORDS) / TARGET_WORDS) ** 2 + stub + too_long
