"""Tables in text, JSON and XML: every value is found under the name that it has."""

import base64
import json
from pathlib import Path

import pytest
from made_files import read
from parsing_law import texts

from corpus.errors import DamagedFile, EmptyFile, FileTooLarge
from corpus.records import BlockKind
from ingest.parsers import separated_values

ROWS = [["واحد", "سال", "مبلغ"], ["فضای سبز", "۱۴۰۲", "۱۲۰"], ["آتش‌نشانی", "۱۴۰۳", ""]]
OLD_ROWS = [["واحد", "سال", "شرح"], ["فضاي سبز", "1402", "خريد درخت و كود"], ["دبيرخانه", "1403", "بايگاني"]]


def lines(rows: list[list[str]], delimiter: str) -> str:
    return "\r\n".join(delimiter.join(row) for row in rows) + "\r\n"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_rows_stand_under_their_header(tmp_path: Path, delimiter: str, encoding: str) -> None:
    found, parsed = read(tmp_path, lines(ROWS, delimiter).encode(encoding), "بودجه.csv")
    assert found == "csv"
    assert texts(parsed, BlockKind.TABLE_HEADER) == ["واحد\tسال\tمبلغ"]
    assert texts(parsed, BlockKind.TABLE_ROW) == ["فضای سبز\t۱۴۰۲\t۱۲۰", "آتش‌نشانی\t۱۴۰۳"]


def test_tables_of_old_programs_are_read(tmp_path: Path) -> None:
    found, parsed = read(tmp_path, lines(OLD_ROWS, ",").encode("cp1256"), "گزارش.csv")
    assert (found, texts(parsed)[1]) == ("csv", "فضاي سبز\t1402\tخريد درخت و كود")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_even_rows_are_a_table_whatever_the_name(tmp_path: Path, delimiter: str) -> None:
    found, parsed = read(tmp_path, lines(ROWS, delimiter).encode(), "بودجه.dat")
    assert found == "csv"
    assert len(texts(parsed, BlockKind.TABLE_ROW)) == 2


@pytest.mark.parametrize(
    "text",
    [
        "سلام، آقای رضایی، با احترام\nنامه، پیوست، است\nتهران، شهر، بزرگی",
        "One, two, and three.\nThe city, which is old, grew; then it shrank.\nSo, at last, it ended, slow.",
        "الف\tب\n" * 2,
    ],
)
def test_prose_with_commas_is_no_table(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text.encode(), "نامه.txt")[0] == "txt"


def test_cells_in_quotes_hold_separators_and_lines(tmp_path: Path) -> None:
    _, parsed = read(tmp_path, 'نام;شرح\n"الف; ب";"سطر یک\nسطر ""دو"""\n'.encode(), "ج.csv")
    assert texts(parsed, BlockKind.TABLE_ROW) == ['الف; ب\tسطر یک سطر "دو"']


def test_too_many_rows_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(separated_values, "MOST_ROWS", 2)
    with pytest.raises(FileTooLarge):
        read(tmp_path, lines(ROWS, ",").encode(), "ج.csv")


def test_a_cell_without_end_is_damage(tmp_path: Path) -> None:
    with pytest.raises(DamagedFile):
        read(tmp_path, ('"' + "الف" * 100_000).encode(), "ج.csv")


def test_json_is_read_with_its_keys_even_where_letters_are_escaped(tmp_path: Path) -> None:
    value = {
        "عنوان": "گزارش سال",
        "سال": 1402,
        "نهایی": True,
        "شرح": {"متن": "سطر یک\nسطر دو", "برچسب‌ها": ["بودجه", "درخت"]},
        "ردیف‌ها": [{"نام": "الف", "مبلغ": 3}, {"نام": "ب", "مبلغ": 4, "تهی": None}],
    }
    found, parsed = read(tmp_path, json.dumps(value).encode(), "داده.txt")
    assert found == "json"
    assert texts(parsed, BlockKind.PARAGRAPH) == ["عنوان: گزارش سال", "سال: 1402", "متن: سطر یک", "سطر دو"]
    headings = [
        (block.level, text) for block, text in zip(parsed.blocks, texts(parsed), strict=True) if block.level
    ]
    assert headings == [(1, "شرح"), (2, "برچسب‌ها"), (1, "ردیف‌ها")]
    assert texts(parsed, BlockKind.LIST_ITEM) == ["بودجه", "درخت"]
    assert texts(parsed, BlockKind.TABLE_HEADER) == ["نام\tمبلغ"]
    assert texts(parsed, BlockKind.TABLE_ROW) == ["الف\t3", "ب\t4"]
    assert parsed.properties == {"title": "گزارش سال"}


def test_records_without_common_keys_are_told_one_by_one(tmp_path: Path) -> None:
    _, parsed = read(tmp_path, '[{"الف": "۱"}, {"ب": {"ج": "د"}}, "متن"]'.encode(), "x.json")
    assert texts(parsed) == ["الف: ۱", "ب", "ج: د", "متن"]


