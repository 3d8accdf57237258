"""What was understood is told: offers, words that find nothing, and the same for an answer."""

import pytest

from corpus.access import principal
from language.keyboard import to_latin
from search.query import Mode


@pytest.fixture
def filled(office):
    office.add("بودجه", "بودجهٔ سالانهٔ تالار شهر را شورا تصویب کرد.")
    office.add("کد", f"کد دستگاه {to_latin('تالار')} در انبار ثبت شد.")
    return office


def test_a_known_word_is_asked_as_typed_and_the_other_layout_is_offered(filled):
    typed = to_latin("تالار")
    ranking = filled.search(typed, mode=Mode.WORDS)
    assert [hit.document.description.title for hit in ranking.hits] == ["کد"]
    assert ranking.replacements == ()
    assert ranking.offer == "تالار"
    assert filled.search(typed, mode=Mode.WORDS, repair=False).offer == ""


def test_the_offer_works_both_ways_and_needs_every_word(filled):
    assert filled.search("تالار").offer == to_latin("تالار")
    assert filled.search("تالار شهر").offer == ""


def test_nothing_is_offered_out_of_what_may_not_be_read(filled):
    filled.add("تماس", "دبیر جلسه.")
    filled.add("پنهان", f"رمز {to_latin('دبیر')} است.", readers=frozenset({"حراست"}))
    assert filled.search("دبیر").offer == to_latin("دبیر")
    assert filled.search("دبیر", principal=principal("مهمان")).offer == ""


@pytest.mark.parametrize("text", ["از به که", "؟؟؟", "😀", "«»", "the of"])
def test_a_text_without_words_of_its_own_says_so(filled, text):
    for mode in Mode:
        assert filled.search(text, mode=mode).only_common
    assert not filled.search("شورا").only_common
    assert not filled.search("نوع: نامه").only_common


def test_an_answer_tells_what_was_understood(filled):
    understood = filled.answer("بوجهٔ سالانه نوع: سایر").understood
    assert [one.text for one in understood.replacements] == ["بودجه"]
    assert [one.value for one in understood.conditions] == ["other"]
