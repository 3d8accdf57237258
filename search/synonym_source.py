"""Where the table of equal words comes from: a text file that people edit, in force as soon as it is saved."""

import logging
import os
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import Lock
from typing import Protocol

from corpus.errors import InaccessiblePath
from search.synonyms import NO_SYNONYMS, Faults, Synonyms, read_table

__all__ = ["LONGEST_TABLE", "WITHOUT_TABLE", "NoSynonyms", "SynonymFile", "SynonymSource"]

LOG = logging.getLogger(__name__)
LONGEST_TABLE = 1_000_000  # code points
DEFAULT = Path(__file__).with_name("synonyms-fa.txt")


class SynonymSource(Protocol):
    def current(self) -> Synonyms:
        """The table in force now."""


class NoSynonyms:
    def current(self) -> Synonyms:
        return NO_SYNONYMS


WITHOUT_TABLE = NoSynonyms()


class SynonymFile:
    """The office's table at `path`; while that file is not there, the table that comes with the program.

    A question costs one look at the file's time and size. Lines that are no groups are passed over. Threads
    may share it; what another process writes is in force as well.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = Lock()
        self._stamp: tuple[int, int, int] | None = None
        self._read: tuple[Synonyms, Faults] = (NO_SYNONYMS, ())

    def current(self) -> Synonyms:
        return self._fresh()[0]

    def faults(self) -> Faults:
        """The lines of the table that say nothing."""
        return self._fresh()[1]

    @property
    def is_own(self) -> bool:
        """Whether the office has a table of its own."""
        return self.path.exists()

    def text(self) -> str:
        """The table as it is written, comments too. Raises `InaccessiblePath`."""
        path = self.path if self.is_own else DEFAULT
        try:
            return path.read_text("utf-8", errors="replace")
        except OSError as error:
            raise InaccessiblePath(path=str(path), detail=error.strerror or str(error)) from error

    def replace(self, text: str) -> Synonyms:
        """Put a new table in force. Raises `InvalidSynonyms` for the first line that is no group."""
        text = text.replace("\r\n", "\n").replace("\0", " ").encode("utf-8", "replace").decode()
        synonyms, faults = read_table(text)
        if faults:
            raise faults[0]
        try:
            # Beside it and renamed: nobody reads half a table, and a full disk leaves the old one.
            with NamedTemporaryFile("w", encoding="utf-8", dir=self.path.parent, delete=False) as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(file.name).replace(self.path)
        except OSError as error:
            raise InaccessiblePath(path=str(self.path), detail=error.strerror or str(error)) from error
        return synonyms

    def reset(self) -> None:
        """Go back to the table that comes with the program."""
        self.path.unlink(missing_ok=True)

    def _fresh(self) -> tuple[Synonyms, Faults]:
        stamp = self._stamped()
        with self._lock:
            if stamp == self._stamp:
                return self._read
        try:
            read = read_table(self.text()[:LONGEST_TABLE])
        except InaccessiblePath as error:  # a question is answered all the same
            LOG.warning("the table of synonyms cannot be read: %s", error)
            read = NO_SYNONYMS, ()
        for fault in read[1]:
            LOG.warning("%s: line %s of the table of synonyms is no group", self.path, fault.facts["line"])
        with self._lock:
            self._stamp, self._read = stamp, read
        return read

    def _stamped(self) -> tuple[int, int, int]:
        try:
            found = self.path.stat()
        except OSError:
            return 0, 0, 0
        return found.st_mtime_ns, found.st_size, found.st_ino
