import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from language.normalization import clean_text, fold_lightly, normalize

ANY_TEXT = st.text(st.characters(max_codepoint=0xFFFF), max_size=60)


def test_every_folded_character_knows_where_it_came_from():
    text = "ﻻلهٔ كـتاب"
    normalized = normalize(text)
    assert normalized.text == "لاله کتاب"
    assert [normalized.span(at, at + 1).of(text) for at in range(4)] == ["ﻻ", "ﻻ", "ل", "هٔ"]
    assert normalized.span(5, 9).of(text) == "كـتاب"


def test_zwnj_survives_folding_and_its_substitutes_become_one():
    assert normalize("می‌شود می\u200bشود می¬شود").text == "می‌شود می‌شود می‌شود"


@given(ANY_TEXT)
@settings(max_examples=300, derandomize=True, deadline=None)
def test_places_never_leave_the_original_and_never_go_back(text):
    normalized = normalize(text)
    starts = [normalized.span(at, at + 1).start for at in range(len(normalized.text))]
    assert starts == sorted(starts)
    assert not starts or starts[-1] < len(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("علي و كتاب ہمە", "علی و کتاب همه"),
        ("مُدیر\u200f کـل", "مدیر کل"),
        ("١٤٠٣ و ۱۴۰۳ و 1403", "۱۴۰۳ و ۱۴۰۳ و 1403"),
        ("می‌شود آیین", "می‌شود آیین"),
        ("جزء ۲۵٬۰۰۰", "جزء ۲۵٬۰۰۰"),
        ("الف\0ب\ud800پ", "الف ب پ"),
    ],
)
def test_light_folding_evens_out_only_what_the_model_does_not_know(text, folded):
    assert fold_lightly(text) == folded


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("ﮐﺘﺎﺏ ﻻﻟﻪ ﷲ", "کتاب لاله الله"),
        ("ﻣﺪﯾﺮﹰا ﮐﻞﱢ", "مدیر\u064bا کل\u0650\u0651"),
        ("علي و كتاب می‌شود", "علي و كتاب می‌شود"),
        ("یک\tدو\nسه\r\nچهار\u2028پنج", "یک\tدو\nسه\nچهار\nپنج"),
        ("الف\0ب\ud800پ\x07", "الف ب پ "),
        ("\ufeffآغاز", "آغاز"),
        ("ا\u0653ب m² ½ ①", "آب m² ½ ①"),
        ("می\u200bشود", "می‌شود"),
    ],
)
def test_kept_text_has_letters_for_presentation_forms_and_is_else_the_authors(text, kept):
    assert clean_text(text) == kept


@given(ANY_TEXT)
@settings(max_examples=300, derandomize=True, deadline=None)
def test_kept_text_is_composed_can_be_written_out_and_needs_no_second_cleaning(text):
    kept = clean_text(text)
    assert clean_text(kept) == kept
    assert unicodedata.is_normalized("NFC", kept)
    assert kept.encode("utf-8").decode("utf-8") == kept
    assert "\0" not in kept
