"""Qdrant's engine in the process: its folder, its traps, and optimizing beside the work."""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import qdrant_edge
from index_entries import CLERK, DIMENSION, axis, by, direction, entry, named, numbered

from corpus.access import Confidentiality
from corpus.errors import (
    DataFolderInUse,
    InaccessiblePath,
    IndexDamaged,
    IndexOutdated,
    SanadyarError,
    StorageFull,
)
from index import qdrant_embedded
from index.optimizing import OptimizingProcess
from index.qdrant_embedded import EmbeddedQdrantIndex
from index.qdrant_engine import EnginePoint
from index.qdrant_index import QdrantPassageIndex
from index.qdrant_shard import Shard, engine_errors


def opened(folder: Path, fingerprint: str = "") -> EmbeddedQdrantIndex:
    return EmbeddedQdrantIndex(folder, DIMENSION, fingerprint)


def shards(folder: Path) -> list[Path]:
    return sorted(folder.glob("shard-*"))


def found(index: QdrantPassageIndex, term: str) -> list[int]:
    return [scored.passage_id.int for scored in index.lexical([term], by(CLERK), 100)]


def test_what_was_put_is_there_after_opening_again(tmp_path: Path) -> None:
    index = opened(tmp_path)
    index.put([entry(1, "آب 1403/27", vector=axis(0), unit="فناوری")])
    index.close()
    again = opened(tmp_path)
    assert found(again, "1403/27") == [1]
    assert [scored.score for scored in again.semantic(axis(0), by(), 5)] == pytest.approx([1])
    assert again.facet("unit", by()) == {"فناوری": 1}
    again.close()


def test_of_what_was_flushed_the_log_alone_is_enough(tmp_path: Path) -> None:
    """As a power cut leaves it: the log of the last flush, and beside it older files."""
    index = opened(tmp_path)
    index.put([entry(1, "آب", vector=axis(0)), entry(2, "برق"), entry(4, "آب", document="دیگر")])
    index.close()
    index = opened(tmp_path)
    (shard,) = shards(tmp_path)
    shutil.copytree(shard, tmp_path / "older")
    index.put([entry(3, "آب"), entry(1, "گاز", vector=axis(0))])
    index.put_vectors({numbered(2): axis(1)})
    index.remove(named("دیگر"))
    index.flush()
    shutil.copytree(shard / "wal", tmp_path / "log")
    index.close()
    shutil.rmtree(shard)
    (tmp_path / "older").rename(shard)
    shutil.rmtree(shard / "wal")
    (tmp_path / "log").rename(shard / "wal")
    again = opened(tmp_path)
    assert (found(again, "آب"), found(again, "گاز"), found(again, "برق")) == ([3], [1], [2])
    assert [scored.passage_id.int for scored in again.semantic(axis(1), by(), 1)] == [2]
    again.close()


def test_a_file_of_the_log_that_is_renamed_meanwhile_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = opened(tmp_path)
    listed = Path.iterdir
    monkeypatch.setattr(Path, "iterdir", lambda path: iter([path / "tmp-open-9", *listed(path)]))
    index.flush()
    monkeypatch.undo()
    index.close()


def test_all_files_are_flushed_now_and_then(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(qdrant_embedded, "LOGGED_ALONE", 3)
    flushed: list[str] = []
    monkeypatch.setattr(Shard, "flush", lambda shard: flushed.append("all"))
    monkeypatch.setattr(Shard, "flush_log", lambda shard: flushed.append("log"))
    index = opened(tmp_path)
    flushed.clear()
    for number in range(4):
        index.put([entry(number, "آب")])
        index.flush()
    assert flushed == ["log", "log", "all", "log"]
    index.put([entry(number, "آب") for number in range(5)])
    index.flush()
    assert flushed[4:] == ["all"]
    index.close()


@pytest.mark.parametrize(
    "term", ["1403/ص/27", "a_b", "x.y", "الف\u200cب", "آ", "ا", "ک" * 3000, "x\x00y", "ßẞ", "🙂"]
)
def test_terms_are_taken_letter_by_letter(embedded: EmbeddedQdrantIndex, term: str) -> None:
    embedded.put([entry(1, f"پیش {term} پس"), entry(2, "27 x y a b ص الف ب 1403")])
    assert found(embedded, term) == [1]
    assert embedded.document_frequencies([term]) == {term: 1}


def test_terms_are_not_lowercased_again(embedded: EmbeddedQdrantIndex) -> None:
    embedded.put([entry(1, "gis"), entry(2, "GIS")])
    assert found(embedded, "gis") == [1]
    assert embedded.document_frequencies(["gis", "GIS", "Gis"]) == {"gis": 1, "GIS": 1, "Gis": 0}


def test_a_second_opening_in_this_process_is_refused(tmp_path: Path, embedded: EmbeddedQdrantIndex) -> None:
    with pytest.raises(DataFolderInUse) as refused:
        opened(tmp_path / "index")
    assert refused.value.facts == {"path": str(tmp_path / "index")}
    assert (tmp_path / "index" / "lock").read_text().strip() == str(os.getpid())


def test_another_process_is_refused_until_this_one_closes(tmp_path: Path) -> None:
    index = opened(tmp_path)
    program = (
        "import sys\nfrom pathlib import Path\nfrom corpus.errors import DataFolderInUse\n"
        "from index.qdrant_embedded import EmbeddedQdrantIndex\n"
        "try:\n    EmbeddedQdrantIndex(Path(sys.argv[1]), 16).close()\n"
        "except DataFolderInUse:\n    print('refused')\nelse:\n    print('opened')\n"
    )
    assert run(program, str(tmp_path)) == "refused"
    index.close()
    assert run(program, str(tmp_path)) == "opened"


def run(program: str, *arguments: str) -> str:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True, env=environment
    )
    return done.stdout.strip()


