"""Optimizing a shard in a process of its own: the engine would hold Python's global lock all the while."""

import ctypes
import os
import signal
import subprocess
import sys
from pathlib import Path

from corpus.errors import IndexDamaged

NICENESS = 10  # questions go first
_END_WITH_PARENT = 1  # PR_SET_PDEATHSIG of Linux


class OptimizingProcess:
    """Optimizes the shard in a folder that nobody else has open.

    A new interpreter and not a fork: the engine hangs in a forked child.
    """

    def __init__(self, shard: Path, dimension: int, edges: int) -> None:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        self._shard = shard
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", __name__, str(shard), str(dimension), str(edges), str(os.getpid())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=environment,
            text=True,
        )

    def wait(self) -> None:
        """Return when the shard is optimized. Raises `IndexDamaged`."""
        _, said = self._process.communicate()
        if self._process.returncode != 0:
            detail = said.strip()[-500:] or f"the optimizing process ended ({self._process.returncode})"
            raise IndexDamaged(path=str(self._shard), detail=detail)

    def stop(self) -> None:
        """End it now; its shard is of no more use."""
        self._process.kill()


def main(shard: str, dimension: str, edges: str, parent: str) -> None:
    """What the process does."""
    # Imported here: the program that starts this process needs none of it from this module.
    from index.qdrant_shard import Shard, profile

    end_with(int(parent))
    os.nice(NICENESS)
    opened = Shard.load(Path(shard), profile(int(dimension), int(edges)))
    opened.optimize()
    opened.flush()
    opened.close()


def end_with(parent: int) -> None:
    """Be killed when the parent ends, or minutes of computing would go on for nobody (on Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_END_WITH_PARENT, signal.SIGKILL)
        if os.getppid() != parent:
            sys.exit("the program that wanted this has ended")


if __name__ == "__main__":
    main(*sys.argv[1:])
