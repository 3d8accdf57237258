"""The office's table of words that mean the same: /api/synonyms for programs, /admin/synonyms for people."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.admin_pages import Administrator as Manager
from api.negotiation import Spoken
from api.pages import render
from api.problems import Language, sentence
from api.services import Services, SynonymTable
from api.sessions import Administrator, require_csrf, services_of
from corpus.errors import InvalidSynonyms, NotAllowed

__all__ = ["router"]

router = APIRouter(tags=["maintenance"])
LONGEST = 1_000_000  # code points


def _table(services: Annotated[Services, Depends(services_of)]) -> SynonymTable:
    if services.synonyms is None:
        raise NotAllowed(action="synonyms")
    return services.synonyms


Table = Annotated[SynonymTable, Depends(_table)]


class SynonymText(BaseModel):
    text: str = Field(max_length=LONGEST, description="one group a line, its members separated by `=`")


class FaultBody(BaseModel):
    """A line, counted from 1, that is no group and has no effect."""

    line: int
    reason: str


class SynonymBody(BaseModel):
    """The table as written; `own` is false for the one that comes with the program."""

    text: str
    own: bool
    groups: list[list[str]]
    faults: list[FaultBody]

    @classmethod
    def of(cls, table: SynonymTable, language: Language) -> "SynonymBody":
        return cls(
            text=table.text(),
            own=table.is_own,
            groups=[list(group) for group in table.current().groups],
            faults=[
                FaultBody(line=int(fault.facts["line"]), reason=sentence(fault, language))
                for fault in table.faults()
            ],
        )


@router.get("/api/synonyms")
def read_synonyms(_principal: Administrator, table: Table, language: Spoken) -> SynonymBody:
    return SynonymBody.of(table, language)


@router.put("/api/synonyms", dependencies=[Depends(require_csrf)])
def replace_synonyms(
    given: SynonymText, _principal: Administrator, table: Table, language: Spoken
) -> SynonymBody:
    """Put a new table in force at once; a line that is no group is refused with its number."""
    table.replace(given.text)
    return SynonymBody.of(table, language)


@router.delete("/api/synonyms", dependencies=[Depends(require_csrf)])
def reset_synonyms(_principal: Administrator, table: Table, language: Spoken) -> SynonymBody:
    """Back to the table that comes with the program."""
    table.reset()
    return SynonymBody.of(table, language)


@router.get("/admin/synonyms", include_in_schema=False)
def synonyms_page(request: Request, principal: Manager, table: Table, saved: str = "") -> Response:
    faults = [sentence(fault) for fault in table.faults()]
    return render(
        request,
        "synonyms.html",
        principal,
        text=table.text(),
        own=table.is_own,
        count=len(table.current().groups),
        faults=faults,
        saved=bool(saved),
    )


@router.post("/admin/synonyms", include_in_schema=False, dependencies=[Depends(require_csrf)])
def save_synonyms(
    request: Request,
    principal: Manager,
    table: Table,
    text: Annotated[str, Form(max_length=LONGEST)] = "",
    action: Annotated[str, Form()] = "save",
) -> Response:
    """Save, or go back to the program's table; a table with a fault comes back as it was typed."""
    if action == "reset":
        table.reset()
        return RedirectResponse("/admin/synonyms?saved=yes", status_code=303)
    try:
        table.replace(text)
    except InvalidSynonyms as error:
        return render(
            request,
            "synonyms.html",
            principal,
            status=400,
            text=text,
            own=table.is_own,
            count=len(table.current().groups),
            faults=[sentence(error)],
            saved=False,
        )
    return RedirectResponse("/admin/synonyms?saved=yes", status_code=303)
