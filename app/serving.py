"""Puts the web application over an office, and serves it."""

import errno
import logging
import os
import shutil
import socket
import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import uvicorn
from fastapi import FastAPI

from api.application import create_app
from api.services import Services
from app.assembly import Office
from app.background import Background
from app.cli import VERSION
from app.correcting import WakingCorrector, WakingDescriptions
from app.local_client import LocalClient
from app.room import require_room
from app.running import spare_what_is_loaded
from app.watching import Follower, Rights
from corpus.access import Confidentiality
from corpus.errors import InvalidSetting, PortInUse, SanadyarError
from corpus.records import Document
from ingest.consistency import Finding, check
from ingest.parsers.page_drawing import render_page
from ingest.service import Ingestion
from ingest.sources import FileState

log = logging.getLogger(__name__)
SECONDS_TO_FINISH = 5  # what requests under way get when the server is told to stop
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True, slots=True)
class WakingIngestion:
    """`Ingesting` for the web side: it looks for room, and whatever makes work also wakes housekeeping."""

    data: Path
    ingestion: Ingestion
    wake: Callable[[], None]

    def add(self, path: Path, file: str, confidentiality: Confidentiality, readers: frozenset[str]) -> Document:
        require_room(self.data, path.stat().st_size)
        document = self.ingestion.add(path, file, confidentiality, readers)
        self.wake()
        return document

    def follow(
        self, path: Path, file: str, confidentiality: Confidentiality, readers: frozenset[str], state: FileState
    ) -> Document:
        require_room(self.data, path.stat().st_size)
        document = self.ingestion.following.take(path, file, confidentiality, readers, state)
        self.wake()
        return document

    def source_gone(self, path: str) -> UUID | None:
        return self.ingestion.following.gone(path)

    def source_moved(self, before: str, state: FileState, file: str) -> Document:
        return self.ingestion.following.moved(before, state, file)

    def remove(self, document_id: UUID) -> None:
        self.ingestion.remove(document_id)

    def retry(self, document_ids: Collection[UUID]) -> int:
        waiting = self.ingestion.retry(document_ids)
        self.wake()
        return waiting

    def unlock(self, document_id: UUID, password: str) -> None:
        self.ingestion.unlock(document_id, password)
        self.wake()

    def set_access(self, document_id: UUID, confidentiality: Confidentiality, readers: frozenset[str]) -> None:
        self.ingestion.set_access(document_id, confidentiality, readers)


def services_of(office: Office, background: Background) -> Services:
    """What the web side needs, from the rooms below it."""
    settings = office.settings
    uploads = settings.data / "uploads"
    shutil.rmtree(uploads, ignore_errors=True)  # what was arriving when the program ended
    uploads.mkdir(parents=True, exist_ok=True)

    def findings() -> list[Finding]:
        return check(office.catalogue, office.originals, office.index)

    return Services(
        catalogue=office.catalogue,
        accounts=office.accounts,
        searcher=office.searcher,
        ingestion=WakingIngestion(settings.data, office.ingestion, background.housekeeping.wake),
        originals=office.originals,
        progress=background.progress,
        page_picture=render_page,
        upload_folder=uploads,
        version=VERSION,
        organisation=settings.organisation,
        maximum_upload_bytes=settings.upload_limit_mb * 2**20,
        secure_cookies=settings.secure_cookies,
        local_key=office.local_key,
        rebuild=background.rebuild,
        check=findings,
        synonyms=office.synonyms,
        history=office.history,
        corrections=office.corrections,
        describing=WakingDescriptions(office.description_corrector, background.housekeeping.wake),
        corrector=WakingCorrector(settings, office.corrector, background.housekeeping.wake),
    )


def application(office: Office, background: Background) -> FastAPI:
    return create_app(services_of(office, background))


def local_client(office: Office, background: Background | None = None) -> LocalClient:
    """A client within this process, for a command that runs without a server."""
    background = background or Background(office)
    return LocalClient(
        application(office, background),
        office.ingestion,
        office.settings.data,
        background,
        office.local_key,
        office.settings.language,
    )


def listen(host: str, port: int) -> socket.socket:
    """Take the port before anything heavy begins. Raises `PortInUse`, or `InvalidSetting` for the host."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise InvalidSetting(
            key="host", value=host, source="settings", expected="a name or address of this machine"
        ) from error
    taken = socket.socket(family, socket.SOCK_STREAM)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind(address)
        taken.listen(128)
    except OSError as error:
        taken.close()
        if error.errno in (errno.EADDRINUSE, errno.EACCES):
            raise PortInUse(host=host, port=port) from error
        raise InvalidSetting(
            key="host", value=host, source="settings", expected="an address of this machine"
        ) from error
    return taken


class Server(uvicorn.Server):
    """Serves one application and says when it answers."""

    def __init__(self, web: FastAPI, ready: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                web,
                log_config=None,
                access_log=False,
                lifespan="off",
                server_header=False,
                timeout_graceful_shutdown=SECONDS_TO_FINISH,
            )
        )
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()


def serve(office: Office, background: Background, taken: socket.socket, ready: Callable[[], None]) -> None:
    """Answer until the process is told to stop; housekeeping runs beside it."""
    settings = office.settings

    def announce() -> None:
        spare_what_is_loaded()
        office.ownership.announce(settings.address)
        ready()

    server = Server(application(office, background), announce)
    background.start()
    stop = threading.Event()
    following = _follow_folders(office, background, stop)
    try:
        server.run(sockets=[taken])
    finally:
        stop.set()
        if following is not None:
            following.join(SECONDS_TO_FINISH)
        background.housekeeping.stop()


def _follow_folders(office: Office, background: Background, stop: threading.Event) -> threading.Thread | None:
    """Follow the folders that the settings name, on a thread of its own; None if they name none."""
    settings = office.settings
    folders = [Path(one).expanduser().absolute() for one in settings.watched_folders.split(os.pathsep) if one]
    if not folders:
        return None
    client = local_client(office, background)
    readers = tuple(one.strip() for one in settings.watched_readers.replace("،", ",").split(",") if one.strip())
    follower = Follower(
        lambda: client,
        folders,
        Rights(settings.watched_confidentiality, readers),
        lambda done, what: log.info("watched folder: %s: %s", done, what),
    )

    def run() -> None:
        try:
            follower.run(stop)
        except SanadyarError as error:
            log.error("watched folders: %s: %s", error.code, error)

    thread = threading.Thread(target=run, name="watching", daemon=True)
    thread.start()
    return thread
