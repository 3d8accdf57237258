"""Marks what a hit has of the question, at offsets of the original text."""

from collections.abc import Collection
from dataclasses import replace

from language.analysis import analyze, display_spans, places_of
from language.spans import Span
from search.query import AnalysedQuery
from search.results import Hit
from search.sentence_scores import Measure, best_sentence

__all__ = ["highlight", "highlights"]


def highlights(text: str, terms: Collection[str]) -> tuple[Span, ...]:
    """Where `text` has one of the index terms, however it spells them (ي/ك, ZWNJ, ligatures), in order."""
    return tuple(display_spans(text, set(terms)))


def highlight(hit: Hit, analysed: AnalysedQuery, measure: Measure) -> Hit:
    """The hit with its words marked and its best sentence found, and its further passages marked."""
    text = hit.passage.text
    terms = analyze(text)
    return replace(
        hit,
        highlights=tuple(places_of(analysed.terms, terms)),
        best_sentence=best_sentence(measure, text, terms),
        others=tuple(
            replace(other, highlights=highlights(other.passage.text, analysed.terms)) for other in hit.others
        ),
    )
