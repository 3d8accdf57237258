import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from language import analysis
from language.analysis import LONGEST_TERM, Term, analyze, display_spans, fingerprint, written_words

SENTENCE = "شهرداری می‌کوشد کتاب‌خانه‌های محلهٔ ۱۲ را تا ۱۴۰۳/۰۵/۱۲ با ۲۵٬۰۰۰ جلد کتاب بیاراید؛ نامهٔ ۱۴۰۳/ص/۱۲۷."
NOISE = "ـًَُِّْٰ\u200d\u200e\u200f\u202b\u202c\u2067\u2069\u00ad\ufeff\0\ud800"


def texts(text: str) -> list[str]:
    return [term.text for term in analyze(text)]


def places(text: str) -> list[tuple[str, str]]:
    return [(term.text, text[term.start : term.end]) for term in analyze(text)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("كتاب عربي علي", "کتاب عربی علی"),
        ("سال 1403 و ١٤٠٣", "سال ۱۴۰۳ و ۱۴۰۳"),
        ("مُحَمَّد اللّه", "محمد الله"),
        ("کــتــاب", "کتاب"),
        ("ﮐﺘﺎﺏ ﻻﻟﻪ ﷲ", "کتاب لاله الله"),
        ("\u202bکتاب\u202c \u2067نو\u2069", "کتاب نو"),
        ("شهر\u00adداری", "شهرداری"),
        ("کت\0اب \ud83dنو", "کتاب نو"),
        ("نامۀ مؤثر مأمور", "نامه موثر مامور"),
        ("نامه\u0654 آ", "نامهٔ ا\u0653"),
        ("گفت\u200bوگو گفت¬وگو", "گفت‌وگو گفت‌وگو"),
        ("Résumé HTML", "resume html"),
        ("ﹰکتابﹱ", "کتاب"),
    ],
)
def test_writings_of_the_same_words_give_the_same_terms(one, other):
    assert texts(one) == texts(other)


@given(st.data())
@settings(max_examples=60, derandomize=True, deadline=None)
def test_invisible_characters_and_marks_change_no_term(data):
    expected = texts(SENTENCE)
    place = data.draw(st.sampled_from([at for at, letter in enumerate(SENTENCE) if letter.isalnum()]))
    noise = data.draw(st.text(NOISE, min_size=1, max_size=3))
    assert texts(SENTENCE[: place + 1] + noise + SENTENCE[place + 1 :]) == expected


def test_a_word_is_found_whether_its_zwnj_was_typed_or_not():
    for written in ("کتاب‌خانه", "کتابخانه", "كتاب\u200cخانه‌ها", "کتابخانه‌های"):
        assert "کتابخانه" in texts(written)


def test_a_word_with_zwnj_gives_its_parts_and_the_whole_at_one_position():
    assert analyze("متن آیین‌نامه") == [
        Term("متن", 0, 3, 0),
        Term("ایین", 4, 8, 1),
        Term("نامه", 9, 13, 1),
        Term("اییننامه", 4, 13, 1),
    ]


def test_a_plural_and_its_word_are_one_term_that_spans_the_ending_too():
    assert places("کتاب‌های نو") == [("کتاب", "کتاب‌های"), ("نو", "نو")]


@pytest.mark.parametrize(
    ("text", "original"),
    [
        ("بسم ﷲ گفت", "ﷲ"),
        ("نام اللّهِ مهربان", "اللّهِ"),
        ("نام اللـــه", "اللـــه"),
        ("… الله است ــ", "الله"),  # one character grows by two, two vanish: the length stays
        ("½ الله است ــ", "الله"),
        ("\u200f\u200fالله\u200f است", "الله"),
    ],
)
def test_places_are_those_of_the_original_text(text, original):
    assert dict(places(text))["الله"] == original


@given(st.text(st.characters(max_codepoint=0xFFFF), max_size=60))
@settings(max_examples=300, derandomize=True, deadline=None)
def test_any_text_gives_terms_without_blanks_inside_its_bounds(text):
    for term in analyze(text):
        assert term.text
        assert not any(character.isspace() for character in term.text)
        assert 0 <= term.start < term.end <= len(text)


