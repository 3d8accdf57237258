"""The sample corpus of an invented city: reading it, and what to ask it."""

import json
import time
from pathlib import Path
from typing import Any

import corpus
from app.client import Client, Refused
from app.commands.progress import bars
from app.terminal import Terminal
from corpus.errors import InaccessiblePath

POLL_SECONDS = 0.2
QUESTIONS = (
    "هدف زمان بازیابی سامانه‌های ردهٔ الف چقدر است؟",
    "چه کسی مسئول راه‌اندازی درگاه API و انتشار موقعیت اتوبوس‌ها است؟",
    "face recognition on municipal cameras",
)


def samples_folder() -> Path:
    """Where the sample files lie. Raises `InaccessiblePath`: an installed wheel does not carry them."""
    folder = Path(str(corpus.__path__[0])) / "samples"
    if not (folder / "manifest.json").is_file():
        raise InaccessiblePath(
            path=str(folder), detail="the samples come with the source, not with the package"
        )
    return folder


def read_samples(client: Client, terminal: Terminal, *, meaning: bool = True) -> None:
    """Take in the samples with their confidentiality; return when all are searchable by words or failed."""
    folder = samples_folder()
    entries: list[dict[str, Any]] = json.loads((folder / "manifest.json").read_text("utf-8"))
    with bars(terminal) as shown:
        arriving = shown.add_task(terminal.words("دریافت", "received"), total=len(entries))
        for entry in entries:
            client.upload(
                folder / "files" / entry["file"], entry["file"], entry["confidentiality"], ["everyone"]
            )
            shown.advance(arriving)
        client.work(meaning=meaning)
        reading = shown.add_task(terminal.words("متن‌خوانی", "read"), total=len(entries))
        while True:
            held = client.call("GET", "/api/status")
            pending = held["counts"]["waiting"] + held["counts"]["reading"]
            shown.update(reading, completed=max(0, len(entries) - pending))
            if not pending:
                break
            if held["trouble"]:
                raise Refused(detail=held["trouble"])
            time.sleep(POLL_SECONDS)
    for document in held["failed"]:
        terminal.notice(f"✗ {document['file']}: {document['failure']['reason']}")


def say_questions(terminal: Terminal) -> None:
    """Say what to try."""
    terminal.line(terminal.words("سه پرسش برای آزمودن:", "Three questions to try:"))
    for question in QUESTIONS:
        terminal.line(f"  {question}")
    terminal.line(
        terminal.words(
            "معنا در پس‌زمینه پر می‌شود؛ واژه‌ها همین حالا پیدا می‌شوند. پایان: Ctrl-C",
            "Meaning fills in the background; words are found already. To stop: Ctrl-C",
        )
    )
