"""The only place where adapters are chosen and put together."""

import logging
import threading
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from app.index_places import open_current, places
from app.models import Model, locate, query_embedder
from app.ownership import Ownership
from app.rebuild import Rebuild
from app.recognizers import recognizer_of
from app.room import require_room
from app.settings import Settings
from app.switching import SwitchableIndex
from corpus.accounts import Accounts
from corpus.catalogue import Catalogue
from corpus.errors import InvalidSetting
from corpus.history import SearchHistory
from corpus.local_key import local_key
from corpus.originals import Originals
from corpus.page_corrections import PageCorrections
from corpus.sql_accounts import SqlAccounts
from corpus.sql_catalogue import SqlCatalogue
from corpus.sql_history import SqlSearchHistory
from corpus.sql_page_corrections import SqlPageCorrections
from index.encoding import Encoder
from ingest import splitting
from ingest.description import VERSION, describe
from ingest.description_changes import DescriptionCorrector
from ingest.embedding import Vectorizer
from ingest.embedding_process import EmbeddingProcess
from ingest.kept_readings import KeptReadings
from ingest.page_changes import PageChanges
from ingest.page_corrections import PageCorrector, restored
from ingest.parsers.page_drawing import scan_page
from ingest.service import Ingestion
from ingest.splitting import split
from ingest.transcribing import Transcriber
from ingest.worker import IsolatedReader
from search.reranking import WITHOUT_SECOND_STAGE, Reranking
from search.reranking_process import RerankingProcess
from search.service import Searcher
from search.synonym_source import SynonymFile

log = logging.getLogger(__name__)

SYNONYMS = "synonyms.txt"  # in the data folder
RUNNING = "running"  # noted while a process owns the data folder
LOADED_AT_ONCE = 50_000  # passages: less than a second
PASSAGE_EMBEDDER = "index.sentence_embedder:load"
RERANKER = "index.cross_encoder:load"


@dataclass(frozen=True, slots=True)
class Office:
    """Everything a process of this program needs, put together over one data folder that it owns."""

    settings: Settings
    ownership: Ownership
    catalogue: Catalogue
    accounts: Accounts
    originals: Originals
    model: Model
    encoder: Encoder
    index: SwitchableIndex
    rebuild: Rebuild
    ingestion: Ingestion
    transcriber: Transcriber
    corrections: PageCorrections
    corrector: PageCorrector
    description_corrector: DescriptionCorrector
    vectorizer: Vectorizer
    searcher: Searcher
    synonyms: SynonymFile
    history: SearchHistory
    local_key: str
    closing: ExitStack

    def close(self) -> None:
        """Let go of the data folder; what was acknowledged is on the disk already."""
        self.ingestion.close()
        self.closing.close()


def open_office(settings: Settings) -> Office:
    """Take the data folder, finish what a crash interrupted, and put everything together.

    Raises `DataFolderInUse`, `StorageFull`, `ModelUnavailable` … with the folder let go again.
    """
    with ExitStack() as opened:
        ownership = opened.enter_context(Ownership(settings.data))
        require_room(settings.data)
        catalogue = SqlCatalogue(settings.catalogue)
        opened.callback(catalogue.close)
        corrections = SqlPageCorrections(catalogue.database)
        originals = Originals(settings.data / "originals")
        model = locate(settings)
        embedder = query_embedder(model, settings.query_threads)
        encoder = Encoder(embedder, splitting.fingerprint())
        fingerprint = encoder.fingerprint()

        chosen = places(settings, catalogue, embedder.dimension, fingerprint)
        current = open_current(chosen)
        index = SwitchableIndex(current.index, outdated=current.outdated)
        opened.callback(index.close)
        _load_terms(index)

        reader = IsolatedReader(
            settings.reading_seconds, settings.reading_memory_mb * 2**20, settings.reading_processes
        )
        opened.callback(reader.close)
        ingestion = Ingestion(
            catalogue,
            originals,
            index,
            encoder,
            reader,
            describe,
            split,
            settings.reading_processes,
            partial(restored, corrections),
        )
        kept = KeptReadings(catalogue, index, encoder, describe, split, ingestion.writing)
        changes = PageChanges(kept)
        recognizer = recognizer_of(settings.ocr_engine, settings.ocr_python)
        transcriber = Transcriber(
            catalogue, originals, changes, recognizer, scan_page, settings.reading_processes
        )
        corrector = PageCorrector(catalogue, corrections, originals, changes, recognizer, scan_page)
        load = partial(EmbeddingProcess, PASSAGE_EMBEDDER, {"folder": str(model.folder)})
        vectorizer = Vectorizer(catalogue, index, encoder, load, ingestion.writing)
        opened.callback(vectorizer.close)
        ingestion.recover()
        if catalogue.setting(RUNNING):  # the last process did not come to its end
            vectorizer.recount()
        catalogue.set_setting(RUNNING, "yes")
        opened.callback(catalogue.set_setting, RUNNING, "")
        rebuild = Rebuild(chosen, index, catalogue, encoder, split, ingestion.writing, fingerprint)
        rebuild.ask_if_needed(outdated=current.outdated)

        synonyms = SynonymFile(settings.data / SYNONYMS)
        reranking = _reranking(settings, opened)
        return Office(
            settings=settings,
            ownership=ownership,
            catalogue=catalogue,
            accounts=SqlAccounts(catalogue.database),
            originals=originals,
            model=model,
            encoder=encoder,
            index=index,
            rebuild=rebuild,
            ingestion=ingestion,
            transcriber=transcriber,
            corrections=corrections,
            corrector=corrector,
            description_corrector=DescriptionCorrector(kept, VERSION),
            vectorizer=vectorizer,
            searcher=Searcher(index, catalogue, encoder, settings, synonyms, reranking),
            synonyms=synonyms,
            history=SqlSearchHistory(catalogue.database),
            local_key=local_key(settings.data),
            closing=opened.pop_all(),
        )


def _reranking(settings: Settings, opened: ExitStack) -> Reranking:
    """The second stage of the settings. Raises `InvalidSetting` for a folder that holds no model."""
    if not settings.reranker:
        return WITHOUT_SECOND_STAGE
    folder = Path(settings.reranker).expanduser()
    if not (folder / "config.json").is_file():
        raise InvalidSetting(
            key="reranker", value=settings.reranker, source="settings", expected="the folder of a CrossEncoder"
        )
    process = RerankingProcess(RERANKER, {"folder": str(folder)})
    opened.callback(process.close)
    return Reranking(
        process, settings.reranker_top, settings.reranker_milliseconds / 1000, settings.reranker_weight
    )


def _load_terms(index: SwitchableIndex) -> None:
    """The terms of the index tell misspelt words from rare ones; many are read in the background."""
    if index.count() <= LOADED_AT_ONCE:
        index.load_terms()
    else:
        threading.Thread(target=index.load_terms, name="vocabulary", daemon=True).start()
