"""The viewer: one page as picture or text, what was found in the document, and its identity card."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi import Query as Parameter
from starlette.responses import Response

from api.cards import place, source_line
from api.correction_pages import care_of
from api.description_pages import Editable, editables, place_href
from api.descriptions import Portrait, portrait_of
from api.family import family_of
from api.leaves import leaf_of
from api.marking import Piece, excerpt
from api.numbers import MOST_PAGES
from api.pages import Reader, is_pictured, render
from api.paging import number_within, page_numbers
from api.reading import reading_blocks
from api.search_form import LONGEST_TEXT
from api.services import Services
from api.sessions import services_of
from api.wishes import Wished, Wishes
from corpus.access import Principal
from corpus.errors import NotFound, SanadyarError
from corpus.records import Document, Page, Passage
from language.analysis import display_spans
from language.spans import Span
from search.query import Query
from search.results import Hit, Ranking

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
Needed = Annotated[Services, Depends(services_of)]
FINDS = 30
LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Find:
    """One found passage of the document, in reading order."""

    passage: Passage
    highlights: tuple[Span, ...]
    page: int
    href: str
    snippet: list[Piece]
    here: bool


@router.get("/doc/{document_id}")
def viewer_page(
    document_id: UUID,
    request: Request,
    services: Needed,
    principal: Reader,
    wishes: Wished,
    page: Annotated[int | None, Parameter(ge=1, le=MOST_PAGES)] = None,
    p: UUID | None = None,
    q: str = "",
    s: str = "",
    view: str = "",
    ocr: str = "",
) -> Response:
    """Raises `NotFound` for what the reader may not see. Without a page the first find's page opens."""
    document = services.catalogue.document(document_id, principal)
    text = " ".join(q.split())[:LONGEST_TEXT]
    ranking = _found(services, principal, document, text, wishes)
    found = list(ranking.hits)
    passage = _passage(services, principal, document, p) or (_first(found) if page is None else None)
    number = page or (passage.page if passage else 1)
    shown = _page(services, principal, document, number)
    finds = _finds(found, document, text, passage, wishes)
    marks = display_spans(shown.text, ranking.terms)
    quoted = _quoted(s, shown)
    view = "page" if is_pictured(document.format) and view != "text" else "text"
    at = next((place for place, find in enumerate(finds, 1) if find.here), 0)
    on_page = passage if passage and passage.page == number else None
    portrait = portrait_of(services, principal, document.id)
    return render(
        request,
        "viewer.html",
        principal,
        document=document,
        peek=leaf_of(document, shown, on_page, quoted or marks, text, wishes),
        blocks=_blocks(services, principal, document, shown, quoted or marks, on_page)
        if view == "text"
        else [],
        view=view,
        text=text,
        finds=finds,
        at=at,
        previous_find=finds[at - 2].href if at > 1 else "",
        next_find=finds[at].href if finds and at < len(finds) else "",
        thumbs=page_numbers(number, max(1, document.page_count), reach=5),
        link=_links(document, text, view, on_page, wishes),
        quote=on_page.text if on_page else shown.text[:2000],
        source=source_line(document, number),
        care=care_of(services, principal, document, shown),
        ocr_no_better=ocr == "no_better",
        portrait=portrait,
        editing=_editing(services, principal, document, portrait),
        place_href=place_href,
        family=family_of(services, principal, document.id),
    )


def _editing(
    services: Services, principal: Principal, document: Document, portrait: Portrait
) -> list[Editable]:
    """What whoever manages the document may put right; nothing for others."""
    manages = principal.is_administrator and services.describing is not None
    return editables(document, portrait) if manages else []


def _found(services: Services, principal: Principal, document: Document, text: str, wishes: Wishes) -> Ranking:
    """The text searched in this document alone; a search that fails leaves the page without finds."""
    if not text:
        return Ranking()
    query = Query(
        text=text,
        principal=principal,
        document_ids=(document.id,),
        top_k=1,
        repair=wishes.repair,
        synonyms=wishes.synonyms,
        as_written=wishes.as_written,
    )
    try:
        return services.searcher.search(query)
    except SanadyarError:
        LOG.exception("the search inside document %s failed", document.id)
        return Ranking()


def _first(found: list[Hit]) -> Passage | None:
    return found[0].passage if found else None


def _passage(
    services: Services, principal: Principal, document: Document, passage_id: UUID | None
) -> Passage | None:
    """The passage of an address; one of another document, or of a former reading, is simply not marked."""
    if passage_id is None:
        return None
    passage = services.catalogue.passages([passage_id], principal).get(passage_id)
    return passage if passage and passage.document_id == document.id else None


def _page(services: Services, principal: Principal, document: Document, number: int) -> Page:
    try:
        return services.catalogue.page(document.id, number, principal)
    except NotFound:
        if number == 1:  # waiting, failed or empty: its identity card can still be read
            return Page(number=1, text="")
        raise


def _finds(
    found: list[Hit], document: Document, text: str, current: Passage | None, wishes: Wishes
) -> list[Find]:
    """Passages that hold words of the text; where none does, those that are near to it in meaning."""
    places = {}
    for hit in found:
        for one in (hit, *hit.others):
            places[one.passage.id] = (one.passage, tuple(one.highlights))
    worded = [pair for pair in places.values() if pair[1] or (current and pair[0].id == current.id)]
    chosen = worded if any(highlights for _, highlights in worded) else list(places.values())
    ordered = sorted(chosen, key=lambda pair: pair[0].ordinal)
    return [
        Find(
            passage=passage,
            highlights=highlights,
            page=passage.page,
            href=place(document, passage.page, passage.id, text, wishes=wishes),
            snippet=excerpt(passage.text, highlights, None, 140),
            here=current is not None and passage.id == current.id,
        )
        for passage, highlights in ordered[:FINDS]
    ]


def _quoted(address: str, page: Page) -> list[Span]:
    """The span `start-end` of an address, where it lies in the page's text."""
    first, _, last = address.partition("-")
    start, end = (number_within(part, 0, len(page.text)) for part in (first, last))
    return [Span(start, end)] if start is not None and end is not None and start < end else []


def _blocks(
    services: Services,
    principal: Principal,
    document: Document,
    page: Page,
    marks: list[Span],
    passage: Passage | None,
) -> list[object]:
    blocks = services.catalogue.blocks(document.id, principal)
    return list(reading_blocks(page, blocks, marks, passage.span if passage else None))


def _links(
    document: Document, text: str, view: str, passage: Passage | None, wishes: Wishes
) -> Callable[..., str]:
    def link(number: int, view: str = view) -> str:
        fields = {
            "page": str(number),
            "p": str(passage.id) if passage and passage.page == number else "",
            "q": text,
            "view": "text" if view == "text" and is_pictured(document.format) else "",
        }
        given = [(name, value) for name, value in fields.items() if value]
        return f"/doc/{document.id}?" + urlencode([*given, *wishes.fields()])

    return link
