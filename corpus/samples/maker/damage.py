"""Spoil texts as old programs, keyboards and converters do."""

import re
import zlib
from collections.abc import Callable
from dataclasses import replace

from corpus.samples.maker.sources import Block, Source

ZWNJ = "\u200c"
ARABIC_LETTERS = str.maketrans({"ی": "ي", "ک": "ك"})
LATIN_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٪", "0123456789%")
# Windows code page 1256 has ZWNJ, but neither the Persian yeh nor Persian digits nor these marks.
CP1256 = str.maketrans({"ی": "ي", "ک": "ك", "ۀ": "ه", "\u0654": None, "٫": ".", "٬": ",", "٪": "%"})


def damaged(source: Source) -> Source:
    """Return the source as its file shall show it; layout alone is not damage of the text."""
    for name in source.damage:
        if spoil := SPOILERS.get(name):
            source = replace(
                source,
                title=spoil(source.title),
                blocks=tuple(_spoiled(block, spoil) for block in source.blocks),
            )
    return source


def for_code_page_1256(text: str) -> bytes:
    """Encode as old Persian software did; raises `UnicodeEncodeError` for letters without a substitute."""
    return text.translate(LATIN_DIGITS).translate(CP1256).encode("cp1256")


def _spoiled(block: Block, spoil: Callable[[str], str]) -> Block:
    rows = tuple(tuple(spoil(cell) for cell in row) for row in block.rows)
    return replace(block, text=spoil(block.text), rows=rows)


def _arabic_letters(text: str) -> str:
    return text.translate(ARABIC_LETTERS)


def _latin_digits(text: str) -> str:
    return text.translate(LATIN_DIGITS)


def _lost_zwnj(text: str) -> str:
    # Some converters drop the character, others leave a space: the word decides which, always the same.
    def spoil(match: re.Match[str]) -> str:
        glue = " " if zlib.crc32(match[0].encode()) % 2 else ""
        return match[0].replace(ZWNJ, glue)

    return re.sub(rf"\w+(?:{ZWNJ}\w+)+", spoil, text)


SPOILERS = {"arabic_letters": _arabic_letters, "latin_digits": _latin_digits, "lost_zwnj": _lost_zwnj}
