"""Where sentences end."""

import re

from language.spans import Span

_LETTERS = "[آ-غف-يٮ-ۓ]{2}"  # of Arabic script; digits are none
_CLOSING = "[»”\"')\\]]*"
# A line's end, a stop before a blank, or a stop between two Persian words whose blank was forgotten.
_END = re.compile(f"\\n+|[.!?؟…]+{_CLOSING}(?=\\s|$)|(?<={_LETTERS})[.!?؟]+{_CLOSING}(?={_LETTERS})")
_ABBREVIATIONS = frozenset(
    ("ر.ک", "ه.ق", "ه.ش", "ق.م", "ج.ا", "الخ", "no", "vol", "dr", "mr", "mrs", "ms", "fig", "e.g", "i.e", "etc",
     "inc", "ltd", "al", "ed", "eds", "pp", "vs", "st")
)  # fmt: skip
_LAST_WORD = re.compile("[\\w.\u200c]+$")
_LONGEST_ABBREVIATION = 24  # code points looked at before a point
_NUMBERED = re.compile(
    "\\s*(?:ماد[هۀ]ٔ?\\s+|تبصر[هۀ]ٔ?\\s+|بند\\s+)?[(\\[]?(?:\\d{1,3}|الف|[^\\W\\d_])(?:[-.](?:\\d{1,3}))*"
)

RULES = (1, _END.pattern, _NUMBERED.pattern, tuple(sorted(_ABBREVIATIONS)))
"""What decides where sentences end, for fingerprints; the number stands for the code below."""


def split_sentences(text: str) -> list[Span]:
    """Return the spans of the sentences of a text, without the blanks around them. A newline ends a sentence.

    A point inside a number, after an abbreviation, an initial or the number of an item ends none; nor does
    an ellipsis.
    """
    spans: list[Span] = []
    start = 0
    for match in _END.finditer(text):
        if _goes_on(text, start, match):
            continue
        _add(spans, text, start, match.end())
        start = match.end()
    _add(spans, text, start, len(text))
    return spans


def _add(spans: list[Span], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    if right > left:
        spans.append(Span(start + left, start + right))


def _goes_on(text: str, start: int, stop: re.Match[str]) -> bool:
    """Whether the sentence that begins at `start` goes on after this stop."""
    marks = stop[0]
    if marks[0] == "…" or marks.startswith(".."):
        return not any(mark in marks for mark in "!?؟")
    if marks[0] != ".":
        return False
    if _NUMBERED.fullmatch(text, start, stop.start()):
        return True
    last = _LAST_WORD.search(text, max(start, stop.start() - _LONGEST_ABBREVIATION), stop.start())
    if last is None:
        return False
    word = last[0].lower()
    return (len(word) == 1 and word.isalpha()) or word in _ABBREVIATIONS
