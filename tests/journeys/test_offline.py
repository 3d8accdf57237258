"""After set-up nothing needs a network: the whole path runs where every way out is shut."""

from pathlib import Path
from typing import Any

import pytest

# Python imports this module at every start, in the processes that read and embed too.
BLOCK = """
import os, socket
_log = os.environ["WAYS_OUT_LOG"]
_connect, _connect_ex, _sendto, _lookup = (
    socket.socket.connect, socket.socket.connect_ex, socket.socket.sendto, socket.getaddrinfo
)
_HERE = ("127.", "::1", "localhost")

def _refuse(what):
    with open(_log, "a") as log:
        log.write(f"{what}\\n")
    raise OSError(f"the test allows no way out: {what}")

def _check(sock, address):
    if sock.family != socket.AF_UNIX and not str(address[0]).startswith(_HERE):
        _refuse(address)

def connect(self, address):
    _check(self, address)
    return _connect(self, address)

def connect_ex(self, address):
    _check(self, address)
    return _connect_ex(self, address)

def sendto(self, data, *rest):
    _check(self, rest[-1])
    return _sendto(self, data, *rest)

def getaddrinfo(host, *rest, **named):
    if host is not None and not str(host).startswith(_HERE):
        _refuse(host)
    return _lookup(host, *rest, **named)

socket.socket.connect, socket.socket.connect_ex, socket.socket.sendto = connect, connect_ex, sendto
socket.getaddrinfo = getaddrinfo
with open(_log + ".started", "a") as log:
    log.write(f"{os.getpid()}\\n")
"""


@pytest.fixture
def shut_in(program: Any, tmp_path: Path) -> Path:
    """The program with every way out shut; the returned file names what was tried."""
    hook = tmp_path / "hook"
    hook.mkdir()
    (hook / "sitecustomize.py").write_text(BLOCK, "utf-8")
    log = tmp_path / "tried"
    program.environment = {
        "PYTHONPATH": str(hook),
        "WAYS_OUT_LOG": str(log),
        "HOME": str(tmp_path / "home"),  # no cache of the person who runs the tests may help
    }
    return log


@pytest.mark.slow
def test_the_whole_path_needs_no_network(program: Any, folder: Path, shut_in: Path) -> None:
    taken = program.run("--json", "ingest", str(folder))
    assert taken.code == 0, taken.errors
    found = program.run("--json", "search", "--mode", "meaning", "how many days of leave do employees have")
    assert found.value["hits"][0]["file"] == "guideline.txt"
    assert program.run("--json", "ask", "مرخصی استحقاقی سالانه چند روز است؟").value["answer"]
    started = shut_in.with_name("tried.started").read_text().split()
    assert len(set(started)) >= 5  # three commands, and the processes that read and embed
    assert not shut_in.exists(), shut_in.read_text()


def test_a_way_out_would_be_seen(program: Any, shut_in: Path) -> None:
    """The test above can fail: a catalogue on another machine is refused by the hook and noted."""
    program.environment["SANADYAR_CATALOGUE_URL"] = "postgresql+psycopg://a:b@10.0.0.1/none"
    program.environment["SANADYAR_QDRANT_URL"] = "http://10.0.0.1:6333"
    assert program.run("status").code == 3
    # libpq connects below Python; the client of the index goes through the hook.
    program.environment.pop("SANADYAR_CATALOGUE_URL")
    assert program.run("status").code == 3
    assert "10.0.0.1" in shut_in.read_text()


@pytest.mark.slow
def test_a_serving_process_holds_no_torch(program: Any, folder: Path) -> None:
    program.serve()
    assert program.run("--json", "ingest", str(folder)).code == 0
    assert program.run("--json", "search", "--mode", "meaning", "مرخصی").value["hits"]
    maps = Path(f"/proc/{program.servers[0].pid}/maps").read_text()
    assert "onnxruntime" in maps
    assert "libtorch" not in maps
