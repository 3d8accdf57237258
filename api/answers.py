"""An answer as pages show it: sentences of documents, each with its numbered source."""

from dataclasses import dataclass

from api.cards import place, source_line
from corpus.records import Document
from search.results import Answer

__all__ = ["AnswerCard", "answer_card"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where one sentence of the answer stands; `number` counts from 1."""

    number: int
    sentence: str
    document: Document
    page: int
    href: str


@dataclass(frozen=True, slots=True)
class AnswerCard:
    """`plain` and `source_lines` are what «copy with citation» copies."""

    sources: list[Source]
    plain: str
    source_lines: str


def answer_card(answer: Answer, question: str) -> AnswerCard | None:
    """None if the documents hold no answer. Every sentence has the one source at which it stands."""
    if answer.text is None:
        return None
    sources = [
        Source(
            number=number,
            sentence=sentence,
            document=cited.document,
            page=cited.page,
            href=place(cited.document, cited.page, cited.passage_id, question, cited.span),
        )
        for number, (sentence, cited) in enumerate(zip(answer.sentences, answer.citations, strict=True), 1)
    ]
    return AnswerCard(
        sources=sources,
        plain=" ".join(f"{source.sentence} [{source.number}]" for source in sources),
        source_lines="\n".join(source_line(source.document, source.page) for source in sources),
    )
