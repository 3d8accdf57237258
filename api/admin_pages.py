"""The administration page: upload, queue, failures with reasons, removal."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.document_routes import failed_ids
from api.marking import safe_name
from api.pages import Reader, render
from api.problems import sentence
from api.services import Progress, Services
from api.sessions import require_csrf, services_of
from api.status_routes import LISTED, counts_for
from api.upload_routes import receive_form
from corpus.access import Confidentiality, Principal
from corpus.catalogue import DocumentQuery
from corpus.errors import NotAllowed, SanadyarError
from corpus.records import Document, DocumentState

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
Needed = Annotated[Services, Depends(services_of)]


def administrator_of_page(principal: Reader) -> Principal:
    if not principal.is_administrator:
        raise NotAllowed(action="administration")
    return principal


Administrator = Annotated[Principal, Depends(administrator_of_page)]


@dataclass(frozen=True, slots=True)
class Queue:
    """How far the documents have come; `counts` by the state's value."""

    counts: dict[str, int]
    total: int
    done: int
    progress: Progress
    failed: list[tuple[Document, str]]
    waiting: list[Document]
    recent: list[Document]


def _queue(services: Services, principal: Principal) -> Queue:
    counts = counts_for(services, principal)
    catalogue = services.catalogue
    failed = catalogue.documents(principal, DocumentQuery(states=[DocumentState.FAILED]), limit=LISTED)
    unread = (DocumentState.READING, DocumentState.WAITING)
    total = sum(counts.values())
    return Queue(
        counts={state.value: count for state, count in counts.items()},
        total=total,
        done=total - sum(counts[state] for state in unread),
        progress=services.progress(),
        failed=[(document, sentence(document.failure)) for document in failed if document.failure],
        waiting=catalogue.documents(principal, DocumentQuery(states=unread), limit=LISTED),
        recent=catalogue.documents(principal, limit=10),
    )


def _page(
    request: Request,
    services: Services,
    principal: Principal,
    outcomes: list[tuple[str, str]],
    status: int = 200,
) -> Response:
    return render(
        request,
        "admin.html",
        principal,
        status=status,
        outcomes=outcomes,
        limit=services.maximum_upload_bytes,
        levels=list(Confidentiality),
        queue=_queue(services, principal),
    )


@router.get("/admin")
def admin_page(request: Request, services: Needed, principal: Administrator) -> Response:
    return _page(request, services, principal, [])


@router.get("/admin/queue")
def queue_fragment(request: Request, services: Needed, principal: Administrator) -> Response:
    """The changing part of the page, fetched again while it is open."""
    return render(request, "queue.html", principal, queue=_queue(services, principal))


@router.post("/admin/upload")
async def upload(request: Request, services: Needed, principal: Administrator) -> Response:
    """The form without scripts: the page comes back with one line per file."""
    try:
        received = await receive_form(request, services)
    except SanadyarError as error:
        return await run_in_threadpool(_page, request, services, principal, [("—", sentence(error))], 400)
    outcomes = [
        (safe_name(name), sentence(outcome) if isinstance(outcome, SanadyarError) else "")
        for name, outcome in received
    ]
    return await run_in_threadpool(_page, request, services, principal, outcomes)


@router.post("/admin/retry", dependencies=[Depends(require_csrf)])
def retry(
    services: Needed, principal: Administrator, document: Annotated[list[UUID] | None, Form()] = None
) -> Response:
    services.ingestion.retry(document or failed_ids(services, principal))
    return RedirectResponse("/admin", status_code=303)


@router.post("/admin/remove", dependencies=[Depends(require_csrf)])
def remove(services: Needed, principal: Administrator, document: Annotated[UUID, Form()]) -> Response:
    services.catalogue.document(document, principal)
    services.ingestion.remove(document)
    return RedirectResponse("/admin", status_code=303)
