"""The table of equal words over HTTP: managers read and edit it, and it is in force at once."""

from dataclasses import replace
from typing import Any
from urllib.parse import quote_plus

import pytest
from starlette.testclient import TestClient

from api.application import create_app
from api.sessions import COOKIE, csrf_token
from index.encoding import Encoder
from index.hash_embedder import HashEmbedder
from index.memory import MemoryPassageIndex
from search.service import Searcher
from search.synonym_source import SynonymFile

WORD = "قطار زیرزمینی"
TABLE = f"{WORD} = مترو"


@pytest.fixture
def enter(town: Any, sign_in: Any, tmp_path: Any) -> Any:
    """A client of the named account before the real search."""
    index, encoder = MemoryPassageIndex(), Encoder(HashEmbedder(64))
    for document in town.documents.values():
        if passages := town.catalogue.all_passages_of(document.id):
            index.put(encoder.entries(document, passages))
    table = SynonymFile(tmp_path / "synonyms.txt")
    settings = type("Settings", (), {"meaning_weight": 0.0})()
    searcher = Searcher(index, town.catalogue, encoder, settings, table)
    app = create_app(replace(town.services, searcher=searcher, synonyms=table))

    def entered(name: str) -> TestClient:
        token = sign_in(name).cookies[COOKIE]
        client = TestClient(app, base_url="http://sanadyar.example", follow_redirects=False)
        client.cookies.set(COOKIE, token)
        client.headers["X-CSRF-Token"] = csrf_token(token)
        return client

    return entered


def test_only_managers_read_and_edit_the_table(enter: Any) -> None:
    reader = enter("رضا")
    assert reader.get("/api/synonyms").status_code == 403
    assert reader.put("/api/synonyms", json={"text": TABLE}).status_code == 403
    assert reader.delete("/api/synonyms").status_code == 403
    assert reader.get("/admin/synonyms").status_code == 403
    assert reader.post("/admin/synonyms", data={"text": TABLE}).status_code == 403


ASKED = {"q": "قطار زیرزمینی", "repair": "off"}  # mended, it would find something else


def test_a_new_table_widens_the_next_question_and_can_be_undone(enter: Any) -> None:
    manager, reader = enter("مدیر"), enter("رضا")
    manager.put("/api/synonyms", json={"text": "# خالی"})
    assert reader.get("/api/search", params=ASKED).json()["hits"] == []
    saved = manager.put("/api/synonyms", json={"text": TABLE})
    assert saved.json()["groups"] == [["قطار زیرزمینی", "مترو"]]
    assert saved.json()["own"]
    found = reader.get("/api/search", params=ASKED).json()
    assert found["hits"]
    assert found["synonyms"] == [
        {"written": {"start": 0, "end": 13}, "text": "قطار زیرزمینی", "equals": ["مترو"]}
    ]
    assert "بودجهٔ محرمانهٔ مترو" not in [hit["document"]["title"] for hit in found["hits"]]
    undone = reader.get("/api/search", params={**ASKED, "as_written": "قطار زیرزمینی"}).json()
    assert (undone["hits"], undone["synonyms"]) == ([], [])
    assert reader.get("/api/search", params={**ASKED, "synonyms": "off"}).json()["hits"] == []


def test_a_bad_line_is_named_and_the_old_table_stays(enter: Any) -> None:
    manager = enter("مدیر")
    manager.put("/api/synonyms", json={"text": TABLE})
    refused = manager.put("/api/synonyms", json={"text": f"{TABLE}\nتنها"})
    assert refused.status_code == 400
    assert refused.json()["code"] == "invalid_synonyms"
    assert "سطر \u2068۲\u2069" in refused.json()["detail"]
    assert manager.get("/api/synonyms").json()["text"] == TABLE
    assert not manager.delete("/api/synonyms").json()["own"]


def test_the_page_saves_says_what_is_wrong_and_keeps_what_was_typed(enter: Any) -> None:
    manager = enter("مدیر")
    assert "/admin/synonyms" in manager.get("/admin").text
    assert manager.post("/admin/synonyms", data={"text": f"{TABLE}\r\n# یادداشت"}).status_code == 303
    assert "# یادداشت" in manager.get("/admin/synonyms").text
    refused = manager.post("/admin/synonyms", data={"text": "<b>تنها</b>"})
    assert refused.status_code == 400
    assert "&lt;b&gt;تنها" in refused.text
    assert manager.get("/api/synonyms").json()["groups"] == [["قطار زیرزمینی", "مترو"]]
    manager.post("/admin/synonyms", data={"action": "reset"})
    assert not manager.get("/api/synonyms").json()["own"]


def test_the_page_of_results_shows_equal_words_as_a_chip_that_leads_back(enter: Any) -> None:
    enter("مدیر").put("/api/synonyms", json={"text": TABLE})
    page = enter("رضا").get("/search", params={"q": "قطار زیرزمینی"}).text
    assert "هم‌ارز: قطار زیرزمینی = مترو" in page
    assert f"as_written={quote_plus(WORD)}" in page
    bare = enter("رضا").get("/search", params={"q": "قطار زیرزمینی", "as_written": "قطار زیرزمینی"}).text
    assert "هم‌ارز" not in bare
