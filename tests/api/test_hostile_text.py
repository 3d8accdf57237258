"""Document text, titles and names are data: they never become markup, scripts or headers."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

SignIn = Callable[..., TestClient]


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/search?q=مترو",
        "/search?kind=other",
        "/ask?q=آمده",
        "/ask/card?q=آمده",
        "/doc/{hostile}?q=متن",
        "/admin",
        "/admin/queue",
        '/search?q=<script>alert("x")</script>',
        '/ask?q="><svg onload=alert(1)>',
        "/search?q=مترو&unit=<img src=x onerror=alert(1)>",
        "/sign-in?next=/<script>alert(1)</script>",
        "/<script>alert(1)</script>",
    ],
)
def test_no_page_turns_text_into_markup(sign_in: SignIn, town: Any, path: str) -> None:
    page = sign_in("مدیر").get(path.format(hostile=town.id("hostile"))).text
    assert not re.search(r"<script(?! src=\"/static/| type=\"module\" src=\"/static/)", page)
    assert not re.search(r"<[^>]*\son\w+\s*=[^>]*>", re.sub(r'"[^"]*"', '""', page))
    assert "<img src=x" not in page
    assert "<b onclick" not in page
    assert "<svg onload" not in page
    assert 'href="javascript:' not in page
    assert "\u202e" not in page


@pytest.mark.parametrize(
    "path", ["/sign-in", "/api/health", "/static/css/base.css", "/nowhere", "/api/documents"]
)
def test_every_answer_carries_the_strict_headers(sign_in: SignIn, path: str) -> None:
    headers = sign_in().get(path).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_pages_with_documents_are_kept_by_no_cache(sign_in: SignIn) -> None:
    client = sign_in("رضا")
    for path in ("/", "/search?q=مترو", "/api/documents"):
        assert "no-store" in client.get(path).headers["cache-control"]


def test_the_schema_and_its_page_need_nothing_from_elsewhere(sign_in: SignIn) -> None:
    client = sign_in()
    paths = client.get("/api/openapi.json").json()["paths"]
    assert {"/api/search", "/api/ask", "/api/documents", "/api/status", "/api/health"} <= paths.keys()
    page = client.get("/api/docs").text
    assert "/api/documents/{document_id}/pages/{number}" in page
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page)


def test_an_unforeseen_failure_tells_an_id_and_no_inner_detail(
    sign_in: SignIn, town: Any, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_query: object) -> None:
        raise RuntimeError("secret detail")

    town.searcher.search = broken
    client = sign_in("رضا")
    client._transport.raise_server_exceptions = False  # the answer that a browser would get
    answer = client.get("/api/search?q=مترو")
    assert answer.status_code == 500
    assert "secret detail" not in answer.text
    error_id = answer.json()["instance"].rpartition(":")[2]
    assert error_id in caplog.text
    assert answer.headers["x-content-type-options"] == "nosniff"
