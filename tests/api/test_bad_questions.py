"""Whatever is asked, there is a result or a clear sentence, on every way in; never a failure of the program."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.application import create_app
from api.sessions import COOKIE
from index.encoding import Encoder
from index.hash_embedder import HashEmbedder
from index.memory import MemoryPassageIndex
from search.service import Searcher
from search.synonym_source import SynonymFile

QUESTIONS = {
    "empty": "",
    "blanks": " \t ",
    "one letter": "م",
    "stop words": "از به که و در",
    "10,000 characters": "مترو " * 2000,
    "500 letters": "م" * 500,
    "500 words": " ".join(["خط"] * 500),
    "166 short words": "مت " * 166,
    "open quote": '"خط ۳ مترو',
    "open guillemet": "«خط ۳ مترو",
    "quotes turned": "»خط« «",
    "brackets": "((خط[ ۳ {مترو)",
    "field without value": "نوع:",
    "fields without values": "نوع: واحد: شماره: سال: از: تا:",
    "unknown kind": "نوع: چیزی که نیست",
    "31 Mehr": "از: ۳۱ مهر ۱۴۰۲",
    "31 Mehr in numbers": "از: ۱۴۰۲/۰۷/۳۱",
    "range backwards": "از: ۱۴۰۳ تا: ۱۴۰۰",
    "range backwards in words": "از مهر ۱۴۰۲ تا فروردین ۱۴۰۰ مترو",
    "year 0": "سال: ۰۰۰۰",
    "right-to-left override": "مترو\u202eorhtem",
    "NUL": "متر\0و",
    "emoji": "😀🚇 مترو 👨‍👩‍👧",
    "40 digits": "1234567890" * 4,
    "number of 40 digits": "شماره: " + "9" * 40,
    "year of 40 digits": "سال: " + "۹" * 40,
    "expression bomb": "(a+)+$" * 40,
    "dashes": "-" * 400,
    "slashes": "۱/" * 200,
    "minus everything": "-مترو -خط -گزارش",
    "colons": ":" * 300,
    "ligatures": "ﷺ" * 27,
    "OR": "OR OR یا یا",
    "marks": "\u064b" * 400,
}
TARGETS = (
    "q=%ff%fe",
    "q=%ed%a0%80",
    "q=%00",
    "q=a&q=b",
    "q=مترو&kind=%00",
    f"q=مترو&unit={'و' * 3000}",
    "q=مترو&page=99999999999999999999",
    "q=مترو&page=-1",
    "q=مترو&page=۲",
    "q=مترو&page=²",
    "q=مترو&sort=زیبا",
    "q=مترو&mode=x",
    "q=مترو&from=۳۱ مهر ۱۴۰۲",
    f"q=مترو&number={'9' * 400}",
    "q=مترو&from=1403&to=1400",
    f"q=مترو&as_written={'%00' * 30}",
)
PATHS = ("/api/search", "/api/ask", "/api/suggest", "/search", "/ask", "/ask/card")


@pytest.fixture
def client(town: Any, sign_in: Any, tmp_path: Any) -> Iterator[TestClient]:
    index, encoder = MemoryPassageIndex(), Encoder(HashEmbedder(64))
    for document in town.documents.values():
        if passages := town.catalogue.all_passages_of(document.id):
            index.put(encoder.entries(document, passages))
    settings = type("Settings", (), {"meaning_weight": 0.5})()
    table = SynonymFile(tmp_path / "synonyms.txt")
    searcher = Searcher(index, town.catalogue, encoder, settings, table)
    app = create_app(replace(town.services, searcher=searcher, synonyms=table))
    cookies = {COOKIE: sign_in("رضا").cookies[COOKIE]}
    with TestClient(app, base_url="http://sanadyar.example", cookies=cookies) as opened:
        yield opened


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_gets_a_result_or_a_clear_sentence(client: TestClient, path: str, name: str) -> None:
    answer = client.get(path, params={"q": QUESTIONS[name]})
    assert answer.status_code in (200, 204, 400), answer.text[:500]
    assert "خطایی رخ داد" not in answer.text
    if answer.status_code == 400 and path.startswith("/api/"):
        detail = answer.json()["detail"]
        assert detail
        assert any("آ" <= letter <= "ی" for letter in detail)


@pytest.mark.parametrize("path", ["/api/search", "/search", "/ask", "/api/ask"])
@pytest.mark.parametrize("target", TARGETS)
def test_a_broken_address_gets_a_result_or_a_clear_sentence(client: TestClient, path: str, target: str) -> None:
    answer = client.get(f"{path}?{target}")
    assert answer.status_code in (200, 400), (answer.status_code, answer.text[:300])


def test_a_page_past_the_end_is_empty_and_says_how_many_there_are(client: TestClient) -> None:
    found = client.get("/api/search", params={"q": "مترو", "offset": 900}).json()
    assert found["hits"] == []
    assert found["total_documents"] > 0


@pytest.mark.parametrize(
    ("target", "field"),
    [
        ("knd=letter", "نام پارامتر"),
        ("repair=perhaps", "ترمیم واژه‌ها"),
        ("synonyms=%D8%A8%D9%84%D9%87", "هم‌ارزها"),
        ("explain=%00", "توضیح نتیجه‌ها"),
    ],
)
@pytest.mark.parametrize("path", ["/api/search", "/api/ask"])
def test_what_is_misunderstood_is_said_and_no_other_question_answered(
    client: TestClient, path: str, target: str, field: str
) -> None:
    answer = client.get(f"{path}?q=مترو&{target}")
    assert answer.status_code == 400
    assert field in answer.json()["detail"]


def test_pages_of_the_list_are_asked_by_page_or_by_offset(client: TestClient) -> None:
    def listed(**where: int) -> list[str]:
        found = client.get("/api/search", params={"q": "مترو", "limit": 2, **where}).json()
        return [hit["document"]["id"] for hit in found["hits"]]

    assert listed(page=2) == listed(offset=2)
    assert listed(page=2) != listed(page=1)
    assert client.get("/api/search?q=مترو&page=2&offset=2").status_code == 400


def test_a_question_in_a_body_has_no_filters_that_would_be_passed_over(client: TestClient) -> None:
    refused = client.post("/api/ask", json={"q": "مترو", "kind": ["letter"]})
    assert refused.status_code == 400
    assert "kind" in refused.json()["detail"]
    assert client.post("/api/ask", json={"q": "مترو"}).status_code == 200
