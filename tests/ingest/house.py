"""What a test of ingestion needs at hand."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingestion_fakes import FileIndex, PlainEncoder, describe, split

from corpus.access import EVERYONE, Confidentiality, administrator
from corpus.originals import Originals
from corpus.records import Document
from corpus.sql_catalogue import SqlCatalogue
from ingest.kept_readings import KeptReadings
from ingest.service import Ingestion

ROOT = administrator("مدیر")


@dataclass
class House:
    """What a test needs at hand; `folder` is where files to take in are written."""

    folder: Path
    catalogue: SqlCatalogue
    originals: Originals
    index: FileIndex
    encoder: PlainEncoder
    reader: Any  # `TextReader`, or `IsolatedReader` where real files are read
    ingestion: Ingestion

    @property
    def kept(self) -> KeptReadings:
        return KeptReadings(self.catalogue, self.index, self.encoder, describe, split, self.ingestion.writing)

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
