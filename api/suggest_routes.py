"""GET /api/suggest: what a text that is being typed may become."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from api.services import Services
from api.sessions import Asker, services_of
from search.suggestions import SuggestionKind, suggest

__all__ = ["router"]

router = APIRouter(prefix="/api", tags=["search"])


class SuggestionBody(BaseModel):
    """`document` is the document whose title or number `text` is; null for a word."""

    text: str
    kind: SuggestionKind
    document: UUID | None


class SuggestionList(BaseModel):
    items: list[SuggestionBody]


@router.get("/suggest")
def suggestions(
    services: Annotated[Services, Depends(services_of)], principal: Asker, q: str = ""
) -> SuggestionList:
    """Up to seven titles, numbers and words, among what the asker may read; nothing for an empty text."""
    found = suggest(q, principal, services.catalogue)
    return SuggestionList(
        items=[SuggestionBody(text=one.text, kind=one.kind, document=one.document_id) for one in found]
    )
