import json
from pathlib import Path

import pytest
from fpdf import FPDF
from PIL import Image, ImageDraw

from bench import ocr_benchmark
from bench.ocr_benchmark import CONDITIONS, main
from corpus.records import Box
from ingest.ocr import PageRecognizer, RecognizedWord

TEXT = "مهلت پاسخ ۱۴۰۳/۰۵/۱۲ است"


class Engine:
    """Reads the true text, its number vouched for by another engine."""

    def unavailable(self) -> str:
        return ""

    def recognize(self, picture: bytes) -> list[RecognizedWord]:
        return [
            RecognizedWord(word, Box(0.8 - 0.1 * place, 0.1, 0.08, 0.02), 0.9, (1, 1), 1, agreed="/" in word)
            for place, word in enumerate(TEXT.split())
        ]


def test_engines_are_measured_under_each_condition_and_the_figures_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def chosen(name: str, python: str = "") -> PageRecognizer:
        return Engine()

    monkeypatch.setattr(ocr_benchmark, "recognizer_of", chosen)
    printer = FPDF()
    printer.add_page()
    (tmp_path / "made").mkdir()
    printer.output(str(tmp_path / "made" / "letter.office.pdf"))
    (tmp_path / "truth").mkdir()
    (tmp_path / "truth" / "letter.gt.txt").write_text(TEXT, "utf-8")
    given = ["--folder", str(tmp_path), "--all", "--json", "--engine", "tesseract", "--results", str(tmp_path)]
    assert main([*given, "--condition", "clean", "--condition", "degraded"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [(row["engine"], row["condition"]) for row in rows] == [
        ("tesseract", "clean"),
        ("tesseract", "degraded"),
    ]
    assert {row["loose_word_f1"] for row in rows} == {1.0}
    assert {row["likely_right"] for row in rows} == {1.0}
    assert {row["character_error_rate"] for row in rows} == {0.0}
    assert json.loads((tmp_path / "ocr.json").read_text("utf-8"))["summary"] == rows


@pytest.mark.parametrize("condition", CONDITIONS)
def test_every_condition_keeps_the_ink(condition: str) -> None:
    page = Image.new("L", (400, 600), 255)
    ImageDraw.Draw(page).rectangle((100, 100, 300, 200), fill=0)
    assert min(CONDITIONS[condition](page).getextrema()) < 60
