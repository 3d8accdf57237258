"""How commands reach the program: through the server that owns the data folder, or within this process.

Both ways speak the same requests to the same routes, so a command is written once.
"""

import http.client
import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote, urlencode, urlsplit

from app.ownership import RunningServer, running_server
from app.settings import Settings
from corpus.errors import InaccessiblePath, SanadyarError, ServerUnreachable

KEY_NAME = "local.key"  # `corpus.local_key` makes it; not imported, so that a search answers at once
Parameters = Mapping[str, str | int | Sequence[str]]


class Refused(SanadyarError):
    """The program answered a request with a problem. Facts: detail, a sentence in the wanted language."""

    code = "refused"


class Client(Protocol):
    """Sends one request and returns the decoded JSON. Raises `Refused` or `ServerUnreachable`."""

    def call(self, method: str, path: str, parameters: Parameters | None = None, body: Any = None) -> Any: ...

    def upload(
        self, path: Path, file: str, confidentiality: str, readers: Sequence[str], password: str = ""
    ) -> Any:
        """Take a file in; `password` opens it if it is a locked PDF."""

    def work(self, *, meaning: bool = True) -> None:
        """See to it that what waits is read and, with `meaning`, gets vectors: a server does so by itself."""

    def close(self) -> None: ...


def target_of(path: str, parameters: Parameters | None) -> str:
    """Return the request target; parameters without a value are left out.

    Bytes of a command line that are no letters arrive as halves of characters, which no request can carry.
    """
    kept = {name: value for name, value in (parameters or {}).items() if value not in ("", [], ())}
    query = urlencode(kept, doseq=True, errors="replace")
    return quote(path, errors="replace") + (f"?{query}" if query else "")


def decoded(status: int, text: bytes) -> Any:
    """Return the JSON of an answer, or raise `Refused` with the problem's sentence."""
    try:
        value = json.loads(text) if text else None
    except ValueError:
        value = {"detail": f"HTTP {status}"}
    if status >= 400:
        detail = value.get("detail") if isinstance(value, dict) else None
        raise Refused(detail=str(detail or f"HTTP {status}"))
    return value


def source_name(path: Path) -> str:
    """The absolute path as it is noted; a name may hold bytes that are no letters."""
    return os.path.abspath(path).encode("utf-8", "backslashreplace").decode()  # noqa: PTH100 - links stay links


class ServerClient:
    """Talks to a server on this machine, as the administrator whose key lies in the data folder."""

    def __init__(self, server: RunningServer, key: str, language: str) -> None:
        self._server = server
        self._headers = {"Authorization": f"Bearer {key}", "Accept-Language": language}
        parts = urlsplit(server.address)
        self._connection = http.client.HTTPConnection(parts.hostname or "127.0.0.1", parts.port, timeout=300)

    def call(self, method: str, path: str, parameters: Parameters | None = None, body: Any = None) -> Any:
        content = None if body is None else json.dumps(body).encode()
        headers = self._headers | ({"Content-Type": "application/json"} if content else {})
        return self._send(method, target_of(path, parameters), content, headers)

    def upload(
        self, path: Path, file: str, confidentiality: str, readers: Sequence[str], password: str = ""
    ) -> Any:
        try:
            # Looked at before it is read: what changes meanwhile differs from this at the next look.
            state = path.stat()
            target = target_of(
                "/api/documents",
                {
                    "file": file,
                    "confidentiality": confidentiality,
                    "reader": readers,
                    "source": source_name(path),
                    "modified": state.st_mtime_ns,
                },
            )
            with path.open("rb") as content:
                headers = {"Content-Type": "application/octet-stream", "Content-Length": str(state.st_size)}
                if password:
                    headers["X-File-Password"] = quote(password)
                return self._send("PUT", target, content, self._headers | headers)
        except OSError as error:  # of the file: what the network does is a `ServerUnreachable` by now
            raise InaccessiblePath(path=str(path), detail=error.strerror or str(error)) from error

    def work(self, *, meaning: bool = True) -> None:
        """The server has begun already."""

    def close(self) -> None:
        self._connection.close()

    def _send(self, method: str, target: str, body: Any, headers: Mapping[str, str]) -> Any:
        try:
            # A server that refuses a large file answers before it has read it, and then hangs up.
            with suppress(BrokenPipeError, ConnectionResetError):
                self._connection.request(method, target, body, dict(headers))
            answer = self._connection.getresponse()
            return decoded(answer.status, answer.read())
        except (ConnectionError, TimeoutError, http.client.HTTPException) as error:
            self._connection.close()
            raise ServerUnreachable(url=self._server.address, detail=str(error)) from error


def server_client(settings: Settings) -> ServerClient | None:
    """Return a client of the server that owns the data folder, or None if none runs."""
    server = running_server(settings.data)
    if server is None:
        return None
    try:
        key = (settings.data / KEY_NAME).read_text("ascii").strip()
    except OSError as error:
        raise InaccessiblePath(
            path=str(settings.data / KEY_NAME), detail=error.strerror or str(error)
        ) from error
    return ServerClient(server, key, settings.language)
