"""Passages: whole sentences of one page under one path of headings.

About 120 words each, at most 200: measured on question benchmarks, windows of about 100 words serve the
embedding model best, and longer ones cost the words little. Rows of a table stay whole.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from uuid import UUID, uuid5

from corpus.records import Block, BlockKind, Page, Passage, Span
from ingest.parsing import ParsedDocument
from language import sentences
from language.normalization import letters
from language.sentences import split_sentences

VERSION = 3  # of the code below; raise it with any change of the passages
TARGET_WORDS, MOST_WORDS, LEAST_WORDS = 120, 200, 25
LONGEST_PIECE = 250  # words; a longer sentence or row is cut
LONGEST_HEADING = 30  # words; a longer "heading" is a paragraph in bold
LONGEST_CONTEXT = 60  # words of a table's header row

_WORD = re.compile(r"\S+")
_CLAUSE_END = re.compile(r"\t|[؛;،,:]\s")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A sentence or a row: the smallest part of a passage."""

    span: Span
    words: int


@dataclass(slots=True)
class _Section:
    """Neighbouring pieces of one page under one path of headings, with the header row of their table."""

    page: Page
    headings: tuple[str, ...]
    context: str
    stretch: int  # how many running blocks stand before it: no passage runs across one
    pieces: list[_Piece] = field(default_factory=list)

    def continues(self, other: "_Section") -> bool:
        return (self.page is other.page) and (
            (self.headings, self.context, self.stretch) == (other.headings, other.context, other.stretch)
        )


def split(document_id: UUID, parsed: ParsedDocument, title: str) -> list[Passage]:
    """Return the passages of a document in order.

    A heading lives in the path of what it heads, and is a passage only where it heads nothing; the header
    row of a table likewise. `title` is known to the index and does not repeat among the headings.
    A short letterhead, which comes before every heading, belongs to the passage that follows it.
    """
    passages: list[Passage] = []
    for section in _without_stubs(_sections(parsed, letters(title))):
        for span in _windows(section.pieces):
            text = span.of(section.page.text)
            key = f"{section.page.number}:{span.start}:{span.end}:{text}"
            passages.append(
                Passage(
                    id=uuid5(document_id, key),
                    document_id=document_id,
                    ordinal=len(passages),
                    page=section.page.number,
                    span=span,
                    text=text,
                    headings=section.headings,
                    context=section.context,
                )
            )
    return passages


def fingerprint() -> str:
    """Return a hash that changes when the passages of a document would, and not when a comment does."""
    sizes = (TARGET_WORDS, MOST_WORDS, LEAST_WORDS, LONGEST_PIECE, LONGEST_HEADING, LONGEST_CONTEXT)
    rules = (VERSION, sizes, _CLAUSE_END.pattern, sentences.RULES)
    return hashlib.sha256(repr(rules).encode()).hexdigest()[:16]


def _sections(parsed: ParsedDocument, title: str) -> list[_Section]:
    """The sections in order; each has a piece. A document that is nothing but its title has that.

    `title` is its letters alone: the description may space it better than the page does.
    """
    blocks = list(_blocks(parsed))
    idle = _idle_headings(blocks) | _idle_table_headers(blocks)
    found: list[_Section] = []
    path: list[tuple[int, str]] = []
    context, stretch = "", 0
    before: BlockKind | None = None
    for place, (page, block) in enumerate(blocks):
        words = " ".join(block.span.of(page.text).split())
        if block.kind is BlockKind.RUNNING:
            stretch += 1
            continue
        if level := _level(page, block):
            path, context = [entry for entry in path if entry[0] < level], ""
            is_title = letters(words) == title
            if place not in idle and not is_title:
                path.append((level, words))
            if place not in idle or is_title:
                continue
        elif block.kind is BlockKind.TABLE_HEADER and place not in idle:
            above = context if before is BlockKind.TABLE_HEADER else ""
            context, before = _shortened(above, block.span.of(page.text)), block.kind
            continue
        elif block.kind is not BlockKind.TABLE_ROW:
            context = ""
        before = block.kind
        section = _Section(page, tuple(text for _, text in path), context, stretch)
        if not (found and found[-1].continues(section)):
            found.append(section)
        found[-1].pieces += _pieces(page, block)
    filled = [section for section in found if section.pieces]
    return filled or (_sections(parsed, "") if title else [])