def test_an_index_of_another_fingerprint_is_outdated(tmp_path: Path) -> None:
    opened(tmp_path, "تحلیل ۱").close()
    with pytest.raises(IndexOutdated):
        opened(tmp_path, "تحلیل ۲")
    opened(tmp_path, "تحلیل ۱").close()  # the refusal let go of the folder
    opened(tmp_path).close()  # who names no fingerprint takes any


def test_an_index_of_another_dimension_is_outdated(tmp_path: Path) -> None:
    opened(tmp_path).close()
    with pytest.raises(IndexOutdated):
        EmbeddedQdrantIndex(tmp_path, DIMENSION + 1)


def test_an_index_without_its_stamp_is_outdated(tmp_path: Path) -> None:
    opened(tmp_path).close()
    (tmp_path / "stamp.json").write_text("{")
    with pytest.raises(IndexOutdated):
        opened(tmp_path)


@pytest.mark.parametrize("part", ["current", "edge_config.json", "segments"])
def test_a_damaged_index_is_told_and_let_go(tmp_path: Path, part: str) -> None:
    index = opened(tmp_path)
    index.put([entry(number, "آب", vector=direction(number)) for number in range(50)])
    index.close()
    if part == "current":
        (tmp_path / "current").write_text("shard-77")
    elif part == "edge_config.json":
        (shards(tmp_path)[0] / part).write_text("{")
    else:
        for file in (shards(tmp_path)[0] / part).glob("**/segment.json"):
            file.write_text("{")
    for _ in range(2):  # the second time, too: the first has released the folder
        with pytest.raises(IndexDamaged) as damaged:
            opened(tmp_path)
        assert damaged.value.facts["detail"]


def test_a_folder_that_cannot_be_made_is_inaccessible(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InaccessiblePath):
        opened(tmp_path / "file" / "index")


def test_a_full_disk_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(StorageFull), engine_errors(tmp_path):
        raise Exception("Service runtime error: No space left on device (os error 28)")


def test_a_shard_with_a_poisoned_log_is_damaged_and_no_crash(tmp_path: Path) -> None:
    """The trap itself: values and indices of different length are logged before they are found wrong."""
    configuration = qdrant_edge.EdgeConfig(sparse_vectors={"s": qdrant_edge.EdgeSparseVectorParams()})
    poisoned = qdrant_edge.EdgeShard.create(str(tmp_path / "shard"), configuration)
    point = qdrant_edge.Point(1, {"s": qdrant_edge.SparseVector([1, 2], [1.0])}, {})
    with pytest.raises(SanadyarError), engine_errors(tmp_path):
        poisoned.update(qdrant_edge.UpdateOperation.upsert_points([point]))
    poisoned.close()
    with pytest.raises(IndexDamaged):
        Shard.load(tmp_path / "shard")


def test_refused_vectors_leave_an_index_that_opens(tmp_path: Path) -> None:
    index = opened(tmp_path)
    index.put([entry(1, "آب", vector=axis(0))])
    for wrong in (np.full(DIMENSION, np.nan, np.float32), np.ones(DIMENSION - 1, np.float32)):
        with pytest.raises(ValueError, match="vector"):
            index.put([entry(2, "هوا", vector=wrong)])
        with pytest.raises(ValueError, match="vector"):
            index.put_vectors({numbered(1): wrong})
    index.close()
    again = opened(tmp_path)
    assert again.count() == 1
    again.close()


class Recording:
    """An engine that keeps what it is given."""

    def __init__(self) -> None:
        self.points: list[EnginePoint] = []

    def upsert(self, points: list[EnginePoint]) -> None:
        self.points += points

    def count(self, conditions: object) -> int:
        return len(self.points)


