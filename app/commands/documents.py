"""Commands that take documents in, out, and set who may read them."""

import argparse
import getpass
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from rich.progress import Progress

from app.cli import ASK, INCOMPLETE, SUCCESS
from app.client import Client, Refused
from app.commands.progress import bars as progress_bars
from app.connection import connected
from app.settings import Settings
from app.terminal import Terminal
from app.trees import files_below, known_below
from corpus.errors import NotFound, SanadyarError, StorageFull

POLL_SECONDS = 0.5


def readers_of(text: str) -> list[str]:
    return [name.strip() for name in text.replace("،", ",").split(",") if name.strip()]


def ingest(options: argparse.Namespace, settings: Settings, terminal: Terminal) -> int:
    """Take files in, wait until they are searchable, and list what could not be read."""
    refused: list[dict[str, str]] = []
    taken: dict[str, str] = {}
    password = _password(options, terminal)
    with connected(settings) as client, progress_bars(terminal) as bars:
        found = list(files_below(options.paths))
        known = known_below(client, [path for path in options.paths if path.exists()])
        arriving = bars.add_task(terminal.words("دریافت", "received"), total=len(found))
        for file in found:
            try:
                if file.error:
                    raise file.error
                held = known.get(file.source)
                if held is not None and held.is_as(file) and not password:
                    taken[held.document] = file.name  # not read, not even opened
                    bars.advance(arriving)
                    continue
                document = client.upload(
                    file.path, file.name, options.confidentiality, readers_of(options.readers), password
                )
                taken[document["id"]] = document["file"]
            except StorageFull:
                raise
            except Refused as error:
                refused.append({"file": file.name, "reason": str(error.facts["detail"])})
            except SanadyarError as error:
                refused.append({"file": file.name, "reason": terminal.sentence(error)})
            bars.advance(arriving)
        client.work(meaning=not options.words_only)
        _wait(client, taken, bars, terminal, words_only=options.words_only)
        failed = _failed(client, taken)
    return _report(terminal, taken, failed + refused)


def _wait(
    client: Client, taken: dict[str, str], bars: Progress, terminal: Terminal, *, words_only: bool
) -> None:
    """Return when nothing of what was taken waits any more: its text, its scans, its vectors."""
    words = bars.add_task(terminal.words("متن‌خوانی", "read"), total=len(taken))
    scans = bars.add_task(terminal.words("نویسه‌خوانی", "scanned pages"), total=None, visible=False)
    meaning = bars.add_task(terminal.words("معنا ٪", "meaning %"), total=100, visible=False)
    most_scans, most_pending = 0, len(taken)
    while True:
        status = client.call("GET", "/api/status")
        counts = status["counts"]
        pending = counts["waiting"] + counts["reading"]
        most_pending = max(most_pending, pending)  # attachments come to it while their messages are read
        bars.update(words, total=most_pending, completed=most_pending - pending)
        if pending and status["trouble"]:  # a full disk: what was taken waits for the next time
            raise Refused(detail=status["trouble"])
        if not pending:
            if words_only:
                return
            waiting = 0 if status["ocr_trouble"] else status["pages_needing_ocr"]
            most_scans = max(most_scans, waiting)
            if most_scans:
                bars.update(scans, visible=True, total=most_scans, completed=most_scans - waiting)
            bars.update(meaning, visible=True, completed=round(100 * status["embedded_share"]))
            if not waiting and (not counts["words"] or status["trouble"]):
                break
        time.sleep(POLL_SECONDS)
    if status["ocr_trouble"] and status["pages_needing_ocr"]:
        terminal.notice(
            terminal.words(
                f"{status['pages_needing_ocr']} صفحهٔ اسکن در صف نویسه‌خوانی است: {status['ocr_trouble']}",
                f"{status['pages_needing_ocr']} scanned pages wait: {status['ocr_trouble']}",
            )
        )


def _failed(client: Client, taken: dict[str, str]) -> list[dict[str, str]]:
    """What failed of what was taken, and of what came in it: attachments and members of archives."""
    containers = tuple(f"{file}/" for file in taken.values())
    return [
        {"file": document["file"], "reason": document["failure"]["reason"]}
        for document in named(client, (), state="failed")
        if document["id"] in taken or document["file"].startswith(containers)
    ]


def _report(terminal: Terminal, taken: dict[str, str], failed: list[dict[str, str]]) -> int:
    if terminal.as_json:
        terminal.result({"received": len(taken), "failed": failed})
    else:
        for failure in failed:
            terminal.notice(f"✗ {failure['file']}: {failure['reason']}")
        terminal.notice(
            terminal.words(
                f"{len(taken)} سند دریافت شد، {len(failed)} ناموفق",
                f"{len(taken)} received, {len(failed)} failed",
            )
        )
    return INCOMPLETE if failed else SUCCESS


def named(client: Client, names: Sequence[str], state: str = "") -> list[dict[str, Any]]:
    """Return the documents of these ids or file names. Raises `NotFound` for one that is not there."""
    documents: list[dict[str, Any]] = []
    while True:
        page = client.call("GET", "/api/documents", {"state": state, "offset": len(documents), "limit": 200})
        documents += page["documents"]
        if len(documents) >= page["total"] or not page["documents"]:
            break
    if not names:
        return documents
    chosen = []
    for name in names:
        matching = [d for d in documents if name in (d["id"], d["file"], d["file"].rpartition("/")[2])]
        if not matching:
            raise NotFound(what="document", id=name)
        chosen += matching
    return chosen


def _password(options: argparse.Namespace, terminal: Terminal) -> str:
    if options.password != ASK:
        return str(options.password)
    return getpass.getpass(terminal.words("گذرواژهٔ پرونده‌ها: ", "Password of the files: "))


def remove(options: argparse.Namespace, settings: Settings, terminal: Terminal) -> int:
    """Take documents out of search and forget them."""
    with connected(settings) as client:
        for document in named(client, options.documents):
            client.call("DELETE", f"/api/documents/{document['id']}")
            _say(terminal, document, terminal.words("برداشته شد", "removed"))
    return SUCCESS


def retry(options: argparse.Namespace, settings: Settings, terminal: Terminal) -> int:
    """Read failed documents again, locked ones with a password if one is given."""
    password = _password(options, terminal)
    with connected(settings) as client, progress_bars(terminal) as bars:
        documents = named(client, options.documents, state="failed")
        taken = {document["id"]: document["file"] for document in documents}
        if password:
            for document_id in taken:
                with suppress(Refused):  # the wrong password for this one: it is told as still locked
                    client.call("POST", f"/api/documents/{document_id}/password", body={"password": password})
        if taken:
            client.call("POST", "/api/documents/retry", body={"documents": list(taken)})
            client.work(meaning=not options.words_only)
            _wait(client, taken, bars, terminal, words_only=options.words_only)
        failed = _failed(client, taken)
    return _report(terminal, taken, failed)


def access(options: argparse.Namespace, settings: Settings, terminal: Terminal) -> int:
    """Set confidentiality and readers of documents; it holds from the next request on."""
    change = {"confidentiality": options.confidentiality, "readers": readers_of(options.readers)}
    with connected(settings) as client:
        for document in named(client, options.documents):
            client.call("PATCH", f"/api/documents/{document['id']}/access", body=change)
            _say(terminal, document, f"{options.confidentiality}, {options.readers}")
    return SUCCESS


def _say(terminal: Terminal, document: dict[str, Any], what: str) -> None:
    if terminal.as_json:
        terminal.result({"id": document["id"], "file": document["file"], "done": what})
    else:
        terminal.line(f"{document['file']}: {what}")
