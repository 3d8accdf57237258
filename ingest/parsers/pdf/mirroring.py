"""Undo what PDFium does to brackets: it turns those round that it takes for right-to-left."""

import unicodedata
from collections.abc import Iterator, Sequence

from ingest.parsers.pdf.characters import MIRRORED, UNKNOWN

RIGHT, LEFT, WEAK, NEUTRAL = "RLWN"
WEAK_CLASSES = frozenset(("AN", "EN", "NSM", "CS", "ES", "ET", "BN"))


def unmirrored(codes: Sequence[int], generated: Sequence[bool]) -> list[str]:
    """Return the characters of a page's text as the file has them.

    The rule is PDFium's own: a line runs to the right if it has more stretches of right-to-left letters
    than of others, and brackets go with the strong letters before them.
    """
    characters = [chr(code) if 0 < code < 0x110000 else UNKNOWN for code in codes]
    if MIRRORED.keys().isdisjoint(characters):
        return characters
    for start, end in _lines(characters, generated):
        if MIRRORED.keys().isdisjoint(characters[start:end]):
            continue
        directions = [_direction(character) for character in characters[start:end]]
        stretches = [own for own, before in zip(directions, ["", *directions], strict=False) if own != before]
        current = RIGHT if stretches.count(RIGHT) > stretches.count(LEFT) else LEFT
        for index, direction in enumerate(directions, start=start):
            if direction in (RIGHT, LEFT):
                current = direction
            elif direction == NEUTRAL and current == RIGHT:
                characters[index] = MIRRORED.get(characters[index], characters[index])
    return characters


def _lines(characters: Sequence[str], generated: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Yield the lines that PDFium made, half-open."""
    start = 0
    for index, character in enumerate(characters):
        if generated[index] and character in "\r\n":
            yield start, index
            start = index + 1
    yield start, len(characters)


def _direction(character: str) -> str:
    direction = unicodedata.bidirectional(character)
    if direction in ("R", "AL"):
        return RIGHT
    if direction == "L":
        return LEFT
    return WEAK if direction in WEAK_CLASSES else NEUTRAL
