"""/api/documents: what the asker may read, page by page, with pictures and originals."""

from pathlib import Path
from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import FileResponse

from api.dates import first_day, last_day
from api.document_schemas import AccessChange, DocumentBody, DocumentList, RetryRequest, RetryResult
from api.marking import safe_name
from api.negotiation import Spoken
from api.numbers import Offset, PageNumber
from api.page_schemas import PageBody, PassageBody
from api.pictures import is_pictured, lines_of, picture_width
from api.services import Services
from api.sessions import Administrator, Asker, require_csrf, services_of
from corpus.access import Confidentiality, Principal
from corpus.catalogue import DocumentQuery
from corpus.errors import InvalidQuery, NotFound
from corpus.records import Document, DocumentKind, DocumentState

__all__ = ["confidentiality_of", "download", "file_response", "picture", "router"]

router = APIRouter(prefix="/api/documents", tags=["documents"])
Needed = Annotated[Services, Depends(services_of)]

# What a browser or an office program may be told; all else is nameless bytes, never shown as a page.
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@router.get("")
def list_documents(
    services: Needed,
    principal: Asker,
    language: Spoken,
    text: str = "",
    kind: Annotated[list[DocumentKind] | None, Query()] = None,
    unit: Annotated[list[str] | None, Query()] = None,
    state: Annotated[list[DocumentState] | None, Query()] = None,
    from_: Annotated[str, Query(alias="from", description="Jalali or ISO day, month, season or year")] = "",
    to: str = "",
    offset: Offset = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> DocumentList:
    """Newest received first."""
    query = DocumentQuery(
        kinds=kind or (),
        units=unit or (),
        states=state or (),
        first_day=first_day(from_),
        last_day=last_day(to),
        text=text,
    )
    documents = services.catalogue.documents(principal, query, offset=offset, limit=limit)
    return DocumentList(
        total=services.catalogue.count(principal, query),
        documents=[DocumentBody.of(document, language) for document in documents],
    )


@router.get("/{document_id}")
def show_document(document_id: UUID, services: Needed, principal: Asker, language: Spoken) -> DocumentBody:
    return DocumentBody.of(services.catalogue.document(document_id, principal), language)


@router.get("/{document_id}/pages/{number}")
def show_page(document_id: UUID, number: PageNumber, services: Needed, principal: Asker) -> PageBody:
    """The page's text in reading order, its words and lines with boxes in percent, its blocks."""
    document = services.catalogue.document(document_id, principal)
    page = services.catalogue.page(document_id, number, principal)
    return PageBody.of(document, page, lines_of(page), services.catalogue.blocks(document_id, principal))


@router.get("/{document_id}/passages/{passage_id}")
def show_passage(document_id: UUID, passage_id: UUID, services: Needed, principal: Asker) -> PassageBody:
    passage = services.catalogue.passages([passage_id], principal).get(passage_id)
    if passage is None or passage.document_id != document_id:
        raise NotFound(what="passage", id=str(passage_id))
    return PassageBody.of(passage)


@router.get("/{document_id}/pages/{number}/picture", response_class=Response)
def show_picture(
    document_id: UUID,
    number: PageNumber,
    request: Request,
    services: Needed,
    principal: Asker,
    width: Annotated[int, Query(ge=1, le=4000)] = 960,
) -> Response:
    """The page as WebP. Formats without fixed pages have no pictures: `not_found`."""
    return picture(request, services, principal, document_id, number, width)


@router.get("/{document_id}/original", response_class=FileResponse)
def show_original(document_id: UUID, services: Needed, principal: Asker) -> Response:
    """The bytes as received, always as a download."""
    return download(services, principal, document_id)


@router.delete("/{document_id}", status_code=204, dependencies=[Depends(require_csrf)])
def remove_document(document_id: UUID, services: Needed, principal: Administrator) -> None:
    services.catalogue.document(document_id, principal)
    services.ingestion.remove(document_id)


@router.patch("/{document_id}/access", dependencies=[Depends(require_csrf)])
def change_access(
    document_id: UUID, change: AccessChange, services: Needed, principal: Administrator, language: Spoken
) -> DocumentBody:
    services.catalogue.document(document_id, principal)
    confidentiality = confidentiality_of(change.confidentiality)
    services.ingestion.set_access(document_id, confidentiality, frozenset(change.readers))
    return DocumentBody.of(services.catalogue.document(document_id, principal), language)


@router.post("/retry", dependencies=[Depends(require_csrf)])
def retry(request: RetryRequest, services: Needed, principal: Administrator) -> RetryResult:
    """Failed documents wait again; without ids, all of them."""
    ids = request.documents or failed_ids(services, principal)
    return RetryResult(waiting=services.ingestion.retry(ids))


def failed_ids(services: Services, principal: Principal) -> list[UUID]:
    failed = DocumentQuery(states=[DocumentState.FAILED])
    count = services.catalogue.count(principal, failed)
    return [document.id for document in services.catalogue.documents(principal, failed, limit=max(1, count))]


def confidentiality_of(name: str) -> Confidentiality:
    """Raises `InvalidQuery`."""
    try:
        return Confidentiality[name.strip().upper()]
    except KeyError as error:
        expected = ", ".join(item.name.lower() for item in Confidentiality)
        raise InvalidQuery(field="confidentiality", value=name, expected=expected) from error


def picture(
    request: Request, services: Services, principal: Principal, document_id: UUID, number: int, width: int
) -> Response:
    document = services.catalogue.document(document_id, principal)
    if not is_pictured(document.format) or not 1 <= number <= document.page_count:
        raise NotFound(what="page picture", id=f"{document_id}/{number}")
    width = picture_width(width)
    tag = f'"{document.original[:32]}-{number}-{width}"'
    # Kept by the browser, but asked about each time: rights may have been taken away since.
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    image = services.page_picture(services.originals.path(document.legible), number, width)
    return Response(image, media_type="image/webp", headers=headers)


def download(services: Services, principal: Principal, document_id: UUID) -> Response:
    document = services.catalogue.document(document_id, principal)
    return file_response(services.originals.path(document.original), document)


def file_response(path: Path, document: Document) -> Response:
    """Bytes of a document under its name, as a download that no browser shows as a page."""
    name = safe_name(document.file.rpartition("/")[2])
    plain = "".join(c if c.isascii() and c not in '"\\%;' else "_" for c in name)
    return FileResponse(
        path,
        media_type=MEDIA_TYPES.get(document.format, "application/octet-stream"),
        headers={
            "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
        },
    )
