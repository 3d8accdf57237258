"""Answers by quoting: the sentences that cover the question best, each with a place that was checked.

Nothing is written here, so nothing is invented. Where the documents are not about the question at all,
there is no answer; whether a paragraph about it really says it cannot be told without a reading model.
"""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.catalogue import Catalogue
from corpus.errors import NotFound
from corpus.records import Page
from language.analysis import analyze
from language.spans import Span
from search.query import AnalysedQuery
from search.results import Abstention, Answer, Citation, Hit, Ranking
from search.sentence_scores import Measure

__all__ = ["CERTAIN", "answer"]

PASSAGES_READ = 5
SENTENCES = 3
# Below this certainty the documents are taken to be about something else. Measured on the sample corpus: 96 of
# 100 questions that it answers are above, 198 of 200 that it says nothing about are below, and so are 15 of 40
# about things that it names without saying what was asked.
CERTAIN = 0.60
# What a sentence gains from standing in the best passage instead of the last one that is read.
PASSAGE_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class _Quotable:
    """A sentence of a found passage; the span lies in the passage's text."""

    hit: Hit
    span: Span
    score: float


def answer(analysed: AnalysedQuery, ranking: Ranking, catalogue: Catalogue) -> Answer:
    """Quote up to three sentences, best first, or abstain with a reason."""
    if not ranking.hits:
        return Answer(None, reason=Abstention.NOTHING_FOUND)
    measure = Measure(analysed.words, analysed.measured, analysed.expansions)
    best = _best_passages(ranking)
    certainty = _certainty(measure, ranking, best)
    if certainty < CERTAIN:
        return Answer(None, score=certainty, reason=Abstention.TOO_UNCERTAIN)
    citations = _cited(analysed, _quotable(measure, best), catalogue)
    if not citations:
        return Answer(None, score=certainty, reason=Abstention.NOTHING_FOUND)
    sentences = tuple(citation.quote for citation in citations)
    return Answer(sentences[0], sentences, tuple(citations), certainty)


def _best_passages(ranking: Ranking) -> list[Hit]:
    passages = [hit for first in ranking.hits for hit in (first, *first.others)]
    return heapq.nsmallest(PASSAGES_READ, passages, key=lambda hit: -hit.score)


def _certainty(measure: Measure, ranking: Ranking, best: list[Hit]) -> float:
    """The ranking's confidence and the best share of the question that one passage has words for, halved."""
    covered = max(measure.coverage(_terms(f"{hit.passage.text} {' '.join(_above(hit))}")) for hit in best)
    # A question in another language has no words in common with its passages: meaning stands for the whole.
    return 2 * ranking.confidence if covered == 0 else (ranking.confidence + covered) / 2


def _terms(text: str) -> frozenset[str]:
    return frozenset(term.text for term in analyze(text))


def _quotable(measure: Measure, best: list[Hit]) -> list[_Quotable]:
    """The sentences of the best passages, best first; equal ones in the order of their passages."""
    found, own = [], []
    for hit, share in zip(best, _shares(best), strict=True):
        known = _terms(" ".join(_above(hit)))
        for sentence in measure.sentences(hit.passage.text, known=known):
            quotable = _Quotable(hit, sentence.span, sentence.score + PASSAGE_SHARE * share)
            found.append(quotable)
            if measure.coverage(_terms(sentence.span.of(hit.passage.text))):
                own.append(quotable)
    # A line that says nothing of the question itself («شماره: …» under a fitting title) is no answer to it.
    return sorted(own or found, key=lambda quotable: -quotable.score)


def _above(hit: Hit) -> Iterator[str]:
    yield hit.document.description.title
    yield from hit.passage.headings
    yield hit.passage.context


def _shares(best: list[Hit]) -> list[float]:
    """The passages' scores, stretched to 1 for the best and 0 for the last."""
    top, bottom = best[0].score, best[-1].score
    return [(hit.score - bottom) / (top - bottom) if top > bottom else 1.0 for hit in best]


def _cited(analysed: AnalysedQuery, quotable: list[_Quotable], catalogue: Catalogue) -> list[Citation]:
    """The first three sentences that stand, letter for letter, on the page that they are said to stand on."""
    pages: dict[tuple[object, int], Page | None] = {}
    citations: list[Citation] = []
    quoted: set[str] = set()
    for sentence in quotable:
        if len(citations) == SENTENCES:
            break
        document, passage = sentence.hit.document, sentence.hit.passage
        place = (document.id, passage.page)
        if place not in pages:
            pages[place] = _page(analysed, sentence.hit, catalogue)
        page, quote = pages[place], sentence.span.of(passage.text)
        span = Span(passage.span.start + sentence.span.start, passage.span.start + sentence.span.end)
        if page is None or span.of(page.text) != quote or quote in quoted:
            continue
        quoted.add(quote)
        citations.append(Citation(document, passage.page, passage.id, quote, span))
    return citations


def _page(analysed: AnalysedQuery, hit: Hit, catalogue: Catalogue) -> Page | None:
    try:
        return catalogue.page(hit.document.id, hit.passage.page, analysed.query.principal)
    except NotFound:  # removed or shut off since it was found: it is not cited
        return None
