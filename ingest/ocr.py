"""The port of engines that read scanned pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from corpus.records import Box

# Mean confidence of Tesseract, measured: pages that stand right .77 to .85, pages that do not .35 to .41.
STANDS_RIGHT = 0.6


@dataclass(frozen=True, slots=True)
class RecognizedWord:
    """A word in reading order; `paragraph` and `line` number where it stands.

    Confidence from 0 to 1. `agreed`: another engine read the same numbers there. `heading`: it is part of one.
    """

    text: str
    box: Box
    confidence: float
    paragraph: tuple[int, int]
    line: int
    agreed: bool = False
    heading: bool = False


class PageRecognizer(Protocol):
    """Law. Needs no network. Threads may share it. What a page cannot be read for is raised, never guessed."""

    def unavailable(self) -> str:
        """Why it cannot be used on this machine, "" if it can."""

    def recognize(self, picture: bytes) -> list[RecognizedWord]:
        """Read one page from a PNG of 200 dots an inch. Raises `RecognitionFailed`."""


class RecognitionFailed(Exception):
    """The engine gave no answer for a page."""


def mean_confidence(words: Sequence[RecognizedWord]) -> float:
    """The mean over letters, so that specks count little; 0 of nothing."""
    letters = sum(len(word.text) for word in words)
    return sum(len(word.text) * word.confidence for word in words) / letters if letters else 0.0
