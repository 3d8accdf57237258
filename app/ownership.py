"""One process owns a data folder; where it serves, others find it through `server.json`."""

import fcntl
import json
import os
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from corpus.errors import DataFolderInUse, InaccessiblePath

LOCK_NAME = "owner.lock"
SERVER_NAME = "server.json"


class Ownership:
    """Holds a data folder until closed. The kernel lets go of the lock when the process dies.

    Raises `DataFolderInUse` or `InaccessiblePath`.
    """

    def __init__(self, data: Path) -> None:
        try:
            data.mkdir(parents=True, exist_ok=True)
            self._file = (data / LOCK_NAME).open("a+")
        except OSError as error:
            raise InaccessiblePath(path=str(data), detail=error.strerror or str(error)) from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._file.close()
            raise DataFolderInUse(path=str(data)) from error
        self._data = data
        (data / SERVER_NAME).unlink(missing_ok=True)

    def announce(self, address: str) -> None:
        """Tell the command line on this machine where the server answers."""
        target = self._data / SERVER_NAME
        temporary = target.with_suffix(".new")
        temporary.write_text(json.dumps({"address": address, "pid": os.getpid()}), "utf-8")
        temporary.replace(target)

    def close(self) -> None:
        (self._data / SERVER_NAME).unlink(missing_ok=True)
        self._file.close()

    def __enter__(self) -> "Ownership":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


@dataclass(frozen=True, slots=True)
class RunningServer:
    address: str
    pid: int


def running_server(data: Path) -> RunningServer | None:
    """Return the server that owns this data folder, or None; a file left by a dead one does not count."""
    try:
        record = json.loads((data / SERVER_NAME).read_text("utf-8"))
        server = RunningServer(record["address"], record["pid"])
        with (data / LOCK_NAME).open() as lock:
            # The lock tells, not the number: another process may have been given that of a dead one.
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return server
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return None
