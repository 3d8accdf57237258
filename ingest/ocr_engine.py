"""Tesseract, as its command: Persian and English together, one thread a page."""

import csv
import io
import os
import shutil
import subprocess
from collections.abc import Mapping
from functools import cached_property

from corpus.records import Box
from ingest.ocr import STANDS_RIGHT, RecognitionFailed, RecognizedWord, mean_confidence
from ingest.ocr_latin import is_doubtful, mended

COMMAND = "tesseract"
PACKAGES = "tesseract-ocr tesseract-ocr-fas"
NEEDED_LANGUAGE = "fas"
SECONDS = 120  # for one page; an ordinary one takes two
NICENESS = 10  # questions go first
WORD_LEVEL = "5"


class TesseractRecognizer:
    """Implements `PageRecognizer`. Page segmentation 3: others break columns."""

    def unavailable(self) -> str:
        """Looked up each time, so that what is installed while the program runs is used."""
        if shutil.which(COMMAND) is None:
            return f"{COMMAND} is not installed: apt-get install {PACKAGES}"
        if NEEDED_LANGUAGE not in self._languages:
            return f"{COMMAND} lacks Persian: apt-get install {PACKAGES}"
        return ""

    def recognize(self, picture: bytes) -> list[RecognizedWord]:
        """Read Persian and English together; where that found Latin letters, Persian alone has a say."""
        if "eng" not in self._languages:
            return self._read(picture, NEEDED_LANGUAGE)
        words = self._read(picture, f"{NEEDED_LANGUAGE}+eng")
        if mean_confidence(words) < STANDS_RIGHT or not is_doubtful(words):
            return words
        return mended(words, self._read(picture, NEEDED_LANGUAGE))

    def _read(self, picture: bytes, languages: str) -> list[RecognizedWord]:
        said = _run(["stdin", "stdout", "-l", languages, "--psm", "3", "--dpi", "200", "tsv"], picture)
        rows = list(csv.DictReader(io.StringIO(said), delimiter="\t", quoting=csv.QUOTE_NONE))
        if not rows:
            return []
        width, height = float(rows[0]["width"]), float(rows[0]["height"])
        return [
            _word(row, width, height)
            for row in rows
            if row["level"] == WORD_LEVEL and (row.get("text") or "").strip()
        ]

    @cached_property
    def _languages(self) -> frozenset[str]:
        try:
            return frozenset(_run(["--list-langs"]).split())
        except RecognitionFailed:
            return frozenset()


def _run(arguments: list[str], given: bytes = b"") -> str:
    """Run the command at low priority with one thread. Raises `RecognitionFailed`."""
    environment = os.environ | {"OMP_THREAD_LIMIT": "1"}
    command = (
        ["nice", "-n", str(NICENESS), COMMAND, *arguments] if shutil.which("nice") else [COMMAND, *arguments]
    )
    try:
        done = subprocess.run(
            command, input=given, capture_output=True, timeout=SECONDS, env=environment, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise RecognitionFailed(f"{type(error).__name__}: {error}"[:300]) from error
    return done.stdout.decode("utf-8", "replace")


def _word(row: Mapping[str, str], width: float, height: float) -> RecognizedWord:
    box = Box(
        float(row["left"]) / width,
        float(row["top"]) / height,
        float(row["width"]) / width,
        float(row["height"]) / height,
    )
    return RecognizedWord(
        text=row["text"],
        box=box,
        confidence=max(0.0, float(row["conf"]) / 100),
        paragraph=(int(row["block_num"]), int(row["par_num"])),
        line=int(row["line_num"]),
    )
