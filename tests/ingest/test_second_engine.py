"""The second engine lives in a process of its own; two engines that agree make a number likely, never sure."""

import io
import sys
from pathlib import Path

import pytest
from PIL import Image

from app.recognizers import ENGINES, recognizer_of
from app.settings import CHOICES
from corpus.records import Box, Page
from corpus.unsure_numbers import Certainty, unsure_numbers
from ingest.ocr import RecognitionFailed, RecognizedWord
from ingest.ocr_agreement import AgreeingRecognizer
from ingest.ocr_second_engine import ParisaRecognizer
from ingest.parsers.pdf.render import scan_page
from ingest.recognized_page import recognized_page

SCAN = Path(__file__).parents[2] / "corpus/samples/files/minutes/صورتجلسه ۳ کارگروه - اسکن.pdf"

# A process that answers as the real one does, without the package.
FAKE = """
import json, struct, sys
asked = 0
while len(head := sys.stdin.buffer.read(4)) == 4:
    picture = sys.stdin.buffer.read(struct.unpack(">I", head)[0])
    asked += 1
    if {dies} == asked:
        sys.exit(3)
    if {fails} == asked:
        print(json.dumps({{"error": "RuntimeError: as asked"}}), flush=True)
        continue
    lines = [[["نامهٔ", 90, 10, 98, 20, 99.0], ["۱۲", 80, 10, 88, 20, 98.0]], [["", 1, 1, 2, 2, 9.0]]]
    print(json.dumps({{"lines": lines, "seconds": 1.5}}), flush=True)
"""


def picture() -> bytes:
    encoded = io.BytesIO()
    Image.new("L", (100, 200), 255).save(encoded, "PNG")
    return encoded.getvalue()


def fake(tmp_path: Path, dies: int = 0, fails: int = 0) -> ParisaRecognizer:
    script = tmp_path / "engine.py"
    script.write_text(FAKE.format(dies=dies, fails=fails), "utf-8")
    return ParisaRecognizer(sys.executable, script)


def test_words_come_with_boxes_in_fractions_of_the_page(tmp_path: Path) -> None:
    engine = fake(tmp_path)
    words = engine.recognize(picture())
    engine.close()
    assert [word.text for word in words] == ["نامهٔ", "۱۲"]
    assert words[0].box == Box(0.9, 0.05, pytest.approx(0.08), 0.05)
    assert words[1].confidence == pytest.approx(0.98)
    assert words[0].line == words[1].line


def test_a_page_that_fails_costs_that_page_alone(tmp_path: Path) -> None:
    engine = fake(tmp_path, fails=1)
    with pytest.raises(RecognitionFailed, match="as asked"):
        engine.recognize(picture())
    assert engine.recognize(picture())
    engine.close()


def test_a_process_that_dies_is_replaced(tmp_path: Path) -> None:
    engine = fake(tmp_path, dies=2)
    assert engine.recognize(picture())
    with pytest.raises(RecognitionFailed, match="code 3"):
        engine.recognize(picture())
    assert engine.recognize(picture())
    engine.close()


def test_a_closed_engine_starts_again(tmp_path: Path) -> None:
    engine = fake(tmp_path)
    assert engine.recognize(picture())
    engine.close()
    assert engine.recognize(picture())
    engine.close()


def test_where_the_package_is_missing_it_is_said_what_to_install(tmp_path: Path) -> None:
    missing = ParisaRecognizer(str(tmp_path / "python")).unavailable()
    assert "parisaocr is not installed" in missing
    assert "sanadyar[ocr]" in missing


class Engine:
    def __init__(self, words: list[tuple[str, float]] | None, missing: str = "") -> None:
        self.words = words
        self.missing = missing

    def unavailable(self) -> str:
        return self.missing

    def recognize(self, _picture: bytes) -> list[RecognizedWord]:
        if self.words is None:
            raise RecognitionFailed("as asked")
        return [RecognizedWord(text, Box(x, 0.1, 0.05, 0.02), 0.9, (1, 1), 1) for text, x in self.words]


BETTER = [("شمارهٔ", 0.8), ("(۱۴۰۳/۰۵/۱۲)", 0.6), ("۱۲۷", 0.4), ("۹۸", 0.2), ("۵", 0.1)]
OTHER = [("شماره", 0.8), ("1403/05/12", 0.61), ("۱۲۹", 0.4), ("۵", 0.9)]


def certainties(engine: AgreeingRecognizer) -> dict[str, str]:
    page = recognized_page(Page(1, "", needs_ocr=True), engine.recognize(b"")).page
    return {one.span.of(page.text): one.certainty.value for one in unsure_numbers(page)}


def test_numbers_that_both_read_at_one_place_are_likely_and_never_sure() -> None:
    assert certainties(AgreeingRecognizer(Engine(BETTER), Engine(OTHER))) == {
        "۱۴۰۳/۰۵/۱۲": Certainty.LIKELY,
        "۱۲۷": Certainty.UNSURE,
        "۹۸": Certainty.UNSURE,
        "۵": Certainty.UNSURE,  # the other five stands elsewhere
    }


@pytest.mark.parametrize(
    ("better", "other", "first"),
    [
        (Engine(BETTER, missing="away"), Engine(OTHER), "شماره"),
        (Engine(None), Engine(OTHER), "شماره"),
        (Engine(BETTER), Engine(OTHER, missing="away"), "شمارهٔ"),
        (Engine(BETTER), Engine(None), "شمارهٔ"),
    ],
)
def test_where_one_is_missing_or_fails_the_other_reads_alone(better: Engine, other: Engine, first: str) -> None:
    engine = AgreeingRecognizer(better, other)
    assert engine.unavailable() == ""
    assert engine.recognize(b"")[0].text == first
    assert set(certainties(engine).values()) == {"unsure"}


def test_where_both_are_missing_or_fail_that_is_said() -> None:
    assert AgreeingRecognizer(Engine([], "first away"), Engine([], "away")).unavailable() == "first away"
    with pytest.raises(RecognitionFailed):
        AgreeingRecognizer(Engine(None), Engine(None)).recognize(b"")


def test_every_choice_of_the_setting_is_an_engine() -> None:
    assert set(CHOICES["ocr_engine"]) == set(ENGINES)
    for name in ENGINES:
        assert isinstance(recognizer_of(name, "/nowhere/python").unavailable(), str)


@pytest.mark.slow
def test_the_real_engine_reads_a_scan_of_the_samples() -> None:
    engine = ParisaRecognizer()
    if engine.unavailable():
        pytest.skip(engine.unavailable())
    page = recognized_page(Page(1, "", needs_ocr=True), engine.recognize(scan_page(SCAN, 1))).page
    engine.close()
    assert page.integrity is not None
    assert page.integrity.score > 0.9
    assert "کارگروه" in page.text
