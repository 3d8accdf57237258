"""GET /api/search."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.explanation_schemas import ExplanationBody
from api.negotiation import Spoken
from api.result_schemas import RankingBody
from api.search_form import LONGEST_TEXT, Submitted
from api.services import Services
from api.sessions import Asker, services_of
from api.wanted import only_known_parameters
from corpus.errors import InvalidQuery, NotAllowed

__all__ = ["router"]

LAST_OFFSET = 100_000

router = APIRouter(prefix="/api", tags=["search"])


@router.get("/search", dependencies=[Depends(only_known_parameters)])
def search(
    services: Annotated[Services, Depends(services_of)],
    principal: Asker,
    language: Spoken,
    form: Submitted,
    offset: Annotated[int, Query(ge=0, le=LAST_OFFSET)] = 0,
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
) -> RankingBody:
    """Documents in order, each with its best passage; the passages hold spans of what was found.

    `q` may hold "phrases", `-unwanted` words and fields («نوع:», «واحد:», «شماره:», «سال:», «از:», «تا:»).
    Without words, bounds alone list the newest documents that they allow. `facets` counts what each value
    would leave of the list as `only_kind`, `only_unit` or `only_year`; `kind`, `unit`, `from` and `to` bound
    the search itself and may bring documents that it did not reach without them. `page` counts pages of
    `limit` documents; `offset` says the same in documents.
    """
    if not form.text and not form.is_bounded():
        raise InvalidQuery(field="q", value="", expected=f"1–{LONGEST_TEXT}")
    if offset and form.page > 1:
        raise InvalidQuery(field="page", value=str(form.page), expected="1 (offset)")
    offset = offset or (form.page - 1) * limit
    if form.explain:
        # What is told of terms counts all passages, also those that the asker may not read.
        if not principal.is_administrator:
            raise NotAllowed(action="explain")
        explained = services.searcher.explain(form.query(principal, limit, offset))
        found = RankingBody.of(explained.ranking, form.text, language)
        return found.model_copy(update={"explanation": ExplanationBody.of(explained.explanation)})
    ranking = services.searcher.search(form.query(principal, limit, offset))
    return RankingBody.of(ranking, form.text, language)
