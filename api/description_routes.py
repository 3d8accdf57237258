"""/api/documents/{id}/description: what a document says of itself, where, and how sure that is."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends

from api.description_schemas import CorrectedBody, DescriptionBody, RelatedBody, ValueBody
from api.descriptions import Portrait, portrait_of
from api.services import Services
from api.sessions import Asker, services_of

__all__ = ["router"]

router = APIRouter(prefix="/api/documents", tags=["documents"])
Needed = Annotated[Services, Depends(services_of)]


@router.get("/{document_id}/description")
def show_description(document_id: UUID, services: Needed, principal: Asker) -> DescriptionBody:
    """Described values with place and certainty, corrections, and what replaces what."""
    return _body(portrait_of(services, principal, document_id))


def _body(portrait: Portrait) -> DescriptionBody:
    return DescriptionBody(
        values=[ValueBody.of(value) for value in portrait.details.values],
        corrected={one.attribute: CorrectedBody.of(one) for one in portrait.corrections if not one.subject},
        superseded_by=[RelatedBody.of(*one) for one in portrait.superseded_by],
        replaces=[RelatedBody.of(*one) for one in portrait.replaces],
    )
