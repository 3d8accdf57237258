"""The language of queries over HTTP: the real search behind the real routes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.application import create_app
from index.encoding import Encoder
from index.hash_embedder import HashEmbedder
from index.memory import MemoryPassageIndex
from search.service import Searcher

SignIn = Callable[..., TestClient]


@dataclass(frozen=True)
class Settings:
    meaning_weight: float = 0.5


@pytest.fixture
def client(town: Any, sign_in: SignIn) -> Iterator[TestClient]:
    """A reader before the town's documents in an index."""
    index, encoder = MemoryPassageIndex(), Encoder(HashEmbedder(64))
    for document in town.documents.values():
        passages = town.catalogue.all_passages_of(document.id)
        if passages:
            index.put(encoder.entries(document, passages))
    searcher = Searcher(index, town.catalogue, encoder, Settings())
    headers = dict(sign_in("رضا").cookies)
    app = create_app(replace(town.services, searcher=searcher))
    with TestClient(app, base_url="http://sanadyar.example", cookies=headers) as opened:
        yield opened


def search(client: TestClient, **parameters: Any) -> dict[str, Any]:
    answer = client.get("/api/search", params=parameters)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_what_was_understood_comes_back_and_can_be_taken_away(client: TestClient) -> None:
    found = search(client, q="مترو   نوع: صورتجلسه «خط ۳ مترو»")
    assert found["text"] == "مترو نوع: صورتجلسه «خط ۳ مترو»"
    assert found["words"] == "مترو خط ۳ مترو"
    assert found["conditions"] == [
        {
            "name": "kind",
            "value": "minutes",
            "span": {"start": 5, "end": 18},
            "without": "مترو «خط ۳ مترو»",
        },
        {
            "name": "phrase",
            "value": "خط ۳ مترو",
            "span": {"start": 19, "end": 30},
            "without": "مترو نوع: صورتجلسه خط ۳ مترو",
        },
    ]
    assert [hit["document"]["kind"] for hit in found["hits"]] == ["minutes"]


def test_bounds_alone_list_documents_in_text_or_in_parameters(client: TestClient) -> None:
    for parameters in ({"q": "نوع: بخشنامه"}, {"kind": "circular"}, {"q": "شماره: ۱۴۰۲/۵۸۷۱۲"}):
        found = search(client, **parameters)
        assert [hit["document"]["kind"] for hit in found["hits"]] == ["circular"]
        assert found["total_documents"] == 1


def test_nothing_at_all_to_ask_for_is_refused(client: TestClient) -> None:
    assert client.get("/api/search").json()["facts"]["field"] == "q"


@pytest.mark.parametrize("path", ["/api/search", "/api/ask", "/search", "/ask"])
@pytest.mark.parametrize("text", ["از: ۳۱ مهر ۱۴۰۲", "سال: ۹۹۹۹ مترو", "از: ۱۴۰۳ تا: ۱۴۰۰"])
def test_bounds_that_cannot_be_are_said_in_a_sentence(client: TestClient, path: str, text: str) -> None:
    answer = client.get(path, params={"q": text}, headers={"Accept-Language": "fa"})
    assert answer.status_code == 400
    assert "مهر" in answer.text or "۹۹۹۹" in answer.text or "۱۴۰۳" in answer.text


@pytest.mark.parametrize(
    "text",
    [
        '"',
        "«",
        "نوع:",
        '-"',
        "نوع: " * 90,
        "کلمه " * 99,
        "\u202e\0",
        "😀",
        "9" * 40,
        "(a+)+$" * 50,
        "از: تا: سال:",
    ],
)
def test_hostile_texts_get_a_result(client: TestClient, text: str) -> None:
    for path in ("/api/search", "/api/ask", "/search"):
        assert client.get(path, params={"q": text}).status_code in (200, 400)
        assert client.get(path, params={"q": f"مترو {text}"[:500]}).status_code == 200


