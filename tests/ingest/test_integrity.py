"""Sound pages score high, whatever is wrong with a page is named and makes it low."""

import random
from pathlib import Path

import pytest

from corpus.records import LOW_INTEGRITY, Integrity, Page
from ingest import integrity as rules
from ingest.integrity import assess, integrity

SOUND = (
    "دبیر جلسه گزارش کوتاهی از پیشرفت مصوبات جلسهٔ شمارهٔ ۲۶ (مورخ ۱۴۰۳/۰۴/۲۰) ارائه کرد. "
    "از مجموع ۱۱ مصوبه، ۸ مورد به‌طور کامل انجام شده است و اطلاعات آن‌ها در سامانهٔ مدیریت جلسات ثبت شد. "
    "هزینهٔ اجرای طرح با احتساب نصب "
    "برآورد شد و پیمانکار متعهد شد علت تأخیر را اعلام کند و کلیهٔ خلاصه‌ها را برای اعضا ارسال نماید."
)
FOLDER = Path(__file__).parents[3] / "shared" / "data" / "pdf" / "truth"


def of(text: str, **facts: object) -> Integrity:
    return integrity(Page(1, text, **facts))


def shuffled(text: str) -> str:
    letters = list("ابپتثجچحخدذرزسشصضطعغفقکگلمنوهی")
    other = letters[:]
    random.Random(5).shuffle(other)
    return text.translate(str.maketrans("".join(letters), "".join(other)))


def test_a_sound_page_has_nothing_against_it() -> None:
    found = of(SOUND)
    assert found.score >= 0.98
    assert not found.is_low


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (shuffled(SOUND), rules.UNKNOWN_WORDS),
        (SOUND.replace("لا", "ال").replace("ل", "لا"), rules.UNKNOWN_WORDS),
        (" ".join(word[::-1] for word in SOUND.split()), rules.REVERSED_WORDS),
        (SOUND.replace("ا", "\ufffd"), rules.UNMAPPED_GLYPHS),
        (SOUND.replace("ه", "(cid:12)"), rules.UNMAPPED_GLYPHS),
    ],
)
def test_what_is_wrong_with_a_page_is_named_and_makes_it_low(text: str, reason: str) -> None:
    found = of(text)
    assert found.is_low, found
    assert found.reasons[reason] > 0.05


def test_lam_alef_that_was_swapped_is_noticed_though_most_words_stand() -> None:
    found = of(SOUND.replace("لا", "ال"))
    assert found.reasons[rules.SWAPPED_LETTERS] > 0
    assert found.score < of(SOUND).score


def test_dates_from_left_to_right_are_noticed() -> None:
    assert rules.REVERSED_DATES not in of("تاریخ جلسه ۱۴۰۳/۰۵/۱۲ و ۲۰۲۴-۰۵-۰۱").reasons
    assert of("تاریخ جلسه ۲۱/۵۰/۳۰۴۱").reasons[rules.REVERSED_DATES] == 1


def test_a_page_that_waits_for_ocr_has_no_text_to_trust() -> None:
    assert of("", needs_ocr=True) == Integrity(0.0, {rules.NEEDS_OCR: 1.0})


def test_a_doubtful_recognition_lowers_the_score_of_known_words() -> None:
    assert of(SOUND, recognized=0.95).score > of(SOUND, recognized=0.6).score
    assert of(SOUND, recognized=0.6).score < LOW_INTEGRITY


@pytest.mark.parametrize("text", ["", "۱۲", "باسمه تعالی", "Annual report of the transport department 2024"])
def test_few_words_and_other_languages_are_not_held_against_a_page(text: str) -> None:
    assert of(text).score == 1


def test_words_with_joiners_endings_and_arabic_letters_are_known() -> None:
    text = "می‌شود كتاب‌هایشان سامانه‌های يادگيري مسئولیت‌پذیری مؤثر هیأت بی‌کیفیت " * 4
    assert rules.UNKNOWN_WORDS not in of(text).reasons


def test_assessing_changes_nothing_else() -> None:
    page = Page(3, SOUND, width=595.0)
    found = assess(page)
    assert (found.number, found.text, found.width, found.integrity) == (3, SOUND, 595.0, integrity(page))


@pytest.mark.skipif(not FOLDER.is_dir(), reason="needs ../shared/data/pdf")
def test_true_texts_are_sound() -> None:
    files = sorted(FOLDER.glob("*.gt.txt"))
    assert files
    for file in files:
        assert of(file.read_text("utf-8")).score >= 0.97, file.name
