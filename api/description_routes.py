"""/api/documents/{id}/description and /api/resolutions: what documents say, where, and how sure that is."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query

from api.dates import first_day, last_day
from api.description_schemas import (
    CorrectedBody,
    DescriptionBody,
    NewValue,
    RelatedBody,
    ResolutionBody,
    ResolutionList,
    ValueBody,
)
from api.descriptions import Portrait, portrait_of
from api.services import Describing, Services
from api.sessions import Administrator, Asker, require_csrf, services_of
from corpus.access import Principal
from corpus.described_catalogue import ResolutionQuery
from corpus.errors import NotAllowed, NotFound

__all__ = ["describing_of", "router"]

router = APIRouter(prefix="/api", tags=["descriptions"])
Needed = Annotated[Services, Depends(services_of)]
DESCRIPTION = "/documents/{document_id}/description"
ONE_RESOLUTION = "/documents/{document_id}/resolutions/{resolution_id}/{attribute}"
MOST = 300


@router.get(DESCRIPTION)
def show_description(document_id: UUID, services: Needed, principal: Asker) -> DescriptionBody:
    """Described values with place and certainty, corrections, resolutions, and what replaces what."""
    return _body(services, principal, document_id)


@router.put(DESCRIPTION + "/{attribute}", dependencies=[Depends(require_csrf)])
def correct_value(
    document_id: UUID, attribute: str, body: NewValue, services: Needed, principal: Administrator
) -> DescriptionBody:
    """The value holds at once and after every reading; lists have one value a line, "" says there is none."""
    describing_of(services).correct(document_id, attribute, body.value, principal)
    return _body(services, principal, document_id)


@router.delete(DESCRIPTION + "/{attribute}", dependencies=[Depends(require_csrf)])
def undo_value(
    document_id: UUID, attribute: str, services: Needed, principal: Administrator
) -> DescriptionBody:
    describing_of(services).undo(document_id, attribute, principal)
    return _body(services, principal, document_id)


@router.get("/resolutions")
def list_resolutions(
    services: Needed,
    principal: Asker,
    owner: str = "",
    text: str = "",
    document: Annotated[list[UUID] | None, Query()] = None,
    from_: Annotated[
        str, Query(alias="from", description="due on or after: Jalali or ISO day, month, year")
    ] = "",
    to: Annotated[str, Query(description="due on or before")] = "",
    without_due: bool = False,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
) -> ResolutionList:
    """Of the documents that the asker may read, the first deadline first and those without one last."""
    query = ResolutionQuery(
        owner=owner,
        text=text,
        due_from=first_day(from_),
        due_to=last_day(to),
        documents=document or (),
        without_due=without_due,
    )
    held = services.catalogue.resolutions(principal, query, offset=offset, limit=limit)
    documents = services.catalogue.documents_by_id({one.document_id for one in held}, principal)
    return ResolutionList(
        total=services.catalogue.count_resolutions(principal, query),
        resolutions=[
            ResolutionBody.of(one, documents[one.document_id]) for one in held if one.document_id in documents
        ],
    )


@router.put(ONE_RESOLUTION, dependencies=[Depends(require_csrf)])
def correct_resolution(
    document_id: UUID,
    resolution_id: UUID,
    attribute: str,
    body: NewValue,
    services: Needed,
    principal: Administrator,
) -> ResolutionBody:
    """`attribute` is owner or due; "" says there is none."""
    describing_of(services).correct(document_id, attribute, body.value, principal, resolution_id)
    return _resolution(services, principal, document_id, resolution_id)


@router.delete(ONE_RESOLUTION, dependencies=[Depends(require_csrf)])
def undo_resolution(
    document_id: UUID, resolution_id: UUID, attribute: str, services: Needed, principal: Administrator
) -> ResolutionBody:
    describing_of(services).undo(document_id, attribute, principal, resolution_id)
    return _resolution(services, principal, document_id, resolution_id)


def describing_of(services: Services) -> Describing:
    if services.describing is None:
        raise NotAllowed(action="correcting descriptions")
    return services.describing


def _resolution(
    services: Services, principal: Principal, document_id: UUID, resolution_id: UUID
) -> ResolutionBody:
    document = services.catalogue.document(document_id, principal)
    query = ResolutionQuery(documents=[document_id])
    held = services.catalogue.resolutions(principal, query, limit=MOST)
    found = next((one for one in held if one.resolution.id == resolution_id), None)
    if found is None:
        raise NotFound(what="resolution", id=str(resolution_id))
    return ResolutionBody.of(found, document)


def _body(services: Services, principal: Principal, document_id: UUID) -> DescriptionBody:
    document = services.catalogue.document(document_id, principal)
    portrait: Portrait = portrait_of(services, principal, document_id)
    return DescriptionBody(
        values=[ValueBody.of(value) for value in portrait.details.values],
        corrected={one.attribute: CorrectedBody.of(one) for one in portrait.corrections if not one.subject},
        superseded_by=[RelatedBody.of(*one) for one in portrait.superseded_by],
        replaces=[RelatedBody.of(*one) for one in portrait.replaces],
        resolutions=[ResolutionBody.of(one, document) for one in portrait.resolutions],
    )
