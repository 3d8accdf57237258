"""Pages of results and answers, as a browser without scripts gets them."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from corpus.errors import IndexUnreachable

SignIn = Callable[..., TestClient]


def search(client: TestClient, **fields: str) -> str:
    return client.get("/search?" + urlencode(fields)).text


def test_results_show_kind_number_jalali_date_unit_page_and_marks(sign_in: SignIn) -> None:
    page = search(sign_in("رضا"), q="گزارش پیشرفت خط")
    first = page[page.index('<ol class="hits"') : page.index("</li>", page.index('<ol class="hits"'))]
    for shown in ("صورت‌جلسه", "۱۴۰۳/ص/۱۲۷", "۱۲ اردیبهشت ۱۴۰۳", 'datetime="2024-05-01"', "صفحهٔ ۱ از ۲"):
        assert shown in first
    assert "<mark>گزارش پیشرفت خط</mark>" in first


def test_rows_of_a_table_are_shown_with_their_columns_and_other_text_without(sign_in: SignIn) -> None:
    client = sign_in("رضا")
    rows = search(client, q="صورت وضعیت پیمانکار")
    assert re.search(r'<p class="columns" dir="auto">ستون‌ها: ردیف \| موضوع \| مهلت</p>\s*<p class="snip"', rows)
    assert 'class="columns"' not in search(client, q="تأمین ناوگان")


def test_a_result_leads_to_the_passage_in_the_viewer(sign_in: SignIn) -> None:
    client = sign_in("رضا")
    page = search(client, q="تأمین ناوگان")
    link = unescape(re.search(r'<h3><a href="([^"]+)"', page).group(1))
    shown = client.get(link).text
    assert "page=2" in link
    assert 'class="t"' in shown
    assert "صفحهٔ ۲ از ۲" in shown


def test_facets_and_tabs_keep_the_text_and_chips_take_a_filter_away(sign_in: SignIn, town: Any) -> None:
    page = search(sign_in("رضا"), q="مترو", unit="شورای معاونان", kind="minutes")
    assert town.searcher.asked[0].units == ("شورای معاونان",)
    assert "۱</b> سند" in page or "۱ سند" in page
    chip = re.search(r'<a class="chip" href="([^"]+)" aria-label="برداشتن پالایهٔ شورای معاونان"', page)
    assert chip is not None
    assert "unit=" not in chip.group(1)
    assert "kind=minutes" in chip.group(1)


def test_a_chosen_kind_leaves_the_other_kinds_within_reach(sign_in: SignIn) -> None:
    client = sign_in("رضا")
    every, chosen = search(client, q="مترو"), search(client, q="مترو", kind="minutes")
    assert every.count("kind=circular") >= 1
    assert "kind=circular" in chosen[: chosen.index('<ol class="hits"')]


def test_dates_of_the_form_reach_the_search_as_days(sign_in: SignIn, town: Any) -> None:
    search(sign_in("رضا"), q="مترو", **{"from": "بهار ۱۴۰۲", "to": "۱۴۰۳/۰۲/۱۲"})
    asked = town.searcher.asked[0]
    assert (str(asked.first_day), str(asked.last_day)) == ("2023-03-21", "2024-05-01")


def test_a_wrong_date_is_said_on_the_page_and_the_text_stays(sign_in: SignIn) -> None:
    answer = sign_in("رضا").get("/search?" + urlencode({"q": "مترو", "from": "فردای دور"}))
    assert answer.status_code == 400
    assert "فردای دور" in answer.text
    assert 'value="مترو"' in answer.text


def test_the_newest_document_comes_first_when_asked_for(sign_in: SignIn) -> None:
    client = sign_in("رضا")
    newest = re.findall(r"<time datetime=\"([\d-]+)", search(client, q="مترو", sort="newest"))
    oldest = re.findall(r"<time datetime=\"([\d-]+)", search(client, q="مترو", sort="oldest"))
    assert newest[:3] == ["2024-05-01", "2024-01-28", "2023-10-07"]
    assert oldest[:3] == newest[2::-1]


def test_a_filling_meaning_leg_is_told_and_not_in_word_mode(sign_in: SignIn) -> None:
    client = sign_in("رضا")
    assert "هنوز کامل نیست: ۶۲٪" in search(client, q="مترو")
    assert "هنوز کامل نیست" not in search(client, q="مترو", mode="words")


def test_nothing_found_offers_ways_on(sign_in: SignIn) -> None:
    page = search(sign_in("رضا"), q="زیردریایی", kind="minutes")
    assert "سندی برای «زیردریایی» پیدا نشد" in page
    assert "جست‌وجو بدون پالایه" in page


def test_a_failed_search_keeps_the_page_and_says_why(sign_in: SignIn, town: Any) -> None:
    town.searcher.failure = IndexUnreachable(url="http://index:6333", detail="refused")
    answer = sign_in("رضا").get("/search?q=مترو")
    assert answer.status_code == 503
    assert "پاسخ نمی‌دهد" in answer.text
    assert 'value="مترو"' in answer.text


def test_a_list_without_a_text_shows_the_documents_of_a_kind(sign_in: SignIn) -> None:
    page = search(sign_in("رضا"), kind="course")
    assert "کنترل پروژه برای مدیران شهری" in page
    assert "شورای معاونان" not in page[page.index('<ol class="hits"') :]


def test_the_answer_quotes_the_document_and_its_number_leads_to_the_quoted_place(
    sign_in: SignIn, town: Any
) -> None:
    client = sign_in("رضا")
    page = client.get("/ask?q=تأمین ناوگان").text
    link = unescape(re.search(r'class="ref" href="([^"]+)"', page).group(1))
    shown = client.get(link + "&view=text").text
    assert f"/doc/{town.id('minutes')}?page=2" in link
    assert "<mark>زمان‌بندی قطعهٔ جنوبی خط ۳ مترو به تأمین ناوگان وابسته است.</mark>" in shown


def test_a_question_without_an_answer_is_told_so_with_the_nearest_documents(sign_in: SignIn) -> None:
    page = sign_in("رضا").get("/ask?q=بودجهٔ ۱۴۰۵ خط مترو").text
    assert "پاسخ این پرسش در اسناد نیست" in page
    assert "نزدیک‌ترین اسناد" in page
    assert 'class="answer"' not in page


def test_the_answer_card_is_empty_when_there_is_none(sign_in: SignIn) -> None:
    client = sign_in("رضا")
    assert client.get("/ask/card?q=بودجهٔ ۱۴۰۵").status_code == 204
    assert 'class="answer"' in client.get("/ask/card?q=تأمین ناوگان").text


def test_programs_get_ranks_spans_and_citations(sign_in: SignIn) -> None:
    client = sign_in("رضا")
    hit = client.get("/api/search?q=ناوگان").json()["hits"][0]
    span = hit["highlights"][0]
    assert hit["passage"]["text"][span["start"] : span["end"]] == "ناوگان"
    answer = client.post("/api/ask", json={"q": "ناوگان"}).json()
    cited = answer["citations"][0]
    page = client.get(f"/api/documents/{cited['document']['id']}/pages/{cited['page']}").json()
    assert page["text"][cited["span"]["start"] : cited["span"]["end"]] == cited["quote"] == answer["text"]


@pytest.mark.parametrize(
    "asked", ["q=", "q=مترو&kind=poem", "q=مترو&mode=magic", "q=مترو&limit=1000", "q=" + "ا" * 501]
)
def test_programs_are_told_which_field_is_wrong(sign_in: SignIn, asked: str) -> None:
    problem = sign_in("رضا").get(f"/api/search?{asked}").json()
    assert problem["code"] == "invalid_query"
    assert problem["facts"]["field"] in {"q", "kind", "mode", "limit"}


def test_a_tab_chooses_of_the_list_and_a_new_text_searches_within_what_was_chosen(
    sign_in: SignIn, town: Any
) -> None:
    client = sign_in("رضا")
    assert "only_kind=minutes" in search(client, q="مترو")
    chosen = search(client, q="مترو", only_kind="minutes", only_year="۱۴۰۳")
    assert [kind.value for kind in town.searcher.asked[-1].refinement.kinds] == ["minutes"]
    assert town.searcher.asked[-1].refinement.years == (1403,)
    assert not town.searcher.asked[-1].kinds
    assert 'aria-label="برداشتن پالایهٔ سال ۱۴۰۳"' in chosen
    assert "kind=minutes&amp;from=1403&amp;to=1403" in chosen  # the way to search within it
    box = chosen[chosen.index('<form class="box"') : chosen.index('class="tabs"')]
    assert '<input type="hidden" name="kind" value="minutes">' in box
    assert "only_" not in box


def test_facets_keep_how_the_text_was_to_be_read(sign_in: SignIn) -> None:
    page = search(sign_in("رضا"), q="مترو", as_written="مترو", sort="newest", number="7")
    facets = page[page.index('<form id="facets"') : page.index('class="btn ghost apply"')]
    for name, value in (("as_written", "مترو"), ("sort", "newest"), ("number", "7"), ("q", "مترو")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in facets


@pytest.mark.parametrize("wrong", [{"only_kind": "x"}, {"only_year": "x"}, {"only_year": "9" * 40}])
def test_what_cannot_be_chosen_is_said(sign_in: SignIn, wrong: dict[str, str]) -> None:
    assert sign_in("رضا").get("/api/search", params={"q": "مترو", **wrong}).status_code in (400, 422)


def test_words_are_marked_in_titles_and_the_best_sentence_is_told_apart(sign_in: SignIn) -> None:
    page = search(sign_in("رضا"), q="شورای مترو")
    assert re.search(r"<h3><a [^>]+><bdi>[^<]*<mark>شورای</mark>", page)
    assert '<span class="best">' in page


def test_how_the_text_is_to_be_read_is_a_chip_that_can_be_taken_away(sign_in: SignIn) -> None:
    page = unescape(search(sign_in("رضا"), q="مترو", as_written="مترو", repair="off", synonyms="off"))
    for name in ("«مترو» همان‌گونه که نوشته شد", "بی اصلاح", "بی هم‌ارزها"):
        assert f'aria-label="برداشتن پالایهٔ {name}"' in page
    assert 'id="open-facets"' in page
    assert (
        "<b>"
        not in page[page.index('id="open-facets"') : page.index("</button>", page.index('id="open-facets"'))]
    )


def test_what_was_to_be_read_as_written_is_so_in_the_viewer_too(sign_in: SignIn, town: Any) -> None:
    client = sign_in("رضا")
    page = search(client, q="مترو", as_written="مترو", synonyms="off")
    link = unescape(re.findall(r'<h3><a href="([^"]+)"', page)[0])
    assert link.endswith("&" + urlencode({"as_written": "مترو", "synonyms": "off"}))
    viewer = client.get(link)
    assert viewer.status_code == 200
    assert (town.searcher.asked[-1].as_written, town.searcher.asked[-1].synonyms) == (("مترو",), False)
    assert "synonyms=off" in viewer.text  # its own links go on so
