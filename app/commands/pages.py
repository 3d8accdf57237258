"""Commands about single pages: list those to look at, read one again, correct one, take that back."""

import argparse
import sys
from pathlib import Path
from typing import Any

from app.cli import INCOMPLETE, SUCCESS
from app.client import Client
from app.commands.documents import named
from app.commands.reasons import reasons_line
from app.connection import connected
from app.settings import Settings
from app.terminal import Terminal
from corpus.errors import InaccessiblePath, InvalidQuery
from corpus.records import Integrity

AT_ONCE = 200


def pages(options: argparse.Namespace, settings: Settings, terminal: Terminal) -> int:
    """List pages whose text is worth a look, worst first."""
    with connected(settings) as client:
        wanted = (
            {document["id"] for document in named(client, options.documents)} if options.documents else None
        )
        found = list(_doubtful(client, options.below))
    shown = [page for page in found if wanted is None or page["document_id"] in wanted]
    for page in shown:
        if terminal.as_json:
            terminal.result(page)
        else:
            corrected = terminal.words("؛ تصحیح‌شده", "; corrected") if page["corrected"] else ""
            terminal.line(f"{page['file']} · {page['page']} · {_state(terminal, page)}{corrected}")
    if not terminal.as_json:
        count = len(shown)
        terminal.notice(terminal.words(f"{count} صفحه برای بازبینی", f"{count} pages to look at"))
    return SUCCESS


def _doubtful(client: Client, below: float) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    while True:
        some = client.call("GET", "/api/pages", {"below": str(below), "offset": len(found), "limit": AT_ONCE})
        found += some["pages"]
        if len(found) >= some["total"] or not some["pages"]:
            return found


def _state(terminal: Terminal, page: dict[str, Any]) -> str:
    held = page["integrity"]
    integrity = Integrity(held["score"], held["reasons"]) if held else None
    return reasons_line(terminal, integrity, page["recognized"])


def page(options: argparse.Namespace, settings: Settings, terminal: Terminal) -> int:
    """Show a page's text, or change it first: by OCR, by a text in a file, or back to what it was."""
    with connected(settings) as client:
        found = named(client, [options.document])
        if len(found) > 1:
            files = ", ".join(document["id"] for document in found)
            raise InvalidQuery(field="DOCUMENT", value=options.document, expected=f"one of {files}")
        address = f"/api/documents/{found[0]['id']}/pages/{options.number}"
        kept = _change(client, options, address, terminal)
        shown = client.call("GET", address)
        history = client.call("GET", f"{address}/corrections") if options.history else None
    _show(terminal, shown, history)
    return INCOMPLETE if kept is False else SUCCESS


def _change(client: Client, options: argparse.Namespace, address: str, terminal: Terminal) -> bool | None:
    """What was asked for; None if nothing was, False if the text stayed as it was."""
    if options.correct is not None:
        client.call("PUT", f"{address}/text", body={"text": _text(options.correct)})
        return True
    if options.undo:
        client.call("DELETE", f"{address}/correction")
        return True
    if options.reread or options.even_if_worse:
        worse = {"even_if_worse": "true"} if options.even_if_worse else {}
        reread = client.call("POST", f"{address}/reread", worse)
        before, after = f"{reread['before']:.2f}", f"{reread['after']:.2f}"
        if not reread["kept"]:
            terminal.notice(
                terminal.words(
                    f"نویسه‌خوانی بهتر نبود ({after} در برابر {before})؛ متن پیشین ماند (--even-if-worse آن را "
                    "جایگزین می‌کند).",
                    f"OCR was no better ({after} against {before}): its text stays; see --even-if-worse.",
                )
            )
        return bool(reread["kept"])
    return None


def _text(path: Path) -> str:
    """The corrected text from a file in UTF-8, or from standard input for «-». Raises `InaccessiblePath`."""
    try:
        return sys.stdin.read() if str(path) == "-" else path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InaccessiblePath(path=str(path), detail="no text in UTF-8") from error
    except OSError as error:
        raise InaccessiblePath(path=str(path), detail=error.strerror or str(error)) from error


def _show(terminal: Terminal, shown: dict[str, Any], history: list[dict[str, Any]] | None) -> None:
    if terminal.as_json:
        terminal.result(shown if history is None else {**shown, "corrections": history})
        return
    terminal.notice(_state(terminal, shown))
    terminal.line(shown["text"])
    for one in history or ():
        undone = terminal.words(f"، پس گرفته از {one['undone_by']}", f", undone by {one['undone_by']}")
        terminal.notice(f"{one['made'][:16]} {one['source']} {one['author']}{undone if one['undone'] else ''}")
