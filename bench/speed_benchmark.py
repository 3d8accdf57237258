"""How fast is it, how much room does it take, how soon does it answer?

Ingestion: pages a second of each stage on real files, after one file of each kind was read to warm up.
Questions: for each size an index and a catalogue are filled with passages of about 100 words, made by
recombining real sentences. Their vectors are NOT made by the model, which would take hours: each is mixed
from three of 500 really embedded sentences, with noise. Questions are runs of 3 to 8 words out of those
sentences, really embedded, asked under the rights of a person whom one document in ten is closed to.
A fresh process opens index and catalogue and asks; "cold" means a new process, not an empty disk cache.
CPU ms are of all threads of the process, those among them that the model leaves spinning after a question;
under load that is also what the others do. The bare engine is asked the same two questions in the same process.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from bench.embedders import MODEL, query_embedder
from bench.kept_vectors import KeptVectors
from bench.reports import RESULTS, circumstances, save
from bench.speed_corpus import (
    MadeDocument,
    VectorMixer,
    made_documents,
    made_texts,
    questions,
    real_texts,
    sentences_of,
    term_statistics,
)
from bench.speed_embedding import measure_embedding
from bench.speed_filling import fill
from bench.speed_ingestion import measure_ingestion
from bench.speed_places import opened_place, place_name
from bench.speed_process import WARM_UP, Order, ask_in_fresh_process
from bench.speed_table import table
from index.encoding import Encoder
from index.ports import Embedder

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "corpus" / "samples"
SIZES, QUERIES, STARTS, SEED, COMPARED = "1000,10000", 200, 5, 1403, 5000
TOLD_EVERY = 50_000  # passages
VECTORS = "synthetic: mixed from three of up to 500 really embedded sentences, with noise, and normalised"


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    report: dict[str, Any] = {**circumstances(), "vectors_of_passages": VECTORS, "text": options.text.name}
    _say("start-up")
    report["startup"] = {"sanadyar --help_s": start_seconds()}
    if not options.searches_only:
        _say(f"ingestion of {options.files}")
        report["ingestion"] = measure_ingestion(options.files, options.model)
    if options.embedded:
        _say(f"embedding of {options.embedded:,} passages")
        report["embedding"] = embedding(options)
    report["terms"] = compared_terms(options.text)
    report["sizes"] = []
    for size in measured_sizes(options):
        report["sizes"].append(size)
        save(report, options.results, "speed")  # after each: the largest takes minutes
    print(json.dumps(report, ensure_ascii=False, indent=1) if options.json else table(report))
    return 0


def compared_terms(text: Path) -> dict[str, dict[str, float]]:
    """How the terms of made passages are spread, beside those of as many real ones."""
    real = real_texts(text, COMPARED)
    made = made_texts(sentences_of(text, Random(SEED)), len(real), Random(SEED))
    return {"real": term_statistics(real), "made": term_statistics(made)}


def start_seconds(runs: int = STARTS) -> float | None:
    """Median seconds of `sanadyar --help`; None where the program is not installed beside this Python."""
    program = Path(sys.executable).with_name("sanadyar")
    if not program.exists():
        return None
    seconds: list[float] = []
    for _ in range(runs):
        began = perf_counter()
        subprocess.run([program, "--help"], stdout=subprocess.DEVNULL, check=True)
        seconds.append(perf_counter() - began)
    return round(statistics.median(seconds), 3)


def measured_sizes(options: argparse.Namespace) -> Iterator[Mapping[str, Any]]:
    """Yield one entry a size: what filling took, and what a fresh process measured."""
    sentences = sentences_of(options.text, Random(SEED))
    embedder = KeptVectors(query_embedder(options.model), options.results / "vectors")
    encoder = Encoder(embedder)
    for size in options.sizes:
        _say(f"{size:,} passages")
        name = place_name(size, sentences, SEED, encoder.fingerprint())
        asked = questions(sentences, 1 + WARM_UP + 2 * options.queries, Random(SEED + size))
        with opened_place(options.place, name, partial(_filled, size, sentences, encoder, embedder)) as opened:
            place, filled = opened
            measured = ask_in_fresh_process(Order(str(place), options.model, asked))
        yield {"filled": filled, "load": round(os.getloadavg()[0], 2), **measured}


def embedding(options: argparse.Namespace) -> Mapping[str, float]:
    """What the background does for the dense leg of so many passages, beside the embedder alone."""
    sentences = sentences_of(options.text, Random(SEED))
    embedder = KeptVectors(query_embedder(options.model), options.results / "vectors")
    mixer = VectorMixer(embedder, sentences, SEED)
    documents = made_documents(options.embedded, sentences, mixer, Random(SEED))
    with TemporaryDirectory() as place:
        return measure_embedding(Path(place), documents, Encoder(embedder), embedder.dimension, options.model)


def _filled(
    size: int, sentences: Sequence[str], encoder: Encoder, embedder: Embedder, place: Path
) -> Mapping[str, float]:
    _say(f"filling {place}")
    documents = made_documents(size, sentences, VectorMixer(embedder, sentences, SEED), Random(SEED))
    return fill(place, _told(documents), encoder, embedder.dimension)


def _told(documents: Iterable[MadeDocument]) -> Iterator[MadeDocument]:
    """The same documents; says how many passages they have come to."""
    passages = 0
    for made in documents:
        before, passages = passages, passages + len(made.passages)
        if passages // TOLD_EVERY > before // TOLD_EVERY:
            _say(f"{passages:,} passages made")
        yield made


def _say(what: str) -> None:
    print(f"measuring: {what}", file=sys.stderr, flush=True)


def _sizes(text: str) -> list[int]:
    sizes = [int(size) for size in text.split(",")]
    if min(sizes) < 1:
        raise ValueError(text)
    return sizes


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bench/speed", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add(
        "--sizes", type=_sizes, default=SIZES, metavar="N,N", help=f"passages (default {SIZES}; 100000 is slow)"
    )
    add("--queries", type=int, default=QUERIES, metavar="N", help=f"timed questions a leg (default {QUERIES})")
    add("--files", type=Path, default=SAMPLES / "files", help="a folder to ingest; default: the sample corpus")
    add("--text", type=Path, default=SAMPLES / "sources", help="a text file, or a folder of .md, to recombine")
    add(
        "--place",
        type=Path,
        metavar="DIR",
        help="keep what was filled there, and use it again (3 kB a passage)",
    )
    add(
        "--embedded",
        type=int,
        default=320,
        metavar="N",
        help="passages to embed in the background (default 320)",
    )
    add("--searches-only", action="store_true", help="without the ingestion of real files")
    add("--json", action="store_true", help="print JSON instead of a table")
    add("--results", type=Path, default=RESULTS, metavar="DIR", help="where speed.json and vectors are kept")
    add("--model", default=MODEL, metavar="DIR", help="the embedding model, or `hash` for a run without one")
    return parser.parse_args(arguments)
