"""What goes over the wire to a Qdrant server, and what becomes of its answers."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from index_entries import CLERK, DIMENSION, axis, by, entry, named, numbered
from qdrant_client import QdrantClient

from corpus.access import Confidentiality
from corpus.errors import IndexOutdated, IndexUnreachable
from index.qdrant_server import QdrantServerIndex, ServerEngine

URL = "http://qdrant.test:6333"
RIGHTS = [
    {"key": "readers", "match": {"any": ["everyone"]}},
    {"key": "confidentiality", "range": {"lte": 0.0}},
]


class Server:
    """Answers as Qdrant's interface describes, and keeps what was asked."""

    def __init__(self, size: int = DIMENSION, version: str = "1.20.0", fingerprint: str = "ف") -> None:
        self.asked: list[tuple[str, str, dict[str, Any]]] = []
        self.version = version
        self.exists = False
        self.size = size
        self.fingerprint = fingerprint
        self.answers: dict[str, Callable[[], httpx.Response]] = {}

    def __call__(self, request: httpx.Request) -> httpx.Response:
        body = json.loads(request.content) if request.content else {}
        self.asked.append((request.method, request.url.path, body))
        if request.url.path == "/":
            return httpx.Response(200, json={"title": "qdrant", "version": self.version})
        path = request.url.path.removeprefix("/collections/sanadyar").strip("/")
        if path in self.answers:
            return self.answers[path]()
        return httpx.Response(
            200, json={"result": self.result(request.method, path), "status": "ok", "time": 0}
        )

    def result(self, method: str, path: str) -> Any:
        if path == "exists":
            return {"exists": self.exists}
        if path == "" and method in ("PUT", "DELETE"):
            self.exists = method == "PUT"
            return True
        if path == "":
            return self.collection()
        if path == "points/query":
            return {
                "points": [
                    {
                        "id": str(numbered(7)),
                        "version": 1,
                        "score": 2.5,
                        "payload": {"document": str(named("د"))},
                    }
                ]
            }
        if path == "points/count":
            return {"count": 3}
        if path == "facet":
            return {"hits": [{"value": "report", "count": 2}]}
        if path == "points":
            return [{"id": str(numbered(1))}] if method == "POST" else UPDATED
        if path == "points/scroll":
            return {
                "points": [{"id": str(numbered(1)), "payload": {"document": str(named("د"))}}],
                "next_page_offset": None,
            }
        return UPDATED

    def collection(self) -> Any:
        return {
            "status": "green",
            "optimizer_status": "ok",
            "segments_count": 1,
            "payload_schema": {},
            "config": {
                "params": {"vectors": {"meaning": {"size": self.size, "distance": "Dot"}}},
                "hnsw_config": {"m": 16, "ef_construct": 100, "full_scan_threshold": 10000},
                "optimizer_config": {
                    "deleted_threshold": 0.2,
                    "vacuum_min_vector_number": 1000,
                    "default_segment_number": 0,
                    "flush_interval_sec": 5,
                },
                "metadata": {"fingerprint": self.fingerprint},
            },
        }

    def last(self, path: str) -> dict[str, Any]:
        return next(body for _, asked, body in reversed(self.asked) if asked == f"/collections/sanadyar/{path}")


UPDATED = {"operation_id": 1, "status": "completed"}


def client(server: Callable[[httpx.Request], httpx.Response]) -> QdrantClient:
    return QdrantClient(url=URL, transport=httpx.MockTransport(server), check_compatibility=False)


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def index(server: Server) -> Iterator[QdrantServerIndex]:
    opened = QdrantServerIndex(URL, "sanadyar", "", DIMENSION, client(server), "ف")
    yield opened
    opened.close()


def test_a_missing_collection_is_made_with_its_indexes(index: QdrantServerIndex, server: Server) -> None:
    _, path, made = next(asked for asked in server.asked if asked[0] == "PUT")
    assert path == "/collections/sanadyar"
    assert made["vectors"] == {
        "meaning": {
            "size": 16,
            "distance": "Dot",
            "hnsw_config": {"m": 16, "payload_m": 0},
            "quantization_config": {"turbo": {"bits": "bits8"}},
        }
    }
    assert made["metadata"] == {"fingerprint": "ف"}
    indexes = {
        body["field_name"]: body["field_schema"] for _, path, body in server.asked if path.endswith("/index")
    }
    assert indexes.keys() == {
        "document", "kind", "unit", "number", "readers", "day", "confidentiality", "ordinal", "terms",
    }  # fmt: skip
    assert indexes["terms"] == {"type": "text", "tokenizer": "whitespace", "lowercase": False, "scoring": True}
    assert indexes["readers"] == {"type": "keyword"}
    assert indexes["day"] == {"type": "integer", "lookup": False, "range": True}
    assert indexes["ordinal"] == {"type": "integer", "lookup": True, "range": True}


