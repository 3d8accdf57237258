"""How the text of a query becomes conditions, terms and vectors."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache

from corpus.errors import ModelUnavailable
from index.encoding import Encoder
from index.ports import PassageIndex, Restriction
from language.almanac import JalaliDate
from search.fusion import inverse_frequency
from search.query import AnalysedQuery, Mode, Query
from search.query_text import Known, QueryText, read
from search.repair import repair

__all__ = ["analyse"]


def analyse(query: Query, encoder: Encoder, index: PassageIndex, weight: float) -> AnalysedQuery:
    """Read the text into conditions, terms with their idf, and a vector where the meaning leg has a part.

    Raises `InvalidQuery` for a condition that cannot be one.
    """
    understood = _read(query, index)
    terms = encoder.query_terms(understood.words)
    mended = repair(understood.words, terms, index, Restriction(query.principal)) if query.repair else None
    analysed = AnalysedQuery(
        query,
        _idf(dict.fromkeys(term.text for term in terms), index),
        repair=mended,
        repaired_idf=_idf(mended.weights, index) if mended else {},
        read=understood,
    )
    if not analysed.terms and analysed.restriction.numbers:  # a number is a term of its document's passages
        analysed = replace(analysed, idf=_idf(analysed.restriction.numbers, index))
    if query.mode is Mode.WORDS or (weight == 0 and query.mode is Mode.HYBRID) or not understood.words.strip():
        return analysed
    # The model reads the question as it was written too: it understands some slips better than we mend them.
    texts = {" ".join(understood.words.split()) if understood.conditions else query.text}
    if mended:
        texts.add(" ".join(mended.text.split()) if understood.conditions else mended.text)
    try:
        return replace(analysed, vectors=tuple(encoder.query_vector(text) for text in sorted(texts)))
    except ModelUnavailable:  # words still find; the ranking says that meaning had no part
        return replace(analysed, meaning_available=False)


def _read(query: Query, index: PassageIndex) -> QueryText:
    """What the text says, understood by what the asker may know of the documents."""
    readable = Restriction(query.principal)
    known = Known(
        units=cache(lambda: index.facet("unit", readable)),
        has_number=lambda key: index.count(replace(readable, numbers=(key,))) > 0,
    )
    return read(query.text, known, JalaliDate.from_gregorian(date.today()))


def _idf(terms: Iterable[str], index: PassageIndex) -> dict[str, float]:
    wanted = list(terms)
    if not wanted:
        return {}
    frequencies, count = index.document_frequencies(wanted), index.count()
    return {term: inverse_frequency(frequencies.get(term, 0), count) for term in wanted}
