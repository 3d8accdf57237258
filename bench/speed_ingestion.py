"""Pages a second of each stage of ingestion, on real files, and of the whole service over the same files."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from app.assembly import PASSAGE_EMBEDDER
from app.settings import Settings
from bench.embedders import HASH, query_embedder
from bench.timing import Timings
from corpus.access import EVERYONE, Confidentiality, administrator
from corpus.catalogue import Reading
from corpus.errors import InaccessiblePath, UnreadableDocument
from corpus.originals import Originals
from corpus.records import DocumentState, Passage
from corpus.sql_catalogue import SqlCatalogue
from index.encoding import Encoder
from index.hash_embedder import HashEmbedder
from index.ports import Vectors
from index.qdrant_embedded import EmbeddedQdrantIndex, open_embedded
from ingest.description import describe
from ingest.embedding import PASSAGES_AT_ONCE, PassageEmbedder
from ingest.embedding_process import EmbeddingProcess
from ingest.folders import files_below
from ingest.service import Ingestion
from ingest.splitting import split
from ingest.worker import IsolatedReader

__all__ = ["measure_ingestion"]

PROGRAM = administrator("bench")
READERS = frozenset({EVERYONE})
PROCESSES = 2  # the default of the setting `reading_processes`
# `add` keeps the original and registers it; `state` says in the catalogue that a document is searchable.
UNTIL_SEARCHABLE = (
    "add",
    "read",
    "describe",
    "split",
    "store",
    "encode",
    "index: put",
    "index: flush",
    "state",
)
STAGES = (*UNTIL_SEARCHABLE, "embed", "vectors: put", "vectors: flush")


@dataclass(slots=True)
class Bench:
    """An empty catalogue and an empty index, and what was counted while they were filled."""

    catalogue: SqlCatalogue
    index: EmbeddedQdrantIndex
    encoder: Encoder
    reader: IsolatedReader
    ingestion: Ingestion
    timings: Timings = field(default_factory=Timings)
    pages: int = 0
    failed: list[str] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    inputs: list[str] = field(default_factory=list)


def measure_ingestion(folder: Path, model: str) -> dict[str, object]:
    """Return stages with seconds and pages a second: each on one thread, one file after another."""
    defaults = Settings(data=folder)
    memory = defaults.reading_memory_mb * 2**20
    with IsolatedReader(defaults.reading_seconds, memory, PROCESSES) as reader:
        _warm_up(reader, folder)
        report, pages = _measure_stages(folder, reader, model)
        report["until searchable by words, the service"] = _rate(_service_seconds(folder, reader, model), pages)
    return report


def _measure_stages(folder: Path, reader: IsolatedReader, model: str) -> tuple[dict[str, object], int]:
    files = _files(folder)
    with _opened(reader, model) as bench:
        for file in files:
            _ingest(bench, file, file.relative_to(folder).as_posix())
        load = _embed(bench, model)
    seconds = {name: bench.timings.seconds(name) for name in STAGES}
    report: dict[str, object] = {
        "files": len(files),
        "failed": bench.failed,
        "pages": bench.pages,
        "passages": len(bench.passages),
        "stages": {name: _rate(seconds[name], bench.pages) for name in STAGES},
        "until searchable by words, stage by stage": _rate(
            sum(seconds[name] for name in UNTIL_SEARCHABLE), bench.pages
        ),
        "embedding model loaded_s": round(load, 2),
    }
    return report, bench.pages


@contextmanager
def _opened(reader: IsolatedReader, model: str) -> Iterator[Bench]:
    with ExitStack() as opened:
        place = Path(opened.enter_context(TemporaryDirectory()))
        catalogue = SqlCatalogue(Settings(data=place).catalogue)
        opened.callback(catalogue.close)
        embedder = query_embedder(model)
        index = open_embedded(place / "index", embedder.dimension)
        opened.callback(index.close)
        originals, encoder = Originals(place / "originals"), Encoder(embedder)
        ingestion = Ingestion(catalogue, originals, index, encoder, reader, describe, split, PROCESSES)
        yield Bench(catalogue, index, encoder, reader, ingestion)


def _warm_up(reader: IsolatedReader, folder: Path) -> None:
    """Read one file of each kind in each process at once, so that no file pays for a library's import."""
    one_of_each = list({file.suffix: file for file in _files(folder)}.values())
    with ThreadPoolExecutor(PROCESSES) as threads:
        for _ in range(PROCESSES):
            threads.submit(_read_all, reader, one_of_each)


def _read_all(reader: IsolatedReader, files: Sequence[Path]) -> None:
    for file in files:
        with suppress(UnreadableDocument, InaccessiblePath):
            reader.read(file, file.name)


def _files(folder: Path) -> list[Path]:
    return [one for one in files_below(folder) if isinstance(one, Path)]


def _ingest(bench: Bench, path: Path, file: str) -> None:
    timings = bench.timings
    held = timings.of("add", partial(bench.ingestion.add, path, file, Confidentiality.NORMAL, READERS))
    try:
        kind, parsed = timings.of("read", partial(bench.reader.read, path, file))
    except (UnreadableDocument, InaccessiblePath) as error:
        bench.failed.append(f"{file}: {error.code}")
        return
    description = timings.of("describe", partial(describe, parsed, file))
    passages = timings.of("split", partial(split, held.id, parsed, description.title))
    reading = Reading(description, parsed.pages, parsed.blocks, passages, kind)
    timings.of("store", partial(bench.catalogue.store_reading, held.id, reading))
    document = bench.catalogue.document(held.id, PROGRAM)
    entries = timings.of("encode", partial(bench.encoder.entries, document, passages))
    timings.of("index: put", partial(bench.index.put, entries))
    timings.of("index: flush", bench.index.flush)
    timings.of("state", partial(bench.catalogue.set_state, held.id, DocumentState.WORDS))
    bench.pages += len(parsed.pages)
    bench.passages += passages
    bench.inputs += bench.encoder.passage_inputs(document, passages)


def _embed(bench: Bench, model: str) -> float:
    """Embed as the program does, in batches in a process of its own; return the seconds until it was ready."""
    began = perf_counter()
    with _passage_embedder(model) as embedder:
        load = perf_counter() - began
        for first in range(0, len(bench.inputs), PASSAGES_AT_ONCE):
            batch = slice(first, first + PASSAGES_AT_ONCE)
            rows: Vectors = bench.timings.of("embed", partial(embedder.embed_passages, bench.inputs[batch]))
            vectors = {one.id: row for one, row in zip(bench.passages[batch], rows, strict=True)}
            bench.timings.of("vectors: put", partial(bench.index.put_vectors, vectors))
            bench.timings.of("vectors: flush", bench.index.flush)
    return load


@contextmanager
def _passage_embedder(model: str) -> Iterator[PassageEmbedder]:
    if model == HASH:
        yield HashEmbedder()
        return
    with EmbeddingProcess(PASSAGE_EMBEDDER, {"folder": model}) as embedder:
        yield embedder


def _service_seconds(folder: Path, reader: IsolatedReader, model: str) -> float:
    """The same files through `Ingestion`: originals, job table and graph, on as many threads as by default."""
    with _opened(reader, model) as bench:
        began = perf_counter()
        bench.ingestion.add_folder(folder, Confidentiality.NORMAL, READERS)
        bench.ingestion.run()
        return perf_counter() - began


def _rate(seconds: float, pages: int) -> dict[str, float]:
    return {
        "seconds": round(seconds, 3),
        "pages_per_second": round(pages / seconds, 1) if seconds else 0.0,
        "ms_a_page": round(1000 * seconds / pages, 3) if pages else 0.0,
    }
