"""A followed folder: what is new, changed, moved or gone there is so among the documents, and nothing else."""

import hashlib
import os
import shutil
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from app_fakes import until

from app.client import Parameters, Refused, source_name
from app.watching import FEW_FILES, Follower, Rights
from corpus.errors import InaccessiblePath, ServerUnreachable


class Office:
    """Holds documents by the files that they follow, as the program does behind its routes."""

    def __init__(self) -> None:
        self.documents: dict[str, dict[str, Any]] = {}  # by source
        self.uploads: list[str] = []
        self.refused: set[str] = set()
        self.away = False

    def call(self, method: str, path: str, parameters: Parameters | None = None, body: Any = None) -> Any:
        if self.away:
            raise ServerUnreachable(url="http://127.0.0.1", detail="no answer")
        if method == "GET":
            assert parameters is not None
            inside = f"{parameters['folder']}/"
            rows = [
                (source, one["size"], one["modified"], one["id"], one["original"])
                for source, one in sorted(self.documents.items())
                if source.startswith(inside) and source > str(parameters["after"])
            ]
            return {"sources": rows[:2], "after": rows[1][0] if len(rows) > 2 else None}
        if path.endswith("gone"):
            del self.documents[body["path"]]
            return {"document": None}
        self.documents[body["path"]] = self.documents.pop(body["before"]) | {
            "file": body["file"],
            "modified": body["modified"],
        }
        return None

    def upload(
        self, path: Path, file: str, confidentiality: str, readers: Sequence[str], password: str = ""
    ) -> Any:
        if self.away:
            raise ServerUnreachable(url="http://127.0.0.1", detail="no answer")
        self.uploads.append(file)
        if file in self.refused:
            raise Refused(detail="too large")
        state, original = path.stat(), hashlib.sha256(path.read_bytes()).hexdigest()
        held = self.documents.get(source_name(path), {"id": f"id-{len(self.uploads)}", "file": file})
        self.documents[source_name(path)] = held | {
            "size": state.st_size,
            "modified": state.st_mtime_ns,
            "original": original,
        }
        return self.documents[source_name(path)]

    def work(self, *, meaning: bool = True) -> None:
        pass

    def close(self) -> None:
        pass

    @property
    def files(self) -> list[str]:
        return sorted(one["file"] for one in self.documents.values())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "اسناد"
    made.mkdir()
    write(made / "الف.txt", "یک")
    write(made / "پوشه" / "ب.txt", "دو")
    return made


