"""The JSON of descriptions: values with place and certainty, what replaces what."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, Field

from api.page_schemas import SpanBody
from corpus.described import Certainty, Corrected, How, Place, Successor, Value
from corpus.described_catalogue import HeldResolution
from corpus.records import Document

__all__ = [
    "CorrectedBody",
    "DescriptionBody",
    "NewValue",
    "RelatedBody",
    "ResolutionBody",
    "ResolutionList",
    "ValueBody",
]


class PlaceBody(BaseModel):
    page: int
    span: SpanBody

    @classmethod
    def of(cls, place: Place) -> "PlaceBody":
        return cls(page=place.page, span=SpanBody.of(place.span))


class CorrectedBody(BaseModel):
    """What a person put right, and what had been read."""

    read: str
    by: str
    at: datetime

    @classmethod
    def of(cls, corrected: Corrected) -> "CorrectedBody":
        return cls(read=corrected.read, by=corrected.by, at=corrected.at)


class ValueBody(BaseModel):
    attribute: str
    text: str
    certainty: Certainty
    place: PlaceBody | None
    note: str
    source: str

    @classmethod
    def of(cls, value: Value) -> "ValueBody":
        return cls(
            attribute=value.attribute.value,
            text=value.text,
            certainty=value.certainty,
            place=PlaceBody.of(value.place) if value.place else None,
            note=value.note,
            source=value.source,
        )


class RelatedBody(BaseModel):
    """Another document that the asker may read, and what one does to the other."""

    how: How
    id: UUID
    title: str
    number: str | None
    issued: date | None

    @classmethod
    def of(cls, successor: Successor, document: Document) -> "RelatedBody":
        described = document.description
        return cls(
            how=successor.how,
            id=document.id,
            title=described.title,
            number=described.number,
            issued=described.issued,
        )


class DescriptionBody(BaseModel):
    """Values in force; `corrected` by attribute. `superseded_by` and `replaces` are documents that are held."""

    values: list[ValueBody]
    corrected: dict[str, CorrectedBody]
    superseded_by: list[RelatedBody]
    replaces: list[RelatedBody]
    resolutions: list["ResolutionBody"]


class ResolutionBody(BaseModel):
    """What was decided; `place` is the table row or the sentence, `corrected` what a person put right."""

    id: UUID
    document_id: UUID
    document_title: str
    issued: date | None
    text: str
    owner: str | None
    due: date | None
    due_text: str
    certainty: Certainty
    from_table: bool
    place: PlaceBody
    corrected: dict[str, CorrectedBody]

    @classmethod
    def of(cls, held: HeldResolution, document: Document) -> "ResolutionBody":
        one = held.resolution
        return cls(
            id=one.id,
            document_id=held.document_id,
            document_title=document.description.title,
            issued=document.description.issued,
            text=one.text,
            owner=one.owner,
            due=one.due,
            due_text=one.due_text,
            certainty=one.certainty,
            from_table=one.from_table,
            place=PlaceBody.of(one.place),
            corrected={made.attribute: CorrectedBody.of(made) for made in held.corrections},
        )


class ResolutionList(BaseModel):
    total: int
    resolutions: list[ResolutionBody]


class NewValue(BaseModel):
    value: str = Field(max_length=4000)
