"""/api/pages and what corrects a page: pages to look at, reading again with OCR, a text by hand, and back."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query

from api.correction_schemas import (
    CorrectionBody,
    CorrectionRequest,
    DoubtfulPageBody,
    DoubtfulPages,
    RereadBody,
)
from api.numbers import Offset, PageNumber
from api.page_schemas import PageBody
from api.pictures import lines_of
from api.services import Correcting, Services
from api.sessions import Administrator, Asker, require_csrf, services_of
from corpus.access import Principal
from corpus.errors import NotAllowed
from corpus.records import LOW_INTEGRITY

__all__ = ["corrector_of", "router"]

router = APIRouter(prefix="/api", tags=["pages"])
Needed = Annotated[Services, Depends(services_of)]
PAGE = "/documents/{document_id}/pages/{number}"


@router.get("/pages")
def list_doubtful_pages(
    services: Needed,
    principal: Asker,
    below: Annotated[float, Query(ge=0, le=1.01)] = LOW_INTEGRITY,
    offset: Offset = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> DoubtfulPages:
    """Pages whose text is worth a look, worst first: of documents that the asker may read."""
    if services.corrections is None:
        return DoubtfulPages(total=0, pages=[])
    found = services.corrections.doubtful_pages(principal, below, offset=offset, limit=limit)
    return DoubtfulPages(
        total=services.corrections.count_doubtful(principal, below),
        pages=[DoubtfulPageBody.of(page) for page in found],
    )


@router.put(PAGE + "/text", dependencies=[Depends(require_csrf)])
def correct(
    document_id: UUID, number: PageNumber, change: CorrectionRequest, services: Needed, principal: Administrator
) -> PageBody:
    """Put a text in the place of the page's own; search and answers use it from now on."""
    corrector_of(services).correct(document_id, number, change.text, principal, change.replaces)
    return _page(services, principal, document_id, number)


@router.post(PAGE + "/reread", dependencies=[Depends(require_csrf)])
def reread(
    document_id: UUID,
    number: PageNumber,
    services: Needed,
    principal: Administrator,
    even_if_worse: bool = False,
) -> RereadBody:
    """Read the page's picture with OCR, which takes seconds; the better of both texts stays."""
    found = corrector_of(services).reread(document_id, number, principal, even_if_worse=even_if_worse)
    return RereadBody(before=found.before, after=found.after, kept=found.kept, text=found.page.text)


@router.get(PAGE + "/corrections")
def history(
    document_id: UUID, number: PageNumber, services: Needed, principal: Administrator
) -> list[CorrectionBody]:
    """What was corrected, oldest first, undone corrections too."""
    return [CorrectionBody.of(one) for one in corrector_of(services).history(document_id, number, principal)]


@router.delete(PAGE + "/correction", dependencies=[Depends(require_csrf)])
def undo(document_id: UUID, number: PageNumber, services: Needed, principal: Administrator) -> PageBody:
    """Take the newest correction back; the text before it holds again."""
    corrector_of(services).undo(document_id, number, principal)
    return _page(services, principal, document_id, number)


def corrector_of(services: Services) -> Correcting:
    """Raises `NotAllowed` where the program was put together without it."""
    if services.corrector is None:
        raise NotAllowed(action="correction")
    return services.corrector


def _page(services: Services, principal: Principal, document_id: UUID, number: PageNumber) -> PageBody:
    document = services.catalogue.document(document_id, principal)
    page = services.catalogue.page(document_id, number, principal)
    return PageBody.of(document, page, lines_of(page), services.catalogue.blocks(document_id, principal))
