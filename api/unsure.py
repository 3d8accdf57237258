"""Numbers that OCR has read, found in what is shown of a page or quoted from it."""

from collections.abc import Sequence
from itertools import pairwise
from uuid import UUID

from api.marking import Piece
from api.services import Services
from corpus.access import Principal
from corpus.errors import NotFound
from corpus.unsure_numbers import UnsureNumber, unsure_numbers
from language.spans import Span
from search.results import Answer

__all__ = ["doubted", "unsure_in_answer"]


def doubted(cut: Sequence[Piece], start: int, numbers: Sequence[UnsureNumber]) -> list[Piece]:
    """Cut pieces, which follow each other from place `start` of a text, once more at its unsure numbers."""
    if not numbers:
        return list(cut)
    found: list[Piece] = []
    for piece in cut:
        end = start + len(piece.text)
        inside = [one for one in numbers if one.span.start < end and start < one.span.end]
        edges = {start, end}.union(*({max(start, one.span.start), min(end, one.span.end)} for one in inside))
        for first, last in pairwise(sorted(edges)):
            doubt = next((one.certainty for one in inside if one.span.start <= first < one.span.end), "")
            found.append(Piece(piece.text[first - start : last - start], piece.marked, str(doubt)))
        start = end
    return found


def unsure_in_answer(services: Services, principal: Principal, answer: Answer) -> list[list[UnsureNumber]]:
    """Per citation, the numbers of its quote that OCR has read; spans are of the page's text."""
    return [
        _unsure(services, principal, cited.document.id, cited.page, cited.span) for cited in answer.citations
    ]


def _unsure(
    services: Services, principal: Principal, document_id: UUID, number: int, span: Span
) -> list[UnsureNumber]:
    try:
        return unsure_numbers(services.catalogue.page(document_id, number, principal), span)
    except NotFound:  # removed between the search and now
        return []
