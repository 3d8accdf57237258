"""Runs one command: settings before it, errors after it."""

import argparse
import gc
import sys
from collections.abc import Callable

from app.cli import INTERRUPTED, REFUSED
from app.settings import Settings, load
from app.terminal import Terminal
from corpus.errors import SanadyarError

Command = Callable[[argparse.Namespace, Settings, Terminal], int]


def without_torch() -> None:
    """Keep torch out of this process: Haystack would import it, for 2 s and 180 MB that serving never uses.

    `None` in `sys.modules` is Python's documented way to make an import fail; Haystack then goes without.
    Indexing reaches torch in a process of its own (`ingest.embedding_process`).
    """
    sys.modules.setdefault("torch", None)  # type: ignore[arg-type] # typeshed has no word for this use


def spare_what_is_loaded() -> None:
    """Tell the garbage collector to pass over all that there is now: it stays as long as the process.

    Python halts for a look at every object now and then; over libraries and catalogue that took 90 ms.
    """
    gc.collect()
    gc.freeze()


def run(command: Command, options: argparse.Namespace) -> int:
    """Run `command`; a reason that a person can act on becomes one sentence and exit code 3."""
    without_torch()
    terminal = Terminal(as_json=getattr(options, "json", False), language=getattr(options, "lang", "en"))
    try:
        overrides = {
            key: value for key in ("host", "port") if (value := getattr(options, key, None)) is not None
        }
        if hasattr(options, "lang"):
            overrides["language"] = options.lang
        settings = load(options.data, overrides)
        terminal = Terminal(
            as_json=getattr(options, "json", False), order=settings.terminal, language=settings.language
        )
        return command(options, settings, terminal)
    except SanadyarError as error:
        terminal.problem(error)
        return REFUSED
    except KeyboardInterrupt:
        terminal.notice(
            terminal.words(
                "متوقف شد. کارِ مانده با اجرای دوباره ادامه می‌یابد.", "Interrupted; run it again to go on."
            )
        )
        return INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output has gone; Python would complain about it at exit
        return 0
