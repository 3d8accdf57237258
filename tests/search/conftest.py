"""A small office to search in: a real catalogue, the exact index in memory, vectors by hashing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid5

import pytest

from corpus.access import Confidentiality, Principal, administrator, with_administrators
from corpus.catalogue import Reading
from corpus.records import (
    ContentHash,
    Description,
    Document,
    DocumentKind,
    DocumentState,
    Page,
    Passage,
    Span,
)
from corpus.sql_catalogue import SqlCatalogue
from index.encoding import Encoder
from index.hash_embedder import HashEmbedder
from index.memory import MemoryPassageIndex
from search.query import Query
from search.results import Answer, Ranking
from search.service import Searcher

ROOM = UUID("6f1c0000-0000-4000-8000-000000000000")
EVERYBODY = frozenset({"everyone"})


@dataclass(frozen=True)
class Settings:
    meaning_weight: float = 0.5


@dataclass
class Office:
    """Documents of one page a text, one passage a page; `embed=False` leaves their vectors for later."""

    catalogue: SqlCatalogue
    index: MemoryPassageIndex = field(default_factory=MemoryPassageIndex)
    embedder: HashEmbedder = field(default_factory=lambda: HashEmbedder(256))
    settings: Settings = field(default_factory=Settings)
    asker: Principal = field(default_factory=lambda: administrator("مدیر"))

    def __post_init__(self) -> None:
        self.encoder = Encoder(self.embedder)
        self.searcher = Searcher(self.index, self.catalogue, self.encoder, self.settings)

    def add(
        self,
        title: str,
        *pages: str,
        kind: DocumentKind = DocumentKind.OTHER,
        unit: str | None = None,
        number: str | None = None,
        issued: date | None = None,
        edition: int | None = None,
        readers: frozenset[str] = EVERYBODY,
        confidentiality: Confidentiality = Confidentiality.NORMAL,
        embed: bool = True,
    ) -> Document:
        document_id = uuid5(ROOM, title)
        description = Description(title, kind=kind, unit=unit, number=number, issued=issued, edition=edition)
        document = Document(
            id=document_id,
            original=ContentHash(document_id.hex * 2),
            file=f"{title}.txt",
            format="txt",
            size=1,
            received=datetime(2024, 3, 20, tzinfo=UTC),
            state=DocumentState.WAITING,
            description=description,
            confidentiality=confidentiality,
            readers=with_administrators(readers),
        )
        self.catalogue.register(document)
        self.catalogue.next_waiting()
        passages = [
            Passage(uuid5(document_id, f"{place}"), document_id, place, place + 1, Span(0, len(text)), text)
            for place, text in enumerate(pages)
        ]
        read = [Page(place + 1, text) for place, text in enumerate(pages)]
        self.catalogue.store_reading(document_id, Reading(description, read, (), passages, "txt"))
        self.index.put(self.encoder.entries(document, passages))
        if embed:
            inputs = self.encoder.passage_inputs(document, passages)
            vectors = self.embedder.embed_passages(inputs)
            self.index.put_vectors({one.id: row for one, row in zip(passages, vectors, strict=True)})
        self.catalogue.set_state(document_id, DocumentState.WORDS)
        return self.catalogue.document(document_id, administrator("test"))

    def search(self, text: str, **bounds: object) -> Ranking:
        return self.searcher.search(self.query(text, **bounds))

    def answer(self, text: str, **bounds: object) -> Answer:
        return self.searcher.answer(self.query(text, **bounds))

    def query(self, text: str, **bounds: object) -> Query:
        return Query(text, **{"principal": self.asker, **bounds})

    def titles(self, text: str, **bounds: object) -> list[str]:
        return [hit.document.description.title for hit in self.search(text, **bounds).hits]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    catalogue = SqlCatalogue(f"sqlite:///{tmp_path / 'catalogue.sqlite'}")
    yield Office(catalogue)
    catalogue.close()


@pytest.fixture(scope="module")
def large_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One for all tests of a module: filling it takes seconds."""
    catalogue = SqlCatalogue(f"sqlite:///{tmp_path_factory.mktemp('office') / 'catalogue.sqlite'}")
    yield Office(catalogue)
    catalogue.close()


@pytest.fixture
def office_with(office: Office) -> Callable[..., Office]:
    """The same catalogue and index under other settings or another embedder."""

    def make(**parts: object) -> Office:
        return Office(office.catalogue, **{"index": office.index, **parts})

    return make
