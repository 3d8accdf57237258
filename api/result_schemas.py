"""The JSON of rankings and answers."""

from collections.abc import Sequence
from uuid import UUID

from pydantic import BaseModel

from api.document_schemas import DocumentBody
from api.explanation_schemas import ExplanationBody, LegBody
from api.page_schemas import PassageBody, SpanBody, UnsureNumberBody
from api.problems import Language
from api.understood_schemas import UnderstoodBody
from corpus.records import Document
from corpus.unsure_numbers import UnsureNumber
from search.results import Answer, Hit, Ranking, SecondStage

__all__ = ["AnswerBody", "RankingBody"]


class PlaceBody(BaseModel):
    """A found passage; `highlights` are spans of its text."""

    passage: PassageBody
    highlights: list[SpanBody]


class InForceBody(BaseModel):
    """The document that is valid in the stead of one that was replaced."""

    id: UUID
    title: str
    number: str | None

    @classmethod
    def of(cls, document: Document) -> "InForceBody":
        return cls(id=document.id, title=document.description.title, number=document.description.number)


class HitBody(BaseModel):
    document: DocumentBody
    passage: PassageBody
    score: float
    words: LegBody | None
    meaning: LegBody | None
    highlights: list[SpanBody]
    best_sentence: SpanBody | None
    in_force: InForceBody | None
    others: list[PlaceBody]

    @classmethod
    def of(cls, hit: Hit, language: Language) -> "HitBody":
        return cls(
            document=DocumentBody.of(hit.document, language),
            passage=PassageBody.of(hit.passage),
            score=hit.score,
            words=LegBody.of(hit.words),
            meaning=LegBody.of(hit.meaning),
            highlights=[SpanBody.of(span) for span in hit.highlights],
            best_sentence=SpanBody.of(hit.best_sentence) if hit.best_sentence else None,
            in_force=InForceBody.of(hit.in_force) if hit.in_force else None,
            others=[
                PlaceBody(
                    passage=PassageBody.of(other.passage),
                    highlights=[SpanBody.of(span) for span in other.highlights],
                )
                for other in hit.others
            ],
        )


class RankingBody(UnderstoodBody):
    """What was understood, and the documents of one page.

    `left_out` counts documents that a list by date or title leaves out as too far from the question.
    """

    total_documents: int
    left_out: int
    facets: dict[str, dict[str, int]]
    meaning_available: bool
    embedded_share: float
    second_stage: SecondStage
    hits: list[HitBody]
    explanation: ExplanationBody | None = None

    @classmethod
    def of(cls, ranking: Ranking, text: str, language: Language) -> "RankingBody":
        understood = UnderstoodBody.told(ranking.understood, text)
        return cls(
            **dict(understood),
            total_documents=ranking.total_documents,
            left_out=ranking.left_out,
            facets={facet: dict(counts) for facet, counts in ranking.facets.items()},
            meaning_available=ranking.meaning_available,
            embedded_share=ranking.embedded_share,
            second_stage=ranking.second_stage,
            hits=[HitBody.of(hit, language) for hit in ranking.hits],
        )


class CitationBody(BaseModel):
    """`quote` stands letter by letter at `span` of the page's text."""

    document: DocumentBody
    page: int
    passage_id: UUID
    quote: str
    span: SpanBody
    unsure_numbers: list[UnsureNumberBody]  # of the quote, by their places in the page's text


class AnswerBody(BaseModel):
    """`citations[i]` is where `sentences[i]` stands; without an answer `reason` says why."""

    text: str | None
    sentences: list[str]
    citations: list[CitationBody]
    score: float
    reason: str | None
    understood: UnderstoodBody

    @classmethod
    def of(
        cls,
        answer: Answer,
        text: str,
        language: Language,
        unsure: Sequence[Sequence[UnsureNumber]] = (),
    ) -> "AnswerBody":
        doubts = [*unsure, *[()] * (len(answer.citations) - len(unsure))]
        return cls(
            text=answer.text,
            sentences=list(answer.sentences),
            citations=[
                CitationBody(
                    document=DocumentBody.of(cited.document, language),
                    page=cited.page,
                    passage_id=cited.passage_id,
                    quote=cited.quote,
                    span=SpanBody.of(cited.span),
                    unsure_numbers=[UnsureNumberBody.of(number) for number in numbers],
                )
                for cited, numbers in zip(answer.citations, doubts, strict=True)
            ],
            score=answer.score,
            reason=answer.reason,
            understood=UnderstoodBody.told(answer.understood, text),
        )
