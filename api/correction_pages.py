"""What administrators do to a page in the viewer: correct its text, read it again, take that back."""

import hashlib
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from api.admin_pages import Administrator
from api.correction_routes import corrector_of
from api.numbers import PageNumber
from api.pages import render
from api.paging import number_within, page_numbers
from api.services import Services
from api.sessions import require_csrf, services_of
from corpus.access import Principal
from corpus.errors import PageChanged
from corpus.records import LOW_INTEGRITY, Document, Page

__all__ = ["care_of", "router"]

router = APIRouter(include_in_schema=False)
Needed = Annotated[Services, Depends(services_of)]
ADDRESS = "/doc/{document_id}/pages/{number}"
LISTED = 50


def care_of(services: Services, principal: Principal, document: Document, page: Page) -> dict[str, object]:
    """What the viewer shows of a page's soundness; forms and history only to those who manage documents."""
    manages = principal.is_administrator and services.corrector is not None
    history = corrector_of(services).history(document.id, page.number, principal) if manages else []
    return {
        "manages": manages and page.integrity is not None,
        "history": list(reversed(history)),
        "holding": next((one for one in reversed(history) if one.undone is None), None),
        "seen": _seen(page.text),
        "reasons": _reasons(page),
    }


def _reasons(page: Page) -> list[tuple[str, float]]:
    """Worst first; what is less than a hundredth is not worth a word."""
    if page.integrity is None or page.needs_ocr:
        return []
    told = [(name, share) for name, share in page.integrity.reasons.items() if share >= 0.01]
    return sorted(told, key=lambda reason: -reason[1])


def _seen(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]


def _back(document_id: UUID, number: int, **fields: str) -> Response:
    query = urlencode({"page": number, **fields})
    return RedirectResponse(f"/doc/{document_id}?{query}", status_code=303)


@router.post(ADDRESS + "/correct", dependencies=[Depends(require_csrf)])
def correct(
    document_id: UUID,
    number: PageNumber,
    services: Needed,
    principal: Administrator,
    text: Annotated[str, Form()] = "",
    seen: Annotated[str, Form()] = "",
) -> Response:
    """Raises `PageChanged` if the page has another text than the form was made with."""
    page = services.catalogue.page(document_id, number, principal)
    if seen != _seen(page.text):
        document = services.catalogue.document(document_id, principal)
        raise PageChanged(file=document.file, page=number)
    corrector_of(services).correct(document_id, number, text, principal, page.text)
    return _back(document_id, number, view="text")


@router.post(ADDRESS + "/reread", dependencies=[Depends(require_csrf)])
def reread(document_id: UUID, number: PageNumber, services: Needed, principal: Administrator) -> Response:
    """The page then says whether the new text is there or the old one was better."""
    found = corrector_of(services).reread(document_id, number, principal)
    return _back(document_id, number, view="text", **({} if found.kept else {"ocr": "no_better"}))


@router.post(ADDRESS + "/undo", dependencies=[Depends(require_csrf)])
def undo(document_id: UUID, number: PageNumber, services: Needed, principal: Administrator) -> Response:
    corrector_of(services).undo(document_id, number, principal)
    return _back(document_id, number, view="text")


@router.get("/admin/pages")
def doubtful_pages(request: Request, services: Needed, principal: Administrator, page: str = "1") -> Response:
    """The pages whose text is worth a look, worst first."""
    at = number_within(page, 1, 100_000) or 1
    corrections = services.corrections
    found = corrections.doubtful_pages(
        principal, LOW_INTEGRITY, offset=(at - 1) * LISTED, limit=LISTED
    ) if corrections else []  # fmt: skip
    total = corrections.count_doubtful(principal, LOW_INTEGRITY) if corrections else 0
    return render(
        request,
        "doubtful.html",
        principal,
        found=found,
        total=total,
        at=at,
        pages=page_numbers(at, -(-total // LISTED)),
    )