def test_no_payload_value_is_a_boolean() -> None:
    """The engine's match on True finds nothing."""
    engine = Recording()
    index = QdrantPassageIndex(engine, DIMENSION)  # no more of it is asked for
    index.put([entry(1, "آب", unit="فناوری", number="27", day=5, confidentiality=Confidentiality.CONFIDENTIAL)])
    payload = engine.points[0].payload
    assert len(payload) == 9
    assert not [value for value in payload.values() if isinstance(value, bool)]
    assert type(payload["confidentiality"]) is int


def test_writes_go_to_a_log_on_the_disk(tmp_path: Path, embedded: EmbeddedQdrantIndex) -> None:
    """Without one, all since the last flush is lost, and the engine's own lock with it."""
    assert list(shards(tmp_path / "index")[0].glob("wal/open-*"))


def test_nothing_is_deleted_or_changed_without_a_condition(tmp_path: Path) -> None:
    shard = Shard.create(tmp_path / "shard", DIMENSION)
    shard.upsert([EnginePoint(numbered(1), {"document": "د"}, None)])
    with pytest.raises(ValueError, match="every passage"):
        shard.delete(())
    with pytest.raises(ValueError, match="every passage"):
        shard.set_payload((), {"confidentiality": 0})
    assert shard.count(()) == 1
    shard.close()


def test_leftovers_of_killed_optimizers_are_removed(tmp_path: Path) -> None:
    index = opened(tmp_path)
    index.put([entry(1, "آب")])
    index.close()
    temporary = shards(tmp_path)[0] / "temp_segments" / "segment"
    for leftover in (temporary, tmp_path / "shard-9" / "segments"):
        leftover.mkdir(parents=True)
        (leftover / "data").write_bytes(b"x" * 100)
    again = opened(tmp_path)
    assert found(again, "آب") == [1]
    assert not temporary.exists()
    assert len(shards(tmp_path)) == 1
    again.close()


class HeldProcess(OptimizingProcess):
    """The real optimizing process, whose end the test decides."""

    started = threading.Event()
    go_on = threading.Event()

    def __init__(self, shard: Path, dimension: int, edges: int) -> None:
        super().__init__(shard, dimension, edges)
        self.started.set()

    def wait(self) -> None:
        assert self.go_on.wait(60)
        super().wait()

    def stop(self) -> None:
        super().stop()
        self.go_on.set()


@contextmanager
def optimizing(index: EmbeddedQdrantIndex, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[BaseException]]:
    """While the body runs, the index is being optimized; what that raised is in the list afterwards."""
    HeldProcess.started, HeldProcess.go_on = threading.Event(), threading.Event()
    monkeypatch.setattr(qdrant_embedded, "OptimizingProcess", HeldProcess)
    raised: list[BaseException] = []

    def work() -> None:
        try:
            index.optimize()
        except SanadyarError as error:
            raised.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        assert HeldProcess.started.wait(60)
        yield raised
    finally:
        HeldProcess.go_on.set()
        thread.join(60)
    assert not thread.is_alive()


@pytest.mark.parametrize(
    "beside", [qdrant_embedded.REPLAYED_BESIDE, 0], ids=["while others write", "at the end"]
)
def test_reads_and_writes_go_on_while_optimizing_and_none_is_lost(
    tmp_path: Path, embedded: EmbeddedQdrantIndex, monkeypatch: pytest.MonkeyPatch, beside: int
) -> None:
    monkeypatch.setattr(qdrant_embedded, "REPLAYED_BESIDE", beside)
    embedded.put([entry(n, "آب", document=n, vector=direction(n)) for n in range(1, 301)])
    with optimizing(embedded, monkeypatch) as raised:
        assert len(found(embedded, "آب")) == 100
        embedded.put([entry(501, "هوا", document="تازه")])
        embedded.put([entry(1, "نقشه", document=1)])
        embedded.put_vectors({numbered(501): axis(0), numbered(999): axis(1)})
        embedded.remove(named(2))
        embedded.set_access(named(3), Confidentiality.SECRET, frozenset())
        embedded.flush()
        assert found(embedded, "هوا") == [501]
        embedded.optimize()  # a second one at once is no harm
    assert raised == []
    assert embedded.count() == 300
    assert embedded.document_frequencies(["آب", "نقشه", "هوا"]) == {"آب": 298, "نقشه": 1, "هوا": 1}
    assert embedded.count(by(CLERK)) == 299
    assert {p.int for p, _, has in embedded.passage_ids() if not has} == {1}
    assert [path.name for path in shards(tmp_path / "index")] == ["shard-2"]
    embedded.close()
    again = opened(tmp_path / "index")
    assert again.count() == 300
    assert found(again, "هوا") == [501]
    again.close()