@pytest.mark.parametrize(
    ("text", "term", "original"),
    [
        ("نامهٔ ۱۴۰۳/ص/۱۲۷ رسید", "1403/ص/127", "۱۴۰۳/ص/۱۲۷"),
        ("نامهٔ 127/ص/1403 رسید", "1403/ص/127", "127/ص/1403"),
        ("(١٤٠٣-ص-١٢٧)", "1403/ص/127", "١٤٠٣-ص-١٢٧"),
        ("به ۱۴۰۳/ ص/ ۱۲۷ بنگرید", "1403/ص/127", "۱۴۰۳/ ص/ ۱۲۷"),
        ("۱۴۰۳/آموزش/۱۲۷", "1403/اموزش/127", "۱۴۰۳/آموزش/۱۲۷"),
        ("نامهٔ ۱۲۳/۴۵-ب", "123/45/ب", "۱۲۳/۴۵-ب"),
        ("پیوست-۱۴۰۳/ص/۱۲", "1403/ص/12", "۱۴۰۳/ص/۱۲"),
        ("تاریخ ۱۴۰۳/۰۵/۱۲", "1403/5/12", "۱۴۰۳/۰۵/۱۲"),
        ("تاریخ 12/5/1403.", "1403/5/12", "12/5/1403"),
        ("تا ۷ مهر ۱۴۰۴ انجام شود", "1404/7/7", "۷ مهر ۱۴۰۴"),
        ("هفتم مهر‌ماه سال ۱۴۰۴", "1404/7/7", "هفتم مهر‌ماه سال ۱۴۰۴"),
        ("۷ مهرماه ۱۴۰۴", "1404/7/7", "۷ مهرماه ۱۴۰۴"),
        ("on 29 September 2025", "1404/7/7", "29 September 2025"),
        ("تاریخ 2025-09-29", "1404/7/7", "2025-09-29"),
        ("تاریخ 2025-09-29", "2025/9/29", "2025-09-29"),
        ("نسخهٔ v2.1", "v/2/1", "v2.1"),
        ("نسخهٔ v2.1", "2/1", "2.1"),
        ("نرخ ۲٫۵ درصد", "2/5", "۲٫۵"),
        ("نرخ ۲/۵ درصد", "2/5", "۲/۵"),
        ("۲۵٬۰۰۰ ریال", "25000", "۲۵٬۰۰۰"),
        ("25,000 ریال", "25000", "25,000"),
    ],
)
def test_a_number_made_of_parts_is_a_term_of_its_own(text, term, original):
    assert (term, original) in places(text)


@pytest.mark.parametrize("written", ["فوق العاده", "فوق‌العاده", "فوقالعاده", "فوق  العاده", "فوق‌العاده‌های"])
def test_a_word_with_an_article_inside_is_one_term_however_it_is_written(written):
    assert texts(f"پرداخت {written} شغل").count("فوقالعاده") == 1


def test_only_words_that_take_an_article_are_joined_to_it():
    assert texts("خدمات الکترونیک") == ["خدمات", "الکترونیک"]
    assert "لازمالاجرا" in texts("این متن لازم الاجراست")


def test_a_day_is_a_term_once_and_its_words_stay_terms():
    assert texts("۷ مهر ۱۴۰۴") == ["1404/7/7", "7", "مهر", "1404"]
    assert texts("۱۴۰۴/۰۷/۰۷").count("1404/7/7") == 1
    assert texts("۳۱ مهر ۱۴۰۴") == ["31", "مهر", "1404"]
    assert texts("مهر ۱۴۰۴") == ["مهر", "1404"]


def test_the_parts_of_a_number_are_terms_too_and_follow_the_whole():
    assert texts("۱۴۰۳/ص/۱۲۷") == ["1403/ص/127", "1403", "ص", "127"]


