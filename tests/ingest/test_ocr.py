"""What an engine recognizes becomes a page; the engine itself reads a scan of the sample corpus."""

import io
import re
import shutil
from pathlib import Path

import pytest
from PIL import Image

from corpus.records import BlockKind, Box, Page
from ingest.ocr import RecognitionFailed, RecognizedWord
from ingest.ocr_engine import TesseractRecognizer
from ingest.ocr_latin import is_doubtful, mended
from ingest.ocr_lines import arranged
from ingest.ocr_turning import TurningRecognizer
from ingest.parsers.pdf.render import scan_page
from ingest.recognized_page import recognized_page
from language.analysis import analyze

SAMPLES = Path(__file__).parents[2] / "corpus" / "samples"
SCAN = SAMPLES / "files" / "minutes" / "صورتجلسه ۳ کارگروه - اسکن.pdf"


def line(
    text: str, y: float, right: float = 0.9, height: float = 0.02, confidence: float = 0.9
) -> list[RecognizedWord]:
    """Words of one line from right to left, .02 of the page a letter."""
    words, number = [], round(y * 1000) * 100 + round(right * 100)
    for word in text.split():
        width = 0.02 * len(word)
        words.append(RecognizedWord(word, Box(right - width, y, width, height), confidence, (1, 1), number))
        right -= width + 0.01
    return words


def texts(words: list[RecognizedWord]) -> list[str]:
    read = recognized_page(Page(1, "", needs_ocr=True), arranged(words))
    return [block.span.of(read.page.text) for block in read.blocks]


def test_words_become_paragraphs_with_their_boxes_and_the_page_waits_no_longer() -> None:
    waiting = Page(3, "", width=595.0, height=842.0, needs_ocr=True)
    words = [*line("صورت‌جلسه سوم", 0.1), *line("حاضران جلسه", 0.3)]
    read = recognized_page(waiting, arranged(words))
    page = read.page
    assert page.text == "صورت‌جلسه سوم\nحاضران جلسه"
    assert [block.span.of(page.text) for block in read.blocks] == page.text.split("\n")
    assert [one.box for one in page.words] == [word.box for word in words]
    assert (page.number, page.width, page.needs_ocr) == (3, 595.0, False)
    assert page.recognized == pytest.approx(0.9)
    assert page.integrity is not None


def test_running_lines_are_one_paragraph_until_one_ends_early() -> None:
    full = "متن این سطر تا پایان ستون می‌رسد و"
    found = texts([*line(full, 0.1), *line(full, 0.13), *line("پایان.", 0.16), *line(full, 0.19)])
    assert found == [f"{full} {full} پایان.", full]


def test_columns_are_read_from_right_to_left_below_what_stands_over_both() -> None:
    words = line("عنوانی بلند که بالای هر دو ستون صفحه چاپ شده", 0.05)
    for number in range(4):
        y = 0.1 + 0.03 * number
        words += line(f"چپ سطر شماره {number} است", y, right=0.4)
        words += line(f"راست سطر شماره {number} است", y, right=0.9)
    text = " ".join(texts(words))
    order = re.findall("عنوانی|راست|چپ", text)
    assert order == ["عنوانی", *["راست"] * 4, *["چپ"] * 4]


def test_rows_of_a_table_are_not_taken_for_columns() -> None:
    words: list[RecognizedWord] = []
    for number, name in enumerate(("ردیف", "یک", "دو", "سه")):
        y = 0.1 + 0.03 * number
        words += [*line(name, y, right=0.9), *line("شرح", y, right=0.5), *line("۱۲", y, right=0.2)]
    assert " ".join(texts(words)).startswith("ردیف شرح ۱۲ یک شرح ۱۲")


def test_a_title_in_tall_letters_is_a_heading() -> None:
    words = [*line("عنوان گزارش", 0.05, height=0.04)]
    for number in range(4):
        words += line("متن این سطر تا پایان ستون می‌رسد و", 0.15 + 0.03 * number)
    assert recognized_page(Page(1, ""), arranged(words)).blocks[0].kind is BlockKind.HEADING


