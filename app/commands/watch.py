"""The command that follows folders."""

import argparse
import threading
from collections.abc import Mapping
from pathlib import Path

from app.cli import SUCCESS
from app.client import Client, server_client
from app.commands.documents import readers_of
from app.connection import connected
from app.settings import Settings
from app.terminal import Terminal
from app.watching import Follower, Rights
from corpus.errors import ServerUnreachable

# What is said, in Persian and in English; the sign tells it at a glance.
SIGNS: Mapping[str, tuple[str, str, str]] = {
    "taken": ("+", "تازه", "new"),
    "changed": ("~", "تغییرکرده", "changed"),
    "moved": ("→", "نام یا جای تازه", "renamed"),
    "gone": ("-", "برداشته‌شده", "gone"),
    "failed": ("✗", "پذیرفته نشد", "refused"),
    "waiting": ("…", "در انتظار", "waiting"),
}


def watch(options: argparse.Namespace, settings: Settings, terminal: Terminal) -> int:
    """Follow folders until Ctrl-C; each thing done is a line."""
    folders = [Path(folder).expanduser().absolute() for folder in options.folders]
    said = ""

    def say(done: str, what: str) -> None:
        nonlocal said
        if done == "waiting" and what == said:
            return  # once is enough for what lasts
        said = what if done == "waiting" else ""
        sign, persian, english = SIGNS[done]
        if terminal.as_json:
            terminal.result({"done": done, "file": what})
        else:
            terminal.line(f"{sign} {terminal.words(persian, english)}: {what}")

    with connected(settings) as first:
        served = server_client(settings) is not None

        def connect() -> Client:
            """The server may have been started anew since; without one this process does the work itself."""
            client = server_client(settings) if served else first
            if client is None:
                raise ServerUnreachable(url=settings.address, detail="no server answers")
            return client

        rights = Rights(options.confidentiality, tuple(readers_of(options.readers)))
        terminal.notice(
            terminal.words(
                f"{len(folders)} پوشه دنبال می‌شود؛ پایان با Ctrl-C.",
                f"Following {len(folders)} folder(s); Ctrl-C ends it.",
            )
        )
        first.work()
        Follower(connect, folders, rights, say).run(threading.Event())
    return SUCCESS
