"""What each form of character grams would cost: room on the disk, memory, and time of a question."""

import math
import multiprocessing
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time
from uuid import UUID

from bench.relevance_systems import ASKER
from bench.speed_corpus import made_texts, questions, sentences_of
from bench.speed_filling import bytes_below
from bench.speed_process import resident_megabytes
from corpus.access import EVERYONE, Confidentiality
from index.ports import IndexEntry, Restriction
from index.qdrant_embedded import EmbeddedQdrantIndex, open_embedded
from language.analysis import analyze
from search.fusion import LEG_LIMIT

__all__ = ["Chosen", "costs", "filled", "grams_of", "rare_words"]

LETTERS = (3, 4)
RARE, RESCORED, ASKED, SEED, DIMENSION, AT_ONCE = 200, 200, 100, 1403, 8, 512
K1, B = 0.9, 0.75

Chosen = Callable[[str], bool]


def grams_of(words: Iterable[str]) -> list[str]:
    """The grams of folded words in order, repetitions included."""
    marked = [f"_{word}_" for word in words]
    return [word[at : at + n] for word in marked for n in LETTERS for at in range(len(word) - n + 1)]


def rare_words(entries: Sequence[IndexEntry]) -> Chosen:
    """Whether few passages have a word, or none."""
    counts = Counter(term for entry in entries for term in set(entry.terms))
    return lambda word: counts[word] * RARE <= len(entries)


def filled(place: Path, entries: Sequence[IndexEntry], chosen: Chosen | None) -> EmbeddedQdrantIndex:
    """An index of the entries without vectors: of the grams of their chosen words, or of their words."""
    index = open_embedded(place, DIMENSION)
    for first in range(0, len(entries), AT_ONCE):
        some = [replace(one, vector=None) for one in entries[first : first + AT_ONCE]]
        if chosen:
            some = [replace(one, terms=tuple(grams_of(filter(chosen, one.terms)))) for one in some]
        index.put(some)
    index.flush()
    index.optimize()
    return index


def costs(text: Path, size: int) -> dict[str, dict[str, float]]:
    """Form → bytes a passage, megabytes and milliseconds, with `size` made passages."""
    sentences = sentences_of(text, Random(SEED))
    entries = [
        _entry(passage, Random(place))
        for place, passage in enumerate(made_texts(sentences, size, Random(SEED)))
    ]
    asked = [list(dict.fromkeys(t.text for t in analyze(q))) for q in questions(sentences, ASKED, Random(SEED))]
    rare = rare_words(entries)
    ways: dict[str, tuple[Chosen | None, list[list[str]]]] = {
        "words alone": (None, asked),
        "field": (lambda _: True, [grams_of(words) for words in asked]),
        "rare": (rare, [grams_of(filter(rare, words)) for words in asked]),
    }
    result: dict[str, dict[str, float]] = {}
    for name, (chosen, terms) in ways.items():
        with TemporaryDirectory() as folder:
            place = Path(folder) / "index"
            filled(place, entries, chosen).close()
            with multiprocessing.get_context("spawn").Pool(1) as fresh:
                held, milliseconds = fresh.apply(_asked, (place, terms))
            result[name] = {
                "bytes a passage": round(bytes_below(place) / size),
                "MB": held,
                "CPU ms": milliseconds,
            }
    return result | {"rescoring": _rescoring(entries, asked)}


def _asked(place: Path, terms: Sequence[Sequence[str]]) -> tuple[float, float]:
    """What a fresh process holds more with the index open and asked, and the median CPU ms of a question."""
    before = resident_megabytes()
    index = open_embedded(place, DIMENSION)
    seconds = []
    for asked in terms:
        began = process_time()
        if asked:
            index.lexical(asked, Restriction(ASKER), LEG_LIMIT)
        seconds.append(process_time() - began)
    held = resident_megabytes() - before
    index.close()
    return round(held, 1), round(1000 * median(seconds), 2)


def _rescoring(entries: Sequence[IndexEntry], asked: Sequence[Sequence[str]]) -> dict[str, float]:
    """BM25 of the grams of so many passages, with the frequencies of all grams held in memory."""
    before = resident_megabytes()
    frequencies = Counter(gram for entry in entries for gram in set(grams_of(entry.terms)))
    held = resident_megabytes() - before
    mean, seconds = sum(len(grams_of(one.terms)) for one in entries[:AT_ONCE]) / AT_ONCE, []
    for words in asked:
        some = Random(len(words)).sample(entries, min(RESCORED, len(entries)))
        began = process_time()
        wanted = {gram: math.log(len(entries) / (1 + frequencies[gram])) for gram in grams_of(words)}
        for entry in some:
            counts = Counter(grams_of(entry.terms))
            norm = K1 * (1 - B + B * counts.total() / mean)
            sum(idf * counts[gram] / (counts[gram] + norm) for gram, idf in wanted.items())
        seconds.append(process_time() - began)
    return {"bytes a passage": 0, "MB": round(held, 1), "CPU ms": round(1000 * median(seconds), 2)}


def _entry(text: str, chance: Random) -> IndexEntry:
    passage, document = (UUID(int=chance.getrandbits(128), version=4) for _ in range(2))
    terms = tuple(term.text for term in analyze(text))
    readers = frozenset({EVERYONE})
    return IndexEntry(passage, document, 0, terms, "letter", None, None, None, Confidentiality.NORMAL, readers)
