"""Bounds without words: the documents themselves, newest received first."""

from datetime import date
from uuid import UUID

from corpus.catalogue import Catalogue, DocumentQuery, Outline
from corpus.errors import NotFound
from corpus.records import Document, DocumentKind, DocumentState
from index.ports import PassageIndex, Restriction
from search.fetching import Fetched, facets
from search.ordering import Sort, by_title, newest, oldest
from search.query import NOTHING, AnalysedQuery
from search.results import Hit, Ranking

__all__ = ["listed"]

SEARCHABLE = (DocumentState.WORDS, DocumentState.COMPLETE)
MOST_LISTED = 1000


def listed(analysed: AnalysedQuery, index: PassageIndex, catalogue: Catalogue) -> Fetched:
    """One hit a document, its first passage, in the order that is asked for.

    Beyond `MOST_LISTED` documents none are listed or counted. A document with a word that must be absent is
    left out, wherever the word stands in it.
    """
    query = analysed.query
    documents = _in_order(_documents(analysed, index, catalogue), query.sort)
    outlines = [
        Outline(described.kind, described.unit, described.issued)
        for described in (document.description for document in documents)
    ]
    hits = (
        _first_page(one, catalogue, analysed) for one in documents[query.offset : query.offset + query.top_k]
    )
    return Fetched(
        Ranking(
            hits=tuple(hit for hit in hits if hit),
            total_documents=len(documents),
            facets=facets(outlines),
            conditions=analysed.read.conditions if analysed.read else (),
            only_common=analysed.only_common,
        )
    )


def _documents(analysed: AnalysedQuery, index: PassageIndex, catalogue: Catalogue) -> list[Document]:
    bounds, principal = analysed.restriction, analysed.query.principal
    unwanted = _unwanted(analysed, index, catalogue)
    if unwanted is None and not _bounds_something(bounds) and analysed.query.sort is Sort.RELEVANT:
        return []
    if NOTHING in (bounds.kinds, bounds.units):
        return []
    asked = DocumentQuery(
        kinds=[DocumentKind(kind) for kind in bounds.kinds],
        units=bounds.units,
        states=SEARCHABLE,
        first_day=date.fromordinal(bounds.first_day) if bounds.first_day else None,
        last_day=date.fromordinal(bounds.last_day) if bounds.last_day else None,
    )
    return [
        document
        for document in catalogue.documents(principal, asked, limit=MOST_LISTED)
        if document.passage_count
        and document.id not in (unwanted or ())
        and (not bounds.documents or document.id in bounds.documents)
    ]


def _in_order(documents: list[Document], sort: Sort) -> list[Document]:
    """Sorting is stable: equal ones stay as they were received."""
    if sort is Sort.RELEVANT:
        return documents
    if sort is Sort.TITLE:
        places = {document: place for place, document in enumerate(by_title(documents))}
        return sorted(documents, key=lambda document: places[document.id])
    key = newest if sort is Sort.NEWEST else oldest
    return sorted(documents, key=lambda document: key(document.description))


def _bounds_something(bounds: Restriction) -> bool:
    days = bounds.first_day, bounds.last_day
    return any((bounds.kinds, bounds.units, bounds.documents, *days))


def _unwanted(analysed: AnalysedQuery, index: PassageIndex, catalogue: Catalogue) -> set[UUID] | None:
    """Documents with what must be absent; None if nothing must be."""
    read = analysed.read
    if read is None or not (read.without or read.without_phrases):
        return None
    with_words = index.lexical(read.without, analysed.restriction, 10 * MOST_LISTED) if read.without else []
    with_phrases = catalogue.passages(analysed.left_out, analysed.query.principal)
    return {one.document_id for one in with_words} | {one.document_id for one in with_phrases.values()}


def _first_page(document: Document, catalogue: Catalogue, analysed: AnalysedQuery) -> Hit | None:
    try:
        passages = catalogue.passages_of(document.id, analysed.query.principal)
    except NotFound:  # removed since it was listed
        return None
    return Hit(document, passages[0], 0.0) if passages else None
