"""Words that no document has are asked as what they may mean, among what the asker may read."""

import pytest

from corpus.access import principal
from language.spelling import LETTERS, near_words
from search import respelling
from search.query import LONGEST_TEXT, Mode

TEXT = "تخصیص بودجهٔ شهر هوشمند را شورا تصویب کرد."


@pytest.fixture
def filled(office):
    office.add("مصوبهٔ بودجه", TEXT)
    for number in range(6):
        office.add(f"گزارش {number}", f"گزارش عملکرد واحد شمارهٔ {number} در سال گذشته بررسی شد.")
    return office


@pytest.mark.parametrize(
    ("question", "meant"),
    [("تخسیص", "تخصیص"), ("بوجه", "بودجه"), ("شهرهوشمند", "شهر هوشمند"), ("تصیوب", "تصویب")],
)
def test_a_slip_finds_what_was_meant_and_says_so(filled, question, meant):
    ranking = filled.search(question, mode=Mode.WORDS)
    assert ranking.hits[0].document.description.title == "مصوبهٔ بودجه"
    assert [found.text for found in ranking.replacements] == [meant]
    assert ranking.replacements[0].written.of(question) == question
    assert ranking.hits[0].highlights


def test_known_words_are_never_replaced(filled):
    assert filled.search("بودجه شهر هوشمند").replacements == ()


def test_a_repaired_word_weighs_less_than_a_written_one(filled):
    written, repaired = (filled.search(text, mode=Mode.WORDS).hits[0].words.score for text in ("بودجه", "بوجه"))
    assert repaired == pytest.approx(0.7 * written)


def test_repair_can_be_turned_off(filled):
    assert filled.search("بوجه", mode=Mode.WORDS, repair=False).hits == ()


def test_joined_words_are_asked_too(filled):
    filled.add("پیوست", "سامانهٔ آبسنج نصب شد.")
    titles = [hit.document.description.title for hit in filled.search("آب سنج", mode=Mode.WORDS).hits]
    assert titles[0] == "پیوست"


def test_no_word_is_taken_from_what_the_asker_may_not_read(filled):
    filled.add("نامهٔ پنهان", "پروژهٔ کهربا متوقف شد.", readers=frozenset({"حراست"}))
    assert filled.search("کهریا").replacements[0].text == "کهربا"
    guest = filled.search("کهریا", principal=principal("مهمان"))
    assert guest.replacements == ()
    assert "کهربا" not in guest.terms


def test_a_repaired_question_is_answered(filled):
    answer = filled.answer("بوجه شهر هوشمند را شورا کی تصویب کرد؟")
    assert answer.text == TEXT


@pytest.mark.parametrize(
    ("question", "meant"),
    [("بود جه", "بودجه"), ("ب ودجه", "بودجه"), ("تص ویب", "تصویب"), ("هوش مند", "هوشمند")],
)
def test_a_word_torn_apart_is_asked_whole(filled, question, meant):
    ranking = filled.search(question, mode=Mode.WORDS)
    assert ranking.hits[0].document.description.title == "مصوبهٔ بودجه"
    assert [found.text for found in ranking.replacements] == [meant]
    assert ranking.replacements[0].written.of(question) == question


def test_two_words_with_a_meaning_each_are_left_as_they_are(filled):
    filled.add("پیوست", "شهرهوشمند نام سامانه است.")
    assert filled.search("شهر هوشمند").replacements == ()


def test_the_near_word_that_stands_with_the_other_words_comes_first(filled):
    for number in range(5):
        filled.add(f"نامهٔ {number}", "نگهداری باغ گیاه‌شناسی آغاز شد.")
    filled.add("قرارداد", "اجارهٔ بام ساختمان امضا شد.")
    meant = [found.text for found in filled.search("اجاره ساختمان باپ", mode=Mode.WORDS).replacements]
    assert meant == ["بام"]


