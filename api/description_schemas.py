"""The JSON of descriptions: values with place and certainty, what replaces what."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel

from api.schemas import SpanBody
from corpus.described import Certainty, Corrected, How, Place, Successor, Value
from corpus.records import Document

__all__ = ["CorrectedBody", "DescriptionBody", "RelatedBody", "ValueBody"]


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
