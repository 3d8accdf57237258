"""The real program as people run it: commands in processes of their own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

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
    """Runs `sanadyar --data FOLDER …`; `environment` is added to the test's own."""

    data: Path
    environment: dict[str, str] = field(default_factory=dict)
    servers: list[subprocess.Popen[str]] = field(default_factory=list)

    def run(self, *arguments: str, seconds: float = SECONDS) -> Result:
        done = subprocess.run(
            [str(SANADYAR), "--data", str(self.data), *arguments],
            capture_output=True,
            text=True,
            timeout=seconds,
            env=self._environment(),
            stdin=subprocess.DEVNULL,
        )
        return Result(done.returncode, done.stdout, done.stderr)

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start a command in a process group of its own, to be killed with all that it started."""
        return subprocess.Popen(
            [str(SANADYAR), "--data", str(self.data), *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            text=True,
            env=self._environment(),
            start_new_session=True,
        )

    def serve(self) -> dict[str, Any]:
        """Start a server on a free port and return what it announces."""
        server = self.start("--json", "serve", "--port", str(free_port()))
        self.servers.append(server)
        assert server.stdout is not None
        announced: dict[str, Any] = json.loads(server.stdout.readline())
        return announced

    def stop(self) -> None:
        while self.servers:
            server = self.servers.pop()
            server.terminate()
            server.communicate(timeout=SECONDS)

    def _environment(self) -> Mapping[str, str]:
        return {**os.environ, **self.environment}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def kill_all(process: subprocess.Popen[str]) -> None:
    """kill -9 for a command and everything that it started."""
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate(timeout=SECONDS)


def until(holds: Callable[[], bool], seconds: float = SECONDS) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.02)