def _blocks(parsed: ParsedDocument) -> Iterator[tuple[Page, Block]]:
    """Each block with its page; lines where the parser told no blocks apart."""
    of_page: dict[int, list[Block]] = defaultdict(list)
    for block in parsed.blocks:
        of_page[block.page].append(block)
    for page in parsed.pages:
        for block in of_page[page.number] or _lines(page):
            yield page, block


def _lines(page: Page) -> list[Block]:
    return [
        Block(BlockKind.PARAGRAPH, page.number, Span(match.start(), match.end()))
        for match in re.finditer(r"[^\n]+", page.text)
    ]


def _without_stubs(sections: Sequence[_Section]) -> Iterator[_Section]:
    """Join a letterhead of a few words to the section after it, on its page.

    Alone it says nothing, and the embedding model takes «باسمه تعالی» for near to every question.
    """
    waiting: _Section | None = None
    for section in sections:
        if waiting is not None:
            if waiting.page is section.page and waiting.stretch == section.stretch:
                section.pieces = [*waiting.pieces, *section.pieces]
            else:
                yield waiting
        words = sum(piece.words for piece in section.pieces)
        is_stub = not section.headings and not section.context and words < LEAST_WORDS
        waiting = section if is_stub else None
        if waiting is None:
            yield section
    if waiting is not None:
        yield waiting


def _level(page: Page, block: Block) -> int:
    """How deep a heading stands, 1 for a title; 0 for what is no heading."""
    if (
        block.kind not in (BlockKind.TITLE, BlockKind.HEADING)
        or _words(block.span.of(page.text)) > LONGEST_HEADING
    ):
        return 0
    return 1 if block.kind is BlockKind.TITLE else 1 + max(1, block.level)


def _idle_headings(blocks: Sequence[tuple[Page, Block]]) -> set[int]:
    """The places of headings with nothing below them."""
    idle: set[int] = set()
    path: list[tuple[int, int]] = []
    for place, (page, block) in enumerate(blocks):
        if level := _level(page, block):
            path = [*(entry for entry in path if entry[0] < level), (level, place)]
            idle.add(place)
        elif block.kind is not BlockKind.RUNNING and block.span.of(page.text).strip():
            idle.difference_update(heading for _, heading in path)
    return idle


def _idle_table_headers(blocks: Sequence[tuple[Page, Block]]) -> set[int]:
    """The places of header rows without a row below them."""
    idle: set[int] = set()
    heads = False
    for place in reversed(range(len(blocks))):
        kind = blocks[place][1].kind
        if kind is BlockKind.TABLE_HEADER and not heads:
            idle.add(place)
        elif kind not in (BlockKind.RUNNING, BlockKind.TABLE_HEADER):
            heads = kind is BlockKind.TABLE_ROW
    return idle


def _shortened(above: str, row: str) -> str:
    """One line of context for the header rows of a table, their cells apart."""
    cells = [" ".join(cell.split()) for cell in f"{above}\t{row}".split("\t")]
    return " ".join(" | ".join(cell for cell in cells if cell).split(" ")[:LONGEST_CONTEXT])


def _pieces(page: Page, block: Block) -> list[_Piece]:
    text = block.span.of(page.text)
    whole = block.kind not in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.NOTE) and bool(text.strip())
    spans = [Span(0, len(text))] if whole else split_sentences(text)
    parts = [part for span in spans for part in _cut(text, span)]
    start = block.span.start
    return [_Piece(Span(start + part.start, start + part.end), _words(part.of(text))) for part in parts]


def _words(text: str) -> int:
    return len(_WORD.findall(text))


def _cut(text: str, span: Span) -> Iterator[Span]:
    """Yield a sentence or row as it is or, where it is far too long, cut at cells, clauses or blanks."""
    words = [(match.start(), match.end()) for match in _WORD.finditer(text, span.start, span.end)]
    while len(words) > LONGEST_PIECE:
        limit = words[MOST_WORDS][0]
        ends = [match.end() for match in _CLAUSE_END.finditer(text, words[MOST_WORDS // 2][0], limit)]
        cut = ends[-1] if ends else limit
        inside = sum(word[0] < cut for word in words[: MOST_WORDS + 1])
        yield Span(words[0][0], words[inside - 1][1])
        words = words[inside:]
    if words:
        yield Span(words[0][0], words[-1][1])


def _windows(pieces: Sequence[_Piece]) -> Iterator[Span]:
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
