"""The fresh process in which `bench/speed` asks: opens what was filled, then measures cold and warm questions.

Takes the time it was started as its argument and an `Order` as JSON on standard input; answers in JSON.
"""

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from app.running import spare_what_is_loaded
from app.settings import Settings
from bench.embedders import HASH, query_embedder
from bench.speed_filling import INDEX, catalogue_url
from bench.speed_load import ASKER, Opened, measure_under_load
from bench.timing import Timings
from corpus.sql_catalogue import SqlCatalogue
from index.encoding import Encoder
from index.ports import Vector
from index.qdrant_embedded import TERMS, EmbeddedEngine
from index.qdrant_engine import conditions_of
from index.qdrant_index import QdrantPassageIndex
from language.spelling import LETTERS
from search.fetching import fetch, mark
from search.fusion import LEG_LIMIT
from search.query import LONGEST_TEXT, AnalysedQuery, Mode, Query
from search.retrieval import analyse, best_by_meaning, best_by_words, fuse
from search.service import Searcher

__all__ = ["Order", "ask_in_fresh_process"]

WARM_UP = 10
NOISE_WORDS = (1, 2, 3, 4, 5, 7, 9, 13, 19, 49, 1999)  # letters of a word
MEGABYTE = 1_000_000
START = """
from app.running import without_torch
without_torch()  # as in the program itself
from bench.speed_process import main
main()
"""


@dataclass(frozen=True, slots=True)
class Order:
    """What to open and what to ask; the first question is the cold one, then each is asked once."""

    place: str
    model: str
    questions: Sequence[str]


def ask_in_fresh_process(order: Order) -> dict[str, Any]:
    """Start this module, hand it the order, and return its figures. Raises CalledProcessError."""
    command = [sys.executable, "-P", "-c", START, str(time.time())]
    done = subprocess.run(
        command, input=json.dumps(asdict(order)), stdout=subprocess.PIPE, text=True, check=True
    )
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def main() -> None:
    started = float(sys.argv[1])
    order = Order(**json.load(sys.stdin))
    timings, memory = Timings(), {"libraries_mb": resident_megabytes()}
    libraries = time.time() - started
    opened = _open(order, timings, memory)
    first, *others = order.questions
    timings.of("first question", lambda: opened.searcher.search(Query(first, ASKER)))
    cold = {"start and libraries_s": libraries, "until the first answer_s": time.time() - started}
    cold |= {f"{name}_s": timings.seconds(name) for name in timings.latencies()}
    timings.of("vocabulary", opened.index.load_terms)
    cold["vocabulary_s"] = timings.seconds("vocabulary")
    memory["with vocabulary_mb"] = resident_megabytes()
    spare_what_is_loaded()  # as the server does when it is ready
    legs = _measure(opened, others)
    _measure_noise(opened, legs)
    memory["after all questions_mb"] = resident_megabytes()
    memory["of it pages of files, which the system may take back_mb"] = resident_megabytes("RssFile")
    measure_under_load(opened, others, legs, None if order.model == HASH else order.model)
    memory["highest_mb"] = resident_megabytes("VmHWM")
    opened.index.close()
    opened.catalogue.close()
    cold = {name: round(seconds, 3) for name, seconds in cold.items()}
    print(json.dumps({"cold": cold, "memory": memory, "latencies": legs.latencies()}))


def _open(order: Order, timings: Timings, memory: dict[str, float]) -> Opened:
    place = Path(order.place)
    settings = Settings(data=place)
    embedder = timings.of("model", partial(query_embedder, order.model, settings.query_threads))
    memory["with model_mb"] = resident_megabytes()
    engine = timings.of("index", partial(EmbeddedEngine, place / INDEX, embedder.dimension, ""))
    memory["with index_mb"] = resident_megabytes()
    catalogue = timings.of("catalogue", partial(SqlCatalogue, catalogue_url(place)))
    index = QdrantPassageIndex(engine, embedder.dimension, terms_file=place / INDEX / TERMS)
    encoder = Encoder(embedder)
    searcher = timings.of("pipeline", partial(Searcher, index, catalogue, encoder, settings))
    return Opened(engine, index, catalogue, encoder, searcher, settings.meaning_weight)


def _measure(opened: Opened, asked: Sequence[str]) -> Timings:
    """Whole searches and single steps take turns, each with questions of its own: terms once met are known."""
    timings = Timings()
    for text in asked[:WARM_UP]:
        _measure_steps(opened, text, Timings(), engine_first=False)
    for place, text in enumerate(asked[WARM_UP:]):
        if place % 2:
            _measure_steps(opened, text, timings, engine_first=bool(place % 4 == 1))
        else:
            timings.of("search, end to end", partial(opened.searcher.search, Query(text, ASKER)))
            typed = text[: 2 + place % 12]
            timings.of("suggestions", partial(opened.searcher.suggest, typed, ASKER))
    return timings


def _measure_steps(opened: Opened, text: str, timings: Timings, *, engine_first: bool) -> None:
    query, encoder, index, weight = Query(text, ASKER), opened.encoder, opened.index, opened.weight
    vector = timings.of("embed the question", partial(encoder.query_vector, text))
    for_words = replace(query, mode=Mode.WORDS)
    timings.of("terms, idf, repair", partial(analyse, for_words, encoder, index, weight))
    damaged = replace(for_words, text=with_a_slip(text))
    timings.of("the same, one slip", partial(analyse, damaged, encoder, index, weight))
    analysed = analyse(query, encoder, index, weight)
    ask_engine = partial(_ask_engine, opened.engine, analysed, vector, timings)
    if engine_first:
        ask_engine()
    words = timings.of("words", partial(best_by_words, analysed, index))
    meaning = timings.of("meaning", partial(best_by_meaning, analysed, index))
    if not engine_first:
        ask_engine()
    fused = timings.of("fuse", partial(fuse, analysed, words, meaning, index, weight))
    fetched = timings.of("fetch", partial(fetch, analysed, fused, opened.catalogue))
    timings.of("mark", partial(mark, analysed, fetched))


def _measure_noise(opened: Opened, timings: Timings) -> None:
    """The analysis of questions as long as they may be, of nothing that any document has."""
    chance = Random(1)
    for length in NOISE_WORDS:
        words = ("".join(chance.choices(LETTERS, k=length)) for _ in range(LONGEST_TEXT // (length + 1)))
        query = Query(" ".join(words), ASKER, mode=Mode.WORDS)
        ask = partial(analyse, query, opened.encoder, opened.index, opened.weight)
        timings.of("analysis of noise", ask)


def _ask_engine(engine: EmbeddedEngine, analysed: AnalysedQuery, vector: Vector, timings: Timings) -> None:
    """The same two questions to the bare engine, under the same rights."""
    conditions, text = conditions_of(analysed.query.restriction()), " ".join(analysed.terms)
    timings.of("words, bare engine", partial(engine.query_text, text, conditions, LEG_LIMIT))
    timings.of("meaning, bare engine", partial(engine.query_vector, vector, conditions, LEG_LIMIT))


def with_a_slip(text: str) -> str:
    """The question without the second letter of its longest word."""
    longest = max(text.split(), key=len)
    return text.replace(longest, longest[:1] + longest[2:], 1)


def resident_megabytes(line: str = "VmRSS") -> float:
    """What this process holds in memory now, or held at most (`VmHWM`); Linux."""
    # Not `ru_maxrss`: a started process inherits the highest of its parent.
    status = dict(one.split(":", 1) for one in Path("/proc/self/status").read_text("utf-8").splitlines())
    return round(int(status[line].split()[0]) * 1024 / MEGABYTE, 1)
