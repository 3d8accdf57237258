"""What tests of the assembly put together: entries, slow and failing indexes, a catalogue that is filled."""

import threading
import time
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID, uuid4

import numpy as np

from app.index_places import Opened
from corpus.access import EVERYONE, Confidentiality, administrator
from corpus.catalogue import Catalogue, Reading
from corpus.errors import StorageFull
from corpus.records import (
    Block,
    BlockKind,
    ContentHash,
    Description,
    Document,
    DocumentState,
    Page,
    Span,
)
from index.memory import MemoryPassageIndex
from index.ports import IndexEntry, PassageIndex, Restriction, Scored, Vector
from ingest.parsing import ParsedDocument
from ingest.splitting import split

DIMENSION = 64
EVERYBODY = frozenset({EVERYONE})
ROOT = Restriction(administrator("مدیر"))


def entry(number: int, terms: str, document: UUID | None = None, vector: Vector | None = None) -> IndexEntry:
    return IndexEntry(
        passage_id=UUID(int=number),
        document_id=document or UUID(int=1000 + number),
        ordinal=0,
        terms=tuple(terms.split()),
        kind="report",
        unit=None,
        number=None,
        day=None,
        confidentiality=Confidentiality.NORMAL,
        readers=EVERYBODY,
        vector=vector,
    )


def axis(number: int) -> Vector:
    vector = np.zeros(DIMENSION, np.float32)
    vector[number] = 1
    return vector


def until(holds: Callable[[], bool], seconds: float = 30) -> None:
    """Wait for what other threads bring about."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come about"
        threading.Event().wait(0.01)


def found(index: PassageIndex, *terms: str) -> list[UUID]:
    return [one.passage_id for one in index.lexical(terms, ROOT, 10)]


class NotingIndex(MemoryPassageIndex):
    """Notes that it was closed."""

    closed = False

    def close(self) -> None:
        self.closed = True


class SlowIndex(NotingIndex):
    """Its lexical leg answers when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.answer = threading.Event(), threading.Event()

    def lexical(
        self, terms: Sequence[str], restriction: Restriction, limit: int, among: Collection[UUID] | None = None
    ) -> list[Scored]:
        self.asked.set()
        assert self.answer.wait(10)
        assert not self.closed, "closed under a call"
        return super().lexical(terms, restriction, limit, among)


class FullIndex(NotingIndex):
    """On a disk without room, until somebody makes room."""

    room = False

    def put(self, entries: Sequence[IndexEntry]) -> None:
        if not self.room:
            raise StorageFull(path="/داده/index")
        super().put(entries)


class MemoryPlaces:
    """`IndexPlaces` over indexes in memory, in the order in which they were begun."""

    def __init__(self, current: NotingIndex, following: Sequence[NotingIndex] = ()) -> None:
        self.in_use = current
        self.begun: list[NotingIndex] = []
        self.following = list(following)
        self.switched = threading.Event()
        self.leftovers_removed = 0

    def current(self) -> Opened | None:
        return Opened(self.in_use)

    def begin(self) -> NotingIndex:
        self.begun.append(self.following.pop(0) if self.following else NotingIndex())
        return self.begun[-1]

    def switch(self) -> None:
        self.in_use = self.begun[-1]
        self.switched.set()

    def remove_leftovers(self) -> None:
        self.leftovers_removed += 1


def hold(catalogue: Catalogue, file: str, *texts: str) -> Document:
    """Put a searchable document with one paragraph a text into the catalogue, as reading would."""
    content = "\n".join(texts)
    document = catalogue.register(
        Document(
            id=uuid4(),
            original=ContentHash(sha256(content.encode()).hexdigest()),
            file=file,
            format="",
            size=len(content.encode()),
            received=datetime.now(UTC),
            state=DocumentState.WAITING,
            description=Description(title=file),
            confidentiality=Confidentiality.NORMAL,
            readers=EVERYBODY,
        )
    )
    assert catalogue.next_waiting() is not None
    page = Page(1, content)
    blocks, start = [], 0
    for text in texts:
        blocks.append(Block(BlockKind.PARAGRAPH, 1, Span(start, start + len(text))))
        start += len(text) + 1
    passages = split(document.id, ParsedDocument((page,), tuple(blocks)), file)
    catalogue.store_reading(document.id, Reading(document.description, [page], blocks, passages, "txt"))
    catalogue.set_state(document.id, DocumentState.WORDS)
    (held,) = catalogue.documents_by_id([document.id], administrator("مدیر")).values()
    return held
