"""A page as a picture with the found places on it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from api.cards import place
from api.marking import joined
from api.page_schemas import BoxBody
from api.pictures import boxes_of
from api.reading import ReadingBlock
from api.wishes import AS_USUAL, Wishes
from corpus.records import Document, Page, Passage
from corpus.unsure_numbers import unsure_numbers
from language.spans import Span

__all__ = ["Leaf", "leaf_of"]


@dataclass(frozen=True, slots=True)
class Leaf:
    """Boxes in percent of the page; `href` opens the viewer here; `blocks` is the page as text."""

    document: Document
    page: Page
    passage_boxes: list[BoxBody]
    term_boxes: list[BoxBody]
    unsure_boxes: list[BoxBody]  # of numbers that OCR has read
    href: str
    blocks: Sequence[ReadingBlock] = ()


def leaf_of(
    document: Document,
    page: Page,
    passage: Passage | None,
    marks: Iterable[Span],
    text: str,
    wishes: Wishes = AS_USUAL,
) -> Leaf:
    """`marks` are places in the page's text."""
    here = passage if passage is not None and passage.page == page.number else None
    return Leaf(
        document=document,
        page=page,
        passage_boxes=[BoxBody.of(box) for box in boxes_of(page, [here.span] if here else [])],
        term_boxes=[BoxBody.of(box) for box in boxes_of(page, joined(page.text, marks))],
        unsure_boxes=[
            BoxBody.of(box) for box in boxes_of(page, [number.span for number in unsure_numbers(page)])
        ],
        href=place(document, page.number, here.id if here else None, text, wishes=wishes),
    )
