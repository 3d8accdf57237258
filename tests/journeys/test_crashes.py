"""kill -9 at any time: every document is searchable or waiting afterwards, and all three stores agree."""

from pathlib import Path
from typing import Any

import pytest
from journey_helpers import kill_all, until

DOCUMENTS = 12


@pytest.fixture
def many(tmp_path: Path) -> Path:
    place = tmp_path / "many"
    place.mkdir()
    for number in range(DOCUMENTS):
        lines = [
            f"گزارش شمارهٔ {number}",
            *(f"بند {line} از گزارش {number} دربارهٔ آب و برق." for line in range(60)),
        ]
        (place / f"{number}.txt").write_text("\n".join(lines), "utf-8")
    return place


def originals(data: Path) -> int:
    return sum(path.is_file() for path in data.glob("originals/??/??/*"))


def check(program: Any) -> dict[str, int]:
    """Ask the doctor; nothing may be at fault. Returns documents by state."""
    checks = program.run("--json", "doctor")
    faults = [one for one in checks.lines if one["state"] == "fault"]
    assert not faults, faults
    counts: dict[str, int] = program.run("--json", "status").value["counts"]
    return counts


@pytest.mark.slow
@pytest.mark.parametrize("taken", [1, DOCUMENTS // 2, DOCUMENTS])
def test_killed_while_it_takes_and_reads(program: Any, many: Path, taken: int) -> None:
    process = program.start("ingest", str(many))
    until(lambda: originals(program.data) >= taken)
    kill_all(process)
    counts = check(program)
    assert counts["failed"] == counts["reading"] == 0
    assert taken - 1 <= sum(counts.values()) <= DOCUMENTS  # the last one may be stored and not registered

    assert program.run("ingest", str(many), "--words-only").code == 0
    counts = check(program)
    assert counts["words"] + counts["complete"] == sum(counts.values()) == DOCUMENTS
    hits = program.run("--json", "search", "--mode", "words", "--limit", "50", "گزارش آب برق").value["hits"]
    assert sorted(hit["file"] for hit in hits) == sorted(f"{number}.txt" for number in range(DOCUMENTS))


@pytest.mark.slow
def test_killed_while_it_serves(program: Any, many: Path) -> None:
    program.serve()
    assert program.run("ingest", str(many), "--words-only").code == 0  # vectors are still being made
    assert program.run("remove", "3.txt").code == 0
    kill_all(program.servers.pop())
    counts = check(program)
    assert sum(counts.values()) == counts["words"] + counts["complete"] == DOCUMENTS - 1
    program.serve()  # goes on where it was
    until(lambda: program.run("--json", "status").value["embedded_share"] == 1.0)
    program.stop()
    assert check(program)["complete"] == DOCUMENTS - 1
