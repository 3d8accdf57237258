"""/api/documents/{id}/…: attachments and containers, earlier versions, and the password of a locked file."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from fastapi.responses import FileResponse
from pydantic import BaseModel, Field

from api.document_routes import file_response
from api.document_schemas import DocumentBody
from api.family import Family, family_of
from api.marking import safe_name
from api.negotiation import Spoken
from api.numbers import PageNumber
from api.services import Services
from api.sessions import Administrator, Asker, require_csrf, services_of
from corpus.errors import NotFound
from corpus.records import Document, Version

__all__ = ["router"]

router = APIRouter(prefix="/api/documents", tags=["documents"])
Needed = Annotated[Services, Depends(services_of)]
LONGEST_PASSWORD = 1000


class RelativeBody(BaseModel):
    """A document by its name and title; the rest is at its own address."""

    id: UUID
    file: str
    title: str

    @classmethod
    def of(cls, document: Document) -> "RelativeBody":
        title = document.description.title or document.file
        return cls(id=document.id, file=safe_name(document.file), title=safe_name(title))


class VersionBody(BaseModel):
    """What a document was before; its bytes are at `versions/{number}/original`."""

    number: int
    size: int
    received: datetime
    replaced: datetime

    @classmethod
    def of(cls, version: Version) -> "VersionBody":
        return cls(
            number=version.number, size=version.size, received=version.received, replaced=version.replaced
        )


class FamilyBody(BaseModel):
    container: RelativeBody | None
    attachments: list[RelativeBody]
    versions: list[VersionBody]
    near_duplicates: list[RelativeBody]

    @classmethod
    def of(cls, family: Family) -> "FamilyBody":
        return cls(
            container=RelativeBody.of(family.container) if family.container else None,
            attachments=[RelativeBody.of(document) for document in family.attached],
            versions=[VersionBody.of(version) for version in family.versions],
            near_duplicates=[RelativeBody.of(document) for document in family.twins],
        )


class FilePassword(BaseModel):
    password: str = Field(min_length=1, max_length=LONGEST_PASSWORD, repr=False)


@router.get("/{document_id}/family")
def show_family(document_id: UUID, services: Needed, principal: Asker) -> FamilyBody:
    """What the document came in, what came in it, its earlier versions, and its copies."""
    return FamilyBody.of(family_of(services, principal, document_id))


@router.get("/{document_id}/versions/{number}/original", response_class=FileResponse)
def show_version(document_id: UUID, number: PageNumber, services: Needed, principal: Asker) -> Response:
    """The bytes of an earlier version as received, always as a download."""
    document = services.catalogue.document(document_id, principal)
    for version in services.catalogue.versions(document_id, principal):
        if version.number == number:
            return file_response(services.originals.path(version.original), document)
    raise NotFound(what="version", id=f"{document_id}/{number}")


@router.post("/{document_id}/password", dependencies=[Depends(require_csrf)])
def give_password(
    document_id: UUID, given: FilePassword, services: Needed, principal: Administrator, language: Spoken
) -> DocumentBody:
    """Read a locked PDF with its password, which is used once and kept nowhere."""
    services.catalogue.document(document_id, principal)
    services.ingestion.unlock(document_id, given.password)
    return DocumentBody.of(services.catalogue.document(document_id, principal), language)
