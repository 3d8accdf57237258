"""The JSON of a page: its text, and what of it stands where."""

from uuid import UUID

from pydantic import BaseModel

from corpus.records import Block, Box, Document, Integrity, Page, Passage, Word
from corpus.unsure_numbers import Certainty, UnsureNumber, unsure_numbers
from language.spans import Span

__all__ = [
    "BlockBody",
    "BoxBody",
    "IntegrityBody",
    "LineBody",
    "PageBody",
    "PassageBody",
    "SpanBody",
    "UnsureNumberBody",
    "WordBody",
]


class SpanBody(BaseModel):
    """Half-open code points."""

    start: int
    end: int

    @classmethod
    def of(cls, span: Span) -> "SpanBody":
        return cls(start=span.start, end=span.end)


class BoxBody(BaseModel):
    """Percent of the page's width and height, origin at the top left."""

    x: float
    y: float
    width: float
    height: float

    @classmethod
    def of(cls, box: Box) -> "BoxBody":
        x, y, width, height = (round(100 * part, 3) for part in (box.x, box.y, box.width, box.height))
        return cls(x=x, y=y, width=width, height=height)


class WordBody(BaseModel):
    text: str
    span: SpanBody
    box: BoxBody | None

    @classmethod
    def of(cls, word: Word, text: str) -> "WordBody":
        return cls(
            text=word.span.of(text), span=SpanBody.of(word.span), box=BoxBody.of(word.box) if word.box else None
        )


class LineBody(BaseModel):
    """Words that stand side by side, with the text between them as the page's text has it."""

    text: str
    box: BoxBody


class BlockBody(BaseModel):
    kind: str
    level: int
    span: SpanBody

    @classmethod
    def of(cls, block: Block) -> "BlockBody":
        return cls(kind=block.kind.value, level=block.level, span=SpanBody.of(block.span))


class UnsureNumberBody(BaseModel):
    """A number that OCR has read: `unsure`, or `likely` where two engines read the same. Never certain."""

    span: SpanBody
    certainty: Certainty

    @classmethod
    def of(cls, number: UnsureNumber) -> "UnsureNumberBody":
        return cls(span=SpanBody.of(number.span), certainty=number.certainty)


class IntegrityBody(BaseModel):
    """How far a page's text is what is printed there, 0 to 1; `low` pages are worth a look."""

    score: float
    low: bool
    reasons: dict[str, float]

    @classmethod
    def of(cls, integrity: Integrity) -> "IntegrityBody":
        return cls(score=integrity.score, low=integrity.is_low, reasons=dict(integrity.reasons))


class PageBody(BaseModel):
    document_id: UUID
    number: int
    page_count: int
    text: str
    width: float | None
    height: float | None
    needs_ocr: bool
    recognized: float | None
    integrity: IntegrityBody | None
    unsure_numbers: list[UnsureNumberBody]
    words: list[WordBody]
    lines: list[LineBody]
    blocks: list[BlockBody]

    @classmethod
    def of(
        cls, document: Document, page: Page, lines: list[tuple[str, Box]], blocks: list[Block]
    ) -> "PageBody":
        return cls(
            document_id=document.id,
            number=page.number,
            page_count=document.page_count,
            text=page.text,
            width=page.width,
            height=page.height,
            needs_ocr=page.needs_ocr,
            recognized=page.recognized,
            integrity=IntegrityBody.of(page.integrity) if page.integrity else None,
            unsure_numbers=[UnsureNumberBody.of(number) for number in unsure_numbers(page)],
            words=[WordBody.of(word, page.text) for word in page.words],
            lines=[LineBody(text=text, box=BoxBody.of(box)) for text, box in lines],
            blocks=[BlockBody.of(block) for block in blocks if block.page == page.number],
        )


class PassageBody(BaseModel):
    id: UUID
    page: int
    span: SpanBody
    text: str
    headings: list[str]
    context: str

    @classmethod
    def of(cls, passage: Passage) -> "PassageBody":
        return cls(
            id=passage.id,
            page=passage.page,
            span=SpanBody.of(passage.span),
            text=passage.text,
            headings=list(passage.headings),
            context=passage.context,
        )
