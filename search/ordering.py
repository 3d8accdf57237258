"""In which order found documents are listed, and the version in force before those it replaced."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from corpus.access import Principal
from corpus.catalogue import Catalogue, Outline
from corpus.described import ENDING
from language.collation import persian_key

__all__ = ["LEAST_SHARE", "Sort", "by_title", "in_force_first", "newest", "oldest", "sorted_documents"]

# Of the best document's absolute score; what is farther from the question is not listed by date or title,
# where it would stand among the near ones.
LEAST_SHARE = 0.5
LONGEST_CHAIN = 10  # versions


class Sort(StrEnum):
    """By falling score, by the document's own date, or by title; documents without a date come last."""

    RELEVANT = "relevant"
    NEWEST = "newest"
    OLDEST = "oldest"
    TITLE = "title"


class Dated(Protocol):
    @property
    def issued(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class Near:
    """A found document with its best passage's absolute score."""

    document: UUID
    absolute: float


def sorted_documents(found: Sequence[Near], outlines: Mapping[UUID, Outline], sort: Sort) -> list[UUID]:
    """`found` is in order of relevance; ties keep it, so that the pages of a list are parts of one list."""
    if sort is Sort.RELEVANT:
        return [one.document for one in found]
    least = LEAST_SHARE * max((one.absolute for one in found), default=0.0)
    near = [one.document for one in found if one.absolute >= least]
    if sort is Sort.TITLE:
        return by_title({document: outlines[document] for document in near})
    dated = [document for document in near if outlines[document].issued]
    key = {document: newest(outlines[document]) for document in dated}
    dated.sort(key=lambda document: key[document] if sort is Sort.NEWEST else -key[document])
    return dated + [document for document in near if not outlines[document].issued]


def newest(dated: Dated) -> int:
    """A key that puts the newest first and what has no date last."""
    return -dated.issued.toordinal() if dated.issued else 1


def oldest(dated: Dated) -> int:
    return dated.issued.toordinal() if dated.issued else date.max.toordinal() + 1


def by_title(outlines: Mapping[UUID, Outline]) -> list[UUID]:
    """In the order of the Persian alphabet; equal titles by file name and id."""

    def key(document: UUID) -> tuple[object, ...]:
        outline = outlines[document]
        return persian_key(outline.title or outline.file), persian_key(outline.file), document

    return sorted(outlines, key=key)


def in_force_first(
    order: Sequence[UUID], outlines: Mapping[UUID, Outline], catalogue: Catalogue, asker: Principal
) -> list[UUID]:
    """Put a document right before the first one that it replaces or repeals, if it is not there already."""
    ended = [document for document in order if outlines[document].superseded]
    if not ended:
        return list(order)
    there = set(order)
    successors = {
        older: [one.newer for one in newer if one.how in ENDING and one.newer in there]
        for older, newer in catalogue.successors(ended, asker).items()
    }
    placed: dict[UUID, None] = {}

    def place(document: UUID, above: int) -> None:
        for newer in successors.get(document, []) if above < LONGEST_CHAIN else []:
            if newer not in placed:
                place(newer, above + 1)
        placed.setdefault(document)

    for document in order:
        if document not in placed:
            place(document, 0)
    return list(placed)
