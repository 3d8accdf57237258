"""Untrusted text cut into marked and unmarked pieces; templates escape every piece by themselves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from language.spans import Span

__all__ = ["Piece", "excerpt", "flowing", "joined", "pieces", "safe_name"]

# Explicit direction controls can make "report\u202efdp.exe" look like a PDF, and C0/C1 controls break headers.
_DIRECTION_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True)
class Piece:
    """`doubt` is "" or the certainty of a number that OCR has read; `best` if it is of the best sentence."""

    text: str
    marked: bool = False
    doubt: str = ""
    best: bool = False


def joined(text: str, spans: Iterable[Span]) -> list[Span]:
    """The spans in order; those with nothing but blanks between them, or that overlap, become one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and not text[found[-1].end : span.start].strip(" \u200c"):
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


def pieces(text: str, spans: Iterable[Span], window: Span | None = None) -> list[Piece]:
    """Cut `text[window]` at the spans (code points of `text`); neighbouring spans are one mark."""
    first, last = (window.start, window.end) if window else (0, len(text))
    cut: list[Piece] = []
    at = first
    for span in joined(text, spans):
        start, end = max(span.start, at), min(span.end, last)
        if start >= end:
            continue
        if start > at:
            cut.append(Piece(text[at:start]))
        cut.append(Piece(text[start:end], marked=True))
        at = end
    if at < last:
        cut.append(Piece(text[at:last]))
    return cut


def excerpt(text: str, spans: Sequence[Span], best: Span | None, length: int) -> list[Piece]:
    """About `length` code points around the best sentence, or around the first span; cut at spaces."""
    if len(text) <= length:
        return _flowing(text, _with_best(pieces(text, spans), 0, best))
    start = best.start if best else max(0, min((span.start for span in spans), default=0) - length // 4)
    if start > 0 and not best:
        start = text.find(" ", start) + 1
    start = max(0, min(start, len(text) - length // 2))
    end = (
        len(text)
        if start + length >= len(text)
        else max(text.rfind(" ", start, start + length), start + length // 2)
    )
    cut = _flowing(text, _with_best(pieces(text, spans, Span(start, end)), start, best))
    return [*([Piece("… ")] if start else []), *cut, *([Piece(" …")] if end < len(text) else [])]


def _with_best(cut: list[Piece], at: int, best: Span | None) -> list[Piece]:
    """The pieces of the text from `at` on, cut where the best sentence begins and ends."""
    if best is None:
        return cut
    told: list[Piece] = []
    for piece in cut:
        end = at + len(piece.text)
        edges = [at, *(edge for edge in (best.start, best.end) if at < edge < end), end]
        told += [
            replace(piece, text=piece.text[first - at : last - at], best=best.start <= first < best.end)
            for first, last in pairwise(edges)
        ]
        at = end
    return told


def _flowing(text: str, cut: list[Piece]) -> list[Piece]:
    """The pieces for running text: cells and rows of a table stay apart where they follow each other."""
    if "\t" not in text:
        return cut
    return [replace(piece, text=_in_line(piece.text)) for piece in cut]


def _in_line(text: str) -> str:
    return text.replace("\t", " | ").replace("\n", " ؛ ")


def flowing(text: str) -> str:
    """A text in one line; a table's cells and rows stay apart."""
    return " ".join((_in_line(text) if "\t" in text else text).split())


def safe_name(name: str) -> str:
    """A file name without control characters and direction overrides, for showing and for headers."""
    kept = "".join(
        character
        for character in name
        if character not in _DIRECTION_CONTROLS and ord(character) >= 0x20 and not 0x7F <= ord(character) < 0xA0
    )
    return kept.strip() or "—"
