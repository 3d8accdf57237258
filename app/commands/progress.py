"""Progress bars on standard error, away from what a command prints as its result."""

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from app.terminal import Terminal


def bars(terminal: Terminal) -> Progress:
    """Bars for a person; nothing for a program that reads JSON."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        disable=terminal.as_json,
    )