def test_a_hidden_unit_is_not_understood(client: TestClient) -> None:
    found = search(client, q='واحد: "مالی و اداری"')
    assert [condition["name"] for condition in found["conditions"]] == ["phrase"]
    assert found["hits"] == []


@pytest.mark.parametrize("sort", ["relevant", "newest", "oldest", "title"])
def test_pages_of_a_sorted_list_are_parts_of_it(client: TestClient, sort: str) -> None:
    whole = [hit["document"]["id"] for hit in search(client, q="مترو", sort=sort)["hits"]]
    single = [
        hit["document"]["id"]
        for offset in range(len(whole))
        for hit in search(client, q="مترو", sort=sort, limit=1, offset=offset)["hits"]
    ]
    assert single == whole
    assert len(set(whole)) == len(whole) > 2


def test_the_page_orders_lists_and_says_when_it_is_past_the_end(client: TestClient) -> None:
    page = client.get("/search", params={"q": "مترو", "sort": "title"}).text
    titles = ["شیوهٔ گزارش‌دهی", "صورت‌جلسهٔ شمارهٔ ۱۲۷", "کنترل پروژه"]
    places = [page.index(title, page.index('id="hits"')) for title in titles]
    assert places == sorted(places)
    assert "الفبایی" in page
    past = client.get("/search", params={"q": "مترو", "page": "40"})
    assert past.status_code == 200
    assert "پس از پایان نتیجه‌هاست" in past.text
    assert client.get("/search", params={"sort": "title"}).status_code == 200
    assert client.get("/search", params={"q": "مترو", "sort": "زیبا"}).status_code == 400


def test_only_administrators_are_told_why(client: TestClient, town: Any, sign_in: SignIn) -> None:
    assert client.get("/api/search", params={"q": "مترو", "explain": "1"}).status_code == 403
    assert 'class="why"' not in client.get("/search", params={"q": "مترو", "explain": "1"}).text
    headers = dict(sign_in("مدیر").cookies)
    manager = TestClient(client.app, base_url="http://sanadyar.example", cookies=headers)
    found = manager.get("/api/search", params={"q": "مترو", "explain": "true"}).json()
    explanation = found["explanation"]
    assert [one["document"] for one in explanation["hits"]] == [hit["document"]["id"] for hit in found["hits"]]
    assert explanation["terms"][0]["text"] == "مترو"
    page = manager.get("/search", params={"q": "مترو", "explain": "1"}).text
    assert "این نتیجه‌ها چگونه به دست آمدند" in page
    assert "چرا این نتیجه‌ها؟" in manager.get("/search", params={"q": "مترو"}).text
    assert "چرا این نتیجه‌ها؟" not in client.get("/search", params={"q": "مترو"}).text


def test_an_answer_tells_what_was_understood(client: TestClient) -> None:
    found = client.get("/api/ask", params={"q": "پیشرفت خط ۳ متزو نوع: صورتجلسه"}).json()
    understood = found["understood"]
    assert [one["name"] for one in understood["conditions"]] == ["kind"]
    assert [(one["word"], one["text"]) for one in understood["replacements"]] == [("متزو", "مترو")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("سال: ۹۰۰", "تاریخ «۹۰۰» شناخته نشد"),
        ("از: ۱۴۰۲ تا: ۱۴۰۰", "وارونه است"),
        ("از: ۱۴۰۲/۱۳/۴۰", "شناخته نشد"),
    ],
)
def test_a_date_that_cannot_be_is_said_in_persian(client: TestClient, text: str, said: str) -> None:
    page = client.get("/search", params={"q": text})
    assert page.status_code == 400
    assert said in page.text
    problem = client.get("/api/search", params={"q": text}, headers={"Accept-Language": "fa"}).json()
    assert not any(name in problem["detail"] for name in ("year", "dates", "from"))


def test_words_by_which_nothing_is_found_are_said_to_be_so(client: TestClient) -> None:
    assert search(client, q="از به که")["only_common"]
    assert "واژه‌های بسیار رایج" in client.get("/search", params={"q": "از به که"}).text
