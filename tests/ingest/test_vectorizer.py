"""Vectors come in the background, once for each passage, whatever is stopped, killed or changed meanwhile."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from ingestion_fakes import LengthEmbedder, length_vector

from corpus.errors import ModelUnavailable
from corpus.records import DocumentState
from index.ports import Vectors
from ingest.consistency import check
from ingest.embedding import Embedded, Vectorizer
from ingest.embedding_process import EmbeddingProcess
from ingest.rebuilding import Rebuilding

House = Any  # the fixture's class lives in conftest.py
REPOSITORY = Path(__file__).parents[2]


class Watched:
    """A factory that counts how often the model was loaded, and does something before each batch."""

    def __init__(self, before: Callable[[Sequence[str]], None] = lambda texts: None) -> None:
        self.embedder = LengthEmbedder()
        self.before = before
        self.loads = 0
        self.closes = 0

    @contextmanager
    def __call__(self) -> Iterator["Watched"]:
        self.loads += 1
        yield self
        self.closes += 1

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        self.before(texts)
        return self.embedder.embed_passages(texts)


def vectorizer(house: House, factory: Any, passages_at_once: int = 2) -> Vectorizer:
    return Vectorizer(
        house.catalogue, house.index, house.encoder, factory, house.ingestion.writing, passages_at_once
    )


@pytest.fixture
def filled(house: House) -> House:
    for name in "الف", "ب", "پ":
        house.add(f"{name}.txt", f"سند {name}\nبند نخست {name}\nبند دوم {name}")
    house.ingestion.run()
    return house


def test_every_passage_gets_the_vector_of_its_own_text(filled: House) -> None:
    factory = Watched()
    vectorizer(filled, factory).run()
    assert filled.catalogue.state_counts()[DocumentState.COMPLETE] == 3
    for document in filled.catalogue.all_documents():
        passages = filled.catalogue.all_passages_of(document.id)
        texts = filled.encoder.passage_inputs(document, passages)
        for passage, text in zip(passages, texts, strict=True):
            np.testing.assert_array_equal(filled.index.entries[passage.id].vector, length_vector(text))
    assert check(filled.catalogue, filled.originals, filled.index) == []


def test_documents_are_embedded_in_the_order_in_which_they_came(filled: House) -> None:
    factory = Watched()
    vectorizer(filled, factory).run()
    order = [text.split("\n")[0] for text in factory.embedder.texts]
    expected = [one.description.title for one in filled.catalogue.all_documents() for _ in range(3)]
    assert order == expected


def test_progress_counts_passages_up_to_all(filled: House) -> None:
    told: list[Embedded] = []
    vectorizer(filled, Watched(), passages_at_once=4).run(told.append)
    assert told == [Embedded(4, 9), Embedded(8, 9), Embedded(9, 9)]


def test_without_work_the_model_is_not_loaded(filled: House) -> None:
    factory = Watched()
    vectorizer(filled, factory).run()
    vectorizer(filled, factory).run()
    assert factory.loads == 1


def test_a_stopped_run_is_taken_up_where_it_was(filled: House) -> None:
    stop = threading.Event()
    first = Watched()
    vectorizer(filled, first).run(lambda _: stop.set(), stop)
    assert len(first.embedder.texts) == 2
    second = Watched()
    vectorizer(filled, second).run()
    assert len(second.embedder.texts) == 7
    assert set(first.embedder.texts).isdisjoint(second.embedder.texts)


def test_a_model_is_kept_while_its_work_is_only_interrupted(filled: House) -> None:
    stop, factory = threading.Event(), Watched()
    interrupted = vectorizer(filled, factory)
    interrupted.run(lambda _: stop.set(), stop)
    assert (factory.loads, factory.closes) == (1, 0)
    interrupted.run()
    assert (factory.loads, factory.closes) == (1, 1)
    interrupted.close()
    assert factory.closes == 1


def test_a_failure_keeps_what_came_before_it(filled: House) -> None:
    calls: list[int] = []

    def fail_at_third(texts: Sequence[str]) -> None:
        calls.append(len(texts))
        if len(calls) == 3:
            raise ModelUnavailable(folder="model", detail="ended")

    with pytest.raises(ModelUnavailable):
        vectorizer(filled, Watched(fail_at_third)).run()
    assert vectorizer(filled, Watched()).state() == Embedded(4, 9)
    assert check(filled.catalogue, filled.originals, filled.index) == []


def test_counts_that_a_crash_left_behind_are_corrected(filled: House) -> None:
    vectorizer(filled, Watched()).run()
    behind, ahead, _ = filled.catalogue.all_documents()
    filled.catalogue.add_embedded({behind.id: -2})
    lost = filled.catalogue.all_passages_of(ahead.id)[0]
    filled.index.put(filled.encoder.entries(ahead, [lost]))
    factory = Watched()
    vectorizer(filled, factory).run()
    assert len(factory.embedder.texts) == 1
    assert filled.catalogue.state_counts()[DocumentState.COMPLETE] == 3
    assert check(filled.catalogue, filled.originals, filled.index) == []


@pytest.mark.parametrize("change", ["remove", "replace"])
def test_vectors_of_a_text_that_is_gone_are_thrown_away(filled: House, change: str) -> None:
    first = filled.catalogue.all_documents()[0]
    changed: list[bool] = []

    def change_meanwhile(texts: Sequence[str]) -> None:
        if changed:
            return
        changed.append(True)
        if change == "remove":
            filled.ingestion.remove(first.id)
        else:
            filled.add(first.file, "سند الف\nبند دیگر")
            filled.ingestion.run()

    vectorizer(filled, Watched(change_meanwhile)).run()
    assert check(filled.catalogue, filled.originals, filled.index) == []
    last = Watched()
    vectorizer(filled, last).run()
    assert len(last.embedder.texts) == (0 if change == "remove" else 2)
    assert filled.catalogue.state_counts()[DocumentState.WORDS] == 0
    assert check(filled.catalogue, filled.originals, filled.index) == []


def test_a_document_that_is_read_again_as_it_was_is_complete_at_once(filled: House) -> None:
    vectorizer(filled, Watched()).run()
    first = filled.catalogue.all_documents()[0]
    filled.catalogue.set_state(first.id, DocumentState.WAITING)
    filled.ingestion.run()
    assert filled.now(first).state is DocumentState.COMPLETE
    assert filled.now(first).embedded_count == 3
    assert check(filled.catalogue, filled.originals, filled.index) == []


def test_a_rebuild_cuts_and_indexes_all_anew_and_asks_for_vectors_again(filled: House) -> None:
    vectorizer(filled, Watched()).run()
    failed = filled.add("خراب.txt", "خراب")
    empty = filled.add("خالی.txt", "")
    filled.ingestion.run()
    before = filled.indexed_texts()

    def halves(document_id: Any, parsed: Any, title: str) -> Any:
        from ingestion_fakes import split

        return split(document_id, parsed, title)[:2]

    rebuilding = Rebuilding(filled.catalogue, filled.index, filled.encoder, halves, filled.ingestion.writing)
    told: list[tuple[int, int]] = []
    assert rebuilding.is_needed("تحلیل ۲")
    rebuilding.run("تحلیل ۲", lambda done, total: told.append((done, total)))
    assert not rebuilding.is_needed("تحلیل ۲")
    assert told == [(number, 4) for number in range(1, 5)]
    assert len(filled.indexed_texts()) == 6 < len(before)
    assert filled.now(failed).state is DocumentState.FAILED
    assert filled.now(empty).state is DocumentState.COMPLETE
    assert vectorizer(filled, Watched()).state() == Embedded(0, 6)
    vectorizer(filled, Watched()).run()
    assert [one.kind.value for one in check(filled.catalogue, filled.originals, filled.index)] == ["failed"]


def test_a_rebuild_that_was_interrupted_is_still_needed(filled: House) -> None:
    rebuilding = Rebuilding(
        filled.catalogue, filled.index, filled.encoder, lambda *_: [], filled.ingestion.writing
    )
    rebuilding.run("تحلیل ۱")

    def crash(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuilding.run("تحلیل ۱", crash)
    assert rebuilding.is_needed("تحلیل ۱")


def test_a_new_catalogue_needs_no_rebuild(house: House) -> None:
    rebuilding = Rebuilding(house.catalogue, house.index, house.encoder, lambda *_: [], house.ingestion.writing)
    assert not rebuilding.is_needed("تحلیل ۱")
    assert rebuilding.is_needed("تحلیل ۲")


@pytest.mark.slow
def test_another_process_embeds_as_the_model_itself_does(filled: House) -> None:
    with EmbeddingProcess("ingestion_fakes:load_lengths") as process:
        assert (process.fingerprint, process.dimension) == ("lengths", 4)
        texts = ["آیین‌نامهٔ مرخصی", "بخشنامه", ""]
        np.testing.assert_array_equal(process.embed_passages(texts), LengthEmbedder().embed_passages(texts))
        assert process.embed_passages([]).shape == (0, 4)
    vectorizer(filled, lambda: EmbeddingProcess("ingestion_fakes:load_lengths")).run()
    assert filled.catalogue.state_counts()[DocumentState.COMPLETE] == 3


@pytest.mark.slow
def test_a_model_that_cannot_be_loaded_says_why() -> None:
    with pytest.raises(ModelUnavailable, match="no model in this folder"):
        EmbeddingProcess("ingestion_fakes:load_lengths", {"missing": True})
    with pytest.raises(ModelUnavailable, match="nowhere"):
        EmbeddingProcess("nowhere:load")


@pytest.mark.slow
def test_a_batch_that_fails_and_a_process_that_ends_are_told_apart() -> None:
    with EmbeddingProcess("ingestion_fakes:load_fragile") as process:
        with pytest.raises(ModelUnavailable, match="این متن خوانده نشد"):
            process.embed_passages(["خطا"])
        assert process.embed_passages(["متن"]).shape == (1, 4)
        with pytest.raises(ModelUnavailable, match=r"ended \(9\)"):
            process.embed_passages(["پایان"])
        with pytest.raises(ModelUnavailable, match="ended"):
            process.embed_passages(["متن"])


PARENT = """
import os, signal
from ingest.embedding_process import EmbeddingProcess

if __name__ == "__main__":
    process = EmbeddingProcess("ingestion_fakes:load_lengths")
    print(process.process_id, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.slow
def test_the_process_ends_with_its_parent(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT, "utf-8")
    paths = os.pathsep.join([str(REPOSITORY), str(Path(__file__).parent)])
    parent = subprocess.run(
        [sys.executable, str(script)],
        check=False,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": paths},
    )
    assert parent.returncode == -signal.SIGKILL
    process_id = int(parent.stdout)
    deadline = time.monotonic() + 20
    while _runs(process_id) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _runs(process_id)


def _runs(process_id: int) -> bool:
    try:
        state = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
