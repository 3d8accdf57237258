from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from corpus.access import Confidentiality, principal
from corpus.errors import InvalidQuery
from corpus.records import DocumentKind
from search.query import Mode

LEAVE = "هر کارمند می‌تواند سالانه سی روز مرخصی استحقاقی بگیرد. مرخصی بیش از سه روز با تأیید مدیر است."
TRAVEL = "هزینهٔ مأموریت پس از ارائهٔ گزارش سفر پرداخت می‌شود. سقف روزانه ۲٬۵۰۰٬۰۰۰ ریال است."
SECRET = "فهرست مرخصی مدیران ارشد محرمانه است."


@pytest.fixture
def filled(office):
    office.add(
        "شیوه‌نامهٔ مرخصی", LEAVE, kind=DocumentKind.GUIDELINE, unit="منابع انسانی", issued=date(2024, 5, 1)
    )
    office.add(
        "شیوه‌نامهٔ مأموریت", TRAVEL, kind=DocumentKind.GUIDELINE, unit="امور مالی", issued=date(2023, 4, 1)
    )
    office.add("صورت‌جلسهٔ هیئت مدیره", "دربارهٔ مرخصی کارکنان گفت‌وگو شد.", kind=DocumentKind.MINUTES)
    return office


def test_the_document_that_speaks_of_it_comes_first(filled):
    assert filled.titles("مرخصی استحقاقی چند روز است؟")[0] == "شیوه‌نامهٔ مرخصی"


@pytest.mark.parametrize(
    "text", ["هزينه مأموريت", "هزینه‌ی ماموریت", "هزینۀ مأمو‌ریت", "سقف 2500000 ریال", "ﻫﺰﯾﻨﻪ ﻣﺄﻣﻮﺭﯾﺖ"]
)
def test_other_spellings_find_the_same_document(filled, text):
    assert filled.titles(text)[0] == "شیوه‌نامهٔ مأموریت"


@pytest.mark.parametrize(
    "text", ["؟!…", "\u200c\u200f", "از به را", "𓀀" * 50, "\x00\ufffe", '(((("', "ا" * 2000]
)
def test_a_damaged_query_finds_something_or_nothing_but_never_fails(filled, text):
    assert filled.search(text).total_documents >= 0
    assert filled.answer(text).text is None or filled.answer(text).citations


def test_facets_count_the_documents_of_the_list(filled):
    ranking = filled.search("مرخصی", mode=Mode.WORDS)
    assert ranking.total_documents == 2
    assert ranking.facets == {
        "kind": {"guideline": 1, "minutes": 1},
        "unit": {"منابع انسانی": 1},
        "year": {"1403": 1},
    }


def test_filters_bound_list_and_facets_alike(filled):
    ranking = filled.search("شیوه‌نامه", kinds=[DocumentKind.GUIDELINE], first_day=date(2024, 1, 1))
    assert [hit.document.description.title for hit in ranking.hits] == ["شیوه‌نامهٔ مرخصی"]
    assert ranking.facets["year"] == {"1403": 1}


def test_a_letter_number_is_a_filter_however_it_is_typed(office):
    office.add("نامهٔ نخست", "متن نامه دربارهٔ بودجه", number="۱۴۰۳/۱۲۷", kind=DocumentKind.LETTER)
    office.add("نامهٔ دوم", "متن نامه دربارهٔ بودجه", number="۱۴۰۳/۱۲۸", kind=DocumentKind.LETTER)
    assert office.titles("بودجه", numbers=["127-1403"]) == ["نامهٔ نخست"]


def test_what_one_may_not_read_is_neither_found_nor_counted(filled):
    filled.add("فهرست محرمانه", SECRET, readers=frozenset({"هیئت مدیره"}), kind=DocumentKind.REPORT)
    filled.add("نامهٔ سری", SECRET, confidentiality=Confidentiality.SECRET, kind=DocumentKind.LETTER)
    guest = principal("مهمان")
    ranking = filled.search("فهرست مرخصی مدیران ارشد", principal=guest)
    assert "فهرست محرمانه" not in [hit.document.description.title for hit in ranking.hits]
    assert "report" not in ranking.facets["kind"]
    assert "letter" not in ranking.facets["kind"]
    member = principal("عضو", frozenset({"هیئت مدیره"}))
    assert filled.titles("فهرست مرخصی مدیران ارشد", principal=member)[0] == "فهرست محرمانه"


