"""After set-up nothing needs a network: the whole path runs where every way out is shut.

Every program of every journey runs so; here is what makes that a proof.
"""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from journey_helpers import Program

APART = ["unshare", "--map-root-user", "--net"]


@pytest.mark.slow
def test_reading_and_embedding_run_in_processes_that_were_shut_in_too(held: Any) -> None:
    assert held.taken.value["failed"] == []
    commands = {parent for parent, _ in held.shut_in.started} & {process for _, process in held.shut_in.started}
    assert commands  # a command started processes, and both were shut in
    children = [process for parent, process in held.shut_in.started if parent in commands]
    assert len(set(children)) >= 2  # one that reads and one that embeds
    held.shut_in.nothing_tried()


@pytest.mark.slow
def test_the_program_works_where_there_is_no_network_at_all(filled: Program, tmp_path: Path) -> None:
    """Below Python too: in a network namespace of its own there is no address to go to."""
    if not shutil.which("unshare") or subprocess.run([*APART, "true"], capture_output=True).returncode:
        pytest.skip("this machine allows no network namespace: sockets were shut in Python alone")
    filled.wrapper = APART
    (tmp_path / "more.txt").write_text("بازدید از تونل کابل هر سه ماه انجام می‌شود.", "utf-8")
    assert filled.run("--json", "ingest", str(tmp_path / "more.txt"), "--words-only").code == 0
    asked = filled.run("--json", "ask", "بازدید از تونل کابل هر چند ماه انجام می‌شود؟").value
    assert "هر سه ماه" in asked["answer"]


@pytest.mark.slow
def test_a_way_out_would_be_seen(tmp_path: Path, shut_in: Any) -> None:
    """The other tests can fail: an index on another machine is asked for, refused and noted."""
    program = Program(tmp_path / "data", shut_in.environment.copy())
    program.environment["SANADYAR_QDRANT_URL"] = "http://10.0.0.1:6333"
    refused = program.run("status")
    assert refused.code == 3
    assert "10.0.0.1" in refused.errors
    assert "10.0.0.1" in shut_in.tried.read_text()
