"""What a principal may not read does not exist: on no route, in no count."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.services import Progress

SignIn = Callable[..., TestClient]

WAYS = [
    "/api/documents/{document}",
    "/api/documents/{document}/pages/1",
    "/api/documents/{document}/passages/{passage}",
    "/api/documents/{document}/pages/1/picture",
    "/api/documents/{document}/original",
    "/doc/{document}",
    "/doc/{document}?page=1&p={passage}&q=مترو",
    "/doc/{document}?view=text",
]


@pytest.mark.parametrize("way", WAYS)
def test_a_document_of_others_looks_like_one_that_never_was(sign_in: SignIn, town: Any, way: str) -> None:
    client = sign_in("رضا")
    hidden = client.get(way.format(document=town.id("secret"), passage=town.passage("secret")))
    never = "00000000-0000-4000-8000-00000000dead"
    missing = client.get(way.format(document=never, passage=never))
    assert hidden.status_code == missing.status_code == 404
    assert "بودجه" not in hidden.text
    named = hidden.text.replace(str(town.id("secret")), never).replace(str(town.passage("secret")), never)
    assert named == missing.text


@pytest.mark.parametrize("way", [way for way in WAYS if "picture" not in way])
def test_its_readers_reach_it_on_every_way(sign_in: SignIn, town: Any, way: str) -> None:
    path = way.format(document=town.id("secret"), passage=town.passage("secret"))
    assert sign_in("نرگس").get(path).status_code == 200


def test_a_passage_is_not_reached_through_another_document(sign_in: SignIn, town: Any) -> None:
    client = sign_in("رضا")
    path = f"/api/documents/{town.id('minutes')}/passages/{town.passage('secret')}"
    assert client.get(path).status_code == 404
    shown = client.get(f"/doc/{town.id('minutes')}?page=1&p={town.passage('secret')}")
    assert shown.status_code == 200
    assert "بودجه" not in shown.text


@pytest.mark.parametrize(("name", "total"), [("رضا", 4), ("نرگس", 5), ("مدیر", 5)])
def test_hits_totals_and_facets_count_only_what_the_asker_may_read(
    sign_in: SignIn, name: str, total: int
) -> None:
    ranking = sign_in(name).get("/api/search?q=مترو").json()
    assert ranking["total_documents"] == total == len(ranking["hits"])
    assert ("report" in ranking["facets"]["kind"]) is (total == 5)
    assert ("مالی و اداری" in ranking["facets"]["unit"]) is (total == 5)


def test_pages_lists_and_counts_do_not_show_it_either(sign_in: SignIn) -> None:
    client = sign_in("رضا")
    for path in (
        "/",
        "/search?q=مترو",
        "/search?kind=report",
        "/ask?q=بودجهٔ ۱۴۰۵ مترو",
        "/api/documents",
        "/api/status",
    ):
        assert "محرمانهٔ" not in client.get(path).text, path
        assert "مالی و اداری" not in client.get(path).text, path
    assert client.get("/api/documents").json()["total"] == 6
    assert client.get("/api/status").json()["counts"]["complete"] == 4
    assert 'href="/search?kind=report"' not in client.get("/").text


def test_what_counts_all_documents_is_for_administrators(sign_in: SignIn, town: Any) -> None:
    progress = Progress({}, 0.62345, 7.5, 90.0, rebuilding=(12, 1500), trouble="دیسک")
    told = {}
    for name in ("رضا", "مدیر"):
        client: Any = sign_in(name)
        client.app.state.services = replace(town.services, progress=lambda: progress)
        told[name] = client.get("/api/status").json()
    assert told["مدیر"]["embedded_share"] == 0.62345
    assert told["مدیر"]["rebuilding"] == {"done": 12, "total": 1500}
    assert told["رضا"]["embedded_share"] == 0.62
    assert told["رضا"]["rebuilding"] is None
    assert told["رضا"]["passages_per_second"] is None
    assert told["رضا"]["trouble"] == ""


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "/api/documents?file=a.pdf", {"content": b"x"}),
        ("POST", "/api/documents", {"files": {"files": ("a.pdf", b"x")}}),
        ("POST", "/api/documents/retry", {"json": {"documents": []}}),
        ("DELETE", "/api/documents/{document}", {}),
        ("PATCH", "/api/documents/{document}/access", {"json": {"confidentiality": "normal", "readers": []}}),
        ("GET", "/admin", {}),
        ("GET", "/admin/queue", {}),
        ("POST", "/admin/upload", {"files": {"files": ("a.pdf", b"x")}}),
        ("POST", "/admin/retry", {}),
        ("POST", "/admin/remove", {"data": {"document": "{document}"}}),
    ],
)
def test_only_administrators_change_documents(
    sign_in: SignIn, town: Any, method: str, path: str, body: dict[str, Any]
) -> None:
    before = town.catalogue.all_documents()
    answer = sign_in("نرگس").request(method, path.format(document=town.id("course")), **body)
    assert answer.status_code == 403
    assert town.catalogue.all_documents() == before


def test_rights_taken_away_hold_at_once_also_for_pictures_that_a_browser_has(
    sign_in: SignIn, town: Any
) -> None:
    reader, administrator = sign_in("رضا"), sign_in("مدیر")
    path = f"/api/documents/{town.id('minutes')}/pages/1/picture?width=160"
    tag = reader.get(path).headers["etag"]
    assert reader.get(path, headers={"If-None-Match": tag}).status_code == 304
    changed = administrator.patch(
        f"/api/documents/{town.id('minutes')}/access",
        json={"confidentiality": "secret", "readers": ["everyone"]},
    )
    assert changed.json()["confidentiality"] == "secret"
    assert reader.get(path, headers={"If-None-Match": tag}).status_code == 404
