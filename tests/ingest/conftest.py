"""A small Sanadyar without a server: catalogue, originals, index and ingestion in a folder of their own."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from corpus.access import EVERYONE, Confidentiality, administrator
from corpus.originals import Originals
from corpus.records import Document
from corpus.sql_catalogue import SqlCatalogue
from ingest.service import Ingestion

# The fakes are a module, not fixtures, because processes that the tests start import them too.
sys.path.insert(0, str(Path(__file__).parent))

from ingestion_fakes import FileIndex, PlainEncoder, TextReader, describe, split

ROOT = administrator("مدیر")


@dataclass
class House:
    """What a test needs at hand; `folder` is where files to take in are written."""

    folder: Path
    catalogue: SqlCatalogue
    originals: Originals
    index: FileIndex
    encoder: PlainEncoder
    reader: TextReader
    ingestion: Ingestion

    def write(self, file: str, text: str) -> Path:
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    def add(self, file: str, text: str, readers: frozenset[str] = frozenset({EVERYONE})) -> Document:
        return self.ingestion.add(self.write(file, text), file, Confidentiality.NORMAL, readers)

    def now(self, document: Document) -> Document:
        return self.catalogue.document(document.id, ROOT)

    def indexed_texts(self) -> list[str]:
        """The texts of all passages that are found, in their order."""
        found = self.catalogue.passages([one for one, _, _ in self.index.passage_ids()], ROOT)
        return [one.text for one in sorted(found.values(), key=lambda one: (str(one.document_id), one.ordinal))]


@pytest.fixture
def open_house(tmp_path: Path) -> Iterator[Callable[[], House]]:
    """Return an opener; opening again is what a restart is."""
    catalogues: list[SqlCatalogue] = []

    def open_again() -> House:
        catalogue = SqlCatalogue(f"sqlite:///{tmp_path / 'data' / 'catalogue.sqlite'}")
        catalogues.append(catalogue)
        originals = Originals(tmp_path / "data" / "originals")
        index = FileIndex(tmp_path / "data" / "index.pickle")
        reader, encoder = TextReader(), PlainEncoder()
        ingestion = Ingestion(catalogue, originals, index, encoder, reader, describe, split)
        (tmp_path / "files").mkdir(exist_ok=True)
        return House(tmp_path / "files", catalogue, originals, index, encoder, reader, ingestion)

    yield open_again
    for catalogue in catalogues:
        catalogue.close()


@pytest.fixture
def house(open_house: Callable[[], House]) -> House:
    return open_house()
