"""The JSON of pages to look at and of their corrections."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

from api.marking import safe_name
from api.page_schemas import IntegrityBody
from corpus.page_corrections import CorrectionSource, DoubtfulPage, PageCorrection

__all__ = ["CorrectionBody", "CorrectionRequest", "DoubtfulPageBody", "DoubtfulPages", "RereadBody"]


class DoubtfulPageBody(BaseModel):
    document_id: UUID
    file: str
    title: str
    page: int
    integrity: IntegrityBody
    recognized: float | None
    corrected: bool

    @classmethod
    def of(cls, page: DoubtfulPage) -> "DoubtfulPageBody":
        return cls(
            document_id=page.document.id,
            file=safe_name(page.document.file),
            title=page.document.description.title,
            page=page.number,
            integrity=IntegrityBody.of(page.integrity),
            recognized=page.recognized,
            corrected=page.corrected,
        )


class DoubtfulPages(BaseModel):
    total: int
    pages: list[DoubtfulPageBody]


class CorrectionRequest(BaseModel):
    text: str = Field(description="the page's whole text: a line a block, a tab between the cells of a row")
    replaces: str | None = Field(
        default=None, description="the text that was corrected; refused if the page has another one by now"
    )


class CorrectionBody(BaseModel):
    """One correction of a page with what it replaced; `undone` is null while it was not taken back."""

    id: UUID
    source: CorrectionSource
    author: str
    made: datetime
    text: str
    replaced: str
    undone: datetime | None
    undone_by: str | None

    @classmethod
    def of(cls, correction: PageCorrection) -> "CorrectionBody":
        return cls(
            id=correction.id,
            source=correction.source,
            author=correction.author,
            made=correction.made,
            text=correction.content.page.text,
            replaced=correction.replaced.page.text,
            undone=correction.undone,
            undone_by=correction.undone_by,
        )


class RereadBody(BaseModel):
    """Scores of the text before and of the new recognition; `kept` is false where the old text stayed."""

    before: float
    after: float
    kept: bool
    text: str
