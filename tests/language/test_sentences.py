from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from language.sentences import split_sentences


def sentences(text: str) -> list[str]:
    return [span.of(text) for span in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("این نخست است. این دوم است؟ بله! پایان", ["این نخست است.", "این دوم است؟", "بله!", "پایان"]),
        ("One is here. Two is there? Yes!", ["One is here.", "Two is there?", "Yes!"]),
        ("سطر یک\nسطر دو\n\nسطر سه", ["سطر یک", "سطر دو", "سطر سه"]),
        ("در سال ۱۴۰۳. سپس رفت.", ["در سال ۱۴۰۳.", "سپس رفت."]),
        ("گفت: «آمد.» سپس رفت.", ["گفت: «آمد.»", "سپس رفت."]),
        ("چه شد؟! هیچ.", ["چه شد؟!", "هیچ."]),
        ("کار تمام شد.سپس رفتند.", ["کار تمام شد.", "سپس رفتند."]),
        ("تمام شد…\nباز آمد.", ["تمام شد…", "باز آمد."]),
        ("در خانه‌ی. سپس", ["در خانه‌ی.", "سپس"]),
    ],
)
def test_points_question_marks_and_lines_end_sentences(text, expected):
    assert sentences(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "نرخ ۲٫۵ و 2.5 درصد است؛ ولی کم است.",
        "به ر.ک. صفحهٔ ۱۲ بنگرید.",
        "آقای ا. احمدی آمد.",
        "Dr. J. Smith et al. came.",
        "۱. بند نخست است.",
        "الف. بند نخست است.",
        "ماده ۱۲. شهرداری مکلف است.",
        "مادهٔ ۳-۲. شهرداری مکلف است.",
        "در تاریخ ۱۴۰۳.۰۲.۱۲ بود.",
        "نشانی https://example.ir/a.b?x=1 است.",
        "فایل گزارش.pdf را ببینید.",
        "او گفت… و رفت ... و بازگشت.",
        "دمای ٢٢.٥٥ درجه",
    ],
)
def test_a_point_inside_a_sentence_does_not_end_it(text):
    assert sentences(text) == [text]


@given(st.text("آب .؟!…\n۱۲\u200c«»", max_size=60))
@settings(max_examples=200, derandomize=True, deadline=None)
def test_sentences_keep_every_visible_character_in_order(text):
    spans = split_sentences(text)
    assert "".join("".join(span.of(text).split()) for span in spans) == "".join(text.split())
    assert all(span.of(text) == span.of(text).strip() != "" for span in spans)
    assert all(before.end <= after.start for before, after in pairwise(spans))
