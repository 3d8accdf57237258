"""What an engine recognizes becomes a page; the engine itself reads a scan of the sample corpus."""

import re
import shutil
from pathlib import Path

import pytest

from corpus.records import Box, Page
from ingest.ocr import RecognitionFailed, RecognizedWord, recognized_page
from ingest.ocr_engine import TesseractRecognizer
from ingest.parsers.pdf.render import scan_page
from language.analysis import analyze

SAMPLES = Path(__file__).parents[2] / "corpus" / "samples"
SCAN = SAMPLES / "files" / "minutes" / "صورتجلسه ۳ کارگروه - اسکن.pdf"
BOX = Box(0.1, 0.2, 0.1, 0.02)


def word(text: str, paragraph: int = 1, confidence: float = 0.9, line: int = 1) -> RecognizedWord:
    return RecognizedWord(text, BOX, confidence, (1, paragraph), line)


def test_words_become_paragraphs_with_their_boxes_and_the_page_waits_no_longer() -> None:
    waiting = Page(3, "", width=595.0, height=842.0, needs_ocr=True)
    read = recognized_page(waiting, [word("صورت‌جلسه"), word("سوم"), word("حاضران", paragraph=2)])
    page, blocks = read.page, read.blocks
    assert page.text == "صورت‌جلسه سوم\nحاضران"
    assert [block.span.of(page.text) for block in blocks] == ["صورت‌جلسه سوم", "حاضران"]
    assert [one.span.of(page.text) for one in page.words] == ["صورت‌جلسه", "سوم", "حاضران"]
    assert all(one.box == BOX for one in page.words)
    assert (page.number, page.width, page.needs_ocr) == (3, 595.0, False)
    assert page.recognized == pytest.approx(0.9)


def test_stains_that_look_like_words_are_left_out() -> None:
    page = recognized_page(Page(1, ""), [word("نامه"), word("~=", confidence=0.1), word("\x00")]).page
    assert page.text == "نامه"


def test_a_blank_page_waits_no_longer_and_says_nothing() -> None:
    read = recognized_page(Page(1, "", needs_ocr=True), [])
    page = read.page
    assert (page.text, page.needs_ocr, page.recognized, read.blocks) == ("", False, None, ())


def test_a_picture_that_is_none_is_a_failure_and_not_a_blank_page() -> None:
    recognizer = TesseractRecognizer()
    if recognizer.unavailable():
        pytest.skip(recognizer.unavailable())
    with pytest.raises(RecognitionFailed):
        recognizer.recognize(b"no picture")


def test_without_the_engine_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert shutil.which("tesseract") is None
    assert "apt-get install tesseract-ocr" in TesseractRecognizer().unavailable()


@pytest.mark.slow
def test_a_scan_of_the_samples_is_read_with_most_of_its_words_where_they_stand() -> None:
    recognizer = TesseractRecognizer()
    if recognizer.unavailable():
        pytest.skip(recognizer.unavailable())
    page = recognized_page(Page(1, "", needs_ocr=True), recognizer.recognize(scan_page(SCAN, 1))).page
    source = (SAMPLES / "sources" / "minutes-03.md").read_text("utf-8").rpartition("+++")[2]
    truth = {term.text for term in analyze(re.sub(r"\d", "", source))}
    found = {term.text for term in analyze(page.text)}
    assert len(truth & found) / len(truth) > 0.4  # the scan has two pages; this is the first
    title = next(one for one in page.words if "کارگروه" in one.span.of(page.text))
    assert title.box is not None
    assert title.box.y < 0.3
