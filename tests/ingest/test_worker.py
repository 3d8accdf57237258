import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from corpus.errors import (
    DamagedFile,
    EmptyFile,
    EncryptedFile,
    InaccessiblePath,
    ReadingProcessDied,
    ReadingTimedOut,
    UnknownFormat,
)
from ingest.worker import IsolatedReader, read_isolated

MEMORY = 1024 * 2**20
HERE = Path(__file__).parent
TEXT = "شورای شهر آوندشهر بودجهٔ سال ۱۴۰۲ را تصویب کرد."


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    def written(text: str) -> Path:
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}"
        path.write_text(text, "utf-8")
        return path

    return written


@pytest.fixture
def reader() -> Iterator[IsolatedReader]:
    with IsolatedReader(seconds=60, memory_bytes=MEMORY, registry="failing_parsers") as opened:
        yield opened


def process_of(reader: IsolatedReader, write: Callable[[str], Path]) -> int:
    return int(reader.read(write("who"), "که.txt")[1].pages[0].text)


def is_alive(process_id: int) -> bool:
    """Whether a process runs; one that only waits to be counted by its parent does not."""
    try:
        return Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_file_is_recognized_and_read_in_another_process(write):
    with IsolatedReader(seconds=60, memory_bytes=MEMORY) as reader:
        found, parsed = reader.read(write(TEXT), "مصوبه.txt")
        assert found == "txt"
        assert parsed.pages[0].text == TEXT
        with pytest.raises(EmptyFile) as raised:
            reader.read(write(""), "خالی.docx")
        assert raised.value.facts == {"file": "خالی.docx"}
        with pytest.raises(UnknownFormat) as unknown:
            reader.read(write("Rar!\x1a"), "متن.docx")
        assert unknown.value.facts == {"file": "متن.docx", "detected": "rar"}


def test_one_file_of_a_known_format_is_read_alone(write):
    assert read_isolated(write(TEXT), "مصوبه", "txt", seconds=60, memory_bytes=MEMORY).pages[0].text == TEXT


def test_a_process_reads_one_file_after_another(reader, write):
    first = process_of(reader, write)
    assert first != os.getpid()
    with pytest.raises(EncryptedFile) as raised:
        reader.read(write("encrypted"), "قفل.pdf")
    assert raised.value.facts == {"file": "قفل.pdf"}
    assert process_of(reader, write) == first


def test_whatever_a_parser_raises_becomes_damage_with_its_name(reader, write):
    with pytest.raises(DamagedFile) as raised:
        reader.read(write("trip"), "خراب.pdf")
    assert raised.value.facts == {"file": "خراب.pdf", "detail": "ZeroDivisionError: تقسیم بر صفر"}
    with pytest.raises(DamagedFile, match="RecursionError"):
        reader.read(write("recurse"), "تودرتو.html")


@pytest.mark.parametrize(
    ("way", "detail"), [("abort", "signal 6"), ("killed", "signal 9"), ("exit", "exit code 3")]
)
def test_a_dead_process_costs_its_file_alone(reader, write, way, detail):
    before = process_of(reader, write)
    with pytest.raises(ReadingProcessDied) as raised:
        reader.read(write(way), "کشنده.pdf")
    assert raised.value.facts == {"file": "کشنده.pdf", "detail": detail}
    assert process_of(reader, write) != before


@pytest.mark.parametrize("way", ["hang", "spin"])
def test_a_slow_file_is_given_up_and_its_process_ended(write, way):
    with IsolatedReader(seconds=60, memory_bytes=MEMORY, registry="failing_parsers") as reader:
        before = process_of(reader, write)
        reader._seconds = 0.3  # the start of the process counts too, and this one has started
        with pytest.raises(ReadingTimedOut) as raised:
            reader.read(write(way), "کند.pdf")
        assert raised.value.facts == {"file": "کند.pdf", "seconds": 0.3}
        assert not is_alive(before)


def test_a_file_that_takes_too_much_memory_costs_itself_alone(write):
    with IsolatedReader(seconds=60, memory_bytes=300 * 2**20, registry="failing_parsers") as reader:
        before = process_of(reader, write)
        with pytest.raises(ReadingProcessDied) as raised:
            reader.read(write("hoard"), "بزرگ.xlsx")
        assert raised.value.facts == {"file": "بزرگ.xlsx", "detail": "more than 300 MB of memory"}
        assert process_of(reader, write) != before


def test_a_missing_file_is_not_called_damaged(reader, tmp_path):
    with pytest.raises(InaccessiblePath):
        reader.read(tmp_path / "نیست", "گم‌شده.pdf")


def test_many_threads_share_a_few_processes(write):
    paths = [write(f"سند شمارهٔ {number}") for number in range(24)] + [write("exit"), write("who")]
    with IsolatedReader(seconds=60, memory_bytes=MEMORY, processes=2, registry="failing_parsers") as reader:
        ways = [write("who") for _ in range(12)]
        with ThreadPoolExecutor(6) as pool:
            found = list(pool.map(lambda path: reader.read(path, path.name)[1].pages[0].text, paths[:24]))
            who = set(pool.map(lambda path: reader.read(path, path.name)[1].pages[0].text, ways))
        assert found == [f"سند شمارهٔ {number}" for number in range(24)]
        assert len(who) <= 2


def test_closing_ends_idle_and_busy_processes(write):
    reader = IsolatedReader(seconds=60, memory_bytes=MEMORY, registry="failing_parsers")
    process = process_of(reader, write)
    errors: list[BaseException] = []

    def read_forever() -> None:
        try:
            reader.read(write("hang"), "ماندگار.pdf")
        except ReadingProcessDied as error:
            errors.append(error)

    thread = threading.Thread(target=read_forever)
    thread.start()
    while not reader._busy:
        time.sleep(0.01)
    reader.close()
    thread.join(30)
    assert not thread.is_alive()
    assert len(errors) == 1
    assert not is_alive(process)
    with pytest.raises(ReadingProcessDied):
        reader.read(write(TEXT), "دیر.txt")


@pytest.mark.slow
def test_processes_end_with_a_parent_that_was_killed(write):
    program = (
        "import sys, os, signal\n"
        f"sys.path[:] = {sys.path!r}\n"
        "from pathlib import Path\n"
        "from ingest.worker import IsolatedReader\n"
        "if __name__ == '__main__':\n"
        "    reader = IsolatedReader(60, 2**30, registry='failing_parsers')\n"
        f"    print(reader.read(Path({str(write('who'))!r}), 'که')[1].pages[0].text, flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=HERE)
    process = int(ended.stdout)
    deadline = time.monotonic() + 30
    while is_alive(process) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not is_alive(process)


def test_the_module_of_reading_processes_is_light():
    heavy = ["torch", "haystack", "unstructured", "pypdfium2", "pikepdf", "openpyxl", "pptx", "lxml", "numpy"]
    program = f"import sys; sys.path[:] = {sys.path!r}; import ingest.worker; "
    program += f"print([m for m in {heavy} if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
