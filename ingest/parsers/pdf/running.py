"""Running headers, footers and page numbers, found by comparing pages."""

import re
from collections import defaultdict
from collections.abc import Sequence

from ingest.parsers.pdf.paragraphs import Draft

MARGIN = 0.14  # of the page's height, at its top and at its bottom
SAME_HEIGHT = 0.02
# Of a short document; in a long one headers change by chapter, and left and right pages have their own.
LEAST_SHARE_OF_PAGES = 0.4
LEAST_PAGES, LEAST_SHARE_OF_MANY = 3, 0.1
MOST_WORDS = 30
PAGE_NUMBER = re.compile(
    r"^[-–—\s|(]*(?:صفحه|صفحهٔ|صفحۀ|ص|page)?[\s.:]*\d{1,4}(?:\s*(?:از|/|of)\s*\d{1,4})?[-–—\s|)]*$",
    re.IGNORECASE,
)
NUMBER_LETTERS = re.compile(r"\d+")


def running_drafts(pages: Sequence[Sequence[Draft]], heights: Sequence[float]) -> list[set[int]]:
    """Return, for each page, the indices of the drafts that belong to the page and not to the text."""
    found: list[set[int]] = [set() for _ in pages]
    places: dict[str, list[tuple[int, int, float]]] = defaultdict(list)
    for page, (drafts, height) in enumerate(zip(pages, heights, strict=True)):
        for index, draft in enumerate(drafts):
            middle = 1 - (draft.box[1] + draft.box[3]) / 2 / height
            if draft.slanted:
                found[page].add(index)
            if MARGIN < middle < 1 - MARGIN or draft.table >= 0:
                continue
            if PAGE_NUMBER.match(draft.text):
                found[page].add(index)
            elif sum(map(len, draft.cells)) <= MOST_WORDS and any(map(str.isalpha, draft.text)):
                places[_signature(draft.text)].append((page, index, middle))
    least = max(2, min(LEAST_SHARE_OF_PAGES * len(pages), LEAST_PAGES + LEAST_SHARE_OF_MANY * len(pages)))
    for same in places.values():
        for page, index, middle in same:
            pages_alike = {other for other, _, height in same if abs(height - middle) <= SAME_HEIGHT}
            if len(pages_alike) >= least:
                found[page].add(index)
    return found


def _signature(text: str) -> str:
    return NUMBER_LETTERS.sub("#", text).replace(" ", "")