@pytest.mark.parametrize("question", ["وبودجه", "بودجه‌چیه", "بودجهچیه"])
def test_a_small_word_written_to_its_neighbour_falls_off(filled, question):
    assert filled.search(question, mode=Mode.WORDS).hits[0].document.description.title == "مصوبهٔ بودجه"


@pytest.mark.parametrize(("question", "number"), [("مصوبه", "مصوبات"), ("وظیفه", "وظایف"), ("اعضا", "عضو")])
def test_the_other_number_of_a_word_is_asked_at_half_its_weight(filled, question, number):
    filled.add("آیین‌نامه", f"{number} شورا در این آیین‌نامه آمده است.")
    whole, half = (filled.search(text, mode=Mode.WORDS).hits for text in (number, question))
    found = {hit.document.description.title: hit.words.score for hit in half}
    assert found["آیین‌نامه"] == pytest.approx(0.5 * whole[0].words.score)


def test_the_other_number_is_not_told_to_who_may_not_read_it(filled):
    filled.add("نامهٔ پنهان", "وظایف تازه ابلاغ شد.", readers=frozenset({"حراست"}))
    assert "وظایف" in filled.search("وظیفه").terms
    assert "وظایف" not in filled.search("وظیفه", principal=principal("مهمان")).terms


@pytest.mark.parametrize(
    ("question", "alone"), [("وظیفه", "وظيفه"), ("شرح وظیفهٔ مصوبه", "وظیفهٔ"), ("شرح وظیفه", "شرح وظیفه")]
)
def test_a_word_as_it_is_written_is_asked_without_its_other_number(filled, question, alone):
    filled.add("آیین‌نامه", "وظایف و مصوبات شورا در این آیین‌نامه شرح داده شد.")
    assert "وظایف" in filled.search(question).terms
    found = filled.search(question, as_written=[alone]).terms
    assert "وظایف" not in found
    assert ("مصوبات" in found) == ("مصوبه" in question)


def test_a_word_that_a_blank_tore_is_left_torn_where_it_is_asked_so(filled):
    mended = filled.search("بو دجه", mode=Mode.WORDS).replacements
    assert [found.text for found in mended] == ["بودجه"]
    assert filled.search("بو دجه", mode=Mode.WORDS, as_written=["بو دجه"]).replacements == ()


def test_what_was_asked_instead_is_said_as_documents_write_it(filled):
    filled.add("آیین‌نامه", "مرخصی‌های استحقاقی و مرخصی بی‌حقوق.")
    assert [found.text for found in filled.search("مرخسی استحقاقی").replacements] == ["مرخصی"]
    hidden = filled.search("مرخسی استحقاقی", principal=principal("بیگانه", frozenset({"هیچ"})))
    assert all(found.text != "مرخصی" for found in hidden.replacements) or hidden.hits


@pytest.mark.parametrize(
    "word", ["بوحه", "شهرهوشمنذ", "ق ش ث ض", "صورتجلسهبودجه"], ids=["short", "long", "letters", "joined"]
)
def test_a_page_of_noise_is_mended_no_longer_than_a_question(filled, monkeypatch, word):
    looked_for: list[str] = []

    def counted(word, *others):
        looked_for.append(word)
        return near_words(word, *others)

    monkeypatch.setattr(respelling, "near_words", counted)
    places = range(len(word))
    noise = " ".join(f"{word[:place]}{letter}{word[place:]}" for place in places for letter in LETTERS)
    filled.search(noise[:LONGEST_TEXT], mode=Mode.WORDS)
    assert len(looked_for) <= respelling.MOST_NEAR


def test_a_real_word_that_no_document_has_is_no_slip(filled):
    filled.add("نامه", "قبض پرداخت شد.")
    ranking = filled.search("قبل بودجه", mode=Mode.WORDS)
    assert ranking.replacements == ()
    assert ranking.hits[0].document.description.title == "مصوبهٔ بودجه"
    assert filled.search("قبل", mode=Mode.WORDS).hits  # what is near is asked, at little weight
