"""Latin letters that were read out of Persian words: mended by what the Persian reading alone saw there.

With Persian and English together Tesseract keeps real Latin words and invents others («ay» for «به»); with
Persian alone it does neither. Measured on six fonts: of a hundred words three to eight are invented.
"""

import re
from collections.abc import Iterable, Sequence

from corpus.records import Box
from ingest.ocr import RecognizedWord
from language.known_words import is_known_word

SAME_PLACE, SAME_LINE = 0.45, 0.4  # shared width over both together; shared height over the lower
SURE_NUMBER = 0.85
LEAST_SHARE_OF_PERSIAN = 0.5  # of the words of a page that is mended

_LATIN = re.compile("[A-Za-z]")
_PERSIAN_WORD = re.compile(
    "[«(\\[]*([\u0621-\u064a\u064b-\u0655\u067e-\u06d3\u06c0\u200c]+)[\u200f»)\\],.:؛،؟!]*"
)
_NUMBER = re.compile("[(«]?[۰-۹][۰-۹/.,٪%]*[)»،.؛:]?")
_VOWELS = re.compile("[\u064b-\u0655]")


def is_doubtful(words: Sequence[RecognizedWord]) -> bool:
    """Whether the page is a Persian one with Latin words."""
    latin = sum(_LATIN.search(word.text) is not None for word in words)
    return 0 < latin <= (1 - LEAST_SHARE_OF_PERSIAN) * len(words)


def mended(words: Iterable[RecognizedWord], persian: Sequence[RecognizedWord]) -> list[RecognizedWord]:
    """Give a Latin word the text that `persian`, read from the same picture, has there, if that is a word."""
    return [_mended(word, persian) if _LATIN.search(word.text) else word for word in words]


def _mended(word: RecognizedWord, persian: Sequence[RecognizedWord]) -> RecognizedWord:
    there = max(persian, key=lambda other: _shared(word.box, other.box), default=None)
    if there is None or _shared(word.box, there.box) < SAME_PLACE or not _is_likelier(there, word):
        return word
    return RecognizedWord(there.text, word.box, there.confidence, word.paragraph, word.line)


def _is_likelier(persian: RecognizedWord, latin: RecognizedWord) -> bool:
    text = persian.text.strip("\u200e\u200f")
    if match := _PERSIAN_WORD.fullmatch(text):
        return len(match[1]) > 1 and is_known_word(_VOWELS.sub("", match[1]))
    sure = persian.confidence >= max(SURE_NUMBER, latin.confidence)
    return sure and _NUMBER.fullmatch(text) is not None


def _shared(one: Box, other: Box) -> float:
    """The shared part of both widths together; 0 for boxes of different lines."""
    low, high = min(one.y + one.height, other.y + other.height), max(one.y, other.y)
    if low - high < SAME_LINE * min(one.height, other.height):
        return 0.0
    left, right = max(one.x, other.x), min(one.x + one.width, other.x + other.width)
    around = max(one.x + one.width, other.x + other.width) - min(one.x, other.x)
    return max(0.0, right - left) / around if around else 0.0
