import json
from pathlib import Path

import pytest
from fpdf import FPDF

from bench.reading_benchmark import cases, main

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


def test_a_folder_without_truth_is_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        main([str(tmp_path), "--results", str(tmp_path)])
    assert exit_.value.code == 2
    assert "no PDF with a true text" in capsys.readouterr().err