def test_the_catalogue_has_the_last_word_on_rights(filled):
    document = filled.add("فهرست تازه بسته", SECRET)
    filled.catalogue.set_access(document.id, Confidentiality.SECRET, frozenset({"administrators"}))
    ranking = filled.search("فهرست مرخصی مدیران ارشد", principal=principal("مهمان"))
    assert document.id not in [hit.document.id for hit in ranking.hits]
    assert filled.answer("فهرست مرخصی مدیران ارشد چیست؟", principal=principal("مهمان")).text != SECRET


def test_further_passages_stand_under_their_document(office):
    office.add(
        "آیین‌نامهٔ بایگانی", "بایگانی اسناد مالی ده سال است.", "اسناد مالی در بایگانی راکد می‌مانند.", "پیوست"
    )
    office.add("دفتر", "فهرست کتاب‌های کتابخانه")
    (first, *_) = office.search("بایگانی اسناد مالی").hits
    assert first.passage.page in (1, 2)
    assert {first.passage.page, *(other.passage.page for other in first.others)} >= {1, 2}
    assert all(first.score >= other.score for other in first.others)


def test_pages_of_hits_continue_one_another(office):
    for number in range(25):
        office.add(f"گزارش {number}", "بودجهٔ سال آینده بررسی شد." + " بودجه" * (number % 5))
    whole = office.titles("بودجه سال آینده", top_k=25)
    parts = [
        title for offset in (0, 10, 20) for title in office.titles("بودجه سال آینده", top_k=10, offset=offset)
    ]
    assert parts == whole
    assert len(set(whole)) == 25


def test_equal_questions_get_equal_answers_in_threads_too(filled):
    def ask(text: str) -> list[tuple[str, float]]:
        return [(str(hit.passage.id), hit.score) for hit in filled.search(text).hits]

    texts = ["مرخصی", "هزینهٔ مأموریت", "گفت‌وگو دربارهٔ مرخصی"]
    alone = [ask(text) for text in texts]
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(ask, texts * 8))
    assert together == alone * 8


def test_without_vectors_words_find_and_the_ranking_says_how_far_embedding_is(office):
    office.add("نامهٔ بی‌بردار", "تعمیر آسانسور ساختمان مرکزی", embed=False)
    office.add("نامهٔ بابردار", "تعمیر آسانسور ساختمان شمالی")
    ranking = office.search("تعمیر آسانسور")
    assert ranking.total_documents == 2
    assert ranking.meaning_available
    assert ranking.embedded_share == 0.5


def test_a_meaning_weight_of_zero_asks_the_words_alone(filled, office_with):
    class Settings:
        meaning_weight = 0.0

    words = office_with(settings=Settings()).search("مرخصی استحقاقی")
    assert all(hit.meaning is None for hit in words.hits)
    assert {hit.document.id for hit in words.hits} < {
        hit.document.id for hit in filled.search("مرخصی استحقاقی").hits
    }


def test_each_mode_shows_what_its_legs_said(filled):
    words = filled.search("مرخصی", mode=Mode.WORDS).hits[0]
    meaning = filled.search("مرخصی", mode=Mode.MEANING).hits[0]
    both = filled.search("مرخصی", mode=Mode.HYBRID).hits[0]
    assert (words.words is not None, words.meaning) == (True, None)
    assert (meaning.words, meaning.meaning is not None) == (None, True)
    assert both.words.rank == 1
    assert both.meaning.rank == 1


@pytest.mark.parametrize(
    ("bounds", "field"),
    [
        ({"text": "ا" * 2001}, "text"),
        ({"text": " \u200a\n"}, "text"),
        ({"text": "مرخصی", "top_k": 0}, "top_k"),
        ({"text": "مرخصی", "top_k": 101}, "top_k"),
        ({"text": "مرخصی", "offset": -1}, "offset"),
        ({"text": "مرخصی", "first_day": date(2024, 2, 2), "last_day": date(2024, 2, 1)}, "first_day"),
    ],
)
def test_a_query_out_of_bounds_is_refused_with_its_field(office, bounds, field):
    with pytest.raises(InvalidQuery) as refused:
        office.query(**bounds)
    assert refused.value.facts["field"] == field
