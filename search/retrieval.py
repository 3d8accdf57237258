"""The steps from a query to a ranking, as plain functions; `components` wraps them for the graph."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from corpus.catalogue import Catalogue, Outline
from corpus.records import Document, Passage
from index.ports import PassageIndex, Scored
from language.almanac import JalaliDate
from search.analysing import analyse
from search.frozen import Shared
from search.fusion import LEG_LIMIT, Candidate, Legs, gated_sum
from search.highlighting import highlight
from search.narrowing import wanted
from search.query import AnalysedQuery, Mode
from search.results import Hit, Ranking
from search.sentence_scores import Measure
from search.synonym_scores import with_synonyms

__all__ = [
    "Best",
    "Fetched",
    "Fused",
    "analyse",
    "best_by_meaning",
    "best_by_words",
    "facets",
    "fetch",
    "fuse",
    "mark",
]

# Further passages that are read and marked for one page of hits: all that a viewer of one document shows,
# two for each of ten documents.
FURTHER = 20
LEG_LIMIT_WIDE = 1000


@dataclass(frozen=True, slots=True)
class Best(Shared):
    """One leg's best passages."""

    passages: Sequence[Scored]


@dataclass(frozen=True, slots=True)
class Fused(Shared):
    """All candidates, best first, and the part of the words leg's list that has vectors."""

    candidates: Sequence[Candidate]
    embedded_share: float


@dataclass(frozen=True, slots=True)
class Fetched(Shared):
    """A ranking whose hits are not marked yet."""

    ranking: Ranking


def best_by_words(analysed: AnalysedQuery, index: PassageIndex) -> Best:
    # A number alone has no meaning to be found by, whatever the mode.
    if not analysed.terms or (analysed.query.mode is Mode.MEANING and analysed.words.strip()):
        return Best(())
    found = _by_words(analysed, index, _limit(analysed), analysed.among)
    return Best(wanted(found, analysed, index)[:LEG_LIMIT])


def best_by_meaning(analysed: AnalysedQuery, index: PassageIndex) -> Best:
    found = _by_meaning(analysed, index, _limit(analysed), analysed.among)
    return Best(wanted(found, analysed, index)[:LEG_LIMIT])


def _limit(analysed: AnalysedQuery) -> int:
    """Where words may not stand, more is asked for, so that enough is left."""
    read = analysed.read
    return LEG_LIMIT_WIDE if read and (read.without or read.without_phrases) else LEG_LIMIT


def _by_words(
    analysed: AnalysedQuery, index: PassageIndex, limit: int, among: Collection[UUID] | None = None
) -> list[Scored]:
    """BM25, a term that nobody wrote at the weight of its repair, of equal words the best."""
    restriction = analysed.restriction
    if analysed.expansions:  # passages with half of a phrase fall out: more are asked for
        found = _weighted(analysed, index, limit if among is not None else 3 * limit, among)
        idf = {**analysed.synonym_idf, **analysed.idf}
        elsewhere = analysed.terms_elsewhere
        return with_synonyms(found, analysed.expansions, index, restriction, idf, elsewhere)[:limit]
    return _weighted(analysed, index, limit, among)


def _weighted(
    analysed: AnalysedQuery, index: PassageIndex, limit: int, among: Collection[UUID] | None
) -> list[Scored]:
    restriction = analysed.restriction
    found = index.lexical(analysed.terms, restriction, limit, among)
    if analysed.repair is None or not found:
        return found
    # The engine knows no weights of terms: what one adds to each passage is asked, and a part taken back.
    scores = {one.passage_id: one.score for one in found}
    for term, weight in analysed.repair.weights.items():
        for one in index.lexical((term,), restriction, len(scores), among=scores.keys()):
            scores[one.passage_id] -= (1 - weight) * one.score
    return sorted(
        (replace(one, score=scores[one.passage_id]) for one in found),
        key=lambda one: (-one.score, one.passage_id),
    )


def _by_meaning(
    analysed: AnalysedQuery, index: PassageIndex, limit: int, among: Collection[UUID] | None = None
) -> list[Scored]:
    """Cosine: the better one of the question as written and as repaired."""
    restriction = analysed.restriction
    best: dict[UUID, Scored] = {}
    for vector in analysed.vectors:
        for one in index.semantic(vector, restriction, limit, among):
            if one.passage_id not in best or one.score > best[one.passage_id].score:
                best[one.passage_id] = one
    return sorted(best.values(), key=lambda one: (-one.score, one.passage_id))[:limit]


