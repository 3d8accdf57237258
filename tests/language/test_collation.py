"""Titles in the order of the Persian alphabet."""

import random

import pytest

from language.collation import persian_key

IN_ORDER = [
    "۲ پیوست",
    "۱۰ پیوست",
    "آب",
    "آب سنج",
    "آبسنج",
    "ابلاغ",
    "بخشنامهٔ ۲",
    "بخشنامهٔ ۱۰",
    "پارک",
    "تالار",
    "چمن",
    "حریم",
    "خانه",
    "ژاله",
    "شهر هوشمند",
    "شهرداری",
    "فضا",
    "قانون",
    "کوه",
    "گزارش",
    "لوله",
    "نامه",
    "ورزش",
    "هنر",
    "یاس",
    "Budget",
    "smart city",
]


def test_titles_stand_in_the_order_of_the_alphabet_and_numbers_by_their_value() -> None:
    mixed = IN_ORDER.copy()
    random.Random(1).shuffle(mixed)
    assert sorted(mixed, key=persian_key) == IN_ORDER


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("صورت‌جلسه", "صورتجلسه"),
        ("كتابي", "کتابی"),
        ("نامهٔ اداری", "نامه اداری"),
        ("گـزارش", "گزارش"),
        ("مُدیر", "مدیر"),
        ("گزارش (۱۲)", "گزارش 12"),
        ("\u202eگزارش", "گزارش"),
    ],
)
def test_what_reads_the_same_stands_at_the_same_place(one: str, other: str) -> None:
    assert persian_key(one) == persian_key(other)


def test_any_texts_have_one_order() -> None:
    texts = ["", "\ud800", "9" * 5000, "😀", "\0", "آب", "12", "a"]
    shuffled = [*texts[4:], *texts[:4]]
    assert sorted(texts, key=persian_key)[0] == ""
    assert sorted(map(persian_key, texts)) == sorted(map(persian_key, shuffled))
