"""ParisaOCR, a second engine for printed Persian: better by a tenth, slower by ten times; an optional extra."""

import io
import json
import logging
import os
import select
import struct
import subprocess
import sys
import threading
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

from PIL import Image

from corpus.records import Box
from ingest.ocr import RecognitionFailed, RecognizedWord

LOG = logging.getLogger(__name__)
PACKAGE, EXTRA = "parisaocr", "sanadyar[ocr]"
SCRIPT = Path(__file__).with_name("ocr_parisa_process.py")
SECONDS = 600  # for one page, the loading of the model with the first
SECONDS_IDLE = 120  # then its 2.5 GB of memory are given back
SECONDS_TO_END = 1
NICENESS = 15  # questions go first, and so does everything else
# Without them the system spends more time on memory than the engine on reading (measured: 72 s against 2 s).
ENVIRONMENT = {"MALLOC_MMAP_THRESHOLD_": "4294967296", "MALLOC_TRIM_THRESHOLD_": "4294967296"}


class ParisaRecognizer:
    """Implements `PageRecognizer` in a process of its own, one page at a time; it ends when it has no work."""

    def __init__(self, python: str = "", script: Path = SCRIPT) -> None:
        """`python` is the interpreter that has the package; "" is the one that runs this program."""
        self._python = python or sys.executable
        self._is_own = not python
        self._script = script
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._idle: threading.Timer | None = None
        self._found = False
        self.process_seconds = 0.0
        """What the processor has spent in the process that runs now."""

    def unavailable(self) -> str:
        """Looked up each time until it is found, so that what is installed while the program runs is used."""
        self._found = self._found or self._look()
        if self._found:
            return ""
        return f"{PACKAGE} is not installed for {self._python}: pip install '{EXTRA}'"

    def recognize(self, picture: bytes) -> list[RecognizedWord]:
        with Image.open(io.BytesIO(picture)) as page:
            size = page.size
        with self._lock:
            if self._idle is not None:
                self._idle.cancel()
            try:
                answer = self._ask(picture)
            finally:
                self._idle = threading.Timer(SECONDS_IDLE, self.close)
                self._idle.daemon = True
                self._idle.start()
        if "error" in answer:
            raise RecognitionFailed(str(answer["error"]))
        self.process_seconds = float(answer.get("seconds", 0.0))
        return [
            word
            for number, line in enumerate(answer["lines"])
            for row in line
            if (word := _word(row, number, size)) is not None
        ]

    def close(self) -> None:
        """End the process; the next page starts another."""
        with self._lock:
            if self._process is not None:
                self._process.kill()
            self._end()

    def _look(self) -> bool:
        if self._is_own:
            return find_spec(PACKAGE) is not None
        code = f"import importlib.util, sys; sys.exit(importlib.util.find_spec({PACKAGE!r}) is None)"
        try:
            return subprocess.run([self._python, "-c", code], capture_output=True, timeout=30).returncode == 0
        except (OSError, subprocess.SubprocessError):
            return False

    def _ask(self, picture: bytes) -> dict[str, Any]:
        process = self._running()
        try:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(struct.pack(">I", len(picture)) + picture)
            process.stdin.flush()
            answer: dict[str, Any] = json.loads(_line(process.stdout, SECONDS))
        except (OSError, ValueError, TimeoutError) as error:
            raise RecognitionFailed(f"{PACKAGE}: {error}{self._end()}"[:300]) from error
        return answer

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                ["nice", "-n", str(NICENESS), self._python, "-P", str(self._script)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=os.environ | ENVIRONMENT,
            )
        return self._process

    def _end(self) -> str:
        """End the process and say how it had ended by itself: code -9 is the system, short of memory."""
        process, self._process = self._process, None
        if process is None:
            return ""
        with suppress(subprocess.TimeoutExpired):
            process.wait(SECONDS_TO_END)
        code = process.poll()
        process.kill()
        process.communicate()
        return "" if code is None else f" (code {code})"


def _line(stream: IO[bytes], seconds: float) -> bytes:
    """Read one line within `seconds`. Raises `TimeoutError`, or `ValueError` if the process ended."""
    ready, _, _ = select.select([stream], [], [], seconds)
    if not ready:
        raise TimeoutError(f"no answer in {seconds:g} s")
    line = stream.readline()
    if not line:
        raise ValueError("the process ended")
    return line


def _word(row: list[Any], line: int, size: tuple[int, int]) -> RecognizedWord | None:
    text, left, top, right, bottom, confidence = row
    if not str(text).strip():
        return None
    box = Box(left / size[0], top / size[1], (right - left) / size[0], (bottom - top) / size[1])
    return RecognizedWord(str(text), box, min(1.0, max(0.0, confidence / 100)), (0, 0), line)
