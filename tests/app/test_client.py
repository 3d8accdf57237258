import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.client import Refused, ServerClient, decoded, server_client, target_of
from app.ownership import Ownership, RunningServer
from app.settings import Settings
from corpus.errors import InaccessiblePath, ServerUnreachable


def test_a_target_carries_persian_and_lists_and_leaves_out_what_has_no_value() -> None:
    assert target_of("/api/search", {"q": "آب", "kind": ["letter", "report"], "unit": [], "from": ""}) == (
        "/api/search?q=%D8%A2%D8%A8&kind=letter&kind=report"
    )
    assert target_of("/api/status", None) == "/api/status"
    assert target_of("/api/documents/نامه", {"to": ""}) == "/api/documents/%D9%86%D8%A7%D9%85%D9%87"
    assert target_of("/api/search", {"offset": 0}) == "/api/search?offset=0"


def test_bytes_that_are_no_letters_are_asked_as_question_marks() -> None:
    asked = {"q": "\udcff\ud800", "unit": ["\udcff"]}
    assert target_of("/api/search", asked) == "/api/search?q=%3F%3F&unit=%3F"
    assert target_of("/api/documents/\udcff", None) == "/api/documents/%3F"


def test_an_answer_is_its_json_and_an_empty_one_is_none() -> None:
    assert decoded(200, '{"پاسخ": 1}'.encode()) == {"پاسخ": 1}
    assert decoded(204, b"") is None


@pytest.mark.parametrize(
    ("status", "text", "detail"),
    [
        (404, '{"detail": "«الف» یافت نشد."}', "«الف» یافت نشد."),
        (500, "<html>", "HTTP 500"),
        (503, "", "HTTP 503"),
        (422, "[1]", "HTTP 422"),
        (422, '{"detail": null}', "HTTP 422"),
    ],
)
def test_a_problem_is_refused_with_its_sentence(status: int, text: str, detail: str) -> None:
    with pytest.raises(Refused) as caught:
        decoded(status, text.encode())
    assert caught.value.facts["detail"] == detail


def test_without_a_server_there_is_no_client(tmp_path: Path) -> None:
    assert server_client(Settings(tmp_path)) is None


def test_a_server_whose_key_is_gone_is_a_clear_error(tmp_path: Path) -> None:
    with Ownership(tmp_path) as ownership:
        ownership.announce("http://127.0.0.1:1")
        with pytest.raises(InaccessiblePath) as caught:
            server_client(Settings(tmp_path))
    assert caught.value.facts["path"] == str(tmp_path / "local.key")


def test_a_server_that_is_gone_is_named(tmp_path: Path) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{unused.getsockname()[1]}"
    client = ServerClient(RunningServer(address, 1), "کلید".encode().hex(), "fa")
    with pytest.raises(ServerUnreachable) as caught:
        client.call("GET", "/api/status")
    client.close()
    assert caught.value.facts["url"] == address


def test_a_file_that_cannot_be_opened_is_named_before_anything_is_sent(tmp_path: Path) -> None:
    client = ServerClient(RunningServer("http://127.0.0.1:1", 1), "key", "fa")
    with pytest.raises(InaccessiblePath) as caught:
        client.upload(tmp_path / "نیست.txt", "نیست.txt", "normal", ["everyone"])
    assert caught.value.facts["path"] == str(tmp_path / "نیست.txt")


def test_a_server_that_refuses_a_file_before_it_has_read_it_is_heard(tmp_path: Path) -> None:
    large = tmp_path / "large.bin"
    large.write_bytes(bytes(30_000_000))
    with _answering(b'{"detail": "too large"}') as address:
        client = ServerClient(RunningServer(address, 1), "key", "en")
        with pytest.raises(Refused) as caught:
            client.upload(large, "large.bin", "normal", ["everyone"])
        client.close()
    assert caught.value.facts["detail"] == "too large"


def test_what_is_asked_bears_the_key_and_the_language(tmp_path: Path) -> None:
    seen: list[bytes] = []
    with _answering(b"{}", seen) as address:
        client = ServerClient(RunningServer(address, 1), "the-key", "fa")
        with pytest.raises(Refused):
            client.call("POST", "/api/documents/retry", body={"documents": ["یک"]})
        client.close()
    (request,) = seen
    assert request.startswith(b"POST /api/documents/retry HTTP/1.1\r\n")
    assert b"Authorization: Bearer the-key\r\n" in request
    assert b"Accept-Language: fa\r\n" in request
    assert b"Content-Type: application/json\r\n" in request


@contextmanager
def _answering(body: bytes, seen: list[bytes] | None = None) -> Iterator[str]:
    """A server that answers 413 to the head of one request, and hangs up without reading its body."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()

        def answer() -> None:
            connection, _ = listening.accept()
            with connection:
                head = b""
                while b"\r\n\r\n" not in head:
                    head += connection.recv(1000)
                if seen is not None:
                    seen.append(head)
                length = str(len(body)).encode()
                connection.sendall(b"HTTP/1.1 413 No\r\nContent-Length: " + length + b"\r\n\r\n" + body)

        thread = threading.Thread(target=answer)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        thread.join(10)
