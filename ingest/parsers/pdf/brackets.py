"""Brackets that open and close: how well a reading balances, and lines in which all stand the wrong way."""

from collections.abc import Sequence

from ingest.parsers.pdf.characters import BRACKET_PAIRS, MIRRORED
from ingest.parsers.pdf.spacing import Token


def inverted_brackets(text: str) -> int:
    """Count the brackets of a text that close before they open or never close."""
    count = 0
    for opening, closing in BRACKET_PAIRS:
        depth = 0
        for character in text:
            if character == opening:
                depth += 1
            elif character == closing and depth:
                depth -= 1
            elif character == closing:
                count += 1
        count += depth
    return count


def with_paired_brackets(tokens: Sequence[Token]) -> list[Token]:
    """Turn round the brackets of a line in which every pair stands the wrong way."""
    ordered = list(tokens)
    if MIRRORED.keys().isdisjoint([token.text for token in ordered]):
        return ordered
    for opening, closing in BRACKET_PAIRS:
        places = [index for index, token in enumerate(ordered) if token.text in (opening, closing)]
        texts = [ordered[index].text for index in places]
        if texts and texts == [closing, opening] * (len(texts) // 2):
            for index in places:
                token = ordered[index]
                ordered[index] = Token(MIRRORED[token.text], token.glyph)
    return ordered
