"""Pages to look at and their corrections, through the API: real corrector, index in memory."""

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from corpus.catalogue import Reading
from corpus.records import Box, Description, DocumentState, Page
from corpus.sql_page_corrections import SqlPageCorrections
from index.encoding import Encoder
from index.hash_embedder import HashEmbedder
from index.memory import MemoryPassageIndex
from ingest.description import describe
from ingest.ocr import RecognizedWord
from ingest.page_changes import PageChanges
from ingest.page_corrections import PageCorrector
from ingest.splitting import split

Town = Any  # the fixture's class lives in conftest.py
GARBLED = "غلصکط ضفقث هخقغ " * 12
SOUND = "مهلت پاسخ به درخواست شهروندان پانزده روز است و گزارش آن به دبیرخانه ارسال می شود ۱۲۵ " * 3


class Engine:
    missing = ""

    def unavailable(self) -> str:
        return self.missing

    def recognize(self, picture: bytes) -> list[RecognizedWord]:
        return [RecognizedWord(word, Box(0, 0, 0.1, 0.1), 0.9, (1, 1), 1) for word in SOUND.split()]


@pytest.fixture
def engine() -> Engine:
    return Engine()


@pytest.fixture
def town(town: Town, engine: Engine) -> Town:
    """The town with a corrector, and a secret and a public page whose text is garbled."""
    corrections = SqlPageCorrections(town.catalogue.database)
    embedder = HashEmbedder()
    changes = PageChanges(
        town.catalogue,
        MemoryPassageIndex(embedder.dimension),
        Encoder(embedder, "test"),
        describe,
        split,
        threading.RLock(),
    )
    corrector = PageCorrector(
        town.catalogue, corrections, town.services.originals, changes, engine, lambda _path, _number: b""
    )
    for name in ("circular", "secret"):
        description = Description("نامهٔ ناخوانا")
        town.catalogue.store_reading(town.id(name), Reading(description, [Page(1, GARBLED)], (), ()))
        town.catalogue.set_state(town.id(name), DocumentState.COMPLETE)
    corrector.assess_unassessed(threading.Event())
    town.services = replace(town.services, corrections=corrections, corrector=corrector)
    return town


def address(town: Town, name: str = "circular") -> str:
    return f"/api/documents/{town.id(name)}/pages/1"


def test_pages_to_look_at_are_those_that_the_asker_may_read(town: Town, sign_in: Callable[..., Any]) -> None:
    mine = sign_in("رضا").get("/api/pages").json()
    assert (mine["total"], [page["document_id"] for page in mine["pages"]]) == (1, [str(town.id("circular"))])
    assert mine["pages"][0]["integrity"]["low"]
    assert mine["pages"][0]["integrity"]["reasons"]["unknown_words"] > 0.5
    assert sign_in("مدیر").get("/api/pages").json()["total"] == 2
    assert sign_in("").get("/api/pages").status_code == 401


def test_an_administrator_corrects_a_page_and_takes_it_back(town: Town, sign_in: Callable[..., Any]) -> None:
    client = sign_in("مدیر")
    changed = client.put(address(town) + "/text", json={"text": "متن درست\nسطر دوم", "replaces": GARBLED})
    assert changed.status_code == 200
    assert changed.json()["text"] == "متن درست\nسطر دوم"
    assert changed.json()["integrity"]["low"] is False
    (kept,) = client.get(address(town) + "/corrections").json()
    assert (kept["author"], kept["source"], kept["replaced"]) == ("مدیر", "hand", GARBLED)
    assert client.delete(address(town) + "/correction").json()["text"] == GARBLED
    assert client.delete(address(town) + "/correction").status_code == 404


def test_a_correction_of_a_text_that_is_gone_is_refused(town: Town, sign_in: Callable[..., Any]) -> None:
    client = sign_in("مدیر")
    refused = client.put(address(town) + "/text", json={"text": "x", "replaces": "چیز دیگر"})
    assert (refused.status_code, refused.json()["code"]) == (409, "page_changed")


def test_reading_again_keeps_the_better_text_and_marks_its_numbers(
    town: Town, sign_in: Callable[..., Any]
) -> None:
    client = sign_in("مدیر")
    read = client.post(address(town) + "/reread").json()
    assert read["kept"]
    assert read["after"] > read["before"]
    page = client.get(address(town)).json()
    assert page["recognized"] == pytest.approx(0.9)
    numbers = [page["text"][one["span"]["start"] : one["span"]["end"]] for one in page["unsure_numbers"]]
    assert numbers == ["۱۲۵"] * 3
    assert {one["certainty"] for one in page["unsure_numbers"]} == {"unsure"}


def test_without_an_engine_the_reason_is_said(town: Town, engine: Engine, sign_in: Callable[..., Any]) -> None:
    engine.missing = "tesseract is not installed"
    answer = sign_in("مدیر").post(address(town) + "/reread", headers={"Accept-Language": "fa"})
    assert (answer.status_code, answer.json()["code"]) == (503, "ocr_unavailable")
    assert "tesseract" in answer.json()["detail"]


@pytest.mark.parametrize("name", ["رضا", "نرگس"])
def test_only_administrators_change_pages(town: Town, sign_in: Callable[..., Any], name: str) -> None:
    client = sign_in(name)
    assert client.put(address(town) + "/text", json={"text": "x"}).status_code == 403
    assert client.post(address(town) + "/reread").status_code == 403
    assert client.delete(address(town) + "/correction").status_code == 403
    assert client.get(address(town) + "/corrections").status_code == 403


def test_a_cookie_alone_changes_nothing(town: Town, sign_in: Callable[..., Any]) -> None:
    client = sign_in("مدیر")
    del client.headers["X-CSRF-Token"]
    assert client.put(address(town) + "/text", json={"text": "x"}).status_code == 403
    assert town.catalogue.all_documents()
    assert client.get(address(town)).json()["text"] == GARBLED
