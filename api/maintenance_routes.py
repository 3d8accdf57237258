"""/api/rebuild and /api/check: what an administrator does to the whole."""

from typing import Annotated

from fastapi import APIRouter, Depends

from api.services import Services
from api.sessions import Administrator, require_csrf, services_of
from api.status_schemas import FindingBody
from corpus.errors import NotAllowed

__all__ = ["router"]

router = APIRouter(prefix="/api", tags=["maintenance"])
Needed = Annotated[Services, Depends(services_of)]


@router.post("/rebuild", status_code=202, dependencies=[Depends(require_csrf)])
def rebuild(services: Needed, _principal: Administrator) -> None:
    """Make the index anew from the catalogue, beside the one in use; /api/status tells how far it is."""
    if services.rebuild is None:
        raise NotAllowed(action="rebuild")
    services.rebuild()


@router.get("/check")
def check(services: Needed, _principal: Administrator) -> list[FindingBody]:
    """Whether catalogue, originals and index agree. Reads every original through."""
    if services.check is None:
        raise NotAllowed(action="check")
    return [
        FindingBody(kind=found.kind.value, subject=found.subject, fault=found.is_fault, facts=found.facts)
        for found in services.check()
    ]
