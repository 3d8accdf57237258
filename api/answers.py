"""An answer as pages show it: sentences of documents, each with its numbered source."""

from dataclasses import dataclass

from api.cards import place, source_line
from api.marking import flowing
from corpus.records import Document
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


@dataclass(frozen=True, slots=True)
class AnswerCard:
    """`plain` and `source_lines` are what «copy with citation» copies."""

    sentences: list[Sentence]
    sources: list[Source]
    plain: str
    source_lines: str


def answer_card(answer: Answer, question: str) -> AnswerCard | None:
    """None if the documents hold no answer. Sentences of one page share its number."""
    if answer.text is None:
        return None
    sentences: list[Sentence] = []
    sources: dict[tuple[object, int], Source] = {}
    for quote, cited in zip(answer.sentences, answer.citations, strict=True):
        href = place(cited.document, cited.page, cited.passage_id, question, cited.span)
        source = sources.setdefault(
            (cited.document.id, cited.page), Source(len(sources) + 1, cited.document, cited.page, href)
        )
        sentences.append(Sentence(flowing(quote.lstrip(BULLETS)), source.number, href))
    return AnswerCard(
        sentences=sentences,
        sources=list(sources.values()),
        plain=" ".join(f"{sentence.text} [{sentence.number}]" for sentence in sentences),
        source_lines="\n".join(source_line(source.document, source.page) for source in sources.values()),
    )
