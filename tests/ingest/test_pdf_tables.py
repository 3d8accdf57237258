"""Tables without rules, printed here and read back; and what looks like one and is none."""

from collections.abc import Sequence

import pytest
from pdf_paper import Paper

from corpus.records import BlockKind
from ingest.parsing import ParsedDocument

NAMES = ("ردیف", "شرح مصوبه", "مسئول", "مهلت")
ROWS = [
    ("۱", "اصلاح هندسی تقاطع شهید نواب", "حوزهٔ فنی", "۱۴۰۲/۱۱/۲۵"),
    ("۲", "تأمین روشنایی پارک", "سازمان پارک‌ها", "۱۴۰۲/۱۲/۱۰"),
    ("۳", "پرداخت مطالبات پیمانکار", "امور مالی", "۱۴۰۲/۱۲/۲۰"),
]
RIGHTS = (535, 490, 290, 160)  # the right edges of the columns
PROSE = (
    "شهر هوشمند پیش از آن‌که به فناوری نیاز داشته باشد به همکاری نیاز دارد و تجربهٔ سه سال گذشته به ما آموخت "
    "که بهترین حسگرها نیز بدون آیین‌نامهٔ روشن پس از چند ماه از کار می‌افتند و کسی سراغ داده‌های آن‌ها را نمی‌گیرد."
)


def print_row(paper: Paper, y: float, row: Sequence[str]) -> None:
    for right, text in zip(RIGHTS, row, strict=True):
        if text:
            paper.line_at(max(20, right - 250), y, text, width=min(250, right - 20))


def print_paragraph(paper: Paper, x: float, y: float, width: float, text: str = PROSE) -> None:
    paper.set_xy(x, y)
    paper.multi_cell(width, 20, text, align="R")


def texts(parsed: ParsedDocument, *kinds: BlockKind) -> list[str]:
    return [
        block.span.of(parsed.pages[block.page - 1].text)
        for block in parsed.blocks
        if not kinds or block.kind in kinds
    ]


def rows(parsed: ParsedDocument) -> list[tuple[str, ...]]:
    return [tuple(text.split("\t")) for text in texts(parsed, BlockKind.TABLE_HEADER, BlockKind.TABLE_ROW)]


def test_columns_that_stand_under_one_another_are_a_table_with_its_header(paper, read):
    print_paragraph(paper, 60, 60, 475)
    for number, row in enumerate([NAMES, *ROWS]):
        print_row(paper, 160 + 24 * number, row)
    print_paragraph(paper, 60, 280, 475)
    parsed = read(paper)
    assert rows(parsed) == [NAMES, *ROWS]
    assert texts(parsed, BlockKind.TABLE_HEADER) == ["\t".join(NAMES)]
    assert texts(parsed, BlockKind.PARAGRAPH) == [PROSE, PROSE]


def test_an_empty_cell_keeps_its_column(paper, read):
    given = [NAMES, ROWS[0], ("۲", ROWS[1][1], "", ROWS[1][3]), ("", "جمع", "", "۱۴۰۲/۱۲/۲۹")]
    for number, row in enumerate(given):
        print_row(paper, 160 + 24 * number, row)
    assert rows(read(paper)) == given


@pytest.mark.parametrize(("between_rows", "lift"), [(40, 0), (40, 8), (18, 0)])
def test_wrapped_cells_are_joined_whether_they_stand_at_the_top_or_in_the_middle(
    paper, read, between_rows, lift
):
    """`lift` raises the wrapped cell so that the others stand at half its height."""
    y = 160.0
    print_row(paper, y, NAMES)
    for number, description, owner, due in ROWS:
        y += between_rows
        print_row(paper, y - lift, ("", description, "", ""))
        print_row(paper, y, (number, "", owner, due))
        y += 18
        print_row(paper, y - lift, ("", "و ارسال گزارش به دبیرخانه", "", ""))
    assert rows(read(paper)) == [
        NAMES,
        *((number, f"{text} و ارسال گزارش به دبیرخانه", owner, due) for number, text, owner, due in ROWS),
    ]


def test_a_table_that_goes_on_over_a_page_has_one_header(paper, read):
    for number, row in enumerate([NAMES, *ROWS]):
        print_row(paper, 660 + 24 * number, row)
    paper.add_page()
    for number, row in enumerate(ROWS):
        print_row(paper, 60 + 24 * number, row)
    parsed = read(paper)
    assert rows(parsed) == [NAMES, *ROWS, *ROWS]
    assert texts(parsed, BlockKind.TABLE_HEADER) == ["\t".join(NAMES)]


def test_a_form_of_names_and_values_has_no_header(paper, read):
    for number, (name, value) in enumerate(
        [("نام:", "سارا محمدی"), ("شمارهٔ کارمندی:", "۴۵۸۲۱"), ("تاریخ استخدام:", "۱۳۹۸/۰۲/۱۵")]
    ):
        print_row(paper, 160 + 24 * number, ("", name, value, ""))
    parsed = read(paper)
    assert rows(parsed) == [
        ("نام:", "سارا محمدی"), ("شمارهٔ کارمندی:", "۴۵۸۲۱"), ("تاریخ استخدام:", "۱۳۹۸/۰۲/۱۵")
    ]  # fmt: skip
    assert not texts(parsed, BlockKind.TABLE_HEADER)


def test_marks_of_a_list_are_no_column(paper, read):
    items = ("تهیهٔ نقشه", "بازنگری قرارداد", "برگزاری کارگاه")
    for number, text in enumerate(items):
        paper.line_at(285, 160 + 24 * number, "•", width=250)
        paper.line_at(255, 160 + 24 * number, text, width=250)
    parsed = read(paper)
    assert texts(parsed, BlockKind.LIST_ITEM) == [f"• {text}" for text in items]


def test_prose_in_two_columns_and_justified_lines_are_no_table(paper, read):
    print_paragraph(paper, 310, 60, 225)
    print_paragraph(paper, 60, 60, 225)
    words = PROSE.split()
    for number in range(4):  # five words a line, pushed apart to fill it
        right, own = 535.0, words[5 * number : 5 * number + 5]
        gap = (250 - sum(map(paper.get_string_width, own))) / 4
        for word in own:
            paper.line_at(right - 100, 400 + 24 * number, word, width=100)
            right -= paper.get_string_width(word) + gap
    assert not rows(read(paper))


def test_three_columns_whose_lines_do_not_stand_side_by_side_follow_one_another(paper, read):
    names = ("یکم", "دوم", "سوم")
    for name, x, y in zip(names, (390, 225, 60), (60, 67, 73), strict=True):
        print_paragraph(paper, x, y, 145, PROSE.replace("شهر هوشمند", f"ستون {name}"))
    assert texts(read(paper)) == [PROSE.replace("شهر هوشمند", f"ستون {name}") for name in names]
