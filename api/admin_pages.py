"""The administration page: upload, queue, failures with reasons, removal."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.document_routes import failed_ids
from api.marking import safe_name
from api.pages import Reader, render
from api.paging import number_within, page_numbers
from api.problems import sentence, status_of
from api.services import Progress, Services
from api.sessions import require_csrf, services_of
from api.status_routes import LISTED, counts_for
from api.upload_routes import receive_form
from corpus.access import Confidentiality, Principal
from corpus.catalogue import DocumentQuery
from corpus.errors import NotAllowed, SanadyarError, UnreadableDocument
from corpus.records import Document, DocumentState

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
Needed = Annotated[Services, Depends(services_of)]
ON_A_PAGE = 20


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
    documents: list[Document]
    found: int
    text: str
    page: int
    can_rebuild: bool

    @property
    def pages(self) -> list[int | None]:
        return page_numbers(self.page, -(-self.found // ON_A_PAGE))

    def link(self, page: int, path: str = "/admin") -> str:
        """The address of a page of the list of documents."""
        fields = {"q": self.text, "page": str(page) if page > 1 else ""}
        query = urlencode({name: value for name, value in fields.items() if value})
        return f"{path}?{query}" if query else path


@dataclass(frozen=True, slots=True)
class Listed:
    """Which of the documents are listed: those with `text` in title, file name or number."""

    text: str = ""
    page: int = 1


def _listed(q: str = "", page: str = "1") -> Listed:
    return Listed(" ".join(q.split())[:200], number_within(page, 1, 100_000) or 1)


Wanted = Annotated[Listed, Depends(_listed)]


def _queue(services: Services, principal: Principal, listed: Listed) -> Queue:
    counts = counts_for(services, principal)
    catalogue = services.catalogue
    failed = catalogue.documents(principal, DocumentQuery(states=[DocumentState.FAILED]), limit=LISTED)
    unread = (DocumentState.READING, DocumentState.WAITING)
    total = sum(counts.values())
    query = DocumentQuery(text=listed.text)
    return Queue(
        counts={state.value: count for state, count in counts.items()},
        total=total,
        done=total - sum(counts[state] for state in unread),
        progress=services.progress(),
        failed=[(document, sentence(document.failure)) for document in failed if document.failure],
        waiting=catalogue.documents(principal, DocumentQuery(states=unread), limit=LISTED),
        documents=catalogue.documents(principal, query, offset=(listed.page - 1) * ON_A_PAGE, limit=ON_A_PAGE),
        found=catalogue.count(principal, query),
        text=listed.text,
        page=listed.page,
        can_rebuild=services.rebuild is not None,
    )


def _page(
    request: Request,
    services: Services,
    principal: Principal,
    outcomes: list[tuple[str, str]],
    listed: Listed = Listed(),
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
        queue=_queue(services, principal, listed),
        has_synonyms=services.synonyms is not None,
    )


@router.get("/admin")
def admin_page(request: Request, services: Needed, principal: Administrator, listed: Wanted) -> Response:
    return _page(request, services, principal, [], listed)


@router.get("/admin/queue")
def queue_fragment(request: Request, services: Needed, principal: Administrator, listed: Wanted) -> Response:
    """The changing part of the page, fetched again while it is open."""
    return render(request, "queue.html", principal, queue=_queue(services, principal, listed))


@router.post("/admin/upload")
async def upload(request: Request, services: Needed, principal: Administrator) -> Response:
    """The form without scripts: the page comes back with one line per file."""
    try:
        received = await receive_form(request, services)
    except SanadyarError as error:
        refused = [("—", sentence(error))]
        return await run_in_threadpool(_page, request, services, principal, refused, Listed(), status_of(error))
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


@router.post("/admin/password", dependencies=[Depends(require_csrf)])
def give_password(
    request: Request,
    services: Needed,
    principal: Administrator,
    document: Annotated[UUID, Form()],
    password: Annotated[str, Form(max_length=1000)],
) -> Response:
    """Read a locked PDF with its password; a wrong one is said on the page."""
    held = services.catalogue.document(document, principal)
    try:
        services.ingestion.unlock(document, password)
    except UnreadableDocument as error:
        refused = [(safe_name(held.file), sentence(error))]
        return _page(request, services, principal, refused, Listed(), status_of(error))
    return RedirectResponse("/admin", status_code=303)


@router.post("/admin/rebuild", dependencies=[Depends(require_csrf)])
def rebuild(services: Needed, _principal: Administrator) -> Response:
    """Make the index anew beside the one in use; the page then shows how far it is."""
    if services.rebuild is None:
        raise NotAllowed(action="rebuild")
    services.rebuild()
    return RedirectResponse("/admin", status_code=303)


@router.post("/admin/remove", dependencies=[Depends(require_csrf)])
def remove(services: Needed, principal: Administrator, document: Annotated[UUID, Form()]) -> Response:
    services.catalogue.document(document, principal)
    services.ingestion.remove(document)
    return RedirectResponse("/admin", status_code=303)
