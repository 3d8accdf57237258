"""The command that checks the set-up and the data, and says what to do."""

import argparse
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.cli import INCOMPLETE, SUCCESS
from app.connection import connected
from app.models import PACKAGED, locate
from app.settings import Settings
from app.terminal import Terminal
from corpus.errors import SanadyarError

LEAST_FREE_BYTES = 2 * 2**30
OK, NOTE, FAULT = "ok", "note", "fault"
SIGNS = {OK: "✓", NOTE: "·", FAULT: "✗"}
TOOLS = (
    (
        "tesseract",
        "tesseract-ocr tesseract-ocr-fas",
        "خواندن اسکن‌ها",
        "reading scans (their pages wait as «needs OCR»)",
    ),
)
FINDINGS = {
    "original_missing": (
        "پروندهٔ اصلی نیست؛ سند را دوباره بارگذاری کنید",
        "its original is gone; upload the file again",
    ),
    "original_damaged": (
        "پروندهٔ اصلی آسیب دیده؛ سند را دوباره بارگذاری کنید",
        "its original is damaged; upload the file again",
    ),
    "original_unknown": (
        "پرونده‌ای که ثبتش نیمه‌کاره ماند؛ دوباره دریافتش کنید یا آن را بردارید",
        "bytes of an intake that was cut off; take the file in again, or remove them",
    ),
    "not_in_index": (
        "در نمایه نیست؛ sanadyar rebuild را اجرا کنید",
        "missing in the index; run sanadyar rebuild",
    ),
    "not_in_catalogue": (
        "در نمایه هست و در فهرست نیست؛ sanadyar rebuild را اجرا کنید",
        "in the index but not in the catalogue; run sanadyar rebuild",
    ),
    "count_wrong": ("شمار نادرست؛ sanadyar rebuild را اجرا کنید", "a count is wrong; run sanadyar rebuild"),
    "waiting": ("در صف خواندن است", "waits to be read"),
    "failed": ("خوانده نشد؛ علت را در sanadyar status ببینید", "could not be read; see sanadyar status"),
}


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at, how it stands, and what to do about it."""

    name: str
    state: str
    detail: str


def doctor(options: argparse.Namespace, settings: Settings, terminal: Terminal) -> int:
    """Check everything and print one line each; exit code 1 if something is at fault."""
    if options.prepare_model:
        model = locate(settings)
        terminal.line(str(model.folder))
        return SUCCESS
    checks = [*_set_up(settings, terminal), *_data(settings, terminal)]
    for check in checks:
        if terminal.as_json:
            terminal.result({"check": check.name, "state": check.state, "detail": check.detail})
        else:
            terminal.line(f"{SIGNS[check.state]} {check.name}: {check.detail}")
    faults = sum(check.state == FAULT for check in checks)
    if not terminal.as_json:
        terminal.line(
            terminal.words(
                f"{faults} ایراد" if faults else "همه چیز درست است",
                f"{faults} at fault" if faults else "all is well",
            )
        )
    return INCOMPLETE if faults else SUCCESS


def _set_up(settings: Settings, terminal: Terminal) -> Iterator[Check]:
    say = terminal.words
    yield Check("python", OK, sys.version.split()[0])
    yield _model(settings, terminal)
    yield _room(settings.data, terminal)
    for command, packages, fa, en in TOOLS:
        if shutil.which(command):
            yield Check(command, OK, say("نصب است", "installed"))
        else:
            hint = say(f"نیست؛ برای {fa}: apt-get install {packages}", f"off: {en}; apt-get install {packages}")
            yield Check(command, NOTE, hint)
    yield _ocr(settings, terminal)


def _ocr(settings: Settings, terminal: Terminal) -> Check:
    """Whether the engine that the settings name can read: Persian may be missing where the program is there."""
    from app.recognizers import recognizer_of  # loads numpy, which no other command should wait for

    missing = recognizer_of(settings.ocr_engine, settings.ocr_python).unavailable()
    if missing:
        waits = terminal.words("اسکن‌ها در صف می‌مانند", "scans wait")
        return Check("ocr", NOTE, f"{settings.ocr_engine}: {missing}; {waits}")
    return Check("ocr", OK, settings.ocr_engine)


def _model(settings: Settings, terminal: Terminal) -> Check:
    try:
        model = locate(settings)
        from app.models import query_embedder  # loads what a server would load

        dimension = query_embedder(model, 1).dimension
    except SanadyarError as error:
        return Check("model", FAULT, terminal.sentence(error))
    kind = "multilingual-e5-small" if settings.embedder == PACKAGED else settings.embedder
    return Check("model", OK, f"{kind}, {dimension}")


def _room(folder: Path, terminal: Terminal) -> Check:
    there = next(place for place in (folder, *folder.parents) if place.is_dir())
    free = shutil.disk_usage(there).free
    detail = terminal.words(f"{free // 2**20} مگابایت آزاد", f"{free // 2**20} MB free")
    return Check("disk", OK if free >= LEAST_FREE_BYTES else FAULT, f"{folder}: {detail}")


def _data(settings: Settings, terminal: Terminal) -> Iterator[Check]:
    try:
        with connected(settings) as client:
            status = client.call("GET", "/api/status")
            found: list[dict[str, Any]] = client.call("GET", "/api/check")
            synonyms = client.call("GET", "/api/synonyms")
    except SanadyarError as error:
        yield Check("data", FAULT, terminal.sentence(error))
        return
    counts = ", ".join(f"{state} {count}" for state, count in status["counts"].items())
    share = round(100 * status["embedded_share"])
    yield Check("documents", OK, f"{counts}; {terminal.words(f'معنا {share}٪', f'meaning {share} %')}")
    if status["trouble"]:
        yield Check("meaning", FAULT, status["trouble"])
    for fault in synonyms["faults"]:
        yield Check("synonyms", FAULT, fault["reason"])
    for finding in found:
        fa, en = FINDINGS[finding["kind"]]
        yield Check(finding["subject"], FAULT if finding["fault"] else NOTE, terminal.words(fa, en))
    if not any(finding["fault"] for finding in found):
        agree = ("فهرست، پرونده‌های اصلی و نمایه با هم می‌خوانند", "catalogue, originals and index agree")
        yield Check("consistency", OK, terminal.words(*agree))
