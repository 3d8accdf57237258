"""Logs: plain lines on standard error, in English. They name documents by id, never by their text."""

import logging
import sys


def start(level: str) -> None:
    """Send this program's log records to standard error; other libraries speak from warnings on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for room in ("language", "corpus", "index", "ingest", "search", "desks", "api", "app"):
        logging.getLogger(room).setLevel(level.upper())
