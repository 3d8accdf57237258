"""The real program as people run it: commands in processes of their own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

SANADYAR = Path(sys.executable).with_name("sanadyar")
SECONDS = 120


@dataclass(frozen=True)
class Result:
    """How a command ended; `lines` are its JSON values."""

    code: int
    output: str
    errors: str

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.output.splitlines() if line.strip()]

    @property
    def value(self) -> Any:
        (only,) = self.lines
        return only


@dataclass
class Program:
    """Runs `sanadyar --data FOLDER …`; `environment` is added to the test's own, without its settings."""

    data: Path
    environment: dict[str, str] = field(default_factory=dict)
    servers: list[subprocess.Popen[str]] = field(default_factory=list)
    wrapper: Sequence[str] = ()

    def run(self, *arguments: str, seconds: float = SECONDS) -> Result:
        done = subprocess.run(
            self._command(arguments),
            capture_output=True,
            text=True,
            timeout=seconds,
            env=self.the_environment(),
            stdin=subprocess.DEVNULL,
        )
        return Result(done.returncode, done.stdout, done.stderr)

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start a command in a process group of its own, to be killed with all that it started."""
        return subprocess.Popen(
            self._command(arguments),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            text=True,
            env=self.the_environment(),
            start_new_session=True,
        )

    def dies_at(self, place: str, when: str, number: int, *arguments: str) -> None:
        """Run a command that kills itself with -9 before or after the n-th call of `module:Class.method`."""
        script = Path(__file__).with_name("dies_at.py")
        bomb = [sys.executable, "-P", str(script), place, when, str(number), "--data", str(self.data)]
        with subprocess.Popen(
            [*bomb, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=self.the_environment(),
            start_new_session=True,
        ) as dying:
            dying.wait(SECONDS)
            with suppress(ProcessLookupError):  # what it started would end by itself a moment later
                os.killpg(dying.pid, signal.SIGKILL)
        assert dying.returncode == -signal.SIGKILL, f"it ended without coming to {place}"

    def serve(self) -> dict[str, Any]:
        """Start a server on a free port and return what it announces."""
        server = self.start("--json", "serve", "--port", str(free_port()))
        self.servers.append(server)
        assert server.stdout is not None
        line = server.stdout.readline()
        assert line, f"the server ended: {server.wait(SECONDS)}"
        announced: dict[str, Any] = json.loads(line)
        return announced

    def stop(self) -> None:
        while self.servers:
            server = self.servers.pop()
            server.terminate()
            server.communicate(timeout=SECONDS)

    def hits(self, *question: str) -> list[dict[str, Any]]:
        """What `search --json` finds; exit code 1 goes with finding nothing, and only with that."""
        result = self.run("--json", "search", *question)
        found: list[dict[str, Any]] = result.value["hits"]
        assert result.code == (0 if found else 1), result.errors
        return found

    def files(self, *question: str) -> list[str]:
        return [hit["file"] for hit in self.hits(*question)]

    def _command(self, arguments: Sequence[str]) -> list[str]:
        return [*self.wrapper, str(SANADYAR), "--data", str(self.data), *arguments]

    def the_environment(self) -> Mapping[str, str]:
        dropped = ("SANADYAR_", "PYTHONDONTWRITEBYTECODE")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
        return kept | self.environment


@dataclass(frozen=True)
class Reader:
    """A person's program: asks a server with a key of that person's account."""

    address: str
    key: str

    def get(self, path: str, **parameters: str) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.key}", "Accept-Language": "en"}
        return httpx.get(self.address + path, params=parameters, headers=headers, trust_env=False, timeout=60)

    @classmethod
    def signed_in(cls, address: str, name: str, one_time_password: str) -> "Reader":
        """Change the one-time password, sign in again and make a key, as a person would on the page."""
        lasting = "گذرواژهٔ ماندگار ۱۲۳"
        with httpx.Client(base_url=address, trust_env=False, timeout=60) as client:
            for password in (one_time_password, lasting):
                answer = client.post("/api/sign-in", json={"name": name, "password": password})
                assert answer.status_code == 200, answer.text
                token = {"X-CSRF-Token": answer.json()["csrf"]}
                if password == one_time_password:
                    change = {"old": one_time_password, "new": lasting}
                    assert client.post("/api/password", json=change, headers=token).status_code == 204
            made = client.post("/api/keys", json={"label": "آزمون"}, headers=token)
            assert made.status_code == 201, made.text
            return cls(address, made.json()["key"])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def kill_all(process: subprocess.Popen[str]) -> None:
    """kill -9 for a command and everything that it started."""
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate(timeout=SECONDS)


def until(
    holds: Callable[[], bool], process: subprocess.Popen[str] | None = None, seconds: float = SECONDS
) -> None:
    """Wait for what `process` brings about, as long as it runs."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come about in time"
        assert process is None or process.poll() is None or holds(), "it ended before"
        time.sleep(0.02)


def one_sentence(result: Result) -> str:
    """What was said: one line, and never a traceback."""
    assert "Traceback" not in result.errors + result.output
    (said,) = result.errors.strip().splitlines()
    return said
