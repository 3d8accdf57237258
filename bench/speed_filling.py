"""Fills an index and a catalogue with made documents, as ingestion leaves them, and weighs both on the disk."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from bench.speed_corpus import MadeDocument
from bench.timing import Timings
from corpus.catalogue import Reading
from corpus.sql_catalogue import SqlCatalogue
from index.encoding import Encoder
from index.ports import IndexEntry, PassageIndex
from index.qdrant_embedded import open_embedded

__all__ = ["CATALOGUE", "INDEX", "bytes_below", "catalogue_url", "fill"]

INDEX, CATALOGUE = "index", "catalogue.sqlite"
ENTRIES_AT_ONCE = 256
BLOCK = 512  # bytes; the unit of `st_blocks`


def catalogue_url(place: Path) -> str:
    return f"sqlite:///{place / CATALOGUE}"


def fill(place: Path, documents: Iterable[MadeDocument], encoder: Encoder, dimension: int) -> dict[str, float]:
    """Put all documents into both, optimize the index, and return seconds, numbers and bytes."""
    timings = Timings()
    index = open_embedded(place / INDEX, dimension)
    catalogue = SqlCatalogue(catalogue_url(place))
    entries: list[IndexEntry] = []
    count = passages = 0
    for made in documents:
        timings.of("catalogue", partial(_store, catalogue, made))
        entries += timings.of("encode", partial(_entries, encoder, made))
        count, passages = count + 1, passages + len(made.passages)
        if len(entries) >= ENTRIES_AT_ONCE:
            timings.of("index", partial(_put, index, entries))
            entries = []
    timings.of("index", partial(index.put, entries))
    timings.of("index", index.flush)
    timings.of("optimize", index.optimize)
    index.close()
    catalogue.close()
    seconds = {f"{name}_s": round(timings.seconds(name), 2) for name in timings.latencies()}
    sizes = {"index_bytes": bytes_below(place / INDEX), "catalogue_bytes": bytes_below(place / CATALOGUE)}
    return {"documents": count, "passages": passages, **seconds, **sizes}


def bytes_below(path: Path) -> int:
    """The room that a file, or all files of a folder, take on the disk; holes in them take none."""
    files = [path] if path.is_file() else [one for one in path.rglob("*") if one.is_file()]
    return sum(BLOCK * one.stat().st_blocks for one in files)


def _store(catalogue: SqlCatalogue, made: MadeDocument) -> None:
    document = made.document
    catalogue.register(document)
    catalogue.store_reading(document.id, Reading(document.description, made.pages, (), made.passages, "pdf"))
    catalogue.add_embedded({document.id: len(made.passages)})


def _put(index: PassageIndex, entries: Sequence[IndexEntry]) -> None:
    """And on the disk: no document is called found before it is."""
    index.put(entries)
    index.flush()


def _entries(encoder: Encoder, made: MadeDocument) -> list[IndexEntry]:
    entries = encoder.entries(made.document, made.passages)
    return [replace(entry, vector=vector) for entry, vector in zip(entries, made.vectors, strict=True)]
