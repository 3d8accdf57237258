"""A folder that is followed: what is new, changed, moved or gone there is so among the documents soon after."""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

from app.client import Client, Refused, source_name
from app.trees import UNFINISHED, Found, Known, differences, files_below, is_passed_over, known_below
from corpus.errors import InaccessiblePath, SanadyarError, ServerUnreachable

log = logging.getLogger(__name__)

SETTLE_SECONDS = 1.0  # a file is taken when nothing happened to it for so long
RESCAN_SECONDS = 60.0  # network drives tell nothing of what others do to them
RETRY_SECONDS = 5.0
FEW_FILES = 10

Say = Callable[[str, str], None]
"""Gets what was done (`taken`, `changed`, `gone`, `moved`, `failed`, `waiting`) and of which file, or why."""


@dataclass(frozen=True, slots=True)
class Rights:
    """Who may read what is taken from a folder."""

    confidentiality: str = "normal"
    readers: tuple[str, ...] = ("everyone",)


@dataclass
class Follower:
    """Keeps the documents of some folders in step, through one client; `run` on one thread.

    What happened while nobody followed is found by comparing at the start. Nothing is taken that is still
    being written: a file has to be left alone for `settle` seconds.
    """

    connect: Callable[[], Client]
    folders: Sequence[Path]
    rights: Rights
    say: Say
    settle: float = SETTLE_SECONDS
    rescan: float = RESCAN_SECONDS
    clock: Callable[[], float] = time.monotonic
    _known: dict[str, Known] = field(default_factory=dict)
    _refused: dict[str, tuple[int, int]] = field(default_factory=dict)
    _stirred: dict[Path, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _wake: threading.Event = field(default_factory=threading.Event)

    def run(self, stop: threading.Event) -> None:
        """Follow until `stop` is set. Raises `InaccessiblePath` for a folder that is not there."""
        for folder in self.folders:
            if not folder.is_dir():
                raise InaccessiblePath(path=str(folder), detail="no such folder")
        observer = self._observer()
        try:
            self._follow(stop)
        finally:
            observer.stop()
            observer.join()

    def catch_up(self, client: Client) -> None:
        """Compare all files with what is held of them, and do what differs."""
        self._known = known_below(client, self.folders)
        found = [one for one in files_below(self.folders) if self._is_wanted(one.path)]
        there = {one.source for one in found}
        missing = [path for path in self._known if path not in there]
        if any(one.error for one in found) or self._may_be_unmounted(missing):
            missing = []  # what cannot be seen is not gone
        for file in found:
            if self._is_growing(file):
                there.discard(file.source)
        self._do(client, [one for one in found if not one.error and one.source in there], missing)

    def stirred(self, path: Path) -> None:
        """Something happened to a file or folder: look at it when it has settled."""
        if not self._is_wanted(path):
            return
        with self._lock:
            self._stirred[path] = self.clock() + self.settle
        self._wake.set()

    def look(self, client: Client) -> None:
        """Do what differs of all that has settled by now."""
        settled = self._settled()
        if not settled:
            return
        found = {one.source: one for one in self._files(settled)}
        for source, file in list(found.items()):
            if self._is_growing(file):
                del found[source]
        self._do(client, list(found.values()), self._missing(settled))

    def _missing(self, settled: Sequence[Path]) -> list[str]:
        """Known files at or below these places that are gone; names of odd bytes wait for the next rescan."""
        roots = [source_name(root) for root in self.folders if root.is_dir()]
        prefixes = [source_name(path) for path in settled]
        missing = [
            path
            for path in self._known
            if any(path == prefix or path.startswith(f"{prefix}/") for prefix in prefixes)
            and any(path.startswith(f"{root}/") for root in roots)
            and "\\" not in path
            and not Path(path).is_file()
        ]
        return [] if self._may_be_unmounted(missing) else missing

    def _may_be_unmounted(self, missing: Sequence[str]) -> bool:
        """Whether a folder that held many files is there but empty, as where a drive was mounted."""
        if len(missing) < FEW_FILES:
            return False
        empty = [root for root in self.folders if root.is_dir() and not any(root.iterdir())]
        for root in empty:
            self.say("waiting", f"{root} is empty: is its drive there? Nothing is removed")
        return bool(empty)

    def _follow(self, stop: threading.Event) -> None:
        client: Client | None = None
        due = 0.0
        while not stop.is_set():
            try:
                client = client or self.connect()
                if self.clock() >= due:
                    self.catch_up(client)
                    due = self.clock() + self.rescan
                self.look(client)
            except SanadyarError as error:
                if client is not None and isinstance(error, ServerUnreachable):
                    client, due = None, 0.0  # a server that comes back may have been told other things
                self.say("waiting", str(error.facts.get("detail", error)))
                stop.wait(RETRY_SECONDS)
                continue
            self._wait(stop)

    def _wait(self, stop: threading.Event) -> None:
        self._wake.clear()
        if not stop.is_set():
            with self._lock:
                next_look = min(self._stirred.values(), default=self.clock() + self.settle)
            self._wake.wait(max(0.05, min(self.settle, next_look - self.clock())))

    def _settled(self) -> list[Path]:
        now = self.clock()
        with self._lock:
            settled = [path for path, at in self._stirred.items() if at <= now]
            for path in settled:
                del self._stirred[path]
        return settled

    def _is_growing(self, file: Found) -> bool:
        """Whether a file was written to a moment ago without our being told; it is looked at again then."""
        age = time.time() - file.modified / 1e9
        if 0 <= age < self.settle:
            self.stirred(file.path)
            return True
        return False

    def _files(self, paths: Sequence[Path]) -> Iterator[Found]:
        for path in paths:
            root = next((one for one in self.folders if path == one or one in path.parents), None)
            if root is None or path.is_symlink() or not path.exists():
                continue
            for one in files_below([path]):
                if one.error is None and self._is_wanted(one.path):
                    yield Found(one.path, one.path.relative_to(root).as_posix(), one.size, one.modified)

    def _do(self, client: Client, found: Sequence[Found], missing: Sequence[str]) -> None:
        """Moves first, for a name that is free again may be wanted by another file."""
        new = [one for one in found if self._refused.get(one.source) != (one.size, one.modified)]
        changes = differences(new, self._known, missing)
        for before, file in changes.moved:
            body = {"before": before, "path": file.source, "size": file.size, "modified": file.modified}
            client.call("POST", "/api/sources/moved", body={**body, "file": file.name})
            self._known[file.source] = self._known.pop(before)
            self.say("moved", file.name)
        for path in changes.gone:
            client.call("POST", "/api/sources/gone", body={"path": path})
            del self._known[path]
            self.say("gone", path)
        for file in changes.taken:
            self._take(client, file)
        if changes.taken:
            client.work()

    def _take(self, client: Client, file: Found) -> None:
        is_new = file.source not in self._known
        try:
            taken = client.upload(file.path, file.name, self.rights.confidentiality, self.rights.readers)
        except (Refused, InaccessiblePath) as error:
            if not file.path.exists():
                return  # gone while it was looked at: that is told by itself
            self.say("failed", f"{file.name}: {error.facts.get('detail', error)}")
            self._refused[file.source] = (file.size, file.modified)  # not tried again before it changes
            return
        self._known[file.source] = Known(file.size, file.modified, taken["id"], taken.get("original", ""))
        self.say("taken" if is_new else "changed", file.name)

    def _is_wanted(self, path: Path) -> bool:
        root = next((one for one in self.folders if path == one or one in path.parents), None)
        if root is None:
            return False
        parts = path.relative_to(root).parts
        return not any(map(is_passed_over, parts)) and not path.name.lower().endswith(UNFINISHED)

    def _observer(self) -> BaseObserver:
        """Watch by the system's own events; where it has none left, look at the files again and again."""
        observer = self._started(Observer())
        if observer is None:
            self.say("waiting", "no watches left in the system: looking every few seconds instead")
            observer = self._started(PollingObserver(timeout=5))
        assert observer is not None
        return observer

    def _started(self, observer: BaseObserver) -> BaseObserver | None:
        handler = _Handler(self.stirred)
        try:
            for folder in self.folders:
                observer.schedule(handler, str(folder), recursive=True)
            observer.start()
        except OSError as error:
            log.warning("cannot watch: %s", error)
            observer.unschedule_all()
            return None
        return observer


class _Handler(FileSystemEventHandler):
    """Both ends of a move are stirred at once, so that they are looked at together."""

    def __init__(self, stirred: Callable[[Path], None]) -> None:
        self._stirred = stirred

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type in ("opened", "closed_no_write") or (
            event.is_directory and event.event_type == "modified"
        ):
            return
        for path in (event.src_path, event.dest_path):
            if path:
                self._stirred(Path(path if isinstance(path, str) else path.decode(errors="surrogateescape")))
