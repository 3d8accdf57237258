"""Reads files in processes of their own: whatever a file does to its reader costs that file alone."""

import os
import pickle
import resource
import signal
import threading
import time
import warnings
from importlib import import_module
from math import ceil
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from corpus.errors import DamagedFile, InaccessiblePath, ReadingProcessDied, ReadingTimedOut, SanadyarError
from ingest.parsing import ParsedDocument, Unpacked
from ingest.reading_tasks import ReadFile, Registry, Task, UnlockFile, UnpackFile

PARSERS = "ingest.parsers.registry"
MOST_FILES = 200  # of one process: libraries leak
SECONDS_TO_END = 5
LONGEST_DETAIL = 300  # characters
NICENESS = 5  # questions go first


class ReadingProcess:
    """One process that reads one file after another; one thread uses it at a time.

    `registry` is the module whose `parser_for` finds the parser. Memory is bounded, in bytes, in the process.
    """

    def __init__(self, memory_bytes: int, registry: str = PARSERS) -> None:
        # Spawned, not forked: a fork would copy locks that other threads hold.
        context = get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(
            target=serve, args=(theirs, memory_bytes, registry, os.getpid()), daemon=True
        )
        self._process.start()
        theirs.close()  # so that the end of the process is the end of the pipe
        self._files = 0
        self.is_usable = True

    @property
    def process_id(self) -> int | None:
        return self._process.pid

    def read(
        self, path: Path, file: str, seconds: float, known_format: str | None = None
    ) -> tuple[str, ParsedDocument]:
        """Return the format of a file and what stands in it; a `known_format` is not looked for."""
        answer: tuple[str, ParsedDocument] = self.do(ReadFile(path, file, known_format), seconds)
        return answer

    def do(self, task: Task, seconds: float) -> Any:
        """Have a task done and return what it returns.

        Raises what the task raised; `ReadingTimedOut` or `ReadingProcessDied` leave the process unusable.
        """
        self._files += 1
        try:
            self._connection.send((task, seconds))
            if not self._connection.poll(seconds):
                self.is_usable = False
                raise ReadingTimedOut(file=task.file, seconds=seconds)
            answer = pickle.loads(self._connection.recv_bytes())  # noqa: S301 - our own process wrote it
        except (EOFError, OSError) as error:
            self.is_usable = False
            raise ReadingProcessDied(file=task.file, detail=self._end()) from error
        if isinstance(answer, ReadingProcessDied) or self._files >= MOST_FILES:
            self.is_usable = False
        if isinstance(answer, SanadyarError):
            raise answer
        return answer

    def kill(self) -> None:
        """End the process at once; a thread that waits for it gets `ReadingProcessDied`."""
        self._process.kill()

    def close(self) -> None:
        """End the process and let go of all that belongs to it; no thread may wait for it any more."""
        self._process.kill()
        self._process.join()
        self._process.close()
        self._connection.close()

    def _end(self) -> str:
        self._process.join(SECONDS_TO_END)
        code = self._process.exitcode
        return f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"


