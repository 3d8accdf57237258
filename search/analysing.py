"""How the text of a query becomes conditions, terms and vectors."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, partial

from corpus.errors import ModelUnavailable
from index.encoding import Encoder
from index.ports import PassageIndex, Restriction
from language.almanac import JalaliDate
from language.analysis import Term, analyze
from language.normalization import letters
from language.plurals import other_numbers
from language.spans import Span
from search.fusion import inverse_frequency
from search.known_terms import KnownTerms
from search.offers import other_layout_of
from search.query import AnalysedQuery, Mode, Query
from search.query_text import Aspect, Known, QueryText, read
from search.repair import Repair, repair, replaced
from search.synonyms import NO_SYNONYMS, Expansion, Synonyms, expansions_of

__all__ = ["analyse"]

CRUMB = 2  # digits of a part of a number that says nothing without the others
MOST_IN_A_ROW = 8  # terms of what one slip may have torn apart


def analyse(
    query: Query,
    encoder: Encoder,
    index: PassageIndex,
    weight: float,
    synonyms: Synonyms = NO_SYNONYMS,
) -> AnalysedQuery:
    """Read the text into conditions, terms with their idf, and a vector where the meaning leg has a part.

    Raises `InvalidQuery` for a condition that cannot be one.
    """
    known = _known(query, index, synonyms)
    asked_of = KnownTerms(index, Restriction(query.principal))  # one for all: what is looked up is kept
    query = _in_all_spellings(query, known)
    understood = read(query.text, known, JalaliDate.from_gregorian(date.today()))
    terms = _without_crumbs(encoder.query_terms(understood.words), asked_of)
    expansions = _expansions(query, understood, synonyms)
    mended = _mended(query, understood.words, terms, [one.written for one in expansions], asked_of)
    idf = partial(_idf, asked_of)
    analysed = AnalysedQuery(
        query,
        idf(dict.fromkeys(term.text for term in terms)),
        repair=mended,
        repaired_idf=idf(mended.weights if mended else ()),
        inflected_idf=idf(_inflected(query, terms, understood.words, mended, asked_of)),
        expansions=expansions,
        synonym_idf=idf(_added(expansions)),
        read=understood,
        offer=_offer(query, understood, mended, asked_of),
    )
    if not analysed.terms and analysed.restriction.numbers:  # a number is a term of its document's passages
        analysed = replace(analysed, idf=idf(analysed.restriction.numbers))
    if query.mode is Mode.WORDS or (weight == 0 and query.mode is Mode.HYBRID) or not understood.words.strip():
        return analysed
    # The model reads the question as it was written too: it understands some slips better than we mend them.
    texts = {" ".join(text.split()) if understood.conditions else text for text in _texts(understood, mended)}
    if spelt := _spelt_out(understood.words, expansions):
        texts.add(spelt)
    try:
        vectors = tuple(encoder.query_vector(text) for text in sorted(texts))
        return replace(analysed, vectors=vectors, model_texts=tuple(sorted(texts)))
    except ModelUnavailable:  # words still find; the ranking says that meaning had no part
        return replace(analysed, meaning_available=False)


def _without_crumbs(terms: Sequence[Term], known: KnownTerms) -> list[Term]:
    """Without the day and the month of a date, or the like, where documents have the whole: «۰۸» is in every
    table."""
    wholes = [Span(term.start, term.end) for term in terms if "/" in term.text and term.text in known]
    return [
        term
        for term in terms
        if not (term.text.isdigit() and len(term.text) <= CRUMB)
        or not any(whole.start <= term.start and term.end <= whole.end for whole in wholes)
    ]


def _expansions(query: Query, understood: QueryText, synonyms: Synonyms) -> tuple[Expansion, ...]:
    if not query.synonyms:
        return ()
    phrases = [one.span for one in understood.conditions if one.aspect is Aspect.PHRASE]
    return expansions_of(understood.words, synonyms, phrases, query.as_written)


def _mended(
    query: Query, text: str, terms: Sequence[Term], equal: Sequence[Span], known: KnownTerms
) -> Repair | None:
    """The repair of what is neither known by the table nor to be left alone."""
    if not query.repair:
        return None
    bare = text
    for span in (*equal, *_left_alone(query, terms, text)):
        bare = bare[: span.start] + " " * (span.end - span.start) + bare[span.end :]
    found = repair(bare, analyze(bare), known)
    if found is None:
        return None
    certain = [one for one in found.replacements if one.is_certain]
    return replace(found, text=replaced(text, found.replacements), certain_text=replaced(text, certain))


def _left_alone(query: Query, terms: Sequence[Term], text: str) -> list[Span]:
    """The places of words that are to be asked for as they are written, one or several of them in a row."""
    alone = {letters(one) for one in query.as_written}
    ends = [Span(term.start, term.end) for term in terms]
    return [
        Span(first.start, last.end)
        for place, first in enumerate(ends if alone else ())
        for last in ends[place : place + MOST_IN_A_ROW]
        if letters(text[first.start : last.end]) in alone
    ]


def _texts(understood: QueryText, mended: Repair | None) -> tuple[str, ...]:
    return (mended.certain_text, mended.text) if mended else (understood.words,)


def _inflected(
    query: Query, terms: Sequence[Term], text: str, mended: Repair | None, known: KnownTerms
) -> dict[str, None]:
    """Plurals of the written singulars and the other way round, as far as the index has them."""
    alone = _left_alone(query, terms, text)
    asked = {term.text for term in terms} | (mended.weights.keys() if mended else set())
    free = (term for term in terms if not any(span.start <= term.start < span.end for span in alone))
    others = (sorted(other_numbers(term.text)) for term in free)
    return dict.fromkeys(
        other for group in others for other in group if other not in asked and known.frequency(other)
    )


def _offer(query: Query, understood: QueryText, mended: Repair | None, known: KnownTerms) -> str:
    if not query.repair or understood.conditions or (mended and mended.replacements):
        return ""
    # Of words that were typed and stand in hidden documents alone the offer would tell as well.
    return other_layout_of(" ".join(understood.words.split()), known, known.frequency)


def _added(expansions: Iterable[Expansion]) -> dict[str, None]:
    return dict.fromkeys(
        term for one in expansions for other in one.alternatives for term in sorted(other.terms)
    )


def _spelt_out(text: str, expansions: Sequence[Expansion]) -> str:
    """The text with its abbreviations as words, which the model knows better; "" if it has none."""
    written = text
    for expansion in reversed(expansions):
        longer = [one.text for one in expansion.alternatives if len(one.words) > 1]
        if longer and len(analyze(expansion.written.of(text))) == 1:
            text = text[: expansion.written.start] + longer[0] + text[expansion.written.end :]
    return "" if text == written else " ".join(text.split())


def _known(query: Query, index: PassageIndex, synonyms: Synonyms) -> Known:
    """What the asker may know of the documents, by which their text is understood."""
    readable = Restriction(query.principal)
    return Known(
        units=cache(lambda: index.facet("unit", readable)),
        has_number=lambda key: index.count(replace(readable, numbers=(key,))) > 0,
        also_called=lambda name: [
            one for group in synonyms.named(name, len(name.split())) for one in group if query.synonyms
        ],
    )


def _in_all_spellings(query: Query, known: Known) -> Query:
    """The bound of a unit holds for each way in which its name is typed: «حمل و نقل», «حمل‌ونقل»."""
    if not query.units:
        return query
    wanted = {letters(unit) for unit in query.units}
    alike = [unit for unit in known.units() if letters(unit) in wanted]
    return replace(query, units=tuple(dict.fromkeys((*query.units, *alike))))


def _idf(known: KnownTerms, terms: Iterable[str]) -> dict[str, float]:
    """The idf over all passages; of a term that the asker may not know that of one which stands nowhere.

    Else scores, the gate between the legs and the abstention of an answer would tell whether a word stands
    in hidden documents (docs/decisions/0017-frequencies-and-rights.md).
    """
    wanted = list(terms)
    if not wanted:
        return {}
    held = known.index.document_frequencies(wanted)
    seen = {term: number for term, number in held.items() if number and known.holds(term)}
    return {term: inverse_frequency(seen.get(term, 0), known.passages) for term in wanted}
