"""The client of commands that run with no server: the same routes, answered within this process."""

import asyncio
import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI

from app.background import Background
from app.client import Parameters, decoded, source_name, target_of
from app.room import require_room
from corpus.access import Confidentiality
from corpus.errors import InaccessiblePath, NoPasswordNeeded
from ingest.service import Ingestion
from ingest.sources import FileState


def _state_of(path: Path) -> FileState:
    try:
        state = path.stat()
    except OSError as error:
        raise InaccessiblePath(path=str(path), detail=error.strerror or str(error)) from error
    return FileState(source_name(path), state.st_size, state.st_mtime_ns)


class LocalClient:
    """Asks the application itself, as the administrator of this data folder."""

    def __init__(
        self,
        application: FastAPI,
        ingestion: Ingestion,
        data: Path,
        background: Background,
        key: str,
        language: str,
    ) -> None:
        self._application = application
        self._data = data
        self._ingestion = ingestion
        self._background = background
        self._headers = {"Authorization": f"Bearer {key}", "Accept-Language": language}

    def call(self, method: str, path: str, parameters: Parameters | None = None, body: Any = None) -> Any:
        answer = asyncio.run(self._ask(method, target_of(path, parameters), body))
        return decoded(answer.status_code, answer.content)

    def upload(
        self, path: Path, file: str, confidentiality: str, readers: Sequence[str], password: str = ""
    ) -> Any:
        if path.is_file():  # what is none, `add` says
            require_room(self._data, path.stat().st_size)
        state = _state_of(path)
        document = self._ingestion.following.take(
            path, file, Confidentiality[confidentiality.upper()], frozenset(readers), state
        )
        if password:
            with suppress(NoPasswordNeeded):  # one password for many files, few of which are locked
                self._ingestion.unlock(document.id, password)
        return {
            "id": str(document.id),
            "file": document.file,
            "state": document.state.value,
            "original": document.original,
        }

    def work(self, *, meaning: bool = True) -> None:
        self._background.start(meaning=meaning)
        self._background.housekeeping.wake()

    def close(self) -> None:
        self._background.housekeeping.stop()

    async def _ask(self, method: str, target: str, body: Any) -> httpx.Response:
        transport = httpx.ASGITransport(self._application)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            content = None if body is None else json.dumps(body)
            headers = self._headers | ({"Content-Type": "application/json"} if content else {})
            return await client.request(method, target, content=content, headers=headers)
