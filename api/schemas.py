"""The JSON that programs see; made from the records, never from what a request holds."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, Field

from api.marking import safe_name
from api.problems import Language, sentence
from corpus.access import Confidentiality
from corpus.records import Block, Box, Document, DocumentKind, DocumentState, Integrity, Page, Passage, Word
from corpus.unsure_numbers import Certainty, UnsureNumber, unsure_numbers
from language.spans import Span

__all__ = [
    "AccessChange",
    "CreatedKey",
    "Credentials",
    "DocumentBody",
    "DocumentList",
    "FindingBody",
    "Health",
    "IntegrityBody",
    "KeyRequest",
    "PageBody",
    "PassageBody",
    "PasswordChange",
    "RebuildingBody",
    "RetryRequest",
    "Session",
    "SpanBody",
    "StatusBody",
    "UnsureNumberBody",
    "UploadResult",
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


class FailureBody(BaseModel):
    code: str
    reason: str


class DocumentBody(BaseModel):
    """`original` is the SHA-256 of the bytes as received."""

    id: UUID
    original: str
    file: str
    format: str
    size: int
    received: datetime
    state: DocumentState
    title: str
    kind: DocumentKind
    number: str | None
    issued: date | None
    unit: str | None
    language: str
    edition: int | None
    replaces: str | None
    confidentiality: str
    readers: list[str]
    page_count: int
    passage_count: int
    embedded_count: int
    pages_needing_ocr: int
    failure: FailureBody | None

    @classmethod
    def of(cls, document: Document, language: Language) -> "DocumentBody":
        described, failure = document.description, document.failure
        return cls(
            id=document.id,
            original=document.original,
            file=safe_name(document.file),
            format=document.format,
            size=document.size,
            received=document.received,
            state=document.state,
            title=described.title,
            kind=described.kind,
            number=described.number,
            issued=described.issued,
            unit=described.unit,
            language=described.language,
            edition=described.edition,
            replaces=described.replaces,
            confidentiality=document.confidentiality.name.lower(),
            readers=sorted(document.readers),
            page_count=document.page_count,
            passage_count=document.passage_count,
            embedded_count=document.embedded_count,
            pages_needing_ocr=document.pages_needing_ocr,
            failure=FailureBody(code=failure.code, reason=sentence(failure, language)) if failure else None,
        )


class DocumentList(BaseModel):
    total: int
    documents: list[DocumentBody]


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


class UploadResult(BaseModel):
    """One file of an upload: registered, or refused with its reason."""

    file: str
    document: DocumentBody | None = None
    failure: FailureBody | None = None


class RetryRequest(BaseModel):
    documents: list[UUID] = Field(default_factory=list, description="empty: every failed document")


class RetryResult(BaseModel):
    waiting: int


class AccessChange(BaseModel):
    confidentiality: str = Field(description="one of " + ", ".join(c.name.lower() for c in Confidentiality))
    readers: list[str]


class Credentials(BaseModel):
    name: str
    password: str


class PasswordChange(BaseModel):
    old: str
    new: str


class Session(BaseModel):
    name: str
    administrator: bool
    must_change_password: bool
    csrf: str


class KeyRequest(BaseModel):
    label: str = Field(min_length=1, max_length=80)


class KeyBody(BaseModel):
    id: UUID
    label: str
    created: datetime
    last_used: datetime | None


class CreatedKey(BaseModel):
    """The key itself is shown this once."""

    label: str
    key: str


class Health(BaseModel):
    status: str
    version: str


class RebuildingBody(BaseModel):
    done: int
    total: int


class FindingBody(BaseModel):
    """`fault` is false for what is only worth knowing: a waiting or a failed document."""

    kind: str
    subject: str
    fault: bool
    facts: dict[str, str | int | float]


class StatusBody(BaseModel):
    """Counts are of what the asker may read; waiting and failed documents are listed with reasons.

    `rebuilding` counts documents while the index is made anew; `trouble` says why vectors are not made,
    `ocr_trouble` why scanned pages are not read.
    """

    counts: dict[DocumentState, int]
    embedded_share: float
    passages_per_second: float | None
    seconds_left: float | None
    rebuilding: RebuildingBody | None
    trouble: str
    pages_needing_ocr: int
    ocr_trouble: str
    waiting: list[DocumentBody]
    failed: list[DocumentBody]
