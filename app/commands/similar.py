"""The command that finds documents like one."""

import argparse

from app.cli import INCOMPLETE, SUCCESS
from app.commands.documents import named
from app.connection import connected
from app.settings import Settings
from app.terminal import Terminal


def similar(options: argparse.Namespace, settings: Settings, terminal: Terminal) -> int:
    """Print documents like one. Exit code 1 if there are none."""
    with connected(settings) as client:
        document = named(client, [options.document])[0]
        path = f"/api/documents/{document['id']}/similar"
        found = client.call("GET", path, {"limit": options.limit})["documents"]
    for one in found:
        other = one["document"]
        if terminal.as_json:
            terminal.result(
                {name: other[name] for name in ("id", "file", "title")}
                | {"score": one["score"], "terms": one["terms"]}
            )
        else:
            terminal.line(f"{one['score']:.2f}  {other['title']} · {other['file']}")
    if not found and not terminal.as_json:
        terminal.notice(terminal.words("سند مشابهی پیدا نشد", "no document is near to it"))
    return SUCCESS if found else INCOMPLETE
