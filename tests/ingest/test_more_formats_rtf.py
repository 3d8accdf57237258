"""RTF: Persian in any of its ways to write letters, and the structure that a reader sees."""

from pathlib import Path

import pytest
from made_files import read
from parsing_law import texts

from corpus.errors import DamagedFile, EmptyFile
from corpus.records import BlockKind

OLD = "گزارش عملكرد شهرداري آوندشهر در سال"


def unicode_escaped(text: str, fallback: str = "?") -> str:
    units = text.encode("utf-16-le")
    numbers = [int.from_bytes(units[place : place + 2], "little") for place in range(0, len(units), 2)]
    return "".join(f"\\u{number - 65536 if number > 32767 else number}{fallback}" for number in numbers)


def code_page_escaped(text: str) -> str:
    return "".join(f"\\'{byte:02x}" for byte in text.encode("cp1256"))


def rtf(body: str, head: str = r"\ansi\ansicpg1256\deff0") -> bytes:
    return f"{{\\rtf1{head} {body}}}".encode("ascii")


@pytest.mark.parametrize(
    "head",
    [
        r"\ansi\ansicpg1256\deff0{\fonttbl{\f0\fnil\fcharset178 B Nazanin;}}\f0",
        r"\ansi\ansicpg1256\deff0{\fonttbl{\f0\fnil\fcharset0 Tahoma;}}\f0",
        r"\ansi\ansicpg1252\deff0{\fonttbl{\f0\fnil\fcharset0 Arial;}}\f0",
        r"\ansi",
    ],
)
def test_code_page_letters_are_persian_whatever_the_fonts_claim(tmp_path: Path, head: str) -> None:
    found, parsed = read(tmp_path, rtf(code_page_escaped(OLD), head), "نامه.doc")
    assert (found, texts(parsed)) == ("rtf", [OLD])


@pytest.mark.parametrize(("skip", "fallback"), [(r"\uc1", "?"), (r"\uc0", " "), (r"\uc1", r"\'3f")])
def test_unicode_letters_keep_their_blanks_and_joiners(tmp_path: Path, skip: str, fallback: str) -> None:
    text = "می‌شود که برنامهٔ ۱۴۰۲ اجرا 😀 گردد"
    assert texts(read(tmp_path, rtf(skip + unicode_escaped(text, fallback)))[1]) == [text]


def test_structure_is_kept(tmp_path: Path) -> None:
    words = {
        name: unicode_escaped(name)
        for name in ("عنوان", "بخش", "متن", "پانوشت", "نام", "تعداد", "درخت", "پایان")
    }
    parsed = read(
        tmp_path,
        rtf(
            r"{\stylesheet{\s0 Normal;}{\s1\sbasedon0 heading 1;}{\s2 Title;}{\s3 Subtitle;}}"
            r"{\info{\title " + words["عنوان"] + r"}{\author Ali}}{\header " + words["پایان"] + "}"
            r"\pard\s2 " + words["عنوان"] + r"\par\pard\s1 " + words["بخش"] + r"\par"
            r"\pard\s3 " + words["متن"] + r"{\footnote\pard " + words["پانوشت"] + r"}\par"
            r"\pard\outlinelevel1 " + words["بخش"] + r"\par\pard 1.\tab " + words["متن"] + r"\par"
            r"\trowd\cellx1\cellx2\intbl " + words["نام"] + r"\cell " + words["تعداد"] + r"\cell\row"
            r"\trowd\cellx1\cellx2\intbl " + words["درخت"] + r"\cell 12\cell\row"
            r"\pard\page " + words["پایان"] + r"\par"
        ),
    )[1]
    assert [
        (block.kind, block.level, text) for block, text in zip(parsed.blocks, texts(parsed), strict=True)
    ] == [
        (BlockKind.TITLE, 0, "عنوان"),
        (BlockKind.HEADING, 1, "بخش"),
        (BlockKind.PARAGRAPH, 0, "متن"),
        (BlockKind.HEADING, 2, "بخش"),
        (BlockKind.LIST_ITEM, 0, "1. متن"),
        (BlockKind.TABLE_HEADER, 0, "نام\tتعداد"),
        (BlockKind.TABLE_ROW, 0, "درخت\t12"),
        (BlockKind.PARAGRAPH, 0, "پایان"),
        (BlockKind.NOTE, 0, "پانوشت"),
    ]
    assert [page.number for page in parsed.pages] == [1, 2]
    assert parsed.properties == {"title": "عنوان", "author": "Ali"}


def test_pictures_do_not_cost_time_or_text(tmp_path: Path) -> None:
    content = rtf(r"{\pict\pngblip " + "0f" * 2_000_000 + "}" + unicode_escaped("متن"))
    content = content[:-1] + rb"{\pict\bin5 }}}}}}" + b"}"
    assert texts(read(tmp_path, content)[1]) == ["متن"]


@pytest.mark.parametrize("cut", [0.3, 0.9])
def test_a_cut_file_is_damage(tmp_path: Path, cut: float) -> None:
    content = rtf(unicode_escaped("متن بلند") * 50)
    with pytest.raises(DamagedFile):
        read(tmp_path, content[: int(len(content) * cut)])


def test_a_file_without_a_word_is_empty(tmp_path: Path) -> None:
    with pytest.raises(EmptyFile):
        read(tmp_path, rtf(r"\pard\par"))


def test_links_are_their_text_and_many_do_not_cost_time(tmp_path: Path) -> None:
    link = r'{\field{\*\fldinst{ HYPERLINK "http://a.ir/x"}}{\fldrslt{ x}}}'
    assert texts(read(tmp_path, rtf(link + " abc"))[1]) == ["x abc"]
    link = (link.replace("}}{", "}  {") + ' "abc ') * 3000
    assert "abc" in texts(read(tmp_path, rtf(link))[1])[0]


def test_a_table_of_fonts_without_an_end_is_refused_at_once(tmp_path: Path) -> None:
    source = b"{\\rtf1\\ansi{\\fonttbl{\\f0\\fcharset178 " + b"A<td>" * 40_000 + b"\\par}"
    with pytest.raises(DamagedFile):
        read(tmp_path, source, "x.rtf")
