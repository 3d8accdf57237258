"""Broken files of every family: made the same each time, and none brings the program down."""

import io
import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import olefile
import pytest

from bench import hostile_benchmark
from bench.compound_file import compound_file
from bench.hostile_benchmark import MEMORY, attack, broken
from bench.hostile_seeds import FAMILIES, seeds
from corpus.errors import DamagedFile, ReadingProcessDied, ReadingTimedOut, UnreadableDocument
from ingest.worker import IsolatedReader

QUICK = tuple(family for family in FAMILIES if family not in ("doc", "xls", "ppt"))


@pytest.fixture(scope="module")
def reader() -> Iterator[IsolatedReader]:
    with IsolatedReader(60, MEMORY, 1) as opened:
        yield opened


class Refusing:
    """Stands for the reading processes: every file ends in the same way."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def read(self, path: Path, file: str) -> object:
        raise self.error


@pytest.mark.slow
@pytest.mark.parametrize("family", QUICK)
def test_no_broken_file_crashes_hangs_or_is_refused_without_a_reason(
    reader: IsolatedReader, family: str
) -> None:
    outcome = attack(family, 25, 7, reader)
    assert outcome.is_sound, outcome.faults
    assert outcome.files == len(seeds(family)) + 25
    assert outcome.read >= len(seeds(family))  # the sound files themselves, and broken ones that tell enough


@pytest.mark.parametrize("family", ["docx", "eml", "pdf", "txt"])
def test_the_same_seed_breaks_the_same_files(family: str) -> None:
    first, second = (list(islice(broken(family, 30, 3), 40)) for _ in range(2))
    assert first[-20:] == second[-20:]
    assert len({content for _, content in first}) > 20


@pytest.mark.parametrize(
    ("error", "count"),
    [
        (ReadingTimedOut(file="x", seconds=60), "hangs"),
        (ReadingProcessDied(file="0-متن.txt", detail="signal 9"), "died"),
        (UnreadableDocument(file="x"), "unclear"),
        (RuntimeError("of the program itself"), "crashes"),
    ],
)
def test_what_goes_wrong_is_counted(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, error: Exception, count: str
) -> None:
    monkeypatch.setattr(hostile_benchmark, "seeds", lambda family: [("متن.txt", b"a")])
    if isinstance(error, ReadingProcessDied):
        error.facts["file"] = "متن.txt"  # the name stands in the sentence
    outcome = attack("txt", 0, 1, Refusing(error), tmp_path / "kept")
    assert getattr(outcome, count) == 1
    assert outcome.faults
    assert len(list((tmp_path / "kept").iterdir())) == 1


def test_a_refusal_with_a_reason_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hostile_benchmark, "seeds", lambda family: [("متن.txt", b"a")])
    outcome = attack("txt", 0, 1, Refusing(DamagedFile(file="متن.txt", detail="cut")))
    assert outcome.is_sound
    assert not outcome.faults
    assert outcome.reasons == {"damaged_file": 1}
    assert json.loads(json.dumps(outcome.report()))["reasons"] == {"damaged_file": 1}


def test_a_compound_file_is_read_by_the_library_that_reads_them() -> None:
    tree = {
        "کوتاه": b"abc",
        "بلند": b"x" * 9000,
        "خالی": b"",
        "انبار": {"درون": b"y" * 70, "دیگر": {"ته": b"z"}},
    }
    with olefile.OleFileIO(io.BytesIO(compound_file(tree))) as opened:
        assert opened.openstream("کوتاه").read() == b"abc"
        assert opened.openstream("بلند").read() == b"x" * 9000
        assert opened.openstream("خالی").read() == b""
        assert opened.openstream("انبار/درون").read() == b"y" * 70
        assert opened.openstream("انبار/دیگر/ته").read() == b"z"
        assert not opened.parsing_issues
