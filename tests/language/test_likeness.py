"""Copies are alike however they are written; other documents are not, even if only their numbers differ."""

import random

from hypothesis import given
from hypothesis import strategies as st

from language.likeness import LEAST_LETTERS, likeness, sketch, unpacked

WORDS = [
    "شورای",
    "شهر",
    "بودجهٔ",
    "نگهداری",
    "فضای",
    "سبز",
    "را",
    "برای",
    "سال",
    "آینده",
    "تصویب",
    "کرد",
    "و",
    "مقرر",
    "شد",
    "واحد",
    "خدمات",
    "شهری",
    "گزارش",
    "دهد",
]


def text(seed: int, words: int = 300) -> str:
    chance = random.Random(seed)
    return " ".join("".join(chance.sample("ابپتجدرسشعفقکگلمنوهی", 5)) for _ in range(words // 2)) + " ".join(
        WORDS * 3
    )


def alike(first: str, second: str, sure: bool = True) -> float:
    one, two = sketch(first, sure_digits=sure), sketch(second, sure_digits=sure)
    assert one is not None
    assert two is not None
    return likeness(one, two)


def test_blanks_joiners_and_forms_of_letters_do_not_count() -> None:
    first = text(1) + " می‌شود کتاب‌های شهری ۱۴۰۲"
    second = (
        first.replace("ی", "ي")
        .replace("ک", "ك")
        .replace("\u200c", " ")
        .replace("۱۴۰۲", "1402")
        .replace(" ", "\n")
    )
    assert alike(first, second) == 1.0


def test_other_texts_are_not_alike() -> None:
    assert alike(text(1), text(2)) < 0.35


def test_the_same_form_with_other_numbers_is_another_document() -> None:
    form = text(1) + " شماره {} تاریخ {} مبلغ {} مهلت {}"
    first, second = form.format(127, 14020310, 4500000, 1403), form.format(128, 14020410, 5200000, 1404)
    assert alike(first, second) < 0.5
    assert alike(first, second, sure=False) > 0.8  # OCR's digits tell nothing


def test_a_few_wrong_letters_leave_a_scan_alike() -> None:
    chance = random.Random(3)
    first = text(1, 900)
    scan = "".join(chance.choice("ابتسم") if c.isalpha() and chance.random() < 0.04 else c for c in first)
    assert alike(first, scan, sure=False) > 0.4


def test_what_is_short_is_not_compared() -> None:
    assert sketch("نامه " * 10) is None
    assert sketch("الف" * LEAST_LETTERS) is not None


@given(st.text(max_size=3000))
def test_any_text_is_like_itself_and_survives_packing(content: str) -> None:
    made = sketch(content + text(1))
    assert made is not None
    assert unpacked(made.packed()) == made
    assert likeness(made, made) == 1.0
    assert len(made.packed()) < 1500


def test_a_sketch_of_another_version_is_not_read() -> None:
    made = sketch(text(1))
    assert made is not None
    assert unpacked(b"\xff" + made.packed()[1:]) is None
