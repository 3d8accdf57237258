"""Pages to look at and their corrections, by the API and in the viewer: real corrector, index in memory."""

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from town import Town

from api.answers import answer_card
from api.marking import Piece
from api.unsure import doubted, unsure_in_answer
from corpus.access import principal
from corpus.catalogue import Reading
from corpus.records import Box, Description, DocumentState, Page, Span, Word
from corpus.sql_page_corrections import SqlPageCorrections
from corpus.unsure_numbers import Certainty, UnsureNumber, unsure_numbers
from index.encoding import Encoder
from index.hash_embedder import HashEmbedder
from index.memory import MemoryPassageIndex
from ingest.description import describe
from ingest.integrity import assess
from ingest.kept_readings import KeptReadings
from ingest.ocr import RecognizedWord
from ingest.page_changes import PageChanges
from ingest.page_corrections import PageCorrector
from ingest.splitting import split
from search.query import Query
from search.results import Answer, Citation

SCAN = "مهلت پاسخ ۱۵ روز است؛ نامهٔ ۱۴۰۳/۱۲ ببینید."
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
    kept = KeptReadings(
        town.catalogue,
        MemoryPassageIndex(embedder.dimension),
        Encoder(embedder, "test"),
        describe,
        split,
        threading.RLock(),
    )
    corrector = PageCorrector(
        town.catalogue,
        corrections,
        town.services.originals,
        PageChanges(kept),
        engine,
        lambda _path, _number: b"",
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
    assert (answer.status_code, answer.json()["code"]) == (422, "ocr_unavailable")
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


def hold(town: Town, page: Page, name: str = "circular") -> None:
    town.catalogue.store_reading(town.id(name), Reading(Description("نامه"), [assess(page)], (), ()))
    town.catalogue.set_state(town.id(name), DocumentState.COMPLETE)


def scanned(agreed: tuple[Span, ...] = ()) -> Page:
    start = SCAN.index("۱۵")
    return Page(
        1, SCAN, (Word(Span(start, start + 2), Box(0.1, 0.2, 0.1, 0.02)),), 595, 842, False, 0.8, agreed
    )


def test_a_number_counts_as_likely_only_where_two_engines_agreed() -> None:
    start = SCAN.index("۱۴۰۳")
    found = unsure_numbers(scanned((Span(start, start + 7),)))
    assert [(one.span.of(SCAN), one.certainty) for one in found] == [
        ("۱۵", Certainty.UNSURE),
        ("۱۴۰۳/۱۲", Certainty.LIKELY),
    ]
    assert unsure_numbers(replace(scanned(), recognized=None)) == []


def test_marks_and_doubts_cut_a_text_without_losing_a_letter() -> None:
    numbers = [UnsureNumber(Span(2, 5), Certainty.UNSURE), UnsureNumber(Span(8, 9), Certainty.LIKELY)]
    cut = doubted([Piece("abc"), Piece("defg", marked=True), Piece("hij")], 0, numbers)
    assert "".join(piece.text for piece in cut) == "abcdefghij"
    assert [(piece.text, piece.doubt) for piece in cut if piece.doubt] == [
        ("c", "unsure"),
        ("de", "unsure"),
        ("i", "likely"),
    ]
    assert [piece.text for piece in cut if piece.marked] == ["de", "fg"]


def test_numbers_of_a_scan_are_marked_in_its_text_with_a_reason(
    town: Town,
    sign_in: Callable[..., Any],
) -> None:
    hold(town, scanned())
    page = sign_in("رضا").get(f"/doc/{town.id('circular')}?view=text").text
    assert page.count('class="unsure unsure"') == 2
    assert "نویسه‌خوان (OCR) خوانده است" in page
    hold(town, replace(scanned(), recognized=None))
    assert 'class="unsure' not in sign_in("رضا").get(f"/doc/{town.id('circular')}?view=text").text


def test_numbers_of_a_scan_are_marked_in_answers(town: Town) -> None:
    hold(town, scanned())
    document = town.catalogue.document(town.id("circular"), principal("رضا"))
    quote = SCAN[: SCAN.index("؛")]
    cited = Citation(document, 1, town.passage("minutes"), quote, Span(0, len(quote)))
    answer = Answer(quote, (quote,), (cited,), 1.0)
    unsure = unsure_in_answer(town.services, principal("رضا"), answer)
    card = answer_card(answer, "مهلت؟", unsure)
    assert card is not None
    assert card.is_unsure
    assert [piece.text for piece in card.sentences[0].cut if piece.doubt] == ["۱۵"]
    assert "".join(piece.text for piece in card.sentences[0].cut) == quote
    plain = answer_card(answer, "مهلت؟")
    assert plain is not None
    assert not plain.is_unsure


def test_answers_of_text_layers_have_no_marks(town: Town, sign_in: Callable[..., Any]) -> None:
    answer = town.searcher.answer(Query("پیشرفت خط ۳ مترو", principal("رضا")))
    assert answer.citations
    assert unsure_in_answer(town.services, principal("رضا"), answer) == [[] for _ in answer.citations]
    body = sign_in("رضا").get("/api/ask", params={"q": "پیشرفت خط ۳ مترو"}).json()
    assert all(cited["unsure_numbers"] == [] for cited in body["citations"])


def test_a_low_page_says_so_with_its_reasons_to_every_reader(
    town: Town,
    sign_in: Callable[..., Any],
) -> None:
    page = sign_in("رضا").get(f"/doc/{town.id('circular')}").text
    assert "متن این صفحه درست خوانده نشده است" in page
    assert "واژه‌ها ناشناس" in page
    assert "/correct" not in page


def test_an_administrator_corrects_and_takes_back_in_the_viewer(
    town: Town,
    sign_in: Callable[..., Any],
) -> None:
    client, address = sign_in("مدیر"), f"/doc/{town.id('circular')}"
    form = client.get(address).text
    seen = form.partition('name="seen" value="')[2].partition('"')[0]
    saved = client.post(f"{address}/pages/1/correct", data={"text": "متن <b>درست</b>\r\nسطر دوم", "seen": seen})
    assert saved.status_code == 303
    page = client.get(saved.headers["location"]).text
    assert "متن &lt;b&gt;درست&lt;/b&gt;" in page
    assert "تصحیح کرده است" in page
    assert "متن این صفحه درست خوانده نشده است" not in page
    again = client.post(f"{address}/pages/1/correct", data={"text": "دیگر", "seen": seen})
    assert again.status_code == 409
    assert client.post(f"{address}/pages/1/undo").status_code == 303
    assert client.get(f"/api/documents/{town.id('circular')}/pages/1").json()["text"] == GARBLED


def test_reading_again_from_the_viewer(town: Town, sign_in: Callable[..., Any]) -> None:
    client, address = sign_in("مدیر"), f"/doc/{town.id('circular')}"
    assert "no_better" not in client.post(f"{address}/pages/1/reread").headers["location"]
    second = client.post(f"{address}/pages/1/reread").headers["location"]
    assert "بهتر از متن کنونی نبود" in client.get(second).text
    assert client.get(f"/api/documents/{town.id('circular')}/pages/1").json()["text"] == SOUND.strip()


def test_administrators_have_a_list_of_pages_to_look_at(town: Town, sign_in: Callable[..., Any]) -> None:
    listed = sign_in("مدیر").get("/admin/pages").text
    assert f"/doc/{town.id('circular')}?page=1" in listed
    assert f"/doc/{town.id('secret')}?page=1" in listed
    assert sign_in("رضا").get("/admin/pages").status_code == 403


@pytest.mark.parametrize("what", ["correct", "reread", "undo"])
def test_readers_change_nothing(town: Town, sign_in: Callable[..., Any], what: str) -> None:
    assert sign_in("نرگس").post(f"/doc/{town.id('circular')}/pages/1/{what}").status_code == 403
