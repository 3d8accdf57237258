"""Commands about the program as a whole: serve it, look at it, make its index anew."""

import argparse
import time
from collections.abc import Callable

from app import logs
from app.cli import SUCCESS
from app.client import Client, Refused
from app.commands.progress import bars
from app.connection import connected
from app.ownership import running_server
from app.settings import Settings
from app.terminal import Terminal

POLL_SECONDS = 0.3


def serve(_options: argparse.Namespace, settings: Settings, terminal: Terminal) -> int:
    """Start the server and the page, and answer until told to stop."""
    logs.start(settings.log_level)
    return _serve(settings, terminal, lambda _client: None, lambda: None)


def demo(options: argparse.Namespace, settings: Settings, terminal: Terminal) -> int:
    """Read the sample corpus, then serve; with --no-serve only read."""
    from app.commands.samples import read_samples, say_questions  # seldom wanted

    server = running_server(settings.data)
    if server is not None:
        terminal.line(
            terminal.words(
                f"سندیار هم‌اکنون در {server.address} کار می‌کند.", f"Already running at {server.address}"
            )
        )
        say_questions(terminal)
        return SUCCESS
    logs.start("warning")
    if options.no_serve:
        with connected(settings) as client:
            read_samples(client, terminal, meaning=False)
        return SUCCESS
    return _serve(
        settings, terminal, lambda client: read_samples(client, terminal), lambda: say_questions(terminal)
    )


def _serve(
    settings: Settings, terminal: Terminal, prepare: Callable[[Client], None], and_then: Callable[[], None]
) -> int:
    """Take port and data folder, `prepare`, then answer; `and_then` runs when the server does."""
    from app.serving import listen

    taken = listen(settings.host, settings.port)
    # The whole program is imported only where it runs, and only after the port is ours.
    from app.assembly import open_office
    from app.background import Background
    from app.serving import local_client
    from app.serving import serve as run_server

    try:
        office = open_office(settings)
        background = Background(office)
        try:
            password = office.accounts.create_first_administrator()
            prepare(local_client(office, background))

            def ready() -> None:
                _announce(settings, terminal, password)
                and_then()

            run_server(office, background, taken, ready)
        finally:
            background.housekeeping.stop()
            office.close()
    finally:
        taken.close()
    return SUCCESS


def _announce(settings: Settings, terminal: Terminal, password: str | None) -> None:
    if terminal.as_json:
        terminal.result({"address": settings.address, "administrator": "admin", "one_time_password": password})
        return
    terminal.line(
        terminal.words(f"سندیار در {settings.address} آماده است.", f"Sanadyar answers at {settings.address}")
    )
    if password is not None:
        terminal.line(
            terminal.words(
                f"ورود نخست: نام admin، گذرواژهٔ یک‌بارمصرف {password}",
                f"First sign-in: name admin, one-time password {password}",
            )
        )


def status(_options: argparse.Namespace, settings: Settings, terminal: Terminal) -> int:
    """Show what is held and how far reading has come."""
    server = running_server(settings.data)
    with connected(settings) as client:
        held = client.call("GET", "/api/status")
    if terminal.as_json:
        terminal.result({"data": str(settings.data), "server": server.address if server else None, **held})
        return SUCCESS
    terminal.line(f"{settings.data} · {server.address if server else terminal.words('بدون سرور', 'no server')}")
    names = {
        "complete": ("آماده (واژه و معنا)", "complete (words and meaning)"),
        "words": ("آماده (واژه)", "searchable by words"),
        "reading": ("در حال خواندن", "being read"),
        "waiting": ("در صف", "waiting"),
        "failed": ("ناموفق", "failed"),
    }
    for state, count in held["counts"].items():
        terminal.line(f"  {terminal.words(*names[state])}: {count}")
    share = round(100 * held["embedded_share"])
    terminal.line(terminal.words(f"  جست‌وجوی معنایی: {share}٪", f"  meaning: {share} %"))
    if held["pages_needing_ocr"]:
        scans = held["pages_needing_ocr"]
        why = f": {held['ocr_trouble']}" if held["ocr_trouble"] else ""
        terminal.line(
            terminal.words(f"  در صف نویسه‌خوانی: {scans} صفحه{why}", f"  scanned pages waiting: {scans}{why}")
        )
    for document in held["failed"]:
        terminal.line(f"  ✗ {document['file']}: {document['failure']['reason']}")
    return SUCCESS


def rebuild(_options: argparse.Namespace, settings: Settings, terminal: Terminal) -> int:
    """Make the index anew beside the one in use, and return when words and meaning are there again."""
    with connected(settings) as client, bars(terminal) as shown:
        words = shown.add_task(terminal.words("بازسازی نمایه", "rebuilding"), total=None)
        meaning = shown.add_task(terminal.words("معنا ٪", "meaning %"), total=100, visible=False)
        client.call("POST", "/api/rebuild")
        client.work()
        while True:
            held = client.call("GET", "/api/status")
            rebuilding = held["rebuilding"]
            if held["trouble"]:
                raise Refused(detail=held["trouble"])
            if rebuilding:
                shown.update(words, completed=rebuilding["done"], total=rebuilding["total"] or None)
            else:
                shown.update(words, completed=1, total=1)
                shown.update(meaning, visible=True, completed=round(100 * held["embedded_share"]))
                if held["embedded_share"] >= 1:
                    break
            time.sleep(POLL_SECONDS)
    if terminal.as_json:
        terminal.result({"rebuilt": True, "counts": held["counts"]})
    return SUCCESS
