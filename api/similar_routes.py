"""Documents like one document: /api/documents/{id}/similar for programs, /doc/{id}/similar for people."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel
from starlette.responses import Response

from api.document_schemas import DocumentBody
from api.negotiation import Spoken
from api.pages import Reader, render
from api.services import Services
from api.sessions import Asker, services_of

__all__ = ["router"]

router = APIRouter(tags=["documents"])
Needed = Annotated[Services, Depends(services_of)]
SHOWN = 6


class SimilarBody(BaseModel):
    """`score` lies between 0 and about 1; `terms` are index terms that both documents have."""

    document: DocumentBody
    score: float
    terms: list[str]


class SimilarList(BaseModel):
    documents: list[SimilarBody]


@router.get("/api/documents/{document_id}/similar")
def similar(
    document_id: UUID,
    services: Needed,
    principal: Asker,
    language: Spoken,
    limit: Annotated[int, Query(ge=1, le=20)] = 5,
) -> SimilarList:
    """The nearest first, among what the asker may read; empty where none is near."""
    found = services.searcher.similar(document_id, principal, limit)
    return SimilarList(
        documents=[
            SimilarBody(
                document=DocumentBody.of(one.document, language), score=one.score, terms=list(one.terms)
            )
            for one in found
        ]
    )


@router.get("/doc/{document_id}/similar", include_in_schema=False)
def similar_page(
    document_id: UUID, request: Request, services: Needed, principal: Reader, part: str = ""
) -> Response:
    """A page of its own, or with `part` the list alone, which the viewer fetches."""
    document = services.catalogue.document(document_id, principal)
    found = services.searcher.similar(document_id, principal, SHOWN)
    template = "similar_list.html" if part else "similar.html"
    return render(request, template, principal, document=document, similar=found)
