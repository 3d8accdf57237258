"""A corrected text keeps of the page what it can: kinds of lines, and boxes of words that stand for others."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from corpus.page_corrections import PageText
from corpus.records import Block, BlockKind, Box, Page, Span, Word
from ingest.corrected_text import corrected

TEXT = "صورتحلسه شورا\nمهلت پاسخ ۱۵ روز است\nردیف\tموضوع\tمهلت\n۱\tگزارش\t۳۰"
KINDS = (BlockKind.TITLE, BlockKind.PARAGRAPH, BlockKind.TABLE_HEADER, BlockKind.TABLE_ROW)


def page_of(text: str, recognized: float | None = 0.7) -> PageText:
    words, blocks, at = [], [], 0
    for number, line in enumerate(text.split("\n")):
        blocks.append(Block(KINDS[number % 4], 1, Span(at, at + len(line)), level=number))
        for word in line.split():
            start = text.index(word, at)
            words.append(Word(Span(start, start + len(word)), Box(len(words) / 100, 0.1, 0.01, 0.02)))
            at = start + len(word)
        at = sum(len(one) + 1 for one in text.split("\n")[: number + 1])
    return PageText(Page(1, text, tuple(words), 595.0, 842.0, False, recognized), tuple(blocks))


def boxes(text: PageText) -> dict[str, Box | None]:
    return {word.span.of(text.page.text): word.box for word in text.page.words}


def test_a_mended_word_takes_the_box_of_the_word_that_stood_there() -> None:
    before = page_of(TEXT)
    after = corrected(before, TEXT.replace("صورتحلسه", "صورت‌جلسه"))
    assert boxes(after)["صورت‌جلسه"] == boxes(before)["صورتحلسه"]
    assert boxes(after)["شورا"] == boxes(before)["شورا"]


def test_words_that_were_missing_have_no_box_and_cost_the_others_nothing() -> None:
    before = page_of(TEXT)
    after = corrected(before, TEXT.replace("پاسخ ۱۵ روز", "پاسخ به درخواست شهروندان ۱۵ روز"))
    assert boxes(after)["درخواست"] is None
    assert boxes(after)["۱۵"] == boxes(before)["۱۵"]
    assert boxes(after)["روز"] == boxes(before)["روز"]


def test_lines_keep_their_kind_and_new_ones_are_paragraphs_or_rows() -> None:
    after = corrected(page_of(TEXT), TEXT.replace("صورتحلسه", "صورت‌جلسه") + "\n۲\tصورت وضعیت\t۱۰\nپایان")
    assert [block.kind for block in after.blocks] == [*KINDS, BlockKind.TABLE_ROW, BlockKind.PARAGRAPH]
    assert after.blocks[0].span.of(after.page.text) == "صورت‌جلسه شورا"
    assert after.blocks[1].level == 1


def test_a_page_corrected_by_hand_is_recognized_no_more_and_waits_for_nothing() -> None:
    page = corrected(page_of(TEXT), TEXT).page
    assert (page.recognized, page.needs_ocr, page.agreed) == (None, False, ())
    waiting = PageText(Page(1, "", needs_ocr=True), ())
    after = corrected(waiting, "نامهٔ شمارهٔ ۱۲\r\n\r\nمتن نامه ")
    assert (after.page.text, after.page.needs_ocr) == ("نامهٔ شمارهٔ ۱۲\n\nمتن نامه", False)
    assert [block.span.of(after.page.text) for block in after.blocks] == ["نامهٔ شمارهٔ ۱۲", "متن نامه"]


@pytest.mark.parametrize("text", ["", "\n\n", "\x00\ud800"])
def test_a_page_may_be_corrected_to_nothing(text: str) -> None:
    after = corrected(page_of(TEXT), text)
    assert after.page.text.strip() == ""
    assert (after.blocks, after.page.words) == ((), ())


@given(some.text("ابپ \n\t۱۲", max_size=60), some.text("ابپ \n\t۱۲", max_size=60))
def test_spans_of_words_and_blocks_lie_in_order_within_the_text(old: str, new: str) -> None:
    after = corrected(page_of(old), new)
    for spans in ([word.span for word in after.page.words], [block.span for block in after.blocks]):
        assert all(one.end <= other.start for one, other in pairwise(spans))
        assert all(0 <= span.start < span.end <= len(after.page.text) for span in spans)
        assert all(span.of(after.page.text).strip() for span in spans)
    assert "".join(word.span.of(after.page.text) for word in after.page.words) == "".join(new.split())
