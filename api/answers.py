"""An answer as pages show it: sentences of documents, each with its numbered source."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.cards import place, source_line
from api.marking import Piece, flowing
from api.unsure import doubted
from corpus.records import Document
from corpus.unsure_numbers import UnsureNumber
from language.spans import Span
from search.results import Answer

__all__ = ["AnswerCard", "answer_card"]

BULLETS = "•▪●◦–—-* \t\n"  # what a list item begins with says nothing in a sentence of its own


@dataclass(frozen=True, slots=True)
class Source:
    """A page of a document that sentences stand on; `number` counts from 1."""

    number: int
    document: Document
    page: int
    href: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and the way to its exact place; `number` is its source's."""

    text: str
    number: int
    href: str
    cut: list[Piece]  # the text, its unsure numbers apart


def _cut(text: str, quote: str, start: int, numbers: Sequence[UnsureNumber]) -> list[Piece]:
    """The sentence as it is shown, cut at its unsure numbers: they follow each other as in the quote."""
    placed: list[UnsureNumber] = []
    at = 0
    for number in numbers:
        written = quote[number.span.start - start : number.span.end - start]
        found = text.find(written, at) if written else -1
        if found >= 0:
            at = found + len(written)
            placed.append(UnsureNumber(Span(found, at), number.certainty))
    return doubted([Piece(text)], 0, placed)


@dataclass(frozen=True, slots=True)
class AnswerCard:
    """`plain` and `source_lines` are what «copy with citation» copies."""

    sentences: list[Sentence]
    sources: list[Source]
    is_unsure: bool  # whether OCR has read any of its numbers
    plain: str
    source_lines: str


def answer_card(
    answer: Answer, question: str, unsure: Sequence[Sequence[UnsureNumber]] = ()
) -> AnswerCard | None:
    """None if the documents hold no answer. Sentences of one page share its number.

    `unsure` has, per citation, the numbers of its quote that OCR has read.
    """
    if answer.text is None:
        return None
    sentences: list[Sentence] = []
    sources: dict[tuple[object, int], Source] = {}
    doubts = [*unsure, *[()] * (len(answer.citations) - len(unsure))]
    for quote, cited, numbers in zip(answer.sentences, answer.citations, doubts, strict=True):
        href = place(cited.document, cited.page, cited.passage_id, question, cited.span)
        source = sources.setdefault(
            (cited.document.id, cited.page), Source(len(sources) + 1, cited.document, cited.page, href)
        )
        text = flowing(quote.lstrip(BULLETS))
        sentences.append(Sentence(text, source.number, href, _cut(text, quote, cited.span.start, numbers)))
    return AnswerCard(
        sentences=sentences,
        sources=list(sources.values()),
        is_unsure=any(piece.doubt for sentence in sentences for piece in sentence.cut),
        plain=" ".join(f"{sentence.text} [{sentence.number}]" for sentence in sentences),
        source_lines="\n".join(source_line(source.document, source.page) for source in sources.values()),
    )
