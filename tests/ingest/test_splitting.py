from collections.abc import Sequence
from uuid import UUID

import pytest

from corpus.records import Block, BlockKind, Page, Passage, Span
from ingest.parsing import ParsedDocument
from ingest.splitting import fingerprint, split
from ingest.windows import LONGEST_PIECE, MOST_WORDS

DOCUMENT = UUID(int=7)
SENTENCE = "شهرداری باید گزارش ماهانهٔ هزینه‌ها را تا پایان هر ماه به شورای شهر بدهد."
WORDS = len(SENTENCE.split())

TITLE, HEADING, PARAGRAPH = BlockKind.TITLE, BlockKind.HEADING, BlockKind.PARAGRAPH
HEADER, ROW, RUNNING = BlockKind.TABLE_HEADER, BlockKind.TABLE_ROW, BlockKind.RUNNING


def document(*pages: Sequence[tuple[BlockKind, str] | tuple[BlockKind, str, int]]) -> ParsedDocument:
    made: list[Page] = []
    blocks: list[Block] = []
    for number, contents in enumerate(pages, 1):
        text = ""
        for kind, content, *level in contents:
            text += "\n" if text else ""
            blocks.append(Block(kind, number, Span(len(text), len(text) + len(content)), *level))
            text += content
        made.append(Page(number, text))
    return ParsedDocument(tuple(made), tuple(blocks))


def passages(parsed: ParsedDocument, title: str = "شیوه‌نامهٔ گزارش") -> list[Passage]:
    found = split(DOCUMENT, parsed, title)
    for ordinal, passage in enumerate(found):
        page = parsed.pages[passage.page - 1]
        assert passage.text == passage.span.of(page.text) == passage.text.strip() != ""
        assert (passage.ordinal, passage.document_id) == (ordinal, DOCUMENT)
    assert len({passage.id for passage in found}) == len(found)
    return found


def lengths(found: list[Passage]) -> list[int]:
    return [len(passage.text.split()) for passage in found]


def test_passages_are_whole_sentences_of_about_a_hundred_words():
    found = passages(document([(PARAGRAPH, " ".join([SENTENCE] * 40))]))
    assert all(60 <= length <= MOST_WORDS for length in lengths(found))
    assert all(passage.text.endswith(".") for passage in found)
    assert sum(lengths(found)) == 40 * WORDS


def test_a_short_section_is_one_passage():
    assert lengths(passages(document([(PARAGRAPH, SENTENCE), (PARAGRAPH, SENTENCE)]))) == [2 * WORDS]


@pytest.mark.parametrize("count", range(1, 60))
def test_no_stub_is_left_at_the_end(count):
    found = passages(document([(PARAGRAPH, " ".join([SENTENCE] * count))]))
    assert sum(lengths(found)) == WORDS * count
    assert len(found) == 1 or min(lengths(found)) >= 60


def test_a_stub_joins_its_neighbour_under_the_same_heading():
    long = " ".join(["واژه"] * 189) + "."
    assert lengths(passages(document([(PARAGRAPH, long), (PARAGRAPH, "تمام شد همین.")]))) == [192]
    assert lengths(passages(document([(PARAGRAPH, f"{long} {long}"), (PARAGRAPH, "تمام شد.")]))) == [189, 191]


def test_a_stub_joins_its_neighbour_even_where_that_is_full():
    full = " ".join(["واژه"] * (MOST_WORDS - 1)) + "."
    assert lengths(passages(document([(PARAGRAPH, full), (PARAGRAPH, "این هم تمام شد دیگر.")]))) == [
        MOST_WORDS + 4
    ]


def test_no_passage_runs_across_headings_and_each_knows_its_path():
    found = passages(
        document(
            [
                (TITLE, "شیوه‌نامهٔ گزارش"),
                (HEADING, "فصل نخست", 1),
                (HEADING, "مهلت", 2),
                (PARAGRAPH, SENTENCE),
                (HEADING, "پیوست", 2),
                (PARAGRAPH, SENTENCE),
                (HEADING, "فصل دوم", 1),
                (PARAGRAPH, SENTENCE),
            ]
        )
    )
    assert [(passage.headings, passage.text) for passage in found] == [
        (("فصل نخست", "مهلت"), SENTENCE),
        (("فصل نخست", "پیوست"), SENTENCE),
        (("فصل دوم",), SENTENCE),
    ]


