"""How much of two texts is the same, told from sketches of a fixed size: for copies in another format.

A sketch keeps the smallest hashes of all runs of letters of a text (bottom-k sketch, Broder 1997): the share of
common ones among the smallest of both together estimates the share of common runs (Jaccard). Blanks, joiners,
marks and forms of letters do not count, so that Word, PDF and OCR of one text are alike.
"""

import re
import struct
from dataclasses import dataclass
from heapq import nsmallest
from zlib import crc32

from language.normalization import letters

RUN = 8  # letters: about two words; longer runs suffer more from the letters that OCR gets wrong
KEPT, KEPT_NUMBERS = 256, 64  # hashes
MARKS = 24  # of the smallest hashes: texts that share three quarters of their runs share some of these
LEAST_LETTERS = 160  # below, chance and letterheads decide
MOST_LETTERS = 400_000  # of a book, the beginning
NUMBER = re.compile(r"\d{2,}")
VERSION = 1


@dataclass(frozen=True, slots=True)
class Sketch:
    """Hashes in rising order; `numbers` is None where digits are not to be trusted, as those of OCR."""

    runs: tuple[int, ...]
    numbers: tuple[int, ...] | None

    @property
    def marks(self) -> tuple[int, ...]:
        """What like texts are looked up by."""
        return self.runs[:MARKS]

    def packed(self) -> bytes:
        numbers = self.numbers or ()
        known = 0 if self.numbers is None else 1
        head = struct.pack("<BBHH", VERSION, known, len(self.runs), len(numbers))
        return head + struct.pack(f"<{len(self.runs) + len(numbers)}I", *self.runs, *numbers)


def sketch(text: str, *, sure_digits: bool = True) -> Sketch | None:
    """Return the sketch of a text, None of one that is too short to be compared."""
    plain = letters(text)[:MOST_LETTERS]
    if len(plain) < LEAST_LETTERS:
        return None
    content = plain.encode("utf-16-le", "surrogatepass")
    hashes = {crc32(content[start : start + 2 * RUN]) for start in range(0, len(content) - 2 * RUN + 2, 2)}
    numbers = {crc32(number.encode()) for number in NUMBER.findall(_with_ascii_digits(text))}
    return Sketch(
        tuple(nsmallest(KEPT, hashes)), tuple(nsmallest(KEPT_NUMBERS, numbers)) if sure_digits else None
    )


def unpacked(content: bytes) -> Sketch | None:
    """Return a sketch as it was packed, None if another version of the program made it."""
    version, known, runs, numbers = struct.unpack_from("<BBHH", content)
    if version != VERSION:
        return None
    values = struct.unpack_from(f"<{runs + numbers}I", content, 6)
    return Sketch(values[:runs], values[runs:] if known else None)


def likeness(first: Sketch, second: Sketch) -> float:
    """Between 0 and 1: the share of common runs, and of common numbers where that is less.

    Forms and monthly reports have the same words and other numbers: they are different documents.
    """
    words = _shared(first.runs, second.runs, KEPT)
    if first.numbers is None or second.numbers is None or not (first.numbers or second.numbers):
        return words
    return min(words, _shared(first.numbers, second.numbers, KEPT_NUMBERS))


def _shared(first: tuple[int, ...], second: tuple[int, ...], kept: int) -> float:
    smallest = nsmallest(kept, {*first, *second})
    if not smallest:
        return 0.0
    both = {*first} & {*second}
    return sum(one in both for one in smallest) / len(smallest)


def _with_ascii_digits(text: str) -> str:
    return text.translate(_DIGITS)


_DIGITS = {ord(digit): str(value) for row in ("۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩") for value, digit in enumerate(row)}