def test_stains_that_look_like_words_are_left_out_and_faint_words_are_not() -> None:
    words = [
        *line("نامه", 0.1),
        *line("~= \x00 q9", 0.1, 0.7, confidence=0.1),
        *line("شماره", 0.1, 0.3, confidence=0.1),
    ]
    assert texts(words) == ["نامه شماره"]


@pytest.mark.parametrize(
    ("seen", "read"),
    [
        ("نمایندهٌ", "نمایندهٔ"),
        ("شبکهة", "شبکهٔ"),
        ("زاويةٌ", "زاویهٔ"),
        ("كتاب\u200f", "کتاب"),
        ("حمل‌ونقل»", "حمل‌ونقل،"),
        ("ساده,", "ساده،"),
        ("خانه", "خانه"),
        ("«نامه»", "«نامه»"),
        ("۱٬۲۵۰", "۱٬۲۵۰"),
        ("GIS,", "GIS,"),
    ],
)
def test_letters_that_look_alike_are_the_persian_ones(seen: str, read: str) -> None:
    assert texts(line(seen, 0.1)) == [read]


def test_a_blank_page_waits_no_longer_and_says_nothing() -> None:
    read = recognized_page(Page(1, "", needs_ocr=True), [])
    page = read.page
    assert (page.text, page.needs_ocr, page.recognized, read.blocks) == ("", False, None, ())


def test_latin_that_was_read_out_of_persian_words_is_mended_and_real_latin_stays() -> None:
    both = line("همکاری ay سال MQTT ۱۲", 0.1)
    persian = [
        RecognizedWord(text, word.box, confidence, word.paragraph, word.line)
        for word, text, confidence in zip(
            both, ("همکاری", "به", "سال", "۷011", "۱۲"), (0.9, 0.9, 0.9, 0.7, 0.9), strict=True
        )
    ]
    assert [word.text for word in mended(both, persian)] == ["همکاری", "به", "سال", "MQTT", "۱۲"]
    assert is_doubtful(both)
    assert not is_doubtful(persian[:1])
    assert not is_doubtful(line("An English page", 0.1))


def test_an_unsure_number_does_not_replace_a_latin_word() -> None:
    both, persian = line("IP", 0.1, confidence=0.9), line("۱۹", 0.1, confidence=0.6)
    assert [word.text for word in mended(both, persian)] == ["IP"]


def test_a_picture_that_is_none_is_a_failure_and_not_a_blank_page() -> None:
    recognizer = TesseractRecognizer()
    if recognizer.unavailable():
        pytest.skip(recognizer.unavailable())
    for one in (recognizer, TurningRecognizer(recognizer)):
        with pytest.raises(RecognitionFailed):
            one.recognize(b"no picture")


def test_without_the_engine_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert shutil.which("tesseract") is None
    assert "apt-get install tesseract-ocr" in TurningRecognizer(TesseractRecognizer()).unavailable()


@pytest.mark.slow
@pytest.mark.parametrize("turned", [0, 90, 180, 270, 6])
def test_a_scan_of_the_samples_is_read_with_most_of_its_words_where_they_stand(turned: int) -> None:
    recognizer = TurningRecognizer(TesseractRecognizer())
    if recognizer.unavailable():
        pytest.skip(recognizer.unavailable())
    with Image.open(io.BytesIO(scan_page(SCAN, 1))) as drawn:
        picture = drawn.convert("L").rotate(turned, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    encoded = io.BytesIO()
    picture.save(encoded, "PNG")
    page = recognized_page(Page(1, "", needs_ocr=True), recognizer.recognize(encoded.getvalue())).page
    source = (SAMPLES / "sources" / "minutes-03.md").read_text("utf-8").rpartition("+++")[2]
    truth = {term.text for term in analyze(re.sub(r"\d", "", source))}
    found = {term.text for term in analyze(page.text)}
    assert len(truth & found) / len(truth) > 0.4  # the scan has two pages; this is the first
    title = next(one.box for one in page.words if "کارگروه" in one.span.of(page.text))
    assert title is not None
    x, y = title.x + title.width / 2, title.y + title.height / 2
    assert {0: y, 6: y, 90: x, 180: 1 - y, 270: 1 - x}[turned] < 0.3
