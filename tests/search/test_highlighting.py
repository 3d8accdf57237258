import pytest

from language.analysis import analyze
from search.highlighting import highlights
from search.sentence_scores import Measure, best_sentence


def marked(text: str, question: str) -> list[str]:
    return [span.of(text) for span in highlights(text, {term.text for term in analyze(question)})]


@pytest.mark.parametrize(
    ("text", "question", "expected"),
    [
        ("کتاب‌های کتابخانه را پس بدهید.", "کتاب", ["کتاب‌های"]),
        ("هزينه مأموريت در شركت", "هزینهٔ ماموریت شرکت", ["هزينه", "مأموريت", "شركت"]),
        ("ﻫﺰﯾﻨﻪ در سال ۱۴۰۳", "هزینه 1403", ["ﻫﺰﯾﻨﻪ", "۱۴۰۳"]),
        ("کــتــاب نو", "کتاب", ["کــتــاب"]),
        ("مقالهٔ ﻻله", "لاله", ["ﻻله"]),
        ("گفت‌وگو با مدیر", "گفتوگو", ["گفت‌وگو"]),
        ("نامهٔ شمارهٔ ۱۴۰۳/۱۲۷ رسید", "1403/127", ["۱۴۰۳/۱۲۷"]),
        ("هیچ‌یک", "کتاب", []),
    ],
)
def test_words_are_marked_as_they_stand_in_the_original(text, question, expected):
    assert marked(text, question) == expected


def measure(question: str) -> Measure:
    return Measure(question, {term.text: 1.0 for term in analyze(question)})


def test_the_best_sentence_covers_most_of_the_question():
    text = "ساعت کار اداره از هشت است. مرخصی استحقاقی سی روز است. مرخصی ساعتی جداست."
    assert best_sentence(measure("مرخصی استحقاقی"), text).of(text) == "مرخصی استحقاقی سی روز است."


def test_a_rare_word_outweighs_common_ones():
    text = "کارمند اداره مدیر اداره است. آسانسور خراب است."
    rare = Measure("کارمند مدیر آسانسور", {"کارمند": 0.3, "مدیر": 0.3, "اسانسور": 5.0})
    assert best_sentence(rare, text).of(text) == "آسانسور خراب است."


def test_a_misspelt_word_still_points_at_its_sentence_by_its_4_grams():
    text = "ساعت کار از هشت است. بازنشستگی کارکنان پس از سی سال است."
    assert best_sentence(measure("بازنشسستگی"), text).of(text) == "بازنشستگی کارکنان پس از سی سال است."


def test_a_question_for_a_number_prefers_the_sentence_that_has_one():
    text = "مهلت ارسال گزارش کوتاه است. مهلت ارسال گزارش ۱۵ روز است."
    assert (
        best_sentence(measure("مهلت ارسال گزارش چند روز است؟"), text).of(text) == "مهلت ارسال گزارش ۱۵ روز است."
    )


def test_a_text_that_has_nothing_of_the_question_has_no_best_sentence():
    assert best_sentence(measure("مرخصی"), "ساعت ۸ کار آغاز می‌شود.") is None