class IsolatedReader:
    """Recognizes and parses files in a few reading processes; any number of threads may use it.

    Processes start when they are first needed and are replaced when they die, hang or have read many files.
    """

    def __init__(self, seconds: float, memory_bytes: int, processes: int = 2, registry: str = PARSERS) -> None:
        self._seconds = seconds
        self._memory_bytes = memory_bytes
        self._registry = registry
        self._turns = threading.BoundedSemaphore(processes)
        self._lock = threading.Lock()
        self._idle: list[ReadingProcess] = []
        self._busy: set[ReadingProcess] = set()
        self._closed = False

    def read(self, path: Path, file: str) -> tuple[str, ParsedDocument]:
        """Return the format and what stands in the file.

        Raises an `UnreadableDocument`, among them `ReadingTimedOut` and `ReadingProcessDied`, or
        `InaccessiblePath`.
        """
        answer: tuple[str, ParsedDocument] = self._do(ReadFile(path, file))
        return answer

    def unpack(self, path: Path, file: str, format: str, folder: Path) -> list[Unpacked]:
        """Write the files that a message or an archive holds into `folder`; raises as `read` does."""
        answer: list[Unpacked] = self._do(UnpackFile(path, file, format, folder))
        return answer

    def unlock(self, path: Path, file: str, password: str, target: Path) -> None:
        """Write a copy without its password; raises `WrongFilePassword`, `NoPasswordNeeded`, and as `read`."""
        self._do(UnlockFile(path, file, target, password))

    def _do(self, task: Task) -> Any:
        with self._turns:
            process = self._take(task.file)
            try:
                return process.do(task, self._seconds)
            except BaseException as error:
                # A thread that is stopped while it waits leaves an answer in the pipe.
                process.is_usable = process.is_usable and isinstance(error, SanadyarError)
                raise
            finally:
                self._give_back(process)

    def close(self) -> None:
        """End all processes; reads under way end with `ReadingProcessDied`, later ones too."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
            for process in self._busy:
                process.kill()
        for process in idle:
            process.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _take(self, file: str) -> ReadingProcess:
        with self._lock:
            if self._closed:
                raise ReadingProcessDied(file=file, detail="the program is closing")
            process = self._idle.pop() if self._idle else ReadingProcess(self._memory_bytes, self._registry)
            self._busy.add(process)
            return process

    def _give_back(self, process: ReadingProcess) -> None:
        with self._lock:
            self._busy.discard(process)
            is_kept = process.is_usable and not self._closed
            if is_kept:
                self._idle.append(process)
        if not is_kept:
            process.close()


def read_isolated(
    path: Path,
    file: str,
    format: str,
    *,
    seconds: float,
    memory_bytes: int,
    registry: str = PARSERS,
) -> ParsedDocument:
    """Read one file of a known format in a process of its own; raises as `IsolatedReader.read` does."""
    process = ReadingProcess(memory_bytes, registry)
    try:
        return process.read(path, file, seconds, format)[1]
    finally:
        process.close()


def serve(connection: Connection, memory_bytes: int, registry: str, parent: int) -> None:
    """Run in the reading process: answer each file with its format and its text, or with an error."""
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when work ends
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    os.nice(NICENESS)
    warnings.simplefilter("ignore")  # what libraries find odd about a file is no news for the log
    # Not RLIMIT_AS: libraries reserve address space by the gigabyte that they never touch.
    resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    parsers: Registry = import_module(registry)
    while True:
        try:
            task, seconds = connection.recv()
        except (EOFError, OSError):
            return
        # The system ends this process even where a library loops without letting any thread run.
        signal.alarm(ceil(seconds) + SECONDS_TO_END)
        is_spent = _answer(connection, parsers, task, memory_bytes)
        signal.alarm(0)
        if is_spent:
            return


def _answer(connection: Connection, parsers: Registry, task: Task, memory_bytes: int) -> bool:
    """Send the answer and tell whether memory ran out, after which the process is not to be trusted."""
    try:
        connection.send_bytes(pickle.dumps(_done(parsers, task), pickle.HIGHEST_PROTOCOL))
    except MemoryError:
        detail = f"more than {memory_bytes // 2**20} MB of memory"
        connection.send_bytes(pickle.dumps(ReadingProcessDied(file=task.file, detail=detail)))
        return True
    return False


def _done(parsers: Registry, task: Task) -> object:
    """Return what the task returns, or the error that it raises."""
    try:
        return task.do(parsers)
    except SanadyarError as error:
        return error
    except MemoryError:
        raise
    except OSError as error:
        if error.filename is not None and Path(error.filename) == task.path:
            return InaccessiblePath(path=task.file, detail=str(error.strerror))
        return _damage(task.file, error)
    except Exception as error:  # the boundary of the process: libraries raise anything over broken files
        return _damage(task.file, error)


def _damage(file: str, error: Exception) -> DamagedFile:
    return DamagedFile(file=file, detail=f"{type(error).__name__}: {error}"[:LONGEST_DETAIL])


def _end_with(parent: int) -> None:
    """End the process when its parent has: the end of the pipe goes unseen while a file is read."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