def test_the_path_goes_on_overleaf_and_no_passage_does():
    found = passages(document([(HEADING, "مهلت", 1), (PARAGRAPH, SENTENCE)], [(PARAGRAPH, SENTENCE)]))
    assert [(passage.page, passage.headings) for passage in found] == [(1, ("مهلت",)), (2, ("مهلت",))]


def test_the_last_words_of_a_paragraph_overleaf_join_what_follows_them():
    first = [(HEADING, "مهلت", 1), (PARAGRAPH, f"{SENTENCE} متن آن جلسه در")]
    found = passages(
        document(first, [(PARAGRAPH, "اینجا نیست."), (HEADING, "پیوست", 1), (PARAGRAPH, SENTENCE)])
    )
    assert [(passage.page, passage.headings) for passage in found] == [(1, ("مهلت",)), (2, ("پیوست",))]
    assert found[1].text.startswith("اینجا نیست.")
    assert found[1].text.endswith(SENTENCE)
    found = passages(document(first, [(PARAGRAPH, "اینجا نیست.")]))
    assert found[1].text == "اینجا نیست."


@pytest.mark.parametrize("label", ["ماده", "تبصره", "گردآورندگان:", "ترجمه:"])
def test_a_label_that_says_nothing_heads_nothing(label):
    found = passages(document([(HEADING, label, 1), (PARAGRAPH, f"۲۹: {SENTENCE}")], [(PARAGRAPH, SENTENCE)]))
    assert [(passage.headings, passage.text) for passage in found] == [
        ((), f"{label}\n۲۹: {SENTENCE}"),
        ((), SENTENCE),
    ]


def test_a_heading_at_the_foot_of_a_page_heads_what_stands_overleaf():
    found = passages(document([(HEADING, "مهلت", 1)], [(PARAGRAPH, SENTENCE)]))
    assert [(passage.page, passage.headings, passage.text) for passage in found] == [(2, ("مهلت",), SENTENCE)]


def test_headings_that_head_nothing_are_found_too():
    found = passages(
        document(
            [(HEADING, "فصل نخست", 1), (PARAGRAPH, SENTENCE), (HEADING, "فصل دوم", 1), (HEADING, "فصل سوم", 1)]
        )
    )
    assert [(passage.headings, passage.text) for passage in found] == [
        (("فصل نخست",), SENTENCE),
        ((), "فصل دوم\nفصل سوم"),
    ]


def test_a_document_of_a_title_alone_has_that_as_its_passage():
    found = passages(document([(TITLE, "شیوه‌نامهٔ  گزارش")]))
    assert [passage.text for passage in found] == ["شیوه‌نامهٔ  گزارش"]


def test_a_paragraph_in_bold_is_no_heading():
    long = " ".join([SENTENCE] * 5)
    assert [(passage.headings, passage.text) for passage in passages(document([(HEADING, long, 1)]))] == [
        ((), long)
    ]


def test_rows_stay_whole_with_the_header_row_as_their_context():
    rows = [(ROW, f"{number}\tتهیهٔ گزارش شمارهٔ {number}. بررسی آن\tدبیرخانه") for number in range(60)]
    found = passages(document([(HEADER, "ردیف\tکار\tمسئول"), *rows]))
    assert len(found) > 2
    assert {passage.context for passage in found} == {"ردیف | کار | مسئول"}
    assert [line for passage in found for line in passage.text.split("\n")] == [text for _, text in rows]


