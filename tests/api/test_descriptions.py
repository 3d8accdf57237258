"""Descriptions, corrections and resolutions by the API and on the pages: real corrector, index in memory."""

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from town import Town

from corpus.catalogue import Reading
from corpus.records import DocumentState, Page
from index.encoding import Encoder
from index.hash_embedder import HashEmbedder
from index.memory import MemoryPassageIndex
from ingest.description import VERSION, describe
from ingest.description_changes import DescriptionCorrector
from ingest.kept_readings import KeptReadings
from ingest.parsing import ParsedDocument
from ingest.splitting import split

SignIn = Callable[..., Any]
MINUTES = """صورت‌جلسهٔ کمیتهٔ فنی
شماره: ۱۴۰۳/د/۴۱
تاریخ: ۱۴۰۳/۰۵/۱۲
شماره جلسه: ۱۲
حاضران: سارا پرتو (دبیر)، نیما دادگر
ردیف\tمصوبه\tمسئول\tمهلت
۱\tخرید <b>پمپ</b>\tامور مالی\tظرف دو هفته
۲\tنصب چراغ\tامور فنی\tمستمر"""


@pytest.fixture
def town(town: Town) -> Town:
    """The town with a corrector, and minutes with a register in a public and in a secret document."""
    embedder = HashEmbedder()
    index, encoder = MemoryPassageIndex(embedder.dimension), Encoder(embedder, "test")
    kept = KeptReadings(town.catalogue, index, encoder, describe, split, threading.RLock())
    corrector = DescriptionCorrector(kept, VERSION)
    for name in ("circular", "secret"):
        pages = (Page(1, MINUTES),)
        found = describe(ParsedDocument(pages, ()), "a.docx")
        town.catalogue.store_reading(town.id(name), Reading(found, pages, (), ()))
        town.catalogue.set_state(town.id(name), DocumentState.COMPLETE)
    town.services = replace(town.services, describing=corrector)
    return town


def address(town: Town) -> str:
    return f"/api/documents/{town.id('circular')}"


def test_a_description_says_where_its_values_stand_and_how_sure_they_are(town: Town, sign_in: SignIn) -> None:
    body = sign_in("رضا").get(address(town) + "/description").json()
    values = {value["attribute"]: value for value in body["values"]}
    span = values["number"]["place"]["span"]
    assert MINUTES[span["start"] : span["end"]] == values["number"]["text"] == "۱۴۰۳/د/۴۱"
    assert (values["number"]["certainty"], values["session"]["text"]) == ("sure", "12")
    assert [one["owner"] for one in body["resolutions"]] == ["امور مالی", "امور فنی"]


def test_the_register_holds_only_what_the_asker_may_read(town: Town, sign_in: SignIn) -> None:
    mine = sign_in("رضا").get("/api/resolutions").json()
    assert (mine["total"], {one["document_id"] for one in mine["resolutions"]}) == (
        2,
        {str(town.id("circular"))},
    )
    assert sign_in("مدیر").get("/api/resolutions").json()["total"] == 4
    assert sign_in("").get("/api/resolutions").status_code == 401
    assert sign_in("رضا").get(f"/api/documents/{town.id('secret')}/description").status_code == 404


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"owner": "امور مالي"}, 1),
        ({"text": "چراغ"}, 1),
        ({"from": "۱۴۰۳/۰۵/۲۶", "to": "مرداد ۱۴۰۳"}, 1),
        ({"from": "شهریور ۱۴۰۳"}, 0),
        ({"without_due": "true"}, 1),
    ],
)
def test_the_register_is_narrowed(town: Town, sign_in: SignIn, asked: dict[str, str], count: int) -> None:
    assert sign_in("رضا").get("/api/resolutions", params=asked).json()["total"] == count


def test_a_bound_that_is_no_day_is_refused(town: Town, sign_in: SignIn) -> None:
    assert sign_in("رضا").get("/api/resolutions", params={"from": "۳۱ مهر ۱۴۰۳"}).status_code in (400, 422)
    page = sign_in("رضا").get("/resolutions", params={"from_": "۳۱ مهر ۱۴۰۳"})
    assert page.status_code == 200
    assert 'role="alert"' in page.text


