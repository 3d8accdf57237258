"""What the web side needs of the rooms below it; the assembly chooses who provides it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from uuid import UUID

from corpus.access import Confidentiality, Principal
from corpus.accounts import Accounts
from corpus.catalogue import Catalogue
from corpus.errors import SanadyarError
from corpus.history import SearchHistory
from corpus.originals import Originals
from corpus.page_corrections import PageCorrection, PageCorrections
from corpus.records import Document, DocumentState, Page
from ingest.consistency import Finding
from ingest.page_corrections import Reread
from ingest.sources import FileState
from search.explaining import Explained
from search.query import Query
from search.results import Answer, Ranking
from search.similar import Similar
from search.suggestions import Suggestion
from search.synonyms import Synonyms

__all__ = ["Correcting", "Describing", "Ingesting", "Progress", "Searching", "Services", "SynonymTable"]


class Searching(Protocol):
    def search(self, query: Query) -> Ranking: ...

    def answer(self, query: Query) -> Answer: ...

    def explain(self, query: Query) -> Explained: ...

    def suggest(self, text: str, asker: Principal, recent: Sequence[str] = ()) -> list[Suggestion]: ...

    def similar(self, document_id: UUID, asker: Principal, limit: int = 5) -> list[Similar]: ...


class Ingesting(Protocol):
    def add(self, path: Path, file: str, confidentiality: Confidentiality, readers: frozenset[str]) -> Document:
        """Copy the bytes at `path` into the originals and register them under the name `file`."""

    def follow(
        self, path: Path, file: str, confidentiality: Confidentiality, readers: frozenset[str], state: FileState
    ) -> Document:
        """The same for a file on this machine, which the document then follows."""

    def source_gone(self, path: str) -> UUID | None:
        """Remove the document of a file that is gone, where no other file stands for it."""

    def source_moved(self, before: str, state: FileState, file: str) -> Document:
        """Raises `NotFound` for a file that no document was taken from."""

    def remove(self, document_id: UUID) -> None: ...

    def retry(self, document_ids: Collection[UUID]) -> int: ...

    def set_access(
        self, document_id: UUID, confidentiality: Confidentiality, readers: frozenset[str]
    ) -> None: ...

    def unlock(self, document_id: UUID, password: str) -> None:
        """Read a locked file with its password. Raises `WrongFilePassword` or `NoPasswordNeeded`."""


class Correcting(Protocol):
    """Puts pages right: `ingest.page_corrections.PageCorrector` says what is raised."""

    def correct(
        self, document_id: UUID, number: int, text: str, principal: Principal, replaces: str | None = None
    ) -> Page: ...

    def reread(
        self, document_id: UUID, number: int, principal: Principal, *, even_if_worse: bool = False
    ) -> Reread: ...

    def undo(self, document_id: UUID, number: int, principal: Principal) -> Page: ...

    def history(self, document_id: UUID, number: int, principal: Principal) -> list[PageCorrection]: ...


class Describing(Protocol):
    """Puts descriptions right: `ingest.description_changes.DescriptionCorrector` says what is raised."""

    def correct(
        self,
        document_id: UUID,
        attribute: str,
        value: str,
        principal: Principal,
        resolution: UUID | None = None,
    ) -> None: ...

    def undo(
        self, document_id: UUID, attribute: str, principal: Principal, resolution: UUID | None = None
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class Progress:
    """How far ingestion has come over all documents; shares lie between 0 and 1."""

    counts: Mapping[DocumentState, int]
    embedded_share: float
    passages_per_second: float | None = None
    seconds_left: float | None = None
    passages: int = 0
    rebuilding: tuple[int, int] | None = None  # documents done and in all, while the index is made anew
    trouble: str = ""  # why the meaning leg is not filled, "" while all is well
    pages_needing_ocr: int = 0
    ocr_trouble: str = ""  # why they are not being read


class SynonymTable(Protocol):
    """The office's table of words that mean the same, as it is written."""

    @property
    def is_own(self) -> bool:
        """False for the one that comes with the program."""

    def text(self) -> str: ...

    def faults(self) -> Sequence[SanadyarError]:
        """Lines that say nothing, each with its number."""

    def current(self) -> Synonyms: ...

    def replace(self, text: str) -> Synonyms:
        """Raises `InvalidSynonyms` for the first line that is no group."""

    def reset(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Services:
    """`page_picture(path, number, width)` returns WebP and is called from several threads."""

    catalogue: Catalogue
    accounts: Accounts
    searcher: Searching
    ingestion: Ingesting
    originals: Originals
    progress: Callable[[], Progress]
    page_picture: Callable[[Path, int, int], bytes]
    upload_folder: Path
    version: str
    organisation: str = ""
    maximum_upload_bytes: int = 512 * 1024 * 1024
    secure_cookies: bool = False
    # What only the program as a whole can do; where it is missing, so are its routes' effects.
    rebuild: Callable[[], None] | None = None
    check: Callable[[], list[Finding]] | None = None
    synonyms: SynonymTable | None = None
    history: SearchHistory | None = None
    corrections: PageCorrections | None = None
    corrector: Correcting | None = None
    describing: Describing | None = None
    # The key of the machine's own command line; whoever can read its file is an administrator already.
    local_key: str | None = field(default=None, repr=False)
