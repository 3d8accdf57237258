"""kill -9 at any time: every document is searchable or waiting afterwards, and all three stores agree."""

from collections import Counter
from pathlib import Path

import pytest
from journey_helpers import Program, kill_all, until
from office_files import ALL

pytestmark = pytest.mark.slow

DOCUMENTS = 12
NAMES = sorted(f"{number}.txt" for number in range(DOCUMENTS))
CATALOGUE = "corpus.sql_catalogue:SqlCatalogue"


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


def sound(program: Program) -> dict[str, int]:
    """Ask the doctor; nothing may be at fault. Returns documents by state."""
    checks = program.run("--json", "doctor")
    faults = [one for one in checks.lines if one["state"] == "fault"]
    assert not faults, faults
    assert checks.code == 0
    (documents,) = [one["detail"] for one in checks.lines if one["check"] == "documents"]
    counts = (part.split(" ") for part in documents.partition(";")[0].split(", "))
    return {state: int(count) for state, count in counts}


def finished(program: Program, many: Path) -> None:
    """Take all in again with a server, and see that every document is there once."""
    program.serve()
    assert program.run("--json", "ingest", str(many), "--words-only").value == {
        "received": DOCUMENTS,
        "failed": [],
    }
    counts = sound(program)
    assert counts["words"] + counts["complete"] == sum(counts.values()) == DOCUMENTS
    assert originals(program.data) == DOCUMENTS
    all_found(program, NAMES)
    program.stop()


def all_found(program: Program, names: list[str]) -> None:
    hits = program.hits("--mode", "words", "--limit", "50", "گزارش آب برق")
    assert sorted(hit["file"] for hit in hits) == names
    # The fifth paragraph of a report stands in one passage of it, or the report is held twice.
    for hit in hits[:3]:
        number = hit["file"].removesuffix(".txt")
        exact = program.hits("--mode", "words", "--limit", "50", f"بند 5 از گزارش {number}")
        assert Counter(one["file"] for one in exact)[hit["file"]] == 1


def test_killed_with_all_its_processes_while_it_takes_in(program: Program, many: Path) -> None:
    process = program.start("ingest", str(many))
    until(lambda: originals(program.data) >= DOCUMENTS // 2, process)
    kill_all(process)
    counts = sound(program)
    assert counts["failed"] == counts["reading"] == 0
    assert DOCUMENTS // 2 - 1 <= sum(counts.values()) <= DOCUMENTS  # the last may be stored, not registered
    finished(program, many)


def test_killed_between_the_stores_again_and_again(program: Program, many: Path) -> None:
    for place, when, number in (
        (f"{CATALOGUE}.register", "before", 5),  # its bytes are stored
        (f"{CATALOGUE}.store_reading", "after", 2),  # its pages are in the catalogue, none in the index
        ("index.qdrant_index:QdrantPassageIndex.put", "after", 3),  # in the index, not yet on the disk
        (f"{CATALOGUE}.set_state", "before", 2),  # on the disk, not yet called searchable
    ):
        program.dies_at(place, when, number, "ingest", str(many), "--words-only")
        counts = sound(program)
        assert counts["failed"] == counts["reading"] == 0
    finished(program, many)


def test_killed_while_a_document_is_removed(filled: Program) -> None:
    filled.dies_at(f"{CATALOGUE}.remove", "before", 1, "remove", "letter.txt")
    assert sum(sound(filled).values()) == len(ALL) - 1  # finished at the start
    assert "letter.txt" not in filled.files("--mode", "words", "آسانسور")


def test_killed_while_the_index_is_made_anew(filled: Program) -> None:
    """The old index goes on answering; the next server makes it anew to the end."""
    filled.dies_at("ingest.rebuilding:Rebuilding._fill", "before", 3, "rebuild")
    sound(filled)
    assert filled.files("--mode", "words", "مرخصی استحقاقی") == ["guideline.txt"]
    assert len(list(filled.data.glob("index/generation-*"))) == 1  # nothing is left of what was begun

    def made_anew() -> bool:
        held = filled.run("--json", "status").value
        return held["rebuilding"] is None and held["embedded_share"] == 1.0

    filled.serve()
    until(made_anew)
    assert filled.files("--mode", "meaning", "how many days of leave do employees have")[0] == "guideline.txt"
    sound(filled)


def test_killed_while_it_serves_and_embeds(program: Program, many: Path) -> None:
    program.serve()
    assert program.run("ingest", str(many), "--words-only").code == 0  # vectors are still being made
    assert program.run("remove", "3.txt").code == 0
    until(lambda: program.run("--json", "status").value["embedded_share"] > 0)
    kill_all(program.servers.pop())
    counts = sound(program)
    assert sum(counts.values()) == counts["words"] + counts["complete"] == DOCUMENTS - 1
    program.serve()
    all_found(program, [name for name in NAMES if name != "3.txt"])
