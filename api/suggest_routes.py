"""GET /api/suggest: what a text that is being typed may become; /api/history: what the asker searched for."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import RedirectResponse
from pydantic import BaseModel
from starlette.responses import Response

from api.pages import Reader
from api.services import Services
from api.sessions import Asker, require_csrf, services_of
from search.suggestions import LONGEST_TEXT, SuggestionKind

__all__ = ["pages", "router"]

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
    """Up to seven own searches, titles, numbers and words, among what the asker may read.

    For an empty text the asker's latest searches.
    """
    recent = services.history.recent(principal.name, q[:LONGEST_TEXT]) if services.history else []
    found = services.searcher.suggest(q, principal, recent)
    return SuggestionList(
        items=[SuggestionBody(text=one.text, kind=one.kind, document=one.document_id) for one in found]
    )


@router.get("/history")
def history(services: Annotated[Services, Depends(services_of)], principal: Asker) -> list[str]:
    """The asker's own searches, the latest first; nobody else sees them."""
    return services.history.recent(principal.name, limit=50) if services.history else []


@router.delete("/history", status_code=204, dependencies=[Depends(require_csrf)])
def clear_history(services: Annotated[Services, Depends(services_of)], principal: Asker) -> None:
    if services.history:
        services.history.forget(principal.name)


pages = APIRouter(include_in_schema=False)


@pages.post("/history/clear", dependencies=[Depends(require_csrf)])
def clear_history_by_form(services: Annotated[Services, Depends(services_of)], principal: Reader) -> Response:
    if services.history:
        services.history.forget(principal.name)
    return RedirectResponse("/", status_code=303)