def test_words_are_asked_as_bm25_under_the_rights(index: QdrantServerIndex, server: Server) -> None:
    found = index.lexical(["هوا", "آب"], by(CLERK), 10)
    asked = server.last("points/query")
    assert asked["query"] == {"text": {"query": "آب هوا", "scoring": {"bm25": {"k": 0.9, "b": 0.75}}}}
    assert asked["using"] == "terms"
    assert asked["filter"] == {"must": RIGHTS}
    assert asked["limit"] >= 10
    assert asked["with_payload"] == ["document"]
    assert [(s.passage_id, s.document_id, s.score) for s in found] == [(numbered(7), named("د"), 2.5)]


def test_meaning_is_asked_under_rights_and_restrictions(index: QdrantServerIndex, server: Server) -> None:
    asker = by(CLERK, kinds=["report"], first_day=5, documents=[named("د")])
    index.semantic(axis(2), asker, 10, [numbered(3)])
    asked = server.last("points/query")
    assert asked["query"] == {"nearest": axis(2).tolist()}
    assert asked["using"] == "meaning"
    assert asked["params"] == {"quantization": {"rescore": True, "oversampling": 2.0}}
    assert asked["filter"] == {
        "must": [
            *RIGHTS,
            {"key": "kind", "match": {"any": ["report"]}},
            {"key": "document", "match": {"any": [str(named("د"))]}},
            {"key": "day", "range": {"gte": 5.0}},
            {"has_id": [str(numbered(3))]},
        ]
    }


def test_points_are_put_with_and_without_a_vector(index: QdrantServerIndex, server: Server) -> None:
    index.put([entry(1, "آب هوا", unit="فناوری", day=9, vector=axis(0)), entry(2, "")])
    first, second = server.last("points")["points"]
    assert first == {
        "id": str(numbered(1)),
        "vector": {"meaning": axis(0).tolist()},
        "payload": {
            "terms": "آب هوا",
            "document": str(named("سند")),
            "ordinal": 0,
            "kind": "report",
            "unit": "فناوری",
            "day": 9,
            "confidentiality": 0,
            "readers": ["everyone"],
        },
    }
    assert second["vector"] == {}


def test_every_write_waits(server: Server) -> None:
    waits: list[str | None] = []

    def watching(request: httpx.Request) -> httpx.Response:
        points = request.url.path.startswith("/collections/sanadyar/points")
        if points and request.method in ("PUT", "POST") and not request.url.path.endswith("/count"):
            waits.append(request.url.params.get("wait"))
        return server(request)

    index = QdrantServerIndex(URL, "sanadyar", "", DIMENSION, client(watching), "ف")
    index.put([entry(1, "آب")])
    index.remove(named("سند"))
    index.set_access(named("سند"), Confidentiality.SECRET, frozenset())
    assert waits == ["true"] * 3
    index.close()


def test_removal_and_rights_name_the_document(index: QdrantServerIndex, server: Server) -> None:
    of_document = {"must": [{"key": "document", "match": {"any": [str(named("سند"))]}}]}
    index.remove(named("سند"))
    assert server.last("points/delete") == {"filter": of_document}
    index.set_access(named("سند"), Confidentiality.SECRET, frozenset({"مالی"}))
    changed = server.last("points/payload")
    assert changed == {"filter": of_document, "payload": {"confidentiality": 3, "readers": ["مالی"]}}


def test_counts_facets_and_frequencies_carry_their_filters(index: QdrantServerIndex, server: Server) -> None:
    assert index.count() == 3
    assert "filter" not in server.last("points/count")
    assert index.count(by(CLERK)) == 3
    assert server.last("points/count") == {"filter": {"must": RIGHTS}, "exact": True}
    assert index.document_frequencies(["آب"]) == {"آب": 3}
    terms = {"must": [{"key": "terms", "match": {"text": "آب"}}]}
    assert server.last("points/count") == {"filter": terms, "exact": True}
    assert index.facet("kind", by(CLERK)) == {"report": 2}
    asked = server.last("facet")
    assert asked["filter"]["must"] == [*RIGHTS, {"key": "ordinal", "range": {"gte": 0.0, "lte": 0.0}}]


