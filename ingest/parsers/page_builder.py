"""Blocks to pages: one canonical text per page with the exact places of its blocks and words."""

import re
from collections.abc import Mapping, Sequence

from corpus.errors import EmptyFile
from corpus.records import Block, BlockKind, Page, Span, Word
from ingest.parsing import ParsedDocument
from language.normalization import clean_text

WORD = re.compile(r"\S+")
ZWNJ = "\u200c"


class DocumentBuilder:
    """Collects the blocks of a document in reading order, page after page.

    For formats without fixed places: words get no boxes. It starts on page 1.
    """

    def __init__(self) -> None:
        self._pages: list[_PageText] = [_PageText(1)]
        self._blocks: list[Block] = []

    @property
    def page_is_empty(self) -> bool:
        """Whether nothing stands on the current page yet."""
        return self._pages[-1].is_empty

    @property
    def page_number(self) -> int:
        return self._pages[-1].number

    def start_page(self) -> None:
        self._pages.append(_PageText(self.page_number + 1))

    def add(self, kind: BlockKind, text: str, level: int = 0) -> None:
        """Append a block; a text without a word is left out."""
        self.add_row(kind, (text,), level)

    def add_row(self, kind: BlockKind, cells: Sequence[str], level: int = 0) -> None:
        """Append a row of cells, joined by a tab; empty cells keep their place, but not at the end."""
        text = "\t".join(one_line(cell) for cell in cells).rstrip("\t")
        if not text.strip():
            return
        self._blocks.append(Block(kind, self.page_number, self._pages[-1].append(text), level))

    def document(self, file: str, properties: Mapping[str, str]) -> ParsedDocument:
        """Return the whole document; raises `EmptyFile` where no page has a word."""
        if not self._blocks:
            raise EmptyFile(file=file)
        known = {name: text for name, given in properties.items() if (text := one_line(given))}
        return ParsedDocument(tuple(page.record() for page in self._pages), tuple(self._blocks), known)


class _PageText:
    """The growing text of one page."""

    def __init__(self, number: int) -> None:
        self.number = number
        self._parts: list[str] = []
        self._length = 0

    @property
    def is_empty(self) -> bool:
        return not self._parts

    def append(self, text: str) -> Span:
        start = self._length + 1 if self._parts else 0
        self._parts.append(text)
        self._length = start + len(text)
        return Span(start, self._length)

    def record(self) -> Page:
        text = "\n".join(self._parts)
        words = (_word(match.start(), match.group()) for match in WORD.finditer(text))
        return Page(self.number, text, tuple(word for word in words if word is not None))


def _word(start: int, text: str) -> Word | None:
    """Return the word without joiners at its ends, None if nothing is left of it."""
    inner = text.strip(ZWNJ)
    if not inner:
        return None
    first = start + text.index(inner)
    return Word(Span(first, first + len(inner)))


def one_line(text: str) -> str:
    """Return clean text with every run of blanks, tabs and line breaks as one blank."""
    return " ".join(part for part in clean_text(text).split() if part.strip(ZWNJ))
