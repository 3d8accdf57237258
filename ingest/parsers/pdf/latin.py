"""A line of Latin text on a page that runs from right to left."""

from collections.abc import Sequence

from ingest.parsers.pdf.characters import BULLET, WIDE_GAP
from ingest.parsers.pdf.spacing import Token

STOPS = ".!?:"
LONGEST_MARK = 5  # signs, such as «[12]»


def latin_line(tokens: Sequence[Token]) -> list[Token]:
    """Return a Latin line, given from left to right, as it was written.

    The direction of its paragraph moves the mark of a list item to its right end, and the full stop or
    the bracket that ends it to its left end: «(dB(A» is dB(A).
    """
    mark, rest = _mark(tokens)
    return [*mark, *_with_last_bracket(_with_last_stop(rest))]


def _mark(tokens: Sequence[Token]) -> tuple[list[Token], list[Token]]:
    """Part the mark of a list item from the line at whose right end it stands."""
    gaps = [index for index, token in enumerate(tokens) if token.text in (" ", WIDE_GAP)]
    if gaps:
        gap, mark = tokens[gaps[-1]], tokens[gaps[-1] + 1 :]
        text = "".join(token.text for token in mark)
        is_number = gap.text == WIDE_GAP and len(text) <= LONGEST_MARK and text.strip(".-()[]").isdecimal()
        if text == BULLET or (is_number and not text.isdecimal()):
            return [*mark, gap], list(tokens[: gaps[-1]])
    return [], list(tokens)


def _with_last_stop(tokens: list[Token]) -> list[Token]:
    texts = [token.text for token in tokens]
    is_moved = len(texts) > 1 and texts[0] in STOPS and texts[1].isalnum() and " " in texts
    return [*tokens[1:], tokens[0]] if is_moved and texts[-1] not in STOPS else tokens


def _with_last_bracket(tokens: list[Token]) -> list[Token]:
    texts = [token.text for token in tokens]
    if len(texts) > 1 and texts[0] == ")":
        return [*tokens[1:], tokens[0]]
    if len(texts) > 1 and texts[0] == "(" and texts.count("(") == texts.count(")") + 2:
        return [*tokens[1:], Token(")", tokens[0].glyph)]
    return tokens
