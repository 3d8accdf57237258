"""The start page and the page of search results."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.background import BackgroundTask
from starlette.responses import Response

from api.cards import Card, card_of, listed_card
from api.filters import (
    Chip,
    Mended,
    bounds,
    chips,
    kind_tabs,
    mended,
    notice,
    understood,
    unit_choices,
    year_bars,
)
from api.leaves import Leaf, leaf_of
from api.pages import Reader, is_pictured, render
from api.paging import page_numbers
from api.problems import sentence
from api.reading import reading_blocks
from api.search_form import SearchForm, Submitted
from api.services import Services
from api.sessions import services_of
from api.wishes import Wishes
from api.wording import wording
from corpus.access import Principal
from corpus.catalogue import DocumentQuery
from corpus.errors import InvalidQuery, NotFound, SanadyarError
from corpus.history import SearchHistory
from corpus.records import DocumentKind, DocumentState
from language.numerals import to_persian_digits
from language.spans import Span
from search.explaining import Explanation
from search.ordering import Sort
from search.query import Mode
from search.refining import facets
from search.results import Hit, Ranking

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
LOG = logging.getLogger(__name__)
Needed = Annotated[Services, Depends(services_of)]

ON_A_PAGE = 10
SEARCHABLE = (DocumentState.WORDS, DocumentState.COMPLETE)


@router.get("/")
def start_page(request: Request, services: Needed, principal: Reader) -> Response:
    catalogue = services.catalogue
    counted = [
        (kind, catalogue.count(principal, DocumentQuery(kinds=[kind], states=SEARCHABLE)))
        for kind in DocumentKind
    ]
    recent = catalogue.documents(principal, DocumentQuery(states=SEARCHABLE), limit=6)
    newest = [
        catalogue.documents(principal, DocumentQuery(kinds=[kind], states=SEARCHABLE), limit=1)
        for kind, count in counted
        if count
    ]
    return render(
        request,
        "start.html",
        principal,
        counts=[(kind, count) for kind, count in counted if count],
        total=sum(count for _, count in counted),
        recent=recent,
        examples=[found[0].description.title for found in newest if found and found[0].description.title][:3],
    )


@dataclass(frozen=True, slots=True)
class Found:
    """What a page of results shows."""

    cards: list[Card] = field(default_factory=list)
    total: int = 0
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    notice: str = ""
    # What was written and no document has, and what was searched for in its stead.
    repairs: list[Mended] = field(default_factory=list)
    understood: list[Chip] = field(default_factory=list)  # conditions that the text itself holds
    problem: str = ""
    left_out: int = 0  # documents that a list by date or title leaves out
    peek: Leaf | None = None
    explanation: Explanation | None = None
    offer: str = ""  # another text that may have been meant
    only_common: bool = False
    words: str = ""  # the text without its conditions
    conditions: int = 0


@router.get("/search")
def search_page(request: Request, services: Needed, principal: Reader, form: Submitted) -> Response:
    found, status = _find(services, principal, form)
    years = year_bars(sorted((int(year), n) for year, n in found.facets.get("year", {}).items()), form)
    page = render(
        request,
        "search.html",
        principal,
        status=status,
        form=form,
        cards=found.cards,
        total=found.total,
        every_kind=form.link(kind=[], only_kind=[]),
        tabs=kind_tabs(found.facets.get("kind", {}), form),
        units=unit_choices(found.facets.get("unit", {}), form),
        years=years,
        years_text=wording("fa")
        .say("list.separator")
        .join(
            wording("fa").say("facet.year", year=to_persian_digits(str(bar.year)), count=bar.count)
            for bar in years
        ),
        modes=list(Mode),
        chips=[*found.understood, *chips(form)],
        narrowing=found.conditions + len(bounds(form)),
        bare=form.bare(found.words if found.conditions else form.text),
        pages=page_numbers(form.page, -(-found.total // ON_A_PAGE)),
        sorts=list(Sort),
        last_page=form.page > 1 and not found.cards and found.total > 0,
        notice=found.notice,
        repairs=found.repairs,
        problem=found.problem,
        left_out=found.left_out,
        explanation=found.explanation,
        offer=found.offer,
        only_common=found.only_common,
        peek=found.peek,
    )
    if form.text and form.page == 1 and found.cards and services.history:
        # Afterwards, so that a busy catalogue keeps nobody waiting for the results.
        page.background = BackgroundTask(_remember, services.history, principal.name, form.text)
    return page


def _remember(history: SearchHistory, account: str, text: str) -> None:
    try:
        history.remember(account, text)
    except SanadyarError as error:
        LOG.warning("a search was not remembered: %s", error)


def _find(services: Services, principal: Principal, form: SearchForm) -> tuple[Found, int]:
    """A search that fails is said on the page, which keeps its box and filters."""
    try:
        if not form.text and form.sort is Sort.RELEVANT:
            return _listed(services, principal, form), 200
        first = (form.page - 1) * ON_A_PAGE
        query = form.query(principal, ON_A_PAGE, first)
        explained = services.searcher.explain(query) if form.explain and principal.is_administrator else None
        ranking = explained.ranking if explained else services.searcher.search(query)
    except SanadyarError as error:
        return Found(problem=_said(error)), 400 if isinstance(error, InvalidQuery) else 503
    asked = " ".join(ranking.words.split()) or form.text  # the viewer marks words, not the names of fields
    return Found(
        cards=[card_of(hit, asked, ranking.terms, form.wishes()) for hit in ranking.hits],
        explanation=explained.explanation if explained else None,
        total=ranking.total_documents,
        facets=_facets(services, principal, form, ranking),
        notice=notice(ranking, form),
        understood=understood(ranking, form),
        repairs=mended(ranking, form),
        left_out=ranking.left_out,
        offer=ranking.offer,
        only_common=ranking.only_common,
        words=ranking.words,
        conditions=len(ranking.conditions),
        peek=_peek(services, principal, list(ranking.hits), asked, form.wishes()),
    ), 200


def _said(error: SanadyarError) -> str:
    """A date that cannot be read is the mistake that people make; it gets a sentence of its own."""
    if isinstance(error, InvalidQuery) and error.facts.get("field") in {"from", "to", "year", "dates"}:
        name = "search.bad_range" if error.facts["field"] == "dates" else "search.bad_date"
        return wording("fa").say(name, date=error.facts.get("value", ""), expected=error.facts["expected"])
    return sentence(error)


def _facets(
    services: Services, principal: Principal, form: SearchForm, ranking: Ranking
) -> Mapping[str, Mapping[str, int]]:
    """What each value would leave. A bound of the kind can be changed for another kind: counted without it."""
    if not form.kinds:
        return ranking.facets
    wider = services.searcher.search(replace(form, kinds=()).query(principal, 1)).facets.get("kind", {})
    return {**ranking.facets, "kind": {**wider, **ranking.facets.get("kind", {})}}


def _listed(services: Services, principal: Principal, form: SearchForm) -> Found:
    """Without a text: the documents themselves, newest received first."""
    outlines = services.catalogue.outlined(principal, form.document_query())
    chosen = [one for one, outline in outlines.items() if form.refinement().fits(outline)]
    first = (form.page - 1) * ON_A_PAGE
    page = chosen[first : first + ON_A_PAGE]
    documents = services.catalogue.documents_by_id(page, principal)
    return Found(
        cards=[listed_card(documents[one]) for one in page if one in documents],
        total=len(chosen),
        facets=facets(outlines.values(), form.refinement()),
    )


def _peek(services: Services, principal: Principal, hits: list[Hit], text: str, wishes: Wishes) -> Leaf | None:
    """A preview of the first hit's page."""
    if not hits:
        return None
    hit = hits[0]
    try:
        page = services.catalogue.page(hit.document.id, hit.passage.page, principal)
        blocks = (
            [] if is_pictured(hit.document.format) else services.catalogue.blocks(hit.document.id, principal)
        )
    except NotFound:  # removed between the search and now
        return None
    start = hit.passage.span.start
    marks = [Span(start + span.start, start + span.end) for span in hit.highlights]
    leaf = leaf_of(hit.document, page, hit.passage, marks, text, wishes)
    if is_pictured(hit.document.format):
        return leaf
    return replace(leaf, blocks=reading_blocks(page, blocks, marks, hit.passage.span))