def write(path: Path, text: str, age: float = 60) -> None:
    """Write a file that was last changed some seconds ago."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    moment = path.stat().st_mtime - age
    os.utime(path, (moment, moment))


def follower(office: Office, folder: Path, said: list[tuple[str, str]] | None = None, **how: Any) -> Follower:
    lines = [] if said is None else said
    return Follower(lambda: office, [folder], Rights(), lambda done, what: lines.append((done, what)), **how)


def test_at_the_start_what_differs_is_done_and_nothing_is_read_twice(folder: Path) -> None:
    office = Office()
    follower(office, folder).catch_up(office)
    assert office.files == ["الف.txt", "پوشه/ب.txt"]
    follower(office, folder).catch_up(office)  # as after a restart
    assert len(office.uploads) == 2
    write(folder / "الف.txt", "یک و نیم", age=30)
    (folder / "پوشه" / "ب.txt").unlink()
    write(folder / "ج.txt", "سه")
    said: list[tuple[str, str]] = []
    follower(office, folder, said).catch_up(office)
    assert office.files == ["الف.txt", "ج.txt"]
    assert sorted(done for done, _ in said) == ["changed", "gone", "taken"]


def test_a_moved_file_keeps_its_document_whatever_else_changed(folder: Path) -> None:
    office = Office()
    follower(office, folder).catch_up(office)
    before = {one["file"]: one["id"] for one in office.documents.values()}
    (folder / "پوشه").rename(folder / "بایگانی")
    (folder / "الف.txt").rename(folder / "بایگانی" / "نامه.txt")
    follower(office, folder).catch_up(office)
    after = {one["file"]: one["id"] for one in office.documents.values()}
    assert after == {"بایگانی/ب.txt": before["پوشه/ب.txt"], "بایگانی/نامه.txt": before["الف.txt"]}
    assert len(office.uploads) == 2


def test_a_new_file_of_the_same_size_and_time_as_one_that_went_is_not_taken_for_it(folder: Path) -> None:
    office = Office()
    follower(office, folder).catch_up(office)
    state = (folder / "الف.txt").stat()
    (folder / "الف.txt").unlink()
    (folder / "د.txt").write_text("نه", "utf-8")
    os.utime(folder / "د.txt", ns=(state.st_atime_ns, state.st_mtime_ns))
    follower(office, folder).catch_up(office)
    assert office.files == ["د.txt", "پوشه/ب.txt"]
    assert office.uploads[-1] == "د.txt"


def test_hidden_and_unfinished_files_and_links_are_passed_over(folder: Path) -> None:
    for name in (".پنهان.txt", "~$نامه.docx", "در راه.pdf.part", "در راه.crdownload"):
        write(folder / name, "x")
    (folder / "پیوند.txt").symlink_to(folder / "الف.txt")
    office = Office()
    one = follower(office, folder)
    one.catch_up(office)
    one.stirred(folder / ".پنهان.txt")
    one.stirred(folder / "پیوند.txt")
    one.clock = lambda: 1e9
    one.look(office)
    assert office.files == ["الف.txt", "پوشه/ب.txt"]


def test_a_file_that_is_still_being_written_is_left_alone(folder: Path) -> None:
    office, now = Office(), [0.0]
    one = follower(office, folder, settle=5, clock=lambda: now[0])
    one.catch_up(office)
    write(folder / "بزرگ.pdf", "نیمه", age=0)
    one.stirred(folder / "بزرگ.pdf")
    one.look(office)
    now[0] = 6.0
    one.look(office)  # it has settled by the clock, but was written to a moment ago
    assert "بزرگ.pdf" not in office.files
    write(folder / "بزرگ.pdf", "همه", age=10)
    now[0] = 12.0
    one.look(office)
    assert "بزرگ.pdf" in office.files


def test_a_drive_that_is_not_mounted_removes_nothing(folder: Path) -> None:
    for number in range(FEW_FILES):
        write(folder / f"{number}.txt", str(number))
    office = Office()
    follower(office, folder).catch_up(office)
    shutil.rmtree(folder)
    follower(office, folder).catch_up(office)  # the folder is gone
    folder.mkdir()
    said: list[tuple[str, str]] = []
    follower(office, folder, said).catch_up(office)  # it is there and empty
    assert len(office.documents) == FEW_FILES + 2
    assert said[0][0] == "waiting"
    with pytest.raises(InaccessiblePath):
        follower(office, folder / "نیست").run(threading.Event())


def test_a_refused_file_is_told_once_and_tried_again_when_it_changes(folder: Path) -> None:
    office, said = Office(), list[tuple[str, str]]()
    office.refused.add("الف.txt")
    one = follower(office, folder, said)
    one.catch_up(office)
    one.catch_up(office)
    assert office.uploads.count("الف.txt") == 1
    assert ("failed", "الف.txt: too large") in said
    office.refused.clear()
    write(folder / "الف.txt", "کوچک‌تر")
    one.catch_up(office)
    assert "الف.txt" in office.files


def test_events_of_the_system_are_followed_until_told_to_stop(folder: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("app.watching.RETRY_SECONDS", 0.05)
    office, stop = Office(), threading.Event()
    said: list[tuple[str, str]] = []
    thread = threading.Thread(target=follower(office, folder, said, settle=0.1).run, args=(stop,))
    thread.start()
    try:
        until(lambda: len(office.files) == 2)
        write(folder / "ج.txt", "سه", age=0)
        until(lambda: "ج.txt" in office.files)
        (folder / "ج.txt").rename(folder / "پوشه" / "چ.txt")
        until(lambda: "پوشه/چ.txt" in office.files)
        assert office.uploads.count("ج.txt") == 1  # moved, not read again
        office.away = True
        shutil.rmtree(folder / "پوشه")
        until(lambda: any(done == "waiting" for done, _ in said))
        office.away = False
        until(lambda: office.files == ["الف.txt"])
    finally:
        stop.set()
        thread.join(30)
    assert not thread.is_alive()
