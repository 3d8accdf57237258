import json
from pathlib import Path

import pytest
from fpdf import FPDF

from bench.reading_benchmark import cases, main
from bench.reading_real import real_score

TEXT = "The council met on 1403/05/12 and approved the budget."


def write_pdf(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    printer = FPDF()
    printer.add_page()
    printer.set_font("helvetica", size=12)
    printer.cell(text=text)
    printer.output(str(path))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_pdf(tmp_path / "made" / "minutes.office.pdf", TEXT)
    (tmp_path / "truth").mkdir()
    (tmp_path / "truth" / "minutes.gt.txt").write_text(TEXT, "utf-8")
    write_pdf(tmp_path / "made" / "untrue.office.pdf", TEXT)
    return tmp_path


def test_a_case_is_a_pdf_with_its_truth_and_its_producer(folder: Path) -> None:
    assert [(case.file.name, case.variant) for case in cases(folder)] == [("minutes.office.pdf", "office")]


def test_readers_are_measured_over_the_same_files_and_the_figures_are_kept(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(folder), "--json", "--results", str(folder / "results")]) == 0
    report = json.loads((folder / "results" / "reading.json").read_text("utf-8"))
    assert json.loads(capsys.readouterr().out) == report
    rows = {row["reader"]: row for row in report["summary"] if row["variant"] == "office"}
    assert {"sanadyar", "pypdf", "pypdfium2"} <= set(rows)
    assert all((row["word_f1"], row["dates_right"], row["files"]) == (1, 1, 1) for row in rows.values())
    assert rows["sanadyar"]["ocr_right"] == 1
    assert {one["file"] for one in report["real"]} == {"untrue.office.pdf"}
    assert report["speed"]["pages"] == 2
    targets = {target["name"]: target for target in report["targets"]}
    assert targets["dates right, lowest producer that prints them right"]["is_reached"] is True
    assert targets["table rows intact, mean"]["is_reached"] is None


def test_a_truth_may_stand_beside_its_pdf(tmp_path: Path) -> None:
    write_pdf(tmp_path / "letter.word.pdf", TEXT)
    (tmp_path / "letter.txt").write_text(TEXT, "utf-8")
    assert [(case.file.name, case.truth.name, case.variant) for case in cases(tmp_path)] == [
        ("letter.word.pdf", "letter.txt", "word")
    ]


def test_a_folder_without_a_pdf_is_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        main([str(tmp_path), "--results", str(tmp_path)])
    assert exit_.value.code == 2
    assert "no PDF in" in capsys.readouterr().err


def test_real_files_are_judged_by_their_words_and_dates() -> None:
    sound = (
        "شهرداری در تاریخ ۱۴۰۳/۰۵/۱۲ اطلاعات لازم را به شورای اسلامی شهر داد و شورا آن را بررسی کرد و پذیرفت"
    )
    told = real_score([f"{sound} {sound}"], 0)
    assert told.known is not None
    assert told.known > 0.9
    assert (told.swapped, told.dates, told.reversed_dates, told.ocr_pages) == (0, 2, 0, 0)
    broken = real_score(["اطالعات لازم در ۲۱/۵۰/۳۰۴۱ داده شد، نه در ۱۲/۵/۱۴۰۳"], None)
    assert (broken.swapped, broken.dates, broken.reversed_dates) == (1, 2, 1)
    assert broken.known is None
