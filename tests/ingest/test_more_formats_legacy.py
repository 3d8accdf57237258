"""Old Office files: read through LibreOffice where it is installed, refused with what to install where not."""

import os
import shutil
import stat
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from docx import Document
from made_files import compound, read
from openpyxl import Workbook
from parsing_law import texts
from pptx import Presentation

from corpus.errors import DamagedFile, ReaderMissing, ReadingTimedOut
from corpus.records import BlockKind
from ingest.parsers import legacy_office

NEEDS_OFFICE = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed"
)
OLD = {
    "doc": compound({"WordDocument": b"\xec\xa5"}),
    "xls": compound({"Workbook": b""}),
    "ppt": compound({"PowerPoint Document": b""}),
}


def converted(path: Path, kind: str) -> bytes:
    profile = (path.parent / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind, path.name]
    subprocess.run(command, cwd=path.parent, capture_output=True, timeout=120, check=True)
    return path.with_suffix(f".{kind}").read_bytes()


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program called soffice, alone on the path with what the shell needs; tests write what it does."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin")
    made = folder / "soffice"
    made.touch(stat.S_IRWXU)
    return made


@pytest.mark.parametrize(
    ("kind", "package"),
    [("doc", "libreoffice-writer"), ("xls", "libreoffice-calc"), ("ppt", "libreoffice-impress")],
)
def test_without_the_program_the_reason_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, package: str
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ReaderMissing) as raised:
        read(tmp_path, OLD[kind], "نامه.doc")
    assert raised.value.facts == {"file": "نامه.doc", "program": "soffice", "package": package}


def test_a_program_that_hangs_is_ended_with_all_that_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: Path
) -> None:
    child = tmp_path / "child"
    program.write_text(f"#!/bin/sh\nsleep 300 &\necho $! > {child}\nwait\n")
    monkeypatch.setattr(legacy_office, "SECONDS", 0.5)
    with pytest.raises(ReadingTimedOut) as raised:
        read(tmp_path, OLD["doc"], "کند.doc")
    assert raised.value.facts == {"file": "کند.doc", "seconds": 0.5}
    process = Path("/proc") / child.read_text().strip()
    deadline = time.monotonic() + 10
    while (
        process.exists()
        and "\nState:\tZ" not in (process / "status").read_text()
        and time.monotonic() < deadline
    ):
        time.sleep(0.05)
    assert not process.exists() or "\nState:\tZ" in (process / "status").read_text()


def test_a_program_that_makes_nothing_means_damage_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: Path
) -> None:
    program.write_text("#!/bin/sh\necho 'Error: source file could not be loaded'\n")
    spare = tmp_path / "spare"
    spare.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(spare))
    with pytest.raises(DamagedFile, match="could not be loaded"):
        read(tmp_path, OLD["doc"], "خراب.doc")
    assert list(spare.iterdir()) == []


@pytest.mark.office
@pytest.mark.slow
@NEEDS_OFFICE
def test_an_old_text_is_read_as_a_new_one(tmp_path: Path) -> None:
    document = Document()
    document.add_heading("آیین‌نامهٔ معاملات", 1)
    document.add_paragraph("شهرداری آوندشهر می‌تواند خرید کند.")
    document.save(str(tmp_path / "a.docx"))
    found, parsed = read(tmp_path, converted(tmp_path / "a.docx", "doc"), "نامه.txt")
    assert found == "doc"
    assert texts(parsed, BlockKind.HEADING) == ["آیین‌نامهٔ معاملات"]
    assert texts(parsed, BlockKind.PARAGRAPH) == ["شهرداری آوندشهر می‌تواند خرید کند."]


@pytest.mark.office
@pytest.mark.slow
@NEEDS_OFFICE
def test_an_old_sheet_is_read_as_a_new_one(tmp_path: Path) -> None:
    workbook = Workbook()
    workbook.active.title = "بودجه"
    for row in [["واحد", "سال", "مبلغ"], ["فضای سبز", 1402, 120], ["آتش‌نشانی", 1402, 30]]:
        workbook.active.append(row)
    workbook.save(tmp_path / "a.xlsx")
    found, parsed = read(tmp_path, converted(tmp_path / "a.xlsx", "xls"))
    assert found == "xls"
    assert texts(parsed) == ["بودجه", "واحد\tسال\tمبلغ", "فضای سبز\t1402\t120", "آتش‌نشانی\t1402\t30"]


@pytest.mark.office
@pytest.mark.slow
@NEEDS_OFFICE
def test_old_slides_are_read_as_new_ones(tmp_path: Path) -> None:
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[1])
    slide.shapes.title.text = "دستاوردها"
    slide.placeholders[1].text = "درختان\nچاه‌ها"
    presentation.save(str(tmp_path / "a.pptx"))
    found, parsed = read(tmp_path, converted(tmp_path / "a.pptx", "ppt"))
    assert found == "ppt"
    assert texts(parsed, BlockKind.HEADING) == ["دستاوردها"]
    assert texts(parsed, BlockKind.LIST_ITEM) == ["درختان", "چاه‌ها"]


@pytest.mark.office
@pytest.mark.slow
@NEEDS_OFFICE
def test_nothing_that_an_old_text_links_to_is_fetched(tmp_path: Path) -> None:
    asked: list[str] = []

    class Listening(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815 - the names that the base class looks for

        def log_message(self, *_said: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Listening) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        link = f"http://127.0.0.1:{server.server_port}/a.png"
        (tmp_path / "a.html").write_text(f"<p>متن سند</p><img src='{link}'>", "utf-8")
        converted(tmp_path / "a.html", "odt")
        content = converted(tmp_path / "a.odt", "doc")
        assert asked  # the program would fetch it
        assert link.encode("utf-16-le") in content
        asked.clear()
        assert texts(read(tmp_path, content)[1]) == ["متن سند"]
        server.shutdown()
    assert asked == []


@pytest.mark.office
@pytest.mark.slow
@NEEDS_OFFICE
def test_a_hollow_old_file_is_damage(tmp_path: Path) -> None:
    with pytest.raises(DamagedFile):
        read(tmp_path, OLD["ppt"], "خراب.ppt")
