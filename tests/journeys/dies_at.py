"""The command line, with a kill -9 of its own before or after the n-th call of a method.

python dies_at.py MODULE:CLASS.METHOD (before|after) N ARGUMENTS…
"""

import os
import signal
import sys
from importlib import import_module
from typing import Any


def arm(place: str, when: str, number: int) -> None:
    module, _, name = place.partition(":")
    owner, _, method = name.partition(".")
    kind = getattr(import_module(module), owner)
    original = getattr(kind, method)
    calls = 0

    def armed(*arguments: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        last = calls == number
        if last and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = original(*arguments, **named)
        if last:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(kind, method, armed)


if __name__ == "__main__":
    arm(sys.argv[1], sys.argv[2], int(sys.argv[3]))
    from app.cli import main

    sys.exit(main(sys.argv[4:]))
