from pathlib import Path

import pytest
from parsing_law import assert_lawful, texts

from corpus.errors import EmptyFile, FileTooLarge, UnknownFormat
from corpus.records import BlockKind
from ingest.parsers import plain_text
from ingest.parsers.plain_text import PlainTextParser
from ingest.parsers.text_encoding import decode, detect, persian_score
from ingest.parsing import ParsedDocument

LETTER = (
    "بازگشت به نامهٔ شمارهٔ ۱۲۳/۴ مورخ ۱۴۰۲/۰۵/۱۷، به آگاهی می‌رساند که بودجهٔ نگهداری فضای سبز\n"
    "در شورای شهر به تصویب رسید و از ابتدای مهر اجرا می‌شود."
)
OLD = LETTER.translate({ord("ی"): "ي", ord("ک"): "ك", 0x654: None, **{0x6F0 + n: str(n) for n in range(10)}})


def parse(tmp_path: Path, content: bytes, name: str = "نامه.txt") -> ParsedDocument:
    path = tmp_path / "original"
    path.write_bytes(content)
    return assert_lawful(PlainTextParser().parse(path, name))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1256"])
def test_persian_is_read_in_every_encoding(encoding):
    text = OLD if encoding == "cp1256" else LETTER
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("word", ["گزارش", "شهرداري آوندشهر", "صورت‌جلسه شوراي شهر"])
def test_short_texts_of_old_programs_are_read(word):
    assert decode(word.encode("cp1256")) == word


def test_a_cut_or_patched_utf8_text_stays_utf8():
    content = (LETTER * 5).encode()
    assert detect(content[:-1]) == "utf-8"
    assert detect(content[:200] + b"\xff" + content[200:]) == "utf-8"


@pytest.mark.parametrize("encoding", ["cp1251", "iso8859-7", "cp1255"])
def test_other_alphabets_are_never_guessed_to_be_persian(encoding):
    samples = {
        "cp1251": "Отчёт о деятельности городского совета за прошлый год",
        "iso8859-7": "Έκθεση πεπραγμένων του δημοτικού συμβουλίου για το έτος",
        "cp1255": "דין וחשבון על פעילות מועצת העיר בשנה שעברה",
    }
    assert detect(samples[encoding].encode(encoding)) is None


def test_english_of_old_programs_is_read():
    assert (
        decode("The city’s “master plan” and its café".encode("cp1252"))
        == "The city’s “master plan” and its café"
    )


def test_running_persian_scores_far_above_shuffled_bytes():
    assert persian_score(OLD) > 0.95
    assert persian_score("Отчёт о деятельности".encode("cp1251").decode("cp1256")) < 0.6


def test_paragraphs_stand_between_blank_lines_and_the_first_short_line_is_the_title(tmp_path):
    parsed = parse(tmp_path, f"گزارش فضای سبز\r\n\r\n{LETTER}\r\n \r\nبا احترام\n".encode())
    assert texts(parsed, BlockKind.TITLE) == ["گزارش فضای سبز"]
    assert texts(parsed, BlockKind.PARAGRAPH) == [LETTER.replace("\n", " "), "با احترام"]


def test_the_first_line_of_a_wrapped_paragraph_is_no_title(tmp_path):
    assert texts(parse(tmp_path, LETTER.encode()), BlockKind.TITLE) == []


def test_items_and_articles_begin_blocks_of_their_own(tmp_path):
    text = "دستور جلسه\nتصمیم‌ها چنین بود:\n۱- خرید درخت\n  برای بوستان لاله\n۲) تعمیر چاه\n"
    text += "ماده ۳ ـ این مصوبه لازم‌الاجراست."
    parsed = parse(tmp_path, text.encode())
    assert texts(parsed, BlockKind.LIST_ITEM) == ["۱- خرید درخت برای بوستان لاله", "۲) تعمیر چاه"]
    assert texts(parsed)[-1] == "ماده ۳ ـ این مصوبه لازم‌الاجراست."


def test_a_line_that_begins_with_a_date_or_a_decimal_is_no_item(tmp_path):
    parsed = parse(tmp_path, "جلسه در روز\n۱۲.۵ درصد از بودجه را تصویب کرد.".encode())
    assert texts(parsed, BlockKind.LIST_ITEM) == []


def test_long_lines_are_paragraphs_without_blank_lines_between(tmp_path):
    line = "شهرداری آوندشهر در سال گذشته " * 6
    assert len(parse(tmp_path, f"{line}\n{line}\n".encode()).blocks) == 2


def test_a_form_feed_starts_a_page(tmp_path):
    parsed = parse(tmp_path, "صفحهٔ یک است.\f\fصفحهٔ سه است.".encode())
    assert [page.text for page in parsed.pages] == ["صفحهٔ یک است.", "", "صفحهٔ سه است."]


def test_hostile_characters_are_cleaned(tmp_path):
    parsed = parse(tmp_path, "شور\0ای شهر ﻗﺮﺍﺭﺩﺍﺩ\u200c \u200c و \x07پایان می‌یابد.".encode())
    assert "قرارداد" in parsed.pages[0].text
    assert "\x07" not in parsed.pages[0].text


def test_half_of_a_surrogate_pair_does_not_reach_the_text(tmp_path):
    content = b"\xff\xfe" + (LETTER * 3).encode("utf-16-le") + b"\x00\xd8" + LETTER.encode("utf-16-le")
    assert "بودجهٔ نگهداری" in parse(tmp_path, content).pages[0].text


def test_ten_thousand_ligatures_are_read(tmp_path):
    text = parse(tmp_path, ("پیامبر اسلام " + "ﷺ " * 10_000).encode()).pages[0].text
    assert text.count("صلى الله عليه وسلم") == 10_000


@pytest.mark.parametrize("text", ["", " \n\t\r\n\f", "\u200c\u200c"])
def test_a_text_without_a_word_is_empty(tmp_path, text):
    with pytest.raises(EmptyFile):
        parse(tmp_path, text.encode())


def test_binary_content_is_no_text(tmp_path):
    with pytest.raises(UnknownFormat):
        parse(tmp_path, bytes(range(256)) * 10)


@pytest.mark.parametrize(("delimiter", "name"), [(",", "بودجه.csv"), (";", "بودجه.CSV"), ("\t", "بودجه.tsv")])
def test_comma_separated_values_are_rows_under_a_header(tmp_path, delimiter, name):
    rows = [["واحد", "سال", "مبلغ"], ["فضای سبز", "۱۴۰۲", "۱۲۰"], ["آتش‌نشانی", "۱۴۰۲", ""]]
    parsed = parse(tmp_path, "\r\n".join(delimiter.join(row) for row in rows).encode(), name)
    assert texts(parsed, BlockKind.TABLE_HEADER) == ["واحد\tسال\tمبلغ"]
    assert texts(parsed, BlockKind.TABLE_ROW) == ["فضای سبز\t۱۴۰۲\t۱۲۰", "آتش‌نشانی\t۱۴۰۲"]


def test_rows_are_never_left_out_in_silence(tmp_path, monkeypatch):
    monkeypatch.setattr(plain_text, "MOST_ROWS", 2)
    with pytest.raises(FileTooLarge) as raised:
        parse(tmp_path, "نام,سال\nالف,۱\nب,۲\n".encode(), "جدول.csv")
    assert raised.value.facts["measure"] == "rows"