def fuse(analysed: AnalysedQuery, words: Best, meaning: Best, index: PassageIndex, weight: float) -> Fused:
    """Ask each leg for its scores of what only the other found, then join them."""
    found_by_words = {scored.passage_id for scored in words.passages}
    found_by_meaning = {scored.passage_id for scored in meaning.passages}
    only_meaning, only_words = found_by_meaning - found_by_words, found_by_words - found_by_meaning
    more_words: Sequence[Scored] = ()
    more_meaning: Sequence[Scored] = ()
    if words.passages and only_meaning:
        more_words = _by_words(analysed, index, len(only_meaning), only_meaning)
    if meaning.passages and only_words:
        more_meaning = _by_meaning(analysed, index, len(only_words), only_words)
    legs = Legs(words.passages, meaning.passages, more_words, more_meaning, sum(analysed.idf.values()))
    with_vector = len(found_by_words & found_by_meaning) + len(more_meaning)
    share = with_vector / len(found_by_words) if found_by_words and analysed.vectors else 1.0
    return Fused(gated_sum(legs, weight), share)


def fetch(analysed: AnalysedQuery, fused: Fused, catalogue: Catalogue) -> Fetched:
    """Fold passages into documents by their best one and read what this page of hits shows.

    What the catalogue does not show the principal is not counted either.
    """
    query = analysed.query
    grouped: dict[UUID, list[Candidate]] = {}
    for candidate in fused.candidates:
        grouped.setdefault(candidate.document_id, []).append(candidate)
    outlines = catalogue.outlines(grouped.keys(), query.principal)
    shown = [document for document in grouped if document in outlines]
    page = shown[query.offset : query.offset + query.top_k]
    documents = catalogue.documents_by_id(page, query.principal)
    further = FURTHER // max(1, len(page))
    wanted = [candidate for document in page for candidate in grouped[document][: 1 + further]]
    passages = catalogue.passages([candidate.passage_id for candidate in wanted], query.principal)
    hits = _hits(wanted, documents, passages)
    return Fetched(
        Ranking(
            hits=tuple(hits),
            total_documents=len(shown),
            facets=facets(outlines[document] for document in shown),
            meaning_available=analysed.meaning_available,
            embedded_share=fused.embedded_share,
            terms=analysed.terms,
            replacements=analysed.repair.replacements if analysed.repair else (),
            expansions=analysed.expansions,
            conditions=analysed.read.conditions if analysed.read else (),
            words=" ".join(analysed.words.split()),
            confidence=max((candidate.absolute for candidate in fused.candidates), default=0.0),
        )
    )


def mark(analysed: AnalysedQuery, fetched: Fetched) -> Ranking:
    """Highlight the hits and find their best sentences."""
    measure = Measure(analysed.words, analysed.measured, analysed.expansions)
    ranking = fetched.ranking
    return replace(ranking, hits=tuple(highlight(hit, analysed, measure) for hit in ranking.hits))


def _hits(
    candidates: Iterable[Candidate], documents: Mapping[UUID, Document], passages: Mapping[UUID, Passage]
) -> list[Hit]:
    """One hit a document, in the order of its best candidate; what was replaced meanwhile is passed over."""
    found: dict[UUID, list[Hit]] = {}
    for candidate in candidates:
        passage = passages.get(candidate.passage_id)
        if passage is None or candidate.document_id not in documents:
            continue
        hit = Hit(
            documents[candidate.document_id], passage, candidate.score, candidate.words, candidate.meaning
        )
        found.setdefault(candidate.document_id, []).append(hit)
    return [replace(first, others=tuple(others)) for first, *others in found.values()]


def facets(outlines: Iterable[Outline]) -> dict[str, dict[str, int]]:
    kinds, units, years = Counter[str](), Counter[str](), Counter[str]()
    for outline in outlines:
        kinds[outline.kind.value] += 1
        if outline.unit:
            units[outline.unit] += 1
        if outline.issued:
            years[str(JalaliDate.from_gregorian(outline.issued).year)] += 1
    return {"kind": _ordered(kinds), "unit": _ordered(units), "year": _ordered(years)}


def _ordered(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
