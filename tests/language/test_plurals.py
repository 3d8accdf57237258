import pytest

from language.analysis import analyze
from language.plurals import other_numbers


def term(word: str) -> str:
    return analyze(word)[-1].text


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("وظیفه", "وظایف"), ("عضو", "اعضاء"), ("مصوبه", "مصوبات"), ("جلسه", "جلسات"), ("اقدام", "اقدامات"),
        ("خدمت", "خدمات"), ("رئیس", "رؤسا"), ("شرط", "شرایط"), ("سبزی", "سبزیجات"), ("مسئله", "مسائل"),
    ],
)  # fmt: skip
def test_each_number_leads_to_the_other(one: str, many: str) -> None:
    assert term(many) in other_numbers(term(one))
    assert term(one) in other_numbers(term(many))


@pytest.mark.parametrize("word", ["gis", "1403", "1403/ص/127", "تا", "حیات"])
def test_what_is_no_persian_noun_has_no_other_number(word: str) -> None:
    assert other_numbers(word) == frozenset()
