"""Four documents as many producers write them, against the true text: figures that must not fall."""

from functools import cache
from pathlib import Path

import pytest

from bench.reading_measures import ReadingScore, score
from corpus.records import BlockKind
from ingest.parsers.pdf.document import PdfParser
from ingest.parsing import ParsedDocument

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
MADE, TRUTH, MUNICIPAL = DATA / "pdf" / "made", DATA / "pdf" / "truth", DATA / "municipal" / "pdf"
DOCUMENTS = ("bulletin", "guide", "minutes", "trend")
READABLE = (
    "chromium_naskh", "chromium_nazli", "chromium_vazir", "fpdf_shaped", "gs_lo", "lo_naskh", "lo_nazli",
    "lo_tagged", "lo_vazir", "rl_naive", "weasy_vazir", "xelatex_amiri", "xelatex_vazir",
)  # fmt: skip
KEEPS_ZWNJ = ("chromium_naskh", "chromium_vazir", "fpdf_shaped", "lo_naskh", "lo_tagged", "lo_vazir")
USELESS = ("notou", "ps2pdf_lo", "wkhtml_vazir")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not MADE.is_dir(), reason=f"no measuring documents: {MADE} is missing"),
]


@cache
def parsed(name: str) -> ParsedDocument:
    return PdfParser().parse(MADE / name, name)


def text_of(document: ParsedDocument) -> str:
    return "\n".join(page.text for page in document.pages)


def scores(variant: str) -> list[ReadingScore]:
    return [
        score((TRUTH / f"{name}.gt.txt").read_text("utf-8"), text_of(parsed(f"{name}.{variant}.pdf")))
        for name in DOCUMENTS
    ]


@pytest.mark.parametrize("variant", READABLE)
def test_words_brackets_and_dates_of_every_producer_are_right(variant):
    for document in scores(variant):
        assert document.loose_word_f1 >= 0.97
        assert document.character_error_rate <= 0.05
        assert document.dates_right in (None, 1.0)
        assert document.brackets_intact is None or document.brackets_intact >= 0.8


@pytest.mark.parametrize("variant", KEEPS_ZWNJ)
def test_zwnj_is_kept_where_the_file_has_it(variant):
    for name in DOCUMENTS:
        truth = (TRUTH / f"{name}.gt.txt").read_text("utf-8").count("\u200c")
        assert text_of(parsed(f"{name}.{variant}.pdf")).count("\u200c") == pytest.approx(truth, abs=2)


@pytest.mark.parametrize("variant", USELESS)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_page_without_a_useful_text_layer_goes_to_ocr(name, variant):
    assert [(page.needs_ocr, page.text) for page in parsed(f"{name}.{variant}.pdf").pages] == [
        (True, "") for _ in parsed(f"{name}.{variant}.pdf").pages
    ]


@pytest.mark.parametrize("variant", READABLE)
def test_no_readable_page_goes_to_ocr(variant):
    assert not any(page.needs_ocr for name in DOCUMENTS for page in parsed(f"{name}.{variant}.pdf").pages)


@pytest.mark.parametrize("variant", READABLE)
def test_rows_of_the_resolutions_are_read_in_order(variant):
    document = parsed(f"minutes.{variant}.pdf")
    rows = [
        block.span.of(document.pages[block.page - 1].text).split("\t")
        for block in document.blocks
        if block.kind in (BlockKind.TABLE_HEADER, BlockKind.TABLE_ROW)
    ]
    dates = [row[-1].translate(str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")) for row in rows]
    assert dates == ["سررسید", "1403/05/31", "1403/06/15", "1403/06/25", "1403/07/01", "1403/07/10"]
    assert {len(row) for row in rows} == {4}


@pytest.mark.parametrize(
    "variant", ["chromium_vazir", "fpdf_shaped", "lo_vazir", "weasy_vazir", "xelatex_vazir"]
)
def test_columns_of_the_bulletin_follow_one_another(variant):
    text = text_of(parsed(f"bulletin.{variant}.pdf"))
    headings = ("سرمقاله", "پایش آب در", "از بایگان", "گفت", "رویدادهای", "واژهٔ این شماره")
    places = [text.index(heading) for heading in headings]
    assert places == sorted(places)


@pytest.mark.parametrize("variant", READABLE)
def test_every_document_has_its_title_and_headings(variant):
    kinds = [block.kind for block in parsed(f"guide.{variant}.pdf").blocks]
    assert kinds[0] is BlockKind.TITLE
    assert kinds.count(BlockKind.HEADING) == 12
    assert kinds.count(BlockKind.LIST_ITEM) == 4


@pytest.mark.skipif(not MUNICIPAL.is_dir(), reason=f"no municipal documents: {MUNICIPAL} is missing")
@pytest.mark.parametrize("name", ["1-1", "1-2", "3-4"])
def test_word_files_with_wrong_maps_have_no_swapped_lam_alef_and_no_reversed_date(name):
    text = text_of(PdfParser().parse(MUNICIPAL / f"{name}.pdf", name))
    assert not [word for word in ("اطالعات", "اصالح", "تشکیالت", "معامالت", "اسالمی", "ابالغ") if word in text]
    assert "اسلامی" in text
    assert "مصوب" in text
    if name == "1-1":
        assert "1384/10/14" in text
        assert "41/01/4831" not in text
