"""Uploads: bytes go to disk as they come, under a bound, and then to ingestion.

PUT takes one file as its whole body, POST several as a form. Both are asynchronous because they
read the network while they write; what may wait on the catalogue runs in a thread.
"""

import errno
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Annotated
from urllib.parse import unquote

from fastapi import APIRouter, Depends, Header, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.types import Message

from api.document_routes import confidentiality_of
from api.document_schemas import DocumentBody, FailureBody, UploadResult
from api.marking import safe_name
from api.negotiation import Spoken
from api.numbers import LARGEST
from api.problems import sentence
from api.services import Services
from api.sessions import administrator_of, check_csrf, require_csrf, services_of, session_token
from corpus.access import EVERYONE
from corpus.errors import FileTooLarge, InvalidQuery, NoPasswordNeeded, SanadyarError, StorageFull
from corpus.records import Document
from ingest.parsers.unpacked_names import safe_path
from ingest.sources import FileState

__all__ = ["receive_form", "router"]

router = APIRouter(prefix="/api/documents", tags=["documents"])
Needed = Annotated[Services, Depends(services_of)]
FILES_AT_ONCE = 200
PIECE = 1024 * 1024  # bytes


@router.put("", status_code=201, dependencies=[Depends(administrator_of), Depends(require_csrf)])
async def put_document(
    request: Request,
    services: Needed,
    language: Spoken,
    file: Annotated[str, Query(description="name of the file, with its extension")],
    confidentiality: str = "normal",
    reader: Annotated[list[str] | None, Query()] = None,
    password: Annotated[
        str, Header(alias="X-File-Password", description="of a locked PDF; percent-encoded UTF-8")
    ] = "",
    source: Annotated[str, Query(description="absolute path of the file on the server's machine")] = "",
    modified: Annotated[
        int, Query(ge=-LARGEST, le=LARGEST, description="its time of change, in nanoseconds")
    ] = 0,
) -> DocumentBody:
    """One file as the body of the request. Without readers everybody may read it.

    With `source` the document follows that file: the same path later is the same document.
    """
    # A file on this machine keeps its folders below the one that is followed: they tell much.
    name = safe_path(file) if source else _named(file)
    with _temporary(services.upload_folder) as target:
        await _receive(request, target, name, services.maximum_upload_bytes)
        document = await run_in_threadpool(
            _register,
            services,
            target,
            name,
            confidentiality,
            reader or [],
            unquote(password),
            FileState(source, target.stat().st_size, modified) if source else None,
        )
    return DocumentBody.of(document, language)


@router.post("", status_code=201, dependencies=[Depends(administrator_of)])
async def post_documents(request: Request, services: Needed, language: Spoken) -> list[UploadResult]:
    """A form with fields `files`, `confidentiality`, `reader` and `password` (of locked PDFs).

    A file that is refused stops no other.
    """
    return [
        UploadResult(
            file=safe_name(name),
            document=DocumentBody.of(outcome, language) if isinstance(outcome, Document) else None,
            failure=FailureBody(code=outcome.code, reason=sentence(outcome, language))
            if isinstance(outcome, SanadyarError)
            else None,
        )
        for name, outcome in await receive_form(request, services)
    ]


async def receive_form(request: Request, services: Services) -> list[tuple[str, Document | SanadyarError]]:
    """Take all files of a form: each name with its document or with the reason of its refusal."""
    async with _bounded_form(request, services.maximum_upload_bytes) as form:
        if "authorization" not in request.headers:
            given = form.get("csrf")
            check_csrf(session_token(request) or "", given if isinstance(given, str) else None)
        confidentiality = str(form.get("confidentiality") or "normal")
        readers = [name for field in form.getlist("reader") for name in str(field).replace("،", ",").split(",")]
        password = str(form.get("password") or "")
        uploads = [item for item in form.getlist("files") if isinstance(item, UploadFile) and item.filename]
        if not uploads:
            raise InvalidQuery(field="files", value="", expected="1–200")
        return [
            (
                upload.filename or "",
                await run_in_threadpool(_take, services, upload, confidentiality, readers, password),
            )
            for upload in uploads
        ]


def _take(
    services: Services, upload: UploadFile, confidentiality: str, readers: list[str], password: str
) -> Document | SanadyarError:
    try:
        name = _named(upload.filename or "")
        with _temporary(services.upload_folder) as target:
            _copy(upload.file, target)
            return _register(services, target, name, confidentiality, readers, password)
    except SanadyarError as error:
        return error


def _register(
    services: Services,
    path: Path,
    name: str,
    confidentiality: str,
    readers: list[str],
    password: str,
    source: FileState | None = None,
) -> Document:
    """Raises `WrongFilePassword` with the file taken in all the same: its password can be given again."""
    groups = frozenset(reader.strip() for reader in readers if reader.strip()) or frozenset({EVERYONE})
    level = confidentiality_of(confidentiality)
    if source is None:
        document = services.ingestion.add(path, name, level, groups)
    else:
        document = services.ingestion.follow(path, name, level, groups, source)
    if password:
        with suppress(NoPasswordNeeded):  # one password for several files, not all of which are locked
            services.ingestion.unlock(document.id, password)
    return document


def _named(file: str) -> str:
    """The last part of a name; folders, controls and direction overrides are not taken from outside."""
    name = safe_name(file.replace("\\", "/").rpartition("/")[2])
    if name in {"—", ".", ".."}:
        raise InvalidQuery(field="file", value=file, expected="name.pdf")
    return name[-200:]


@contextmanager
def _temporary(folder: Path) -> Iterator[Path]:
    """A file for the bytes on their way; it is gone afterwards."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=folder, prefix="upload-", delete=False) as file:
            path = Path(file.name)
    except OSError as error:
        raise _storage(error, folder) from error
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


async def _receive(request: Request, target: Path, name: str, limit: int) -> None:
    received = 0
    with target.open("wb") as file:
        async for piece in request.stream():
            received += len(piece)
            if received > limit:
                raise FileTooLarge(file=name, size=received, limit=limit, measure="bytes")
            try:
                file.write(piece)
            except OSError as error:
                raise _storage(error, target.parent) from error


def _copy(source: IO[bytes], target: Path) -> None:
    try:
        with target.open("wb") as file:
            while piece := source.read(PIECE):
                file.write(piece)
    except OSError as error:
        raise _storage(error, target.parent) from error


def _storage(error: OSError, folder: Path) -> StorageFull | OSError:
    return StorageFull(path=str(folder)) if error.errno in {errno.ENOSPC, errno.EDQUOT} else error


@asynccontextmanager
async def _bounded_form(request: Request, limit: int) -> AsyncIterator[FormData]:
    """The request's form; reading stops as soon as more than `limit` bytes have come."""
    received = 0

    async def receive() -> Message:
        nonlocal received
        message = await request.receive()
        received += len(message.get("body", b""))
        if received > limit:
            raise FileTooLarge(file="—", size=received, limit=limit, measure="bytes")
        return message

    async with Request(request.scope, receive).form(max_files=FILES_AT_ONCE, max_fields=50) as form:
        yield form