def test_a_table_keeps_its_header_overleaf_and_text_below_it_has_none():
    found = passages(
        document(
            [(HEADER, "ردیف\tکار"), (ROW, "۱\tتهیهٔ گزارش")], [(ROW, "۲\tبررسی گزارش"), (PARAGRAPH, SENTENCE)]
        )
    )
    assert [(passage.text, passage.context) for passage in found] == [
        ("۱\tتهیهٔ گزارش", "ردیف | کار"),
        ("۲\tبررسی گزارش", "ردیف | کار"),
        (SENTENCE, ""),
    ]


def test_a_header_row_without_rows_is_text():
    found = passages(document([(HEADER, "ردیف\tکار"), (PARAGRAPH, SENTENCE)]))
    assert [(passage.text, passage.context) for passage in found] == [(f"ردیف\tکار\n{SENTENCE}", "")]


def test_running_heads_enter_no_passage():
    found = passages(
        document([(RUNNING, "صفحهٔ ۱"), (PARAGRAPH, SENTENCE), (RUNNING, "محرمانه"), (PARAGRAPH, SENTENCE)])
    )
    assert [passage.text for passage in found] == [SENTENCE, SENTENCE]


def test_a_sentence_far_too_long_is_cut_at_clauses_and_loses_no_word():
    clause = " ".join(["واژه"] * 29) + " پایان،"
    found = passages(document([(PARAGRAPH, " ".join([clause] * 30))]))
    assert max(lengths(found)) <= MOST_WORDS
    assert sum(lengths(found)) == 900
    assert all(passage.text.endswith("پایان،") for passage in found)


def test_words_without_any_mark_are_cut_at_blanks():
    found = passages(document([(PARAGRAPH, " ".join(["واژه"] * 1000))]))
    assert max(lengths(found)) <= LONGEST_PIECE
    assert sum(lengths(found)) == 1000


def test_a_page_without_blocks_is_split_by_its_lines():
    found = passages(ParsedDocument((Page(1, "سطر نخست\n\nسطر دوم"),), ()))
    assert [passage.text for passage in found] == ["سطر نخست\n\nسطر دوم"]


def test_an_empty_document_has_no_passage():
    assert split(DOCUMENT, ParsedDocument((Page(1, " \n"),), ()), "گزارش") == []
    assert split(DOCUMENT, ParsedDocument((), ()), "گزارش") == []


def test_the_same_document_gives_the_same_ids_and_another_document_others():
    parsed = document([(PARAGRAPH, SENTENCE), (HEADING, "مهلت", 1), (PARAGRAPH, SENTENCE)])
    again = [passage.id for passage in split(DOCUMENT, parsed, "گزارش")]
    assert [passage.id for passage in split(DOCUMENT, parsed, "گزارش")] == again
    assert not {passage.id for passage in split(UUID(int=8), parsed, "گزارش")} & set(again)


def test_the_fingerprint_follows_the_rules_of_sentences(monkeypatch):
    before = fingerprint()
    assert fingerprint() == before
    monkeypatch.setattr("language.sentences.RULES", ("other",))
    assert fingerprint() != before


def test_a_short_letterhead_joins_what_follows_it():
    parsed = document(
        [
            (BlockKind.PARAGRAPH, "باسمه تعالی"),
            (BlockKind.HEADING, "موضوع نامه", 1),
            (BlockKind.PARAGRAPH, "نشست هفته آینده برگزار می‌شود."),
        ]
    )
    (only,) = passages(parsed)
    assert only.text.startswith("باسمه تعالی")
    assert only.text.endswith("برگزار می‌شود.")
    assert only.headings == ("موضوع نامه",)


def test_a_letterhead_that_says_something_stands_alone():
    letterhead = " ".join(["معاونت برنامه‌ریزی شهرداری دربارهٔ بودجهٔ سال آینده گزارش می‌دهد."] * 4)
    parsed = document(
        [
            (BlockKind.PARAGRAPH, letterhead),
            (BlockKind.HEADING, "درآمد", 1),
            (BlockKind.PARAGRAPH, "درآمد پایدار بیشتر شد."),
        ]
    )
    assert [one.headings for one in passages(parsed)] == [(), ("درآمد",)]
