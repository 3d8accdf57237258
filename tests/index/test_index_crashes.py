"""Killing a process that writes: what it had flushed is there, and the index opens."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from index_entries import DIMENSION, axis, by

from index.qdrant_embedded import EmbeddedQdrantIndex

WRITER = """
import sys, threading
from pathlib import Path
from index_entries import DIMENSION, direction, entry, named
from index.qdrant_embedded import EmbeddedQdrantIndex
index = EmbeddedQdrantIndex(Path(sys.argv[1]), DIMENSION)
start = int(sys.argv[2])
if sys.argv[3] == "optimize":
    def optimize():
        while True:
            index.optimize()
    threading.Thread(target=optimize, daemon=True).start()
for number in range(start, start + 10**6):
    vector = direction(number)
    ids = [named((number, n)) for n in range(5)]
    index.put([entry(one, "آب شهر", document=number, ordinal=n, vector=vector) for n, one in enumerate(ids)])
    index.flush()
    print(number, flush=True)
"""


def write_and_kill(folder: Path, start: int, mode: str, seconds: float) -> int:
    """Let a process write until it is killed; return the last document that it called done, or -1."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), str(start), mode],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    ) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        time.sleep(seconds)
        os.kill(process.pid, signal.SIGKILL)
        said = first + process.stdout.read()
    complete = [line for line in said.splitlines(keepends=True) if line.endswith("\n")]
    return int(complete[-1]) if complete else -1


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["write", "optimize"])
def test_what_was_flushed_survives_a_kill(tmp_path: Path, mode: str) -> None:
    chance, written = random.Random(mode), 0
    for _ in range(4):
        last = write_and_kill(tmp_path, written, mode, chance.uniform(0.1, 1.2))
        assert last >= written
        index = EmbeddedQdrantIndex(tmp_path, DIMENSION)
        held = {document for _, document, _ in index.passage_ids()}
        assert last + 1 <= len(held) <= last + 2  # the last may have been written and not yet called done
        assert index.count() >= (last + 1) * 5
        assert index.document_frequencies(["آب"])["آب"] == index.count()
        assert len(index.semantic(axis(0), by(), 10)) == min(10, index.count())
        index.close()
        assert len(list(tmp_path.glob("shard-*"))) == 1
        written = last + 1


CHILD = """
import os, sys, time
from index.optimizing import end_with
end_with(int(sys.argv[1]))
print(os.getpid(), flush=True)
time.sleep(300)
"""
PARENT = """
import os, subprocess, sys, time
subprocess.Popen([sys.executable, "-c", sys.argv[1], str(os.getpid())])
time.sleep(300)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process of its parent's end")
def test_a_process_that_works_for_another_ends_with_it() -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", PARENT, CHILD]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert is_running(child)
        parent.kill()
        parent.wait()
        deadline = time.monotonic() + 20
        while is_running(child):
            assert time.monotonic() < deadline
            time.sleep(0.02)


def is_running(process: int) -> bool:
    try:
        status = (Path("/proc") / str(process) / "stat").read_text()
    except FileNotFoundError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process of its parent's end")
def test_an_optimizing_process_without_its_program_does_nothing(tmp_path: Path) -> None:
    """Its program ended before it could ask to be told of that."""
    index = EmbeddedQdrantIndex(tmp_path, DIMENSION)
    index.close()
    [shard] = tmp_path.glob("shard-*")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    nobody = "999999999"
    done = subprocess.run(
        [sys.executable, "-m", "index.optimizing", str(shard), str(DIMENSION), "0", nobody],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    assert done.returncode == 1
    assert "has ended" in done.stderr
