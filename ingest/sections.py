"""What stands together: the parts of a page under one path of headings, with the header row of their table."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpus.records import Block, BlockKind, Page, Span
from ingest.labels import introduces_people, is_bare_article
from ingest.parsing import ParsedDocument
from ingest.windows import LEAST_WORDS, Piece, count_words, pieces_of
from language.normalization import letters

LONGEST_HEADING = 30  # words; a longer "heading" is a paragraph in bold
LONGEST_REST = 8  # words of a paragraph that a page's end cut off
LONGEST_CONTEXT = 60  # words of a table's header row


@dataclass(slots=True)
class Section:
    """Neighbouring pieces of one page under one path of headings, with the header row of their table."""

    page: Page
    headings: tuple[str, ...]
    context: str
    stretch: int  # how many running blocks stand before it: no passage runs across one
    pieces: list[Piece] = field(default_factory=list)

    def continues(self, other: "Section") -> bool:
        return (self.page is other.page) and (
            (self.headings, self.context, self.stretch) == (other.headings, other.context, other.stretch)
        )


def sections_of(parsed: ParsedDocument, title: str) -> list[Section]:
    """The sections in order; each has a piece. A document that is nothing but its title has that.

    `title` is its letters alone: the description may space it better than the page does.
    """
    blocks = list(_blocks(parsed))
    idle = _idle_headings(blocks) | _idle_table_headers(blocks)
    found: list[Section] = []
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
        section = Section(page, tuple(text for _, text in path), context, stretch)
        if not (found and found[-1].continues(section)):
            found.append(section)
        found[-1].pieces += pieces_of(page, block)
    filled = [section for section in found if section.pieces]
    return filled or (sections_of(parsed, "") if title else [])


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


def without_stubs(sections: Sequence[Section]) -> Iterator[Section]:
    """Join a letterhead of a few words to the section after it, on its page; a paragraph's last line, too.

    Alone they say nothing, and the embedding model takes «باسمه تعالی» for near to every question.
    """
    waiting: Section | None = None
    before: Section | None = None
    for section in sections:
        if waiting is not None:
            if waiting.page is section.page and waiting.stretch == section.stretch:
                section.pieces = [*waiting.pieces, *section.pieces]
            else:
                yield waiting
        words = sum(piece.words for piece in section.pieces)
        is_letterhead = not section.headings and words < LEAST_WORDS
        is_rest = words < LONGEST_REST and _runs_on_from(before, section)
        before = section
        waiting = section if not section.context and (is_letterhead or is_rest) else None
        if waiting is None:
            yield section
    if waiting is not None:
        yield waiting


def _runs_on_from(before: Section | None, section: Section) -> bool:
    """Whether a page begins with the end of what the page before it ended with: its headings stand there."""
    return (
        before is not None
        and before.page is not section.page
        and before.headings == section.headings
        and not before.context
    )


def _level(page: Page, block: Block) -> int:
    """How deep a heading stands, 1 for a title; 0 for what is no heading."""
    text = block.span.of(page.text)
    if block.kind not in (BlockKind.TITLE, BlockKind.HEADING) or count_words(text) > LONGEST_HEADING:
        return 0
    if introduces_people(text) or is_bare_article(text):
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