def test_lines_of_json_are_records(tmp_path: Path) -> None:
    records = [{"نام": "الف", "تعداد": 1}, {"نام": "ب", "تعداد": 2}, {"نام": "ج", "تعداد": 3}]
    found, parsed = read(tmp_path, "\n".join(map(json.dumps, records)).encode(), "گزارش.log")
    assert (found, texts(parsed)) == ("json", ["نام\tتعداد", "الف\t1", "ب\t2", "ج\t3"])


def test_files_within_data_are_no_text(tmp_path: Path) -> None:
    packed = base64.b64encode(bytes(range(256)) * 4).decode()
    value = {"متن": "سلام", "تصویر": f"data:image/png;base64,{packed}", "دیگر": packed}
    assert texts(read(tmp_path, json.dumps(value).encode())[1]) == ["متن: سلام"]
    wrapped = "\n".join(packed[place : place + 76] for place in range(0, len(packed), 76))
    text = f'<?xml version="1.0"?><a><b>سلام</b><c>{wrapped}</c><d><e>{packed}</e></d></a>'
    assert texts(read(tmp_path, text.encode())[1]) == ["b: سلام"]


@pytest.mark.parametrize("text", ["[ۀ] یادداشت", "{نام} گرامی", "[1] منبع نخست\n[2] منبع دوم"])
def test_brackets_alone_are_no_json(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text.encode(), "متن.txt")[0] == "txt"


@pytest.mark.parametrize(
    "text", ['{"الف": "ب', "[" * 100_000, '{"الف":' * 90 + "1" + "}" * 90, "[" + "9" * 5000 + "]"]
)
def test_cut_or_bottomless_json_is_damage(tmp_path: Path, text: str) -> None:
    with pytest.raises(DamagedFile):
        read(tmp_path, text.encode(), "داده.json")


def test_json_without_a_word_is_empty(tmp_path: Path) -> None:
    with pytest.raises(EmptyFile):
        read(tmp_path, b'{"a": null, "b": [true, {}]}', "x.json")


XML = """<?xml version="1.0" encoding="{encoding}"?>
<گزارش شعار="شهر سبز" id="17"><title>گزارش سال</title><شماره>۱۲</شماره>
<بخش><title>درختان</title><بند>متن <b>پررنگ</b> است.</بند><بند>بند دوم</بند></بخش>
<جدول><ردیف><نام>الف</نام><مبلغ>۳</مبلغ></ردیف><ردیف><نام>ب</نام><مبلغ>۴</مبلغ></ردیف></جدول></گزارش>"""


@pytest.mark.parametrize(
    ("declared", "encoding"), [("UTF-8", "utf-8"), ("utf-16", "utf-16"), ("windows-1256", "utf-8")]
)
def test_xml_is_read_by_its_text_and_names(tmp_path: Path, declared: str, encoding: str) -> None:
    found, parsed = read(tmp_path, XML.format(encoding=declared).encode(encoding), "داده.bin")
    assert found == "xml"
    assert texts(parsed, BlockKind.TITLE) == ["گزارش سال"]
    assert texts(parsed, BlockKind.HEADING) == ["درختان"]
    assert texts(parsed, BlockKind.PARAGRAPH) == ["شعار: شهر سبز", "شماره: ۱۲", "متن پررنگ است.", "بند دوم"]
    assert texts(parsed, BlockKind.TABLE_HEADER) == ["نام\tمبلغ"]
    assert texts(parsed, BlockKind.TABLE_ROW) == ["الف\t۳", "ب\t۴"]


def test_xml_of_old_programs_is_read_by_its_bytes(tmp_path: Path) -> None:
    text = '<?xml version="1.0" encoding="windows-1256"?><a><b>گزارش شوراي شهر و شهرداري</b><c>بودجه</c></a>'
    assert texts(read(tmp_path, text.encode("cp1256"))[1]) == ["b: گزارش شوراي شهر و شهرداري", "c: بودجه"]


LAUGHS = "".join(f'<!ENTITY a{number} "{f"&a{number - 1};" * 10}">' for number in range(1, 10))


@pytest.mark.parametrize(
    "text",
    [
        '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a0 "ها">{LAUGHS}]><a>&a9;</a>',
        '<?xml version="1.0"?><a><b>متن',
        '<?xml version="1.0"?><a>&ناشناس;</a>',
        '<?xml version="1.0"?>' + "<a>" * 5000 + "متن" + "</a>" * 5000,
    ],
)
def test_entities_cuts_and_bottomless_xml_are_damage(tmp_path: Path, text: str) -> None:
    with pytest.raises(DamagedFile):
        read(tmp_path, text.encode(), "x.xml")


def test_a_document_type_without_entities_is_not_fetched(tmp_path: Path) -> None:
    text = '<?xml version="1.0"?><!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a>متن</a>'
    assert texts(read(tmp_path, text.encode())[1]) == ["متن"]


@pytest.mark.parametrize("unit", ["<table><tr><td>", "[", "!["])
def test_markdown_that_is_all_brackets_is_read_as_plain_text(tmp_path: Path, unit: str) -> None:
    text = f"# مصوبات\n\nشورا بودجه را تصویب کرد.\n\n{unit * 30_000}"
    found, parsed = read(tmp_path, text.encode(), "متن.md")
    assert found == "md"
    assert "شورا بودجه را تصویب کرد." in parsed.pages[0].text
