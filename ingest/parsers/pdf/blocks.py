"""What each block is: title, heading, list item, row, note or paragraph, by size, weight and numbering."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.records import BlockKind
from ingest.parsers.pdf.paragraphs import ITEM_START, Draft
from ingest.parsers.pdf.running import running_drafts
from ingest.parsers.pdf.table_names import TableHeaders, table_rows

SLIGHTLY_LARGER, LARGER, MUCH_LARGER, SMALLER = 1.05, 1.1, 1.25, 0.88  # against the body type
MOST_HEADING_WORDS, MOST_SHORT_HEADING_WORDS, MOST_NAMED_HEADING_WORDS = 30, 16, 9
LONGEST_WORD = 24  # letters; what is longer has lost its blanks, as ornamental Nastaliq does
NOTE_ZONE = 0.3  # of the page's height, from its bottom
NUMBERING = re.compile(r"^(\d{1,3}(?:[-–.]\d{1,3})*)[.\-–)]?\s")
NAMED_HEADING = re.compile(r"^(?:فصل|بخش|باب|گفتار|مبحث|پیوست|ضمیمه|ضمیمهٔ)\s")
NOTE_START = re.compile(r"^(?:[*†‡]|\(?\d{1,3}\)?[.\-–)]?\s)")
SENTENCE_ENDS = (".", "؛", "،", ":", "؟", "!")


@dataclass(frozen=True, slots=True)
class KindOfBlock:
    kind: BlockKind
    level: int = 0


def kinds_of_blocks(
    pages: Sequence[Sequence[Draft]], heights: Sequence[float], outline: Mapping[str, int]
) -> list[list[KindOfBlock]]:
    """Return the kind of every draft, page by page. `outline` maps `outline_key` of a heading to its level."""
    judge = _Judge(pages, outline)
    running = running_drafts(pages, heights)
    headers = TableHeaders()
    kinds: list[list[KindOfBlock]] = []
    for number, (drafts, height) in enumerate(zip(pages, heights, strict=True)):
        own: list[KindOfBlock] = []
        names: Draft | None = None
        for index, draft in enumerate(drafts):
            if index in running[number]:
                own.append(KindOfBlock(BlockKind.RUNNING))
            elif draft.row >= 0:
                if draft.row == 0:
                    names = headers.of_table(table_rows(drafts, index))
                own.append(KindOfBlock(BlockKind.TABLE_HEADER if draft is names else BlockKind.TABLE_ROW))
            else:
                headers.forget()
                own.append(judge.kind_of(draft, first_page=number == 0, height=height))
        kinds.append(own)
    return kinds


def outline_key(title: str) -> str:
    """Return a heading's text without blanks, digits' forms and joiners, for comparing."""
    return "".join(
        str(int(character)) if character.isdecimal() else character
        for character in title.translate({0x200C: None, 0x64A: 0x6CC, 0x643: 0x6A9})
        if not character.isspace()
    )


class _Judge:
    def __init__(self, pages: Sequence[Sequence[Draft]], outline: Mapping[str, int]) -> None:
        drafts = [draft for page in pages for draft in page if draft.row < 0 and not draft.slanted]
        letters: Counter[float] = Counter()
        bold_letters = 0
        for draft in drafts:
            length = len(draft.text)
            letters[round(draft.size * 2) / 2] += length
            bold_letters += length * draft.bold
        self._body = letters.most_common(1)[0][0] if letters else 12.0
        self._bold_means_little = bold_letters > 0.5 * letters.total()
        self._outline = outline
        sizes = {round(draft.size * 2) / 2 for draft in drafts if self._by_size(draft)}
        self._ranks = {size: rank for rank, size in enumerate(sorted(sizes, reverse=True), start=1)}
        self._title: Draft | None = self._title_of(pages[0]) if pages else None

    def kind_of(self, draft: Draft, first_page: bool, height: float) -> KindOfBlock:
        if first_page and draft is self._title:
            return KindOfBlock(BlockKind.TITLE)
        level = self._heading_level(draft)
        if level:
            return KindOfBlock(BlockKind.HEADING, level)
        low = draft.box[3] < NOTE_ZONE * height
        if draft.size <= SMALLER * self._body and low and NOTE_START.match(draft.text):
            return KindOfBlock(BlockKind.NOTE)
        return KindOfBlock(BlockKind.LIST_ITEM if ITEM_START.match(draft.text) else BlockKind.PARAGRAPH)

    def _title_of(self, drafts: Sequence[Draft]) -> Draft | None:
        large = [draft for draft in drafts if draft.row < 0 and not draft.slanted and self._by_size(draft)]
        biggest = max(large, key=lambda draft: draft.size, default=None)
        return biggest if biggest and biggest.size >= MUCH_LARGER * self._body else None

    def _by_size(self, draft: Draft) -> bool:
        words = sum(map(len, draft.cells))
        is_short = words <= MOST_SHORT_HEADING_WORDS and draft.line_count == 1 and _is_unfinished(draft.text)
        least = SLIGHTLY_LARGER if is_short else LARGER
        return draft.size >= least * self._body and words <= MOST_HEADING_WORDS and _is_readable(draft)

    def _heading_level(self, draft: Draft) -> int:
        """Return a heading's level from 1, 0 of what is no heading."""
        text = draft.text
        known = self._outline.get(outline_key(text), 0)
        if known:
            return known
        words = sum(map(len, draft.cells))
        unfinished = _is_unfinished(text)
        by_size = self._by_size(draft)
        by_weight = (
            draft.bold and not self._bold_means_little and words <= MOST_SHORT_HEADING_WORDS
            and draft.line_count <= 2 and (unfinished or text.endswith(":"))
        )  # fmt: skip
        by_name = bool(NAMED_HEADING.match(text)) and words <= MOST_NAMED_HEADING_WORDS and unfinished
        if not (by_size or by_weight or by_name) or not _has_letters(text) or text[0] in "•-–▪●":
            return 0
        numbering = NUMBERING.match(text)
        if numbering:
            return len(re.split(r"[-–.]", numbering[1]))
        if by_size:
            # The largest type on the first page is the title's, so headings start below it.
            rank = self._ranks.get(round(draft.size * 2) / 2, 1)
            return max(1, rank - (self._title is not None))
        return 1 if by_name else len(self._ranks) - (self._title is not None) + 1


def _is_unfinished(text: str) -> bool:
    return not text.endswith(SENTENCE_ENDS)


def _is_readable(draft: Draft) -> bool:
    longest = max(len(word.text) for cell in draft.cells for word in cell)
    return longest <= LONGEST_WORD and _has_letters(draft.text)


def _has_letters(text: str) -> bool:
    return any(map(str.isalpha, text))
