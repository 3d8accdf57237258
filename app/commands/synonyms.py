"""The command that shows, checks and replaces the office's table of words that mean the same."""

import argparse
import sys
from pathlib import Path
from typing import Any

from app.cli import INCOMPLETE, SUCCESS, USAGE
from app.connection import connected
from app.settings import Settings
from app.terminal import Terminal
from corpus.errors import InaccessiblePath
from search.synonyms import read_table


def synonyms(options: argparse.Namespace, settings: Settings, terminal: Terminal) -> int:
    """Show, check, set or reset. Exit code 1 if lines of the table say nothing."""
    text = _given(options.file)
    if options.action == "set" and text is None:
        terminal.notice(terminal.words("نام پرونده را هم بنویسید.", "name the file to set."))
        return USAGE
    if options.action == "check" and text is not None:  # a file that is not in force yet
        _, faults = read_table(text)
        for fault in faults:
            terminal.problem(fault)
        return INCOMPLETE if faults else SUCCESS
    with connected(settings) as client:
        if options.action == "set":
            table = client.call("PUT", "/api/synonyms", body={"text": text})
        elif options.action == "reset":
            table = client.call("DELETE", "/api/synonyms")
        else:
            table = client.call("GET", "/api/synonyms")
    _show(table, options, terminal)
    return INCOMPLETE if table["faults"] else SUCCESS


def _given(file: Path | None) -> str | None:
    if file is None:
        return None
    try:
        return sys.stdin.read() if str(file) == "-" else file.read_text("utf-8", errors="replace")
    except OSError as error:
        raise InaccessiblePath(path=str(file), detail=error.strerror or str(error)) from error


def _show(table: dict[str, Any], options: argparse.Namespace, terminal: Terminal) -> None:
    if terminal.as_json:
        terminal.result({name: table[name] for name in ("own", "groups", "faults")})
        return
    if options.action == "show":
        for line in table["text"].splitlines():
            terminal.line(line)
    for fault in table["faults"]:
        terminal.notice(fault["reason"])
    count = len(table["groups"])
    terminal.notice(terminal.words(f"{count} گروه در کار است", f"{count} groups in force"))
