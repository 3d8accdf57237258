"""A page's text as a person corrected it: what stayed keeps its kind and its boxes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from corpus.page_corrections import PageText
from corpus.records import Block, BlockKind, Box, Page, Span, Word
from ingest.integrity import assess
from language.normalization import clean_text

LONGEST_TEXT = 500_000  # code points of a page
MOST_COMPARED = 20_000  # words; the comparison takes quadratic time where little is alike

_WORD = re.compile(r"\S+")


def corrected(before: PageText, text: str) -> PageText:
    """Return the page with `text` in its place: a line is a block, a tab parts the cells of a row.

    Words that stayed keep their boxes, a word that took the place of one word takes its box; others have
    none. Lines keep the kind of the line they stand for. A page corrected by hand is sure of its digits.
    """
    kept = "\n".join(line.rstrip() for line in clean_text(text).strip("\n").split("\n"))
    words = tuple(_words(before.page, kept))
    page = replace(before.page, text=kept, words=words, needs_ocr=False, recognized=None, agreed=())
    return PageText(assess(page), tuple(_blocks(before, kept)))


def _words(before: Page, text: str) -> Iterator[Word]:
    new = [Span(match.start(), match.end()) for match in _WORD.finditer(text)]
    boxes = _boxes([word.span.of(before.text) for word in before.words], [span.of(text) for span in new])
    for span, place in zip(new, boxes, strict=True):
        yield Word(span, _box(before, place))


def _box(before: Page, place: int | None) -> Box | None:
    return None if place is None else before.words[place].box


def _boxes(old: Sequence[str], new: Sequence[str]) -> list[int | None]:
    """For each new word the place of the old word whose box it has."""
    found: list[int | None] = [None] * len(new)
    for kind, first, last, start, end in _changes(old, new):
        if kind in ("equal", "replace") and last - first == end - start:
            found[start:end] = range(first, last)
    return found


def _blocks(before: PageText, text: str) -> Iterator[Block]:
    old = [(block, " ".join(block.span.of(before.page.text).split())) for block in before.blocks]
    new = [Span(match.start(), match.end()) for match in re.finditer(r"[^\n]+", text) if match[0].strip()]
    kinds: list[Block | None] = [None] * len(new)
    lines = [" ".join(span.of(text).split()) for span in new]
    for kind, first, last, start, end in _changes([line for _, line in old], lines):
        if kind in ("equal", "replace") and last - first == end - start:
            kinds[start:end] = [block for block, _ in old[first:last]]
    for span, like in zip(new, kinds, strict=True):
        is_row = "\t" in span.of(text)
        if like is not None and (is_row or like.kind not in (BlockKind.TABLE_ROW, BlockKind.TABLE_HEADER)):
            yield replace(like, page=before.page.number, span=span)
        else:
            kind_of_new = BlockKind.TABLE_ROW if is_row else BlockKind.PARAGRAPH
            yield Block(kind_of_new, before.page.number, span)


def _changes(old: Sequence[str], new: Sequence[str]) -> Sequence[tuple[str, int, int, int, int]]:
    if max(len(old), len(new)) > MOST_COMPARED:
        return []
    return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
