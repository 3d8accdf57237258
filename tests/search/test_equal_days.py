"""A day is found however a document writes it: in digits, in words, in either calendar."""

import pytest

from corpus.access import principal
from search.query import Mode

WAYS = ("تاریخ: ۱۴۰۳/۰۵/۱۲", "در ۱۲ مرداد ۱۴۰۳", "Date: 2024-08-02", "در ۲ اوت ۲۰۲۴", "مورخ 12-5-1403")


@pytest.fixture
def filled(office):
    for place, way in enumerate(WAYS):
        office.add(f"نامهٔ {place}", f"{way} نشست کمیسیون برگزار شد.")
    for place in range(4):
        office.add(f"دفتر {place}", "۱۲ و ۱۴۰۳ و ۱۲، ۱۴۰۳ و ۲۰۲۴ و ۰۸ و ۰۲.")
        office.add(f"دیگر {place}", f"در {place + 13} شهریور ۱۴۰۲ و ۱۴۰۳/۰۶/۱{place} نشست کمیسیون برگزار شد.")
    return office


@pytest.mark.parametrize(
    "asked",
    [
        "۱۲ مرداد ۱۴۰۳",
        "1403/5/12",
        "۱۲/۰۵/۱۴۰۳",
        "2024-08-02",
        "2 August 2024",
        "۲ اوت ۲۰۲۴",
        "دوازدهم مرداد ۱۴۰۳",
    ],
)
def test_all_ways_to_write_a_day_find_all_of_them(filled, asked):
    found = filled.titles(asked, mode=Mode.WORDS)
    assert set(found[: len(WAYS)]) == {f"نامهٔ {place}" for place in range(len(WAYS))}


def test_what_was_asked_as_well_is_told_and_can_be_undone(filled):
    asked = "نشست ۱۲ مرداد ۱۴۰۳"
    (day,) = filled.search(asked).expansions
    assert day.written.of(asked) == "۱۲ مرداد ۱۴۰۳"
    assert [one.text for one in day.alternatives] == ["۱۴۰۳/۰۵/۱۲", "۲۰۲۴/۰۸/۰۲", "۲ اوت ۲۰۲۴"]
    assert filled.search(asked, as_written=["۱۲ مرداد ۱۴۰۳"]).expansions == ()
    assert filled.search(asked, synonyms=False).expansions == ()
    assert filled.search(f"«{asked}»").expansions == ()


def test_a_form_that_only_hidden_documents_have_is_not_asked_for(office):
    office.add("باز", "در ۱۲ مرداد ۱۴۰۳ و ۲ اوت ۲۰۲۴ آمد.")
    office.add("بسته", "۱۴۰۳/۰۵/۱۲", readers=frozenset({"حراست"}))
    guest = office.search("۱۲ مرداد ۱۴۰۳", principal=principal("مهمان")).expansions
    assert [one.text for one in guest[0].alternatives] == ["۲ اوت ۲۰۲۴"]
    assert len(office.search("۱۲ مرداد ۱۴۰۳").expansions[0].alternatives) == 2


@pytest.mark.parametrize("asked", ["۳۱ مهر ۱۴۰۲", "۱۴۰۳", "مرداد ۱۴۰۳", "1403/ص/127", "نشست"])
def test_what_is_no_day_stays_as_it_is(filled, asked):
    assert filled.search(asked).expansions == ()
