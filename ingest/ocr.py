"""Scanned pages become text: the port of the engine, and how its words become a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

from corpus.page_corrections import PageText
from corpus.records import Block, BlockKind, Box, Page, Word
from ingest.integrity import assess
from language.normalization import clean_text
from language.spans import Span

# Below this a "word" is mostly a stain, a rule or a stamp.
LEAST_CONFIDENCE = 0.3


@dataclass(frozen=True, slots=True)
class RecognizedWord:
    """A word in reading order; `paragraph` and `line` number where it stands. Confidence from 0 to 1."""

    text: str
    box: Box
    confidence: float
    paragraph: tuple[int, int]
    line: int


class PageRecognizer(Protocol):
    """Law. Needs no network. Threads may share it. What a page cannot be read for is raised, never guessed."""

    def unavailable(self) -> str:
        """Why it cannot be used on this machine, "" if it can."""

    def recognize(self, picture: bytes) -> list[RecognizedWord]:
        """Read one page from a PNG of 200 dots an inch. Raises `RecognitionFailed`."""


class RecognitionFailed(Exception):
    """The engine gave no answer for a page."""


def recognized_page(page: Page, words: Sequence[RecognizedWord]) -> PageText:
    """Return `page` with the text that was recognized, a block for each paragraph.

    A page on which nothing was found stays without text and waits no longer.
    """
    pieces: list[str] = []
    placed: list[Word] = []
    blocks: list[Block] = []
    at, confidences = 0, []
    readable = [word for word in words if word.confidence >= LEAST_CONFIDENCE and _text(word)]
    for _, paragraph in groupby(readable, key=lambda word: word.paragraph):
        if pieces:
            pieces.append("\n")
            at += 1
        start = at
        for number, word in enumerate(paragraph):
            if number:
                pieces.append(" ")
                at += 1
            text = _text(word)
            placed.append(Word(Span(at, at + len(text)), word.box))
            confidences.append(word.confidence)
            pieces.append(text)
            at += len(text)
        blocks.append(Block(BlockKind.PARAGRAPH, page.number, Span(start, at)))
    confidence = sum(confidences) / len(confidences) if confidences else None
    text = "".join(pieces)
    read = Page(page.number, text, tuple(placed), page.width, page.height, False, confidence)
    return PageText(assess(read), tuple(blocks))


def _text(word: RecognizedWord) -> str:
    return "".join(clean_text(word.text).split())
