"""From fused candidates to one page of documents with their passages: order, facets, marks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from corpus.access import Principal
from corpus.catalogue import Catalogue, Outline
from corpus.described import ENDING
from corpus.records import Document
from search.frozen import Shared
from search.fusion import Candidate
from search.highlighting import highlight
from search.ordering import Near, Sort, in_force_first, sorted_documents
from search.query import AnalysedQuery
from search.refining import facets
from search.results import Hit, Ranking
from search.retrieval import Fused
from search.sentence_scores import Measure

__all__ = ["Fetched", "fetch", "in_force", "mark", "with_successors"]

# Further passages that are read and marked for one page of hits: all that a viewer of one document shows,
# two for each of ten documents.
FURTHER = 20
LONGEST_CHAIN = 10  # versions of one document


@dataclass(frozen=True, slots=True)
class Fetched(Shared):
    """A ranking whose hits are not marked yet."""

    ranking: Ranking


def fetch(analysed: AnalysedQuery, fused: Fused, catalogue: Catalogue) -> Fetched:
    """Fold passages into documents by their best one, order them and read what this page of hits shows.

    What the catalogue does not show the principal is not counted either.
    """
    query = analysed.query
    grouped: dict[UUID, list[Candidate]] = {}
    for candidate in fused.candidates:
        grouped.setdefault(candidate.document_id, []).append(candidate)
    outlines = catalogue.outlines(grouped.keys(), query.principal)
    found = [Near(one, _nearest(grouped[one])) for one in grouped if one in outlines]
    order = sorted_documents(found, outlines, query.sort)
    if query.sort is Sort.RELEVANT:
        order = in_force_first(order, outlines, catalogue, query.principal)
    chosen = [one for one in order if query.refinement.fits(outlines[one])]
    page = chosen[query.offset : query.offset + query.top_k]
    hits = _hits_of(page, grouped, catalogue, query.principal)
    return Fetched(
        Ranking(
            hits=tuple(with_successors(_in_order(hits, query.sort), outlines, catalogue, query.principal)),
            total_documents=len(chosen),
            left_out=sum(query.refinement.fits(outlines[one.document]) for one in found) - len(chosen),
            facets=facets((outlines[document] for document in order), query.refinement),
            meaning_available=analysed.meaning_available,
            embedded_share=fused.embedded_share,
            terms=analysed.terms,
            replacements=analysed.repair.replacements if analysed.repair else (),
            expansions=analysed.expansions,
            conditions=analysed.read.conditions if analysed.read else (),
            words=" ".join(analysed.words.split()),
            offer=analysed.offer,
            only_common=analysed.only_common,
            second_stage=fused.second_stage,
            confidence=max((candidate.absolute for candidate in fused.candidates), default=0.0),
        )
    )


def mark(analysed: AnalysedQuery, fetched: Fetched) -> Ranking:
    """Highlight the hits and find their best sentences."""
    measure = Measure(analysed.words, analysed.measured, analysed.expansions)
    ranking = fetched.ranking
    return replace(ranking, hits=tuple(highlight(hit, analysed, measure) for hit in ranking.hits))


def in_force(document_id: UUID, catalogue: Catalogue, asker: Principal) -> Document | None:
    """The document that is valid in the stead of one that was replaced, over several versions if need be.

    None if the asker may read none, or nothing replaced it.
    """
    seen = [document_id]
    while len(seen) <= LONGEST_CHAIN:
        successors = catalogue.successors([seen[-1]], asker).get(seen[-1], [])
        newer = next((one.newer for one in successors if one.how in ENDING and one.newer not in seen), None)
        if newer is None:
            break
        seen.append(newer)
    return catalogue.documents_by_id(seen[-1:], asker).get(seen[-1]) if len(seen) > 1 else None


def _nearest(candidates: Sequence[Candidate]) -> float:
    return max(candidate.absolute for candidate in candidates)


def _hits_of(
    page: Sequence[UUID], grouped: Mapping[UUID, Sequence[Candidate]], catalogue: Catalogue, asker: Principal
) -> list[Hit]:
    """One hit a document; what was removed meanwhile is passed over."""
    documents = catalogue.documents_by_id(page, asker)
    further = FURTHER // max(1, len(page))
    wanted = {document: grouped[document][: 1 + further] for document in page}
    passages = catalogue.passages([one.passage_id for some in wanted.values() for one in some], asker)
    hits = []
    for document, candidates in wanted.items():
        found = [
            Hit(documents[document], passages[one.passage_id], one.score, one.words, one.meaning)
            for one in candidates
            if document in documents and one.passage_id in passages
        ]
        if found:
            hits.append(replace(found[0], others=tuple(found[1:])))
    return hits


def _in_order(hits: Sequence[Hit], sort: Sort) -> list[Hit]:
    """Scores that fall with the list: a version in force counts at least as much as the one it replaced."""
    if sort is not Sort.RELEVANT:
        return list(hits)
    ordered: list[Hit] = []
    most = float("-inf")
    for hit in reversed(hits):
        most = max(most, hit.score)
        ordered.append(hit if hit.score == most else replace(hit, score=most))
    return ordered[::-1]


def with_successors(
    hits: Iterable[Hit], outlines: Mapping[UUID, Outline], catalogue: Catalogue, asker: Principal
) -> list[Hit]:
    """The hits, those that were replaced with what is valid in their stead."""
    return [
        replace(hit, in_force=in_force(hit.document.id, catalogue, asker))
        if outlines[hit.document.id].superseded
        else hit
        for hit in hits
    ]