def test_an_administrator_corrects_a_value_and_takes_it_back(town: Town, sign_in: SignIn) -> None:
    client = sign_in("مدیر")
    body = client.put(address(town) + "/description/number", json={"value": "۷۷/الف"}).json()
    assert body["corrected"]["number"] | {"at": ""} == {"read": "۱۴۰۳/د/۴۱", "by": "مدیر", "at": ""}
    assert client.get(address(town)).json()["number"] == "۷۷/الف"
    assert client.delete(address(town) + "/description/number").json()["corrected"] == {}
    assert client.get(address(town)).json()["number"] == "۱۴۰۳/د/۴۱"
    assert client.delete(address(town) + "/description/number").status_code == 404


def test_owner_and_deadline_of_a_resolution_are_corrected(town: Town, sign_in: SignIn) -> None:
    client = sign_in("مدیر")
    first = client.get(address(town) + "/description").json()["resolutions"][0]
    one = f"{address(town)}/resolutions/{first['id']}"
    assert client.put(one + "/due", json={"value": "۱۴۰۳/۰۶/۳۱"}).json()["due"] == "2024-09-21"
    assert client.put(one + "/owner", json={"value": "دبیرخانه"}).json()["owner"] == "دبیرخانه"
    assert client.delete(one + "/due").json()["due"] == "2024-08-16"
    assert client.put(one + "/text", json={"value": "x"}).status_code in (400, 422)


@pytest.mark.parametrize("name", ["رضا", "نرگس"])
def test_only_administrators_correct(town: Town, sign_in: SignIn, name: str) -> None:
    client = sign_in(name)
    assert client.put(address(town) + "/description/number", json={"value": "x"}).status_code == 403
    assert client.delete(address(town) + "/description/number").status_code == 403
    form = client.post(f"/doc/{town.id('circular')}/description", data={"attribute": "number", "value": "x"})
    assert form.status_code in (303, 403)
    assert client.get(address(town)).json()["number"] == "۱۴۰۳/د/۴۱"
    assert "describing" not in client.get(f"/doc/{town.id('circular')}").text


def test_a_cookie_alone_changes_nothing(town: Town, sign_in: SignIn) -> None:
    client = sign_in("مدیر")
    del client.headers["X-CSRF-Token"]
    assert client.put(address(town) + "/description/number", json={"value": "x"}).status_code == 403


def test_values_that_cannot_be_are_refused_with_a_sentence(town: Town, sign_in: SignIn) -> None:
    refused = sign_in("مدیر").put(address(town) + "/description/issued", json={"value": "۳۱ مهر ۱۴۰۳"})
    assert refused.status_code in (400, 422)
    assert "۳۱ مهر" in refused.json()["detail"]


def test_the_viewer_shows_people_and_resolutions_and_corrects_by_form(town: Town, sign_in: SignIn) -> None:
    client = sign_in("مدیر")
    viewer = f"/doc/{town.id('circular')}"
    page = client.get(viewer).text
    assert "سارا پرتو" in page
    assert "خرید &lt;b&gt;پمپ&lt;/b&gt;" in page
    answer = client.post(
        viewer + "/description", data={"attribute": "present", "value": "آذر مهر", "page": "1"}
    )
    assert answer.status_code == 303
    page = client.get(viewer).text
    assert "آذر مهر" in page
    assert "اصلاح‌شده" in page
    client.post(viewer + "/description/undo", data={"attribute": "present"})
    assert "نیما دادگر" in client.get(viewer).text


def test_the_page_of_resolutions_opens_documents_at_the_place(town: Town, sign_in: SignIn) -> None:
    page = sign_in("رضا").get("/resolutions", params={"owner": "فنی"}).text
    start = MINUTES.index("۲\tنصب")
    assert f"s={start}-{len(MINUTES)}" in page
    assert "نصب چراغ" in page
    assert "مستمر" in page
    assert "پمپ" not in page