def test_clearing_ends_an_optimizing_and_nothing_comes_back(
    tmp_path: Path, embedded: EmbeddedQdrantIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    embedded.put([entry(n, "آب", document=n) for n in range(1, 50)])
    with optimizing(embedded, monkeypatch) as raised:
        embedded.clear()
        embedded.put([entry(77, "هوا")])
    assert raised == []
    assert [passage.int for passage, _, _ in embedded.passage_ids()] == [77]
    assert len(shards(tmp_path / "index")) == 1


def test_closing_ends_an_optimizing_and_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = opened(tmp_path)
    index.put([entry(n, "آب", document=n) for n in range(1, 50)])
    with optimizing(index, monkeypatch) as raised:
        index.put([entry(77, "هوا")])
        index.close()
    assert raised == []
    again = opened(tmp_path)
    assert again.count() == 50
    assert len(shards(tmp_path)) == 1
    again.close()


def test_an_optimizer_that_dies_is_told_and_the_index_goes_on(
    tmp_path: Path, embedded: EmbeddedQdrantIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    embedded.put([entry(n, "آب", document=n) for n in range(1, 50)])
    with optimizing(embedded, monkeypatch) as raised:
        process = embedded._engine._process
        process._process.kill()
    assert [type(error) for error in raised] == [IndexDamaged]
    assert len(found(embedded, "آب")) == 49
    assert len(shards(tmp_path / "index")) == 1
    embedded.optimize()
    assert len(found(embedded, "آب")) == 49


def test_optimizing_never_forks_python(embedded: EmbeddedQdrantIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    """A forked child would hang in the engine."""

    def refuse() -> int:
        raise AssertionError("forked")

    monkeypatch.setattr(os, "fork", refuse)
    embedded.put([entry(n, "آب", vector=direction(n)) for n in range(30)])
    embedded.optimize()
    assert len(found(embedded, "آب")) == 30


def test_large_indexes_get_a_graph(
    tmp_path: Path, embedded: EmbeddedQdrantIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    import json

    def edges() -> int:
        configuration = json.loads((shards(tmp_path / "index")[0] / "edge_config.json").read_text())
        return int(configuration["vectors"]["meaning"]["hnsw_config"]["m"])

    embedded.put([entry(n, "آب", vector=direction(n)) for n in range(30)])
    assert edges() == 0
    monkeypatch.setattr(qdrant_embedded, "SCAN_UP_TO", 20)
    embedded.optimize()
    assert edges() == 16
    assert len(embedded.semantic(axis(0), by(), 50)) == 30


def test_terms_of_an_index_that_is_opened_again_are_known_when_they_are_loaded(tmp_path: Path) -> None:
    first = EmbeddedQdrantIndex(tmp_path / "index", DIMENSION)
    first.put([entry(1, "بازگشایی")])
    first.close()
    again = EmbeddedQdrantIndex(tmp_path / "index", DIMENSION)
    again.put([entry(2, "تازه")])
    assert "تازه" not in again.known_terms()  # half a vocabulary would take rare words for misspelt ones
    again.load_terms()
    assert "بازگشایی" in again.known_terms()
    assert "تازه" in again.known_terms()
    again.close()


def test_terms_are_kept_from_one_opening_to_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = opened(tmp_path)
    index.put([entry(1, "آب آب 1403/27"), entry(2, "برق آب")])
    index.close()
    again = opened(tmp_path)
    monkeypatch.setattr(Shard, "scroll_terms", None)  # not asked
    again.load_terms()
    assert all(term in again.known_terms() for term in ("آب", "برق", "1403/27"))
    assert again.terms_beginning("آب", 5) == [("آب", 3)]
    again.close()
    assert (tmp_path / "terms.txt").exists()


def test_kept_terms_are_gone_before_others_come(tmp_path: Path) -> None:
    """A process that is killed leaves no file that lacks what it has put."""
    index = opened(tmp_path)
    index.put([entry(1, "آب")])
    index.close()
    again = opened(tmp_path)
    again.put([entry(2, "برق")])
    assert not (tmp_path / "terms.txt").exists()
    again.load_terms()
    assert all(term in again.known_terms() for term in ("آب", "برق"))
    again.close()
    (tmp_path / "terms.txt").write_text("other 7\n1\tگاز", "utf-8")  # as another version may write it
    third = opened(tmp_path)
    third.load_terms()
    assert "آب" in third.known_terms()
    assert "گاز" not in third.known_terms()
    third.clear()
    assert not (tmp_path / "terms.txt").exists()
    third.close()
