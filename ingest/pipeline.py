"""Ingestion as a figure: file ─ read ─ take out ─ describe ─ split ─ store ─ index."""

import logging
from collections.abc import Callable
from threading import RLock

from haystack import Pipeline
from haystack.core.errors import PipelineRuntimeError

from corpus.catalogue import Catalogue
from index.ports import PassageIndex
from ingest.components import (
    DescribeDocument,
    PutIntoIndex,
    Read,
    SplitIntoPassages,
    StoreInCatalogue,
    TakeOut,
)
from ingest.stages import Describe, FileReader, PassageEncoder, Restore, Split, TakenFile

# At each failure Haystack warns that it cannot write our records into a snapshot that nobody asked for.
logging.getLogger("haystack.utils.base_serialization").setLevel(logging.ERROR)


def build_ingestion(
    reader: FileReader,
    describe: Describe,
    split: Split,
    catalogue: Catalogue,
    index: PassageIndex,
    encoder: PassageEncoder,
    writing: RLock,
    restore: Restore,
    take_attachments: Callable[[TakenFile, str], None],
) -> Pipeline:
    """Return the graph; `writing` is held while catalogue and index change. Each thread needs its own graph."""
    ingestion = Pipeline()
    ingestion.add_component("read", Read(reader, restore))
    ingestion.add_component("take_out", TakeOut(take_attachments))
    ingestion.add_component("describe", DescribeDocument(describe))
    ingestion.add_component("split", SplitIntoPassages(split))
    ingestion.add_component("store", StoreInCatalogue(catalogue, writing))
    ingestion.add_component("index", PutIntoIndex(catalogue, index, encoder, writing))

    ingestion.connect("read.file", "take_out.file")
    ingestion.connect("take_out.file", "describe.file")
    ingestion.connect("describe.file", "split.file")
    ingestion.connect("split.file", "store.file")
    ingestion.connect("store.file", "index.file")
    return ingestion


def ingest(ingestion: Pipeline, file: TakenFile) -> None:
    """Run the graph for one file; what a component raises arrives as it was raised."""
    try:
        ingestion.run({"read": {"file": file}})
    except PipelineRuntimeError as wrapped:
        raise wrapped.__cause__ or wrapped from None
