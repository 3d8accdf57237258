"""Pages about descriptions: putting a value right in the viewer, and the register of resolutions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from api.admin_pages import Administrator
from api.cards import place
from api.dates import first_day, last_day, short_date
from api.description_routes import describing_of
from api.descriptions import Portrait
from api.numbers import MOST_PAGES
from api.pages import Reader, render
from api.paging import number_within, page_numbers
from api.problems import sentence
from api.services import Services
from api.sessions import require_csrf, services_of
from corpus.corrections import text_of
from corpus.described import SEVERAL, Attribute, Corrected, Place
from corpus.described_catalogue import HeldResolution, ResolutionQuery
from corpus.errors import InvalidQuery
from corpus.records import Document

__all__ = ["Editable", "editables", "place_href", "router"]

router = APIRouter(include_in_schema=False)
Needed = Annotated[Services, Depends(services_of)]
LISTED = 50
# In the order of the identity card; language is left to the program.
EDITED = tuple(attribute for attribute in Attribute if attribute is not Attribute.LANGUAGE)


@dataclass(frozen=True, slots=True)
class Editable:
    """A value as the form shows it; `offered` says that it waits to be confirmed."""

    attribute: Attribute
    value: str
    several: bool
    offered: bool
    correction: Corrected | None


@dataclass(frozen=True, slots=True)
class Listed:
    held: HeldResolution
    document: Document
    href: str


def place_href(document: Document, at: Place) -> str:
    return place(document, at.page, span=at.span)


def editables(document: Document, portrait: Portrait) -> list[Editable]:
    """What can be corrected: values in force, else what was found and waits for a person's word."""
    made = []
    for attribute in EDITED:
        correction = portrait.correction(attribute)
        held = text_of(document.description, attribute)
        found = "" if correction else portrait.text(attribute)
        several = attribute in SEVERAL
        value = correction.value if correction else found if several else held or found
        offered = bool(found and not held and not several)
        if attribute is Attribute.ISSUED:
            value = _jalali(value)
        made.append(Editable(attribute, value, several, offered, correction))
    return made


def _jalali(value: str) -> str:
    day = first_day(value)
    return short_date(day) if day else ""


@router.post("/doc/{document_id}/description", dependencies=[Depends(require_csrf)])
def correct(
    document_id: UUID,
    services: Needed,
    principal: Administrator,
    attribute: Annotated[str, Form()],
    value: Annotated[str, Form()] = "",
    page: Annotated[int, Form(ge=1, le=MOST_PAGES)] = 1,
    resolution: Annotated[UUID | None, Form()] = None,
) -> Response:
    """Raises `InvalidQuery` for a value that cannot be."""
    describing_of(services).correct(document_id, attribute, value, principal, resolution)
    return _back(document_id, page)


@router.post("/doc/{document_id}/description/undo", dependencies=[Depends(require_csrf)])
def undo(
    document_id: UUID,
    services: Needed,
    principal: Administrator,
    attribute: Annotated[str, Form()],
    page: Annotated[int, Form(ge=1, le=MOST_PAGES)] = 1,
    resolution: Annotated[UUID | None, Form()] = None,
) -> Response:
    describing_of(services).undo(document_id, attribute, principal, resolution)
    return _back(document_id, page)


def _back(document_id: UUID, page: int) -> Response:
    return RedirectResponse(f"/doc/{document_id}?page={page}#description", status_code=303)


@router.get("/resolutions")
def resolutions_page(
    request: Request,
    services: Needed,
    principal: Reader,
    owner: str = "",
    text: str = "",
    from_: str = "",
    to: str = "",
    page: str = "1",
) -> Response:
    """The register: what was decided, who has to do it, and until when, in all documents one may read."""
    at = number_within(page, 1, 100_000)
    if at is None:
        raise InvalidQuery(field="page", value=page[:20], expected="1–100000")
    asked = {"owner": owner[:200], "text": text[:200], "from_": from_[:40], "to": to[:40]}
    complaint = ""
    try:
        query = ResolutionQuery(
            owner=asked["owner"],
            text=asked["text"],
            due_from=first_day(asked["from_"]),
            due_to=last_day(asked["to"]),
        )
    except InvalidQuery as error:
        complaint, query = sentence(error, "fa"), ResolutionQuery(asked["owner"], asked["text"])
    catalogue = services.catalogue
    held = catalogue.resolutions(principal, query, offset=(at - 1) * LISTED, limit=LISTED)
    documents = catalogue.documents_by_id({one.document_id for one in held}, principal)
    total = catalogue.count_resolutions(principal, query)
    kept = {name: value for name, value in asked.items() if value}
    return render(
        request,
        "resolutions.html",
        principal,
        listed=list(_listed(held, documents)),
        asked=asked,
        complaint=complaint,
        total=total,
        at=at,
        pages=page_numbers(at, -(-total // LISTED)),
        link=lambda number: "/resolutions?" + urlencode({**kept, "page": number}),
    )


def _listed(held: Sequence[HeldResolution], documents: Mapping[UUID, Document]) -> Iterator[Listed]:
    """A document that was removed meanwhile is passed over."""
    for one in held:
        if document := documents.get(one.document_id):
            yield Listed(one, document, place_href(document, one.resolution.place))
