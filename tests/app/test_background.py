"""The work beside answering, over a real catalogue and a real ingestion; reader and embedder are fakes."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, nullcontext
from pathlib import Path
from typing import Any, cast

import pytest
from app_fakes import DIMENSION, EVERYBODY, FullIndex, MemoryPlaces, NotingIndex, until

from app.assembly import Office
from app.background import Background
from app.models import Model
from app.ownership import Ownership
from app.rebuild import Rebuild
from app.settings import Settings
from app.switching import SwitchableIndex
from corpus.access import Confidentiality
from corpus.errors import ModelUnavailable
from corpus.originals import Originals
from corpus.records import Block, BlockKind, DocumentState, Page, Span
from corpus.sql_accounts import SqlAccounts
from corpus.sql_catalogue import SqlCatalogue
from corpus.sql_history import SqlSearchHistory
from corpus.sql_page_corrections import SqlPageCorrections
from index.encoding import Encoder
from index.hash_embedder import HashEmbedder
from index.ports import Vectors
from ingest import splitting
from ingest.description import VERSION, describe
from ingest.description_changes import DescriptionCorrector
from ingest.embedding import Vectorizer
from ingest.kept_readings import KeptReadings
from ingest.page_changes import PageChanges
from ingest.page_corrections import PageCorrector
from ingest.parsing import ParsedDocument
from ingest.service import Ingestion
from ingest.splitting import split
from ingest.transcribing import Transcriber

pytestmark = pytest.mark.slow  # the first pipeline takes its time to import


class TextReader:
    """Reads a text as one page, and notes it."""

    def __init__(self, events: list[str]) -> None:
        self._events = events

    def read(self, path: Path, file: str) -> tuple[str, ParsedDocument]:
        self._events.append(f"read {file}")
        text = path.read_text("utf-8")
        return "txt", ParsedDocument((Page(1, text),), (Block(BlockKind.PARAGRAPH, 1, Span(0, len(text))),))


class NotingEmbedder(HashEmbedder):
    """Notes the title of what it embeds, and does once what the test wants done meanwhile."""

    def __init__(self, events: list[str]) -> None:
        super().__init__(DIMENSION)
        self._events = events
        self.meanwhile: Callable[[], None] = lambda: None
        self.trouble: ModelUnavailable | None = None

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        if self.trouble:
            raise self.trouble
        self._events.extend(f"embed {text.splitlines()[0]}" for text in texts)
        meanwhile, self.meanwhile = self.meanwhile, lambda: None
        meanwhile()
        return super().embed_passages(texts)


class NoRecognizer:
    def unavailable(self) -> str:
        return "tesseract is not installed"

    def recognize(self, picture: bytes) -> Any:
        raise AssertionError("there are no scans here")


class Desk:
    """An office and its background work; `events` tells in which order things were done."""

    def __init__(self, folder: Path, index: NotingIndex, language: str = "en") -> None:
        self.events: list[str] = []
        self.embedder = NotingEmbedder(self.events)
        self._folder = folder
        catalogue = SqlCatalogue(f"sqlite:///{folder / 'catalogue.sqlite'}")
        originals = Originals(folder / "originals")
        encoder = Encoder(self.embedder, splitting.fingerprint())
        switchable = SwitchableIndex(index)
        ingestion = Ingestion(
            catalogue, originals, switchable, encoder, TextReader(self.events), describe, split, 1
        )
        kept = KeptReadings(catalogue, switchable, encoder, describe, split, ingestion.writing)
        changes = PageChanges(kept)
        corrections = SqlPageCorrections(catalogue.database)

        def draw(_path: Path, _number: int) -> bytes:
            return b""

        self.places = MemoryPlaces(index)
        self.office = Office(
            settings=Settings(folder, language=language),
            ownership=Ownership(folder),
            catalogue=catalogue,
            accounts=SqlAccounts(catalogue.database),
            originals=originals,
            model=Model(folder, packaged=False),
            encoder=encoder,
            index=switchable,
            rebuild=Rebuild(
                self.places, switchable, catalogue, encoder, split, ingestion.writing, encoder.fingerprint()
            ),
            ingestion=ingestion,
            transcriber=Transcriber(catalogue, originals, changes, NoRecognizer(), draw),
            corrections=corrections,
            corrector=PageCorrector(catalogue, corrections, originals, changes, NoRecognizer(), draw),
            description_corrector=DescriptionCorrector(kept, VERSION),
            vectorizer=Vectorizer(
                catalogue, switchable, encoder, lambda: nullcontext(self.embedder), ingestion.writing, 1
            ),
            synonyms=cast(Any, None),
            history=SqlSearchHistory(catalogue.database),
            searcher=cast(Any, None),  # nobody asks here, and its graph takes a second to build
            local_key="",
            closing=ExitStack(),
        )
        self.background = Background(self.office)

    def add(self, *files: str) -> None:
        for file in files:
            path = self._folder / file
            path.write_text(f"گزارش {file} دربارهٔ آب و برق شهر است.", "utf-8")
            self.office.ingestion.add(path, file, Confidentiality.NORMAL, EVERYBODY)

    def states(self) -> set[DocumentState]:
        return {document.state for document in self.office.catalogue.all_documents()}

    def all_are(self, state: DocumentState) -> None:
        until(lambda: self.states() == {state})

    def close(self) -> None:
        self.background.housekeeping.stop(10)
        self.office.close()
        self.office.vectorizer.close()
        self.office.catalogue.close()
        self.office.ownership.close()


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    desks: list[Desk] = []

    def open_one(index: NotingIndex | None = None, language: str = "en") -> Desk:
        desks.append(Desk(tmp_path, index or NotingIndex(), language))
        return desks[-1]

    yield open_one
    for desk in desks:
        desk.close()


def test_new_documents_are_read_before_older_ones_are_embedded(opened: Callable[..., Desk]) -> None:
    desk = opened()

    def another_arrives() -> None:
        desk.add("سوم")
        desk.background.housekeeping.wake()

    desk.embedder.meanwhile = another_arrives
    desk.add("اول", "دوم")
    desk.background.start()
    desk.all_are(DocumentState.COMPLETE)
    assert desk.events == [
        *("read اول", "read دوم", "embed اول"),
        *("read سوم", "embed دوم", "embed سوم"),
    ]


def test_trouble_with_the_model_is_told_and_words_go_on(opened: Callable[..., Desk]) -> None:
    desk = opened()
    desk.embedder.trouble = ModelUnavailable(folder="/مدل", detail="it was taken away")
    desk.add("اول")
    desk.background.start()
    until(lambda: bool(desk.background.progress().trouble))
    said = desk.background.progress().trouble
    assert "/مدل" in said
    assert "it was taken away" in said
    desk.add("دوم")
    desk.background.housekeeping.wake()
    desk.all_are(DocumentState.WORDS)

    desk.embedder.trouble = None
    desk.background.housekeeping.wake()
    desk.all_are(DocumentState.COMPLETE)
    until(lambda: not desk.background.progress().trouble)
    assert desk.background.progress().embedded_share == 1.0


def test_a_full_disk_is_told_and_what_waits_is_read_when_there_is_room(opened: Callable[..., Desk]) -> None:
    desk = opened(full := FullIndex(), language="fa")
    desk.add("اول")
    desk.background.start()
    until(lambda: "پر است" in desk.background.progress().trouble)
    assert desk.states() == {DocumentState.WAITING}
    full.room = True
    desk.background.housekeeping.wake()
    desk.all_are(DocumentState.COMPLETE)
    until(lambda: not desk.background.progress().trouble)


def test_a_rebuild_that_does_not_succeed_is_told_and_stays_wanted(opened: Callable[..., Desk]) -> None:
    desk = opened()
    desk.places.following.append(full := FullIndex())
    desk.places.following.append(full)
    desk.add("اول")
    desk.background.start()
    desk.all_are(DocumentState.COMPLETE)
    desk.background.rebuild()
    until(lambda: "is full" in desk.background.progress().trouble)
    assert desk.background.progress().rebuilding is not None
    full.room = True
    desk.background.housekeeping.wake()
    until(lambda: desk.background.progress().rebuilding is None)
    until(lambda: not desk.background.progress().trouble)
    desk.all_are(DocumentState.COMPLETE)
    assert desk.places.in_use is full


def test_a_command_that_does_not_wait_for_meaning_makes_no_vectors(opened: Callable[..., Desk]) -> None:
    desk = opened()
    desk.add("اول")
    desk.background.start(meaning=False)
    desk.all_are(DocumentState.WORDS)
    desk.background.housekeeping.stop(10)
    assert desk.events == ["read اول"]


def test_a_rebuild_reads_no_file_and_embeds_nothing_twice(opened: Callable[..., Desk]) -> None:
    desk = opened()
    desk.add("اول")
    desk.background.start()
    desk.all_are(DocumentState.COMPLETE)
    desk.background.rebuild()
    until(lambda: bool(desk.places.begun) and desk.office.rebuild.progress is None)
    desk.all_are(DocumentState.COMPLETE)
    (made,) = desk.places.begun
    assert desk.events == ["read اول", "embed اول"]
    assert [has_vector for _, _, has_vector in made.passage_ids()] == [True]
