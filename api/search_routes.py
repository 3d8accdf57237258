"""GET /api/search."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.negotiation import Spoken
from api.result_schemas import RankingBody
from api.search_form import Submitted
from api.services import Services
from api.sessions import Asker, services_of
from corpus.errors import InvalidQuery

__all__ = ["router"]

router = APIRouter(prefix="/api", tags=["search"])


@router.get("/search")
def search(
    services: Annotated[Services, Depends(services_of)],
    principal: Asker,
    language: Spoken,
    form: Submitted,
    offset: Annotated[int, Query(ge=0, le=1000)] = 0,
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
) -> RankingBody:
    """Documents in order, each with its best passage; the passages hold spans of what was found."""
    if not form.text:
        raise InvalidQuery(field="q", value="", expected="1–500")
    return RankingBody.of(services.searcher.search(form.query(principal, limit, offset)), language)
