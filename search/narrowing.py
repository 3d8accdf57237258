"""Conditions that the index cannot hold by itself: phrases, and words that must be absent."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from uuid import UUID

from corpus.catalogue import Catalogue
from corpus.records import Passage
from index.ports import PassageIndex, Scored
from language.analysis import analyze
from language.phrases import has_phrase
from search.fusion import LEG_LIMIT
from search.query import AnalysedQuery

__all__ = ["narrow", "wanted"]

# Passages with a phrase's words that are looked at, the best ones first.
MOST_LOOKED_AT = 1000
READ_AT_ONCE = 100


def narrow(analysed: AnalysedQuery, index: PassageIndex, catalogue: Catalogue) -> AnalysedQuery:
    """Find which passages have the phrases of a query, and which have those that must be absent.

    A phrase stands in a passage's text, in a heading, in its context or in its document's title, not across
    them. Of more than `MOST_LOOKED_AT` passages with the same words the best by words are read.
    """
    read = analysed.read
    if read is None or not (read.phrases or read.without_phrases):
        return analysed
    absent = [
        _having([(phrase,)], _with_words(phrase, analysed, index), analysed, catalogue)
        for phrase in read.without_phrases
    ]
    left_out = frozenset[UUID]().union(*absent)
    if not read.phrases:
        return replace(analysed, left_out=left_out)
    groups = [
        {one.passage_id for phrase in group for one in _with_words(phrase, analysed, index)}
        for group in read.phrases
    ]
    among = set.intersection(*groups)
    ranked = index.lexical(analysed.terms, analysed.restriction, MOST_LOOKED_AT, among)
    return replace(analysed, among=_having(read.phrases, ranked, analysed, catalogue), left_out=left_out)


def wanted(found: Sequence[Scored], analysed: AnalysedQuery, index: PassageIndex) -> list[Scored]:
    """Those of a leg's list that have none of the words that must be absent; titles and headings count."""
    kept = [one for one in found if one.passage_id not in analysed.left_out]
    if analysed.read is None or not analysed.read.without or not kept:
        return kept
    ids = {one.passage_id for one in kept}
    unwanted = index.lexical(analysed.read.without, analysed.restriction, len(ids), among=ids)
    return [one for one in kept if one.passage_id not in {other.passage_id for other in unwanted}]


def _with_words(phrase: str, analysed: AnalysedQuery, index: PassageIndex) -> list[Scored]:
    terms = [term.text for term in analyze(phrase)]
    return index.lexical(terms, analysed.restriction, MOST_LOOKED_AT)


def _having(
    groups: Iterable[Sequence[str]], ranked: Sequence[Scored], analysed: AnalysedQuery, catalogue: Catalogue
) -> frozenset[UUID]:
    """Those of `ranked` that have a phrase of every group; as many as a leg returns are enough."""
    groups, principal = list(groups), analysed.query.principal
    having: set[UUID] = set()
    for start in range(0, len(ranked), READ_AT_ONCE):
        some = ranked[start : start + READ_AT_ONCE]
        passages = catalogue.passages([one.passage_id for one in some], principal)
        by_text = {one.id for one in passages.values() if _has_all(groups, one, "")}
        others = [one for one in passages.values() if one.id not in by_text]
        documents = catalogue.documents_by_id({one.document_id for one in others}, principal)
        titles = {document.id: document.description.title for document in documents.values()}
        having |= by_text
        having |= {one.id for one in others if _has_all(groups, one, titles.get(one.document_id, ""))}
        if len(having) >= LEG_LIMIT:
            break
    return frozenset(having)


def _has_all(groups: Iterable[Sequence[str]], passage: Passage, title: str) -> bool:
    texts = (passage.text, title, passage.context, *passage.headings)
    return all(any(has_phrase(phrase, text) for phrase in group for text in texts if text) for group in groups)