def test_clearing_makes_the_collection_and_its_indexes_anew(index: QdrantServerIndex, server: Server) -> None:
    server.asked.clear()
    index.clear()
    asked = [(method, path) for method, path, _ in server.asked if method in ("DELETE", "PUT")]
    collection = "/collections/sanadyar"
    assert asked[:2] == [("DELETE", collection), ("PUT", collection)]
    assert asked[2:] == [("PUT", f"{collection}/index")] * 9


def test_vectors_go_only_to_points_that_exist(index: QdrantServerIndex, server: Server) -> None:
    index.put_vectors({numbered(1): axis(0), numbered(2): axis(1)})
    assert server.last("points/vectors") == {
        "points": [{"id": str(numbered(1)), "vector": {"meaning": axis(0).tolist()}}]
    }


def test_a_point_removed_between_looking_and_writing_is_looked_up_again(
    index: QdrantServerIndex, server: Server
) -> None:
    answers = [httpx.Response(404, json={"status": {"error": "No point with id"}}), None]

    def vectors() -> httpx.Response:
        return answers.pop(0) or httpx.Response(200, json={"result": UPDATED, "status": "ok", "time": 0})

    server.answers["points/vectors"] = vectors
    index.put_vectors({numbered(1): axis(0)})
    assert answers == []


def test_nothing_is_deleted_on_the_server_without_a_condition(server: Server) -> None:
    engine = ServerEngine(client(server), URL, "sanadyar", DIMENSION, "ف")
    before = len(server.asked)
    with pytest.raises(ValueError, match="every passage"):
        engine.delete(())
    with pytest.raises(ValueError, match="every passage"):
        engine.set_payload((), {})
    assert len(server.asked) == before
    engine.close()


@pytest.mark.parametrize(
    "stored", [Server(size=DIMENSION + 1), Server(fingerprint="دیگر")], ids=["dimension", "fingerprint"]
)
def test_a_collection_made_otherwise_is_outdated(stored: Server) -> None:
    stored.exists = True
    with pytest.raises(IndexOutdated):
        QdrantServerIndex(URL, "sanadyar", "", DIMENSION, client(stored), "ف")
    assert not [asked for asked in stored.asked if asked[0] in ("PUT", "DELETE")]


def test_a_server_that_cannot_rank_words_is_told_by_its_version() -> None:
    with pytest.raises(IndexUnreachable) as refused:
        QdrantServerIndex(URL, "sanadyar", "", DIMENSION, client(Server(version="1.19.3")), "ف")
    assert "1.20" in str(refused.value.facts["detail"])


def test_a_server_that_does_not_answer_is_unreachable(index: QdrantServerIndex, server: Server) -> None:
    def refuse() -> httpx.Response:
        raise httpx.ConnectError("connection refused")

    server.answers["points/query"] = refuse
    with pytest.raises(IndexUnreachable) as unreachable:
        index.lexical(["آب"], by(), 5)
    assert unreachable.value.facts["url"] == URL


@pytest.mark.parametrize("status", [401, 403, 429, 500, 503])
def test_a_server_that_refuses_is_told_with_its_reason(
    index: QdrantServerIndex, server: Server, status: int
) -> None:
    server.answers["points/count"] = lambda: httpx.Response(
        status, headers={"Retry-After": "3"}, json={"status": {"error": "Forbidden here"}}
    )
    with pytest.raises(IndexUnreachable) as refused:
        index.count()
    assert "Forbidden here" in str(refused.value.facts["detail"])


def test_the_key_is_sent_and_never_told(monkeypatch: pytest.MonkeyPatch) -> None:
    keys: list[str | None] = []

    def refuse(request: httpx.Request) -> httpx.Response:
        keys.append(request.headers.get("api-key"))
        return httpx.Response(401, text="Must provide an API key")

    secret = "کلید".encode().hex()
    keyed = QdrantClient(
        url="https://qdrant.test",
        api_key=secret,
        transport=httpx.MockTransport(refuse),
        check_compatibility=False,
    )
    with pytest.raises(IndexUnreachable) as refused:
        QdrantServerIndex("https://qdrant.test", "sanadyar", secret, DIMENSION, keyed, "ف")
    assert keys == [secret]
    assert secret not in str(refused.value)
