"""Commands about what documents say of themselves: show it, put it right, list resolutions."""

import argparse
from typing import Any

from app.cli import INCOMPLETE, SUCCESS
from app.client import Client
from app.commands.documents import named
from app.commands.leaves import leaf_line
from app.connection import connected
from app.settings import Settings
from app.terminal import Terminal
from corpus.errors import InvalidQuery

AT_ONCE = 200


def show(options: argparse.Namespace, settings: Settings, terminal: Terminal) -> int:
    """Show documents' descriptions: each value with its page and how sure it is."""
    with connected(settings) as client:
        for document in named(client, options.documents):
            body = client.call("GET", f"/api/documents/{document['id']}/description")
            if terminal.as_json:
                terminal.result({"id": document["id"], "file": document["file"], **body})
            else:
                _show(terminal, document, body)
    return SUCCESS


def _show(terminal: Terminal, document: dict[str, Any], body: dict[str, Any]) -> None:
    terminal.line(document["file"])
    for value in body["values"]:
        place = value["place"]
        at = leaf_line(terminal, document["format"], place["page"]) if place else value["source"]
        note = f" ({value['note']})" if value["note"] else ""
        terminal.line(f"  {value['attribute']}: {value['text']}{note} · {value['certainty']} · {at}")
    for name, made in body["corrected"].items():
        terminal.line(f"  ✎ {name}: {terminal.words('خوانده شده بود', 'read')} «{made['read']}» · {made['by']}")
    newer, older = terminal.words("جایگزین شده با", "replaced by"), terminal.words("جایگزینِ", "replaces")
    for said, related in ((newer, body["superseded_by"]), (older, body["replaces"])):
        for one in related:
            terminal.line(f"  {said}: {one['title']} {one['number'] or ''}".rstrip())
    for one in body["resolutions"]:
        terminal.line(f"  {_resolution_line(terminal, one)}")


def _resolution_line(terminal: Terminal, one: dict[str, Any]) -> str:
    due = one["due"] or one["due_text"] or "—"
    page = terminal.words(f"صفحهٔ {one['place']['page']}", f"page {one['place']['page']}")
    corrected = terminal.words(" · اصلاح‌شده", " · corrected") if one["corrected"] else ""
    return f"{due} · {one['owner'] or '—'} · {one['text']} · {page}{corrected}"


def correct(options: argparse.Namespace, settings: Settings, terminal: Terminal) -> int:
    """Put a described value right, or the owner or deadline of a resolution, or take that back."""
    if (options.value is None) != options.undo:
        raise InvalidQuery(field="VALUE", value="", expected="a value, or --undo")
    with connected(settings) as client:
        found = named(client, [options.document])
        if len(found) > 1:
            ids = ", ".join(document["id"] for document in found)
            raise InvalidQuery(field="DOCUMENT", value=options.document, expected=f"one of {ids}")
        address = _address(client, found[0]["id"], options)
        # Lists have one value a line; a shell writes \n more easily.
        body = None if options.undo else {"value": options.value.replace("\\n", "\n")}
        client.call("DELETE" if options.undo else "PUT", address, body=body)
        shown = client.call("GET", f"/api/documents/{found[0]['id']}/description")
    if terminal.as_json:
        terminal.result({"id": found[0]["id"], "file": found[0]["file"], **shown})
    else:
        _show(terminal, found[0], shown)
    return SUCCESS


def _address(client: Client, document: str, options: argparse.Namespace) -> str:
    """Resolutions are counted from 1, in the order of the text."""
    if options.resolution is None:
        return f"/api/documents/{document}/description/{options.attribute}"
    held = client.call("GET", f"/api/documents/{document}/description")["resolutions"]
    ordered = sorted(held, key=lambda one: (one["place"]["page"], one["place"]["span"]["start"]))
    if not 1 <= options.resolution <= len(ordered):
        raise InvalidQuery(field="--resolution", value=str(options.resolution), expected=f"1 … {len(ordered)}")
    return f"/api/documents/{document}/resolutions/{ordered[options.resolution - 1]['id']}/{options.attribute}"


def resolutions(options: argparse.Namespace, settings: Settings, terminal: Terminal) -> int:
    """List resolutions, the first deadline first. Exit code 1 if there are none."""
    with connected(settings) as client:
        documents = [one["id"] for one in named(client, options.document)] if options.document else []
        asked = {
            "owner": options.owner,
            "text": " ".join(options.text),
            "from": options.first,
            "to": options.last,
            "document": documents,
            "without_due": "true" if options.without_due else "",
        }
        found = list(_all(client, asked))
    for one in found:
        if terminal.as_json:
            terminal.result(one)
        else:
            terminal.line(_resolution_line(terminal, one))
            terminal.line(f"   {one['document_title']}")
    if not terminal.as_json:
        terminal.notice(terminal.words(f"{len(found)} مصوبه", f"{len(found)} resolutions"))
    return SUCCESS if found else INCOMPLETE


def _all(client: Client, asked: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    while True:
        some = client.call("GET", "/api/resolutions", asked | {"offset": len(found), "limit": AT_ONCE})
        found += some["resolutions"]
        if len(found) >= some["total"] or not some["resolutions"]:
            return found
