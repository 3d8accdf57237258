"""Words come back from their few bytes; titles agree however they are typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.folding import folded
from corpus.packed_words import BOX_UNIT, packed, unpacked
from corpus.records import Box, Span, Word

FRACTIONS = st.floats(-1, 2, allow_nan=False).map(lambda value: round(value * BOX_UNIT) / BOX_UNIT)
BOXES = st.none() | st.builds(Box, FRACTIONS, FRACTIONS, FRACTIONS, FRACTIONS)
SPANS = st.tuples(st.integers(0, 100_000), st.integers(1, 60)).map(lambda place: Span(place[0], sum(place)))


@given(st.lists(st.builds(Word, SPANS, BOXES), max_size=30))
def test_words_come_back_as_they_were_packed(words: list[Word]) -> None:
    assert unpacked(packed(words)) == tuple(words)


def test_boxes_are_kept_to_a_hundred_thousandth_of_the_page() -> None:
    [word] = unpacked(packed([Word(Span(0, 4), Box(1 / 3, 2 / 3, 1 / 7, 1e-9))]))
    assert word.box is not None
    assert (word.box.x, word.box.y) == pytest.approx((1 / 3, 2 / 3), abs=0.5 / BOX_UNIT)


def test_a_pages_words_take_few_bytes() -> None:
    words = [
        Word(Span(n * 5, n * 5 + 4), Box(0.9 - (n % 12) * 0.07, 0.05 + (n // 12) * 0.027, 0.05, 0.018))
        for n in range(400)
    ]
    assert len(packed(words)) < 12 * len(words)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("آئین‌نامهٔ ۱۲", "آیین نامه 12"),
        ("صورت‌جلسهٔ شورای معاونان", "صورتجلسه شوراي معاونان"),
        ("كتاب", "کتاب"),
        ("مَرخّصی", "مرخصی"),
        ("گــزارش", "گزارش"),
        ("Annual Report ٢٠٢٤", "annual report 2024"),
        ("ﻻیحه", "لایحه"),
    ],
)
def test_two_ways_of_typing_a_title_agree(one: str, other: str) -> None:
    assert folded(one) == folded(other)


def test_different_titles_stay_different() -> None:
    assert folded("بخشنامهٔ ۱۲") != folded("بخشنامهٔ ۲۱")
    assert folded("\u200c \u200f") == ""
