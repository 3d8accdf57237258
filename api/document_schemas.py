"""The JSON of documents; made from the records, never from what a request holds."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, Field

from api.marking import safe_name
from api.problems import Language, sentence
from corpus.access import Confidentiality
from corpus.records import Document, DocumentKind, DocumentState

__all__ = [
    "AccessChange",
    "DocumentBody",
    "DocumentList",
    "FailureBody",
    "RetryRequest",
    "RetryResult",
    "UploadResult",
]


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
