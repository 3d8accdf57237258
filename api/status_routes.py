"""/api/health for watchdogs, /api/status for people and programs that wait for documents."""

from math import floor
from typing import Annotated

from fastapi import APIRouter, Depends

from api.document_schemas import DocumentBody
from api.negotiation import Spoken
from api.services import Services
from api.sessions import Asker, services_of
from api.status_schemas import Health, RebuildingBody, StatusBody
from corpus.access import Principal
from corpus.catalogue import DocumentQuery
from corpus.records import DocumentState

__all__ = ["LISTED", "counts_for", "router"]

router = APIRouter(prefix="/api", tags=["status"])
Needed = Annotated[Services, Depends(services_of)]
LISTED = 100


@router.get("/health")
def health(services: Needed) -> Health:
    """Answers without sign-in, and tells nothing but that the server runs."""
    return Health(status="ok", version=services.version)


@router.get("/status")
def status(services: Needed, principal: Asker, language: Spoken) -> StatusBody:
    """How far ingestion has come; at most 100 waiting and 100 failed documents are listed.

    What counts all documents, also hidden ones, is for administrators; others learn a rounded share.
    """
    progress, manages = services.progress(), principal.is_administrator
    waiting = DocumentQuery(states=[DocumentState.WAITING, DocumentState.READING])
    failed = DocumentQuery(states=[DocumentState.FAILED])
    catalogue = services.catalogue
    return StatusBody(
        counts=counts_for(services, principal),
        embedded_share=progress.embedded_share if manages else floor(100 * progress.embedded_share) / 100,
        passages_per_second=progress.passages_per_second if manages else None,
        seconds_left=progress.seconds_left,
        rebuilding=RebuildingBody(done=progress.rebuilding[0], total=progress.rebuilding[1])
        if progress.rebuilding and manages
        else None,
        trouble=progress.trouble if manages else "",
        pages_needing_ocr=progress.pages_needing_ocr if manages else 0,
        ocr_trouble=progress.ocr_trouble if manages else "",
        waiting=[
            DocumentBody.of(item, language) for item in catalogue.documents(principal, waiting, limit=LISTED)
        ],
        failed=[
            DocumentBody.of(item, language) for item in catalogue.documents(principal, failed, limit=LISTED)
        ],
    )


def counts_for(services: Services, principal: Principal) -> dict[DocumentState, int]:
    """Documents per state among those that the principal may read."""
    return {
        state: services.catalogue.count(principal, DocumentQuery(states=[state])) for state in DocumentState
    }
