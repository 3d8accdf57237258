"""Every parameter of every address, whatever it is given: a result or a clear sentence, never a failure."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from api.application import create_app
from api.services import Services
from corpus.sql_page_corrections import SqlPageCorrections
from index.encoding import Encoder
from index.hash_embedder import HashEmbedder
from index.memory import MemoryPassageIndex
from search.service import Searcher
from search.synonym_source import SynonymFile

BAD = {
    "nothing": "",
    "NUL": "%00",
    "no UTF-8": "%ff%fe",
    "a lone surrogate": "%ed%a0%80",
    "right to left": quote("\u202eabc\u2066"),
    "5,000 digits": "9" * 5000,
    "more than 64 bits": "99999999999999999999",
    "the last of 64 bits": "9223372036854775807",
    "minus one": "-1",
    "a power": quote("²"),
    "a fraction": "1.5",
    "an exponent": "1e309",
    "no number": "NaN",
    "3,000 letters": quote("م" * 3000),
    "31 Mehr": quote("۳۱ مهر ۱۴۰۲"),
    "emoji": quote("👨‍👩‍👧"),
    "an expression": quote("(a+)+$" * 30),
    "a quote": quote("' OR 1=1 --"),
    "markup": quote("<script>alert(1)</script>"),
}
JSON, FORM = {"Content-Type": "application/json"}, {"Content-Type": "application/x-www-form-urlencoded"}
BODIES = {
    "nothing": b"",
    "null": b"null",
    "a list": b"[]",
    "a number": b"1e999",
    "half of an object": b'{"text":',
    "no UTF-8": b'{"text": "\xff\xfe"}',
    "deep": b"[" * 5000,
}
VALUES = ["", "\\u0000", "\\ud800", "9" * 5000, "م" * 3000, "\\u202e"]
NEVER = "00000000-0000-4000-8000-00000000dead"
APP = create_app(Services(*[None] * 8, "0"))  # type: ignore[arg-type]  # for its addresses alone
ROUTERS = [router for one in APP.routes if (router := getattr(one, "original_router", None))]
ROUTES = {
    f"{method} {route.path}": route
    for router in ROUTERS
    for route in router.routes
    if isinstance(route, APIRoute)
    for method in sorted(route.methods)
}


@pytest.fixture
def client(town: Any, sign_in: Any, tmp_path: Path) -> Iterator[TestClient]:
    """An administrator's client of a program with all that it can have."""
    index, encoder = MemoryPassageIndex(), Encoder(HashEmbedder(64))
    for document in town.documents.values():
        if passages := town.catalogue.all_passages_of(document.id):
            index.put(encoder.entries(document, passages))
    settings = type("Settings", (), {"meaning_weight": 0.5})()
    opened: TestClient = sign_in("مدیر")
    table = SynonymFile(tmp_path / "synonyms.txt")
    opened.app.state.services = replace(  # type: ignore[attr-defined]
        town.services,
        searcher=Searcher(index, town.catalogue, encoder, settings, table),
        synonyms=table,
        corrections=SqlPageCorrections(town.catalogue.database),
    )
    with opened:  # one thread for all requests
        yield opened


def check(answer: Any, asked: str) -> None:
    assert answer.status_code < 500 or answer.status_code == 501, (asked[:200], answer.text[:500])
    if answer.status_code >= 400:
        said = answer.json()["detail"] if "json" in answer.headers["content-type"] else answer.text
        assert "خطایی رخ داد" not in said, asked[:200]
        english = re.findall("[A-Za-z]{3,}(?: [A-Za-z]+){3,}", re.sub("<[^>]*>", "", said))
        assert not english, (asked[:200], english)
        assert any("آ" <= letter <= "ی" for letter in said), (asked[:200], said)


def fields(dependant: Any, kind: str) -> Iterator[Any]:
    yield from getattr(dependant, f"{kind}_params")
    for one in dependant.dependencies:
        yield from fields(one, kind)


def names(route: APIRoute, kind: str) -> list[str]:
    return [field.alias for field in fields(route.dependant, kind)]


def address(route: APIRoute, town: Any, **given: str) -> str:
    """The route's path with its parameters in place, those of a document that is there unless given."""
    document = town.id("minutes")
    usual = {"document_id": str(document), "passage_id": str(town.passage("minutes")), "number": "1"}
    usual |= {"attribute": "title", "resolution_id": NEVER, "key_id": NEVER}
    return route.path.format(**{name: given.get(name, usual.get(name, "1")) for name in names(route, "path")})


def test_every_address_is_tried() -> None:
    assert {"GET /api/search", "GET /search", "GET /doc/{document_id}", "PUT /api/documents"} <= ROUTES.keys()
    assert len(ROUTES) > 60


@pytest.mark.parametrize("way", ROUTES)
def test_a_parameter_gets_a_result_or_a_clear_sentence(client: TestClient, town: Any, way: str) -> None:
    route, method = ROUTES[way], way.partition(" ")[0]
    for what, bad in BAD.items():
        for name in names(route, "path"):
            check(client.request(method, address(route, town, **{name: bad or "%20"})), f"{way} {name} {what}")
        for name in set(names(route, "query")) - {"source"}:  # that needs an ingestion which follows files
            # A needed one beside it, so that what is asked is not refused for want of it.
            others = "".join(f"&{other}=a" for other in ("q", "file", "folder") if other != name)
            path = f"{address(route, town)}?{name}={bad}{others}"
            check(client.request(method, path), f"{way} {name} {what}")


@pytest.mark.parametrize("way", [way for way, route in ROUTES.items() if names(route, "body")])
def test_a_body_gets_a_result_or_a_clear_sentence(client: TestClient, town: Any, way: str) -> None:
    route, method = ROUTES[way], way.partition(" ")[0]
    path = address(route, town)
    for kind in ("application/json", "application/x-www-form-urlencoded", "multipart/form-data", ""):
        for what, body in BODIES.items():
            headers = {"Content-Type": kind} if kind else {}
            check(client.request(method, path, content=body, headers=headers), f"{way} {kind} {what}")
    held = [*names(route, "body"), *models_of(route)]
    for field in held:
        for value in VALUES:
            body = f'{{"{field}": "{value}"}}'.encode()
            check(client.request(method, path, content=body, headers=JSON), f"{way} {field} {value}")
            pairs = dict.fromkeys(held, "1") | {field: value.encode().decode("unicode_escape", "ignore")}
            check(client.request(method, path, content=urlencode(pairs, errors="replace"), headers=FORM), way)


def models_of(route: APIRoute) -> list[str]:
    """The fields of the models that a body may be."""
    kinds = [field.field_info.annotation for field in fields(route.dependant, "body")]
    return [name for kind in kinds for name in getattr(kind, "model_fields", {})]


@pytest.mark.parametrize(
    "header", ["Cookie", "Authorization", "Accept-Language", "If-None-Match", "Origin", "Range"]
)
@pytest.mark.parametrize("path", ["/api/search?q=a", "/search?q=a", "/api/documents", "/"])
def test_a_header_gets_a_result_or_a_clear_sentence(client: TestClient, path: str, header: str) -> None:
    for value in (
        b"",
        b"\xff\xfe",
        b"x" * 5000,
        b"Bearer \xff",
        b"bytes=9-1,-0",
        b"en;q=x,,;",
        b"sanadyar_session=\xff",
    ):
        answer = client.get(path, headers=[(header.encode(), value)])
        assert answer.status_code < 500
