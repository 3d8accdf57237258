"""/api/sources: which files on this machine documents follow; for `sanadyar ingest` and `sanadyar watch`."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field

from api.document_schemas import DocumentBody
from api.negotiation import Spoken
from api.numbers import LARGEST
from api.services import Services
from api.sessions import Administrator, require_csrf, services_of
from ingest.parsers.unpacked_names import safe_path
from ingest.sources import FileState

__all__ = ["router"]

router = APIRouter(prefix="/api/sources", tags=["sources"])
Needed = Annotated[Services, Depends(services_of)]
LONGEST_PATH = 4096
AT_ONCE = 10_000


class SourceList(BaseModel):
    """Rows of path, size, time of change in nanoseconds, document, hash of its bytes; many, so kept short."""

    sources: list[tuple[str, int, int, str, str]]
    after: str | None  # where the next list begins; none if this is the last


class GoneFile(BaseModel):
    path: str = Field(max_length=LONGEST_PATH)


class GoneResult(BaseModel):
    document: str | None


class MovedFile(BaseModel):
    """`file` is the document's new name; folders are parted by «/»."""

    before: str = Field(max_length=LONGEST_PATH)
    path: str = Field(max_length=LONGEST_PATH)
    size: int = Field(ge=0, le=LARGEST)
    modified: int = Field(ge=-LARGEST, le=LARGEST)
    file: str = Field(max_length=LONGEST_PATH)


@router.get("")
def list_sources(
    services: Needed,
    _principal: Administrator,
    folder: Annotated[str, Query(max_length=LONGEST_PATH)],
    after: Annotated[str, Query(max_length=LONGEST_PATH)] = "",
) -> SourceList:
    """The files below a folder that documents follow, as they were when they were read."""
    found = services.catalogue.sources_below(folder, after, AT_ONCE)
    rows = [(one.path, one.size, one.modified, str(one.document_id), str(one.original)) for one in found]
    return SourceList(sources=rows, after=found[-1].path if len(found) == AT_ONCE else None)


@router.post("/gone", dependencies=[Depends(require_csrf)])
def file_is_gone(gone: GoneFile, services: Needed, _principal: Administrator) -> GoneResult:
    """Remove the document of a file that is gone, where no other file stands for it."""
    document = services.ingestion.source_gone(gone.path)
    return GoneResult(document=str(document) if document else None)


@router.post("/moved", dependencies=[Depends(require_csrf)])
def file_has_moved(
    moved: MovedFile, services: Needed, _principal: Administrator, language: Spoken
) -> DocumentBody:
    """A file has another place: its document has another name and keeps all else."""
    state = FileState(moved.path, moved.size, moved.modified)
    document = services.ingestion.source_moved(moved.before, state, safe_path(moved.file))
    return DocumentBody.of(document, language)
