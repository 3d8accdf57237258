"""Bounds without words: the documents themselves, newest received first."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from corpus.catalogue import Catalogue, DocumentQuery, Outline
from corpus.errors import NotFound
from corpus.records import Document, DocumentKind, DocumentState
from index.ports import PassageIndex, Restriction
from search.fetching import Fetched, with_successors
from search.ordering import Sort, by_title, newest, oldest
from search.query import NOTHING, AnalysedQuery
from search.refining import facets
from search.results import Hit, Ranking

__all__ = ["SEARCHABLE", "listed"]

SEARCHABLE = (DocumentState.WORDS, DocumentState.COMPLETE)
# Passages with words that must be absent that are looked at.
MOST_LOOKED_AT = 10_000


def listed(analysed: AnalysedQuery, index: PassageIndex, catalogue: Catalogue) -> Fetched:
    """One hit a document, its first passage, in the order that is asked for.

    A document with a word that must be absent is left out, wherever the word stands in it.
    """
    query = analysed.query
    outlines = _outlines(analysed, index, catalogue)
    chosen = {one: outline for one, outline in outlines.items() if query.refinement.fits(outline)}
    page = _in_order(chosen, query.sort)[query.offset : query.offset + query.top_k]
    documents = catalogue.documents_by_id(page, query.principal)
    hits = [_first_page(documents[one], catalogue, analysed) for one in page if one in documents]
    shown = catalogue.outlines([hit.document.id for hit in hits if hit], query.principal)
    there = (hit for hit in hits if hit and hit.document.id in shown)
    return Fetched(
        Ranking(
            hits=tuple(with_successors(there, shown, catalogue, query.principal)),
            total_documents=len(chosen),
            facets=facets(outlines.values(), query.refinement),
            conditions=analysed.read.conditions if analysed.read else (),
            only_common=analysed.only_common,
        )
    )


def _outlines(analysed: AnalysedQuery, index: PassageIndex, catalogue: Catalogue) -> dict[UUID, Outline]:
    """Of every document within the bounds, the newest received first."""
    bounds, principal = analysed.restriction, analysed.query.principal
    unwanted = _unwanted(analysed, index, catalogue)
    if unwanted is None and not _bounds_something(bounds) and analysed.query.sort is Sort.RELEVANT:
        return {}
    if NOTHING in (bounds.kinds, bounds.units):
        return {}
    asked = DocumentQuery(
        kinds=[DocumentKind(kind) for kind in bounds.kinds],
        units=bounds.units,
        states=SEARCHABLE,
        first_day=date.fromordinal(bounds.first_day) if bounds.first_day else None,
        last_day=date.fromordinal(bounds.last_day) if bounds.last_day else None,
        with_text=True,
    )
    return {
        document: outline
        for document, outline in catalogue.outlined(principal, asked).items()
        if document not in (unwanted or ()) and (not bounds.documents or document in bounds.documents)
    }


def _in_order(outlines: Mapping[UUID, Outline], sort: Sort) -> list[UUID]:
    """Sorting is stable: equal ones stay as they were received."""
    if sort is Sort.RELEVANT:
        return list(outlines)
    if sort is Sort.TITLE:
        return by_title(outlines)
    key = newest if sort is Sort.NEWEST else oldest
    return sorted(outlines, key=lambda document: key(outlines[document]))


def _bounds_something(bounds: Restriction) -> bool:
    days = bounds.first_day, bounds.last_day
    return any((bounds.kinds, bounds.units, bounds.documents, *days))


def _unwanted(analysed: AnalysedQuery, index: PassageIndex, catalogue: Catalogue) -> set[UUID] | None:
    """Documents with what must be absent; None if nothing must be."""
    read = analysed.read
    if read is None or not (read.without or read.without_phrases):
        return None
    with_words = index.lexical(read.without, analysed.restriction, MOST_LOOKED_AT) if read.without else []
    with_phrases = catalogue.passages(analysed.left_out, analysed.query.principal)
    return {one.document_id for one in with_words} | {one.document_id for one in with_phrases.values()}


def _first_page(document: Document, catalogue: Catalogue, analysed: AnalysedQuery) -> Hit | None:
    try:
        passages = catalogue.passages_of(document.id, analysed.query.principal)
    except NotFound:  # removed since it was listed
        return None
    return Hit(document, passages[0], 0.0) if passages else None