def test_a_hundredth_is_not_a_tenth():
    assert "2/05" in texts("2.05")
    assert "2/5" not in texts("2.05")


@pytest.mark.parametrize("text", ["گزارش-۱۲", "پایان.۱۴۰۳ آغاز", "و/یا", "1403"])
def test_a_word_beside_a_number_does_not_make_it_a_letter_number(text):
    assert not any("/" in term for term in texts(text))


def test_letters_and_digits_break_apart():
    assert texts("سال۱۴۰۳میلاد HTML5") == ["سال", "1403", "میلاد", "html", "5"]


@pytest.mark.parametrize("text", ["از این به آن", "می‌شود", "چگونه است؟", "what is the", "", " \n\t", "؟!"])
def test_words_that_every_passage_has_are_no_terms(text):
    assert analyze(text) == []


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("سازمانهای", "سازمان"),
        ("سازمان‌هایشان", "سازمان"),
        ("آموزشی", "اموزش"),
        ("دانایی", "دانا"),
        ("علی", "علی"),
        ("بها", "بها"),
        ("گلها", "گل"),
    ],
)
def test_plural_endings_and_a_final_yeh_fall_off(word, stem):
    assert texts(word) == [stem]


def test_ten_thousand_ligatures_give_a_bounded_number_of_bounded_terms():
    terms = texts("ﷺ" * 10_000)
    assert len(terms) <= 40_000
    assert max(map(len, terms)) <= LONGEST_TERM


@pytest.mark.parametrize(
    "ending", ["ها", "های", "هایی", "هایم", "هایت", "هایش", "هایمان", "هایتان", "هایشان", "هاست"]
)
def test_every_plural_ending_falls_off_joined_or_after_zwnj(ending):
    assert texts(f"کتاب{ending}") == ["کتاب"]
    assert "کتاب" in texts(f"کتاب‌{ending}")


@pytest.mark.parametrize("run", ["آ" * 5_000, "۱" * 5_000, "ب\u200c" * 5_000, "۱/" * 5_000 + "۱"])
def test_a_run_without_end_gives_no_term_without_end(run):
    assert max(len(term) for term in texts(run)) <= LONGEST_TERM


def test_highlighting_marks_the_whole_visible_word_with_its_marks_and_endings():
    text = "كتاب‌هاي مدیرِ کتاب‌خانه و ﷲ"
    assert [span.of(text) for span in display_spans(text, {"کتاب"})] == ["كتاب‌هاي", "کتاب"]
    assert [span.of(text) for span in display_spans(text, {"مدیر", "الله"})] == ["مدیرِ", "ﷲ"]
    assert [span.of(text) for span in display_spans(text, {"کتابخانه"})] == ["کتاب‌خانه"]


def test_highlighted_places_do_not_overlap():
    text = "کتاب‌خانه، نامهٔ ۱۴۰۳/ص/۱۲۷"
    spans = display_spans(text, set(texts(text)))
    assert [span.of(text) for span in spans] == ["کتاب‌خانه", "نامهٔ", "۱۴۰۳/ص/۱۲۷"]
    assert display_spans(text, set()) == []


def test_the_fingerprint_is_stable_and_follows_the_stop_words(monkeypatch):
    before = fingerprint()
    fingerprint.cache_clear()
    assert fingerprint() == before
    fingerprint.cache_clear()
    monkeypatch.setattr(analysis, "STOP_WORDS", analysis.STOP_WORDS - {"که"})
    assert fingerprint() != before
    monkeypatch.undo()
    fingerprint.cache_clear()
    assert fingerprint() == before


def test_written_words_keep_stop_words_and_places():
    text = "کتاب‌های من و ۱۴۰۳"
    words = written_words(text)
    assert [text[word.start : word.end] for word in words] == ["کتاب‌های", "من", "و", "۱۴۰۳"]
    assert [word.text for word in words] == ["کتابهای", "من", "و", "1403"]
    assert [word.terms for word in words] == [("کتاب",), (), (), ("1403",)]
