"""Scanned pages become text in the background, once, whatever is stopped, missing or removed meanwhile."""

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpus.access import administrator
from corpus.catalogue import Reading
from corpus.records import Box, Description, DocumentState, Page
from ingest.ocr import RecognitionFailed, RecognizedWord
from ingest.page_changes import PageChanges
from ingest.transcribing import Transcriber

House = Any  # the fixture's class lives in conftest.py


class Engine:
    """Recognizes «page N of the scan» from what `draw` hands it; can be away, or fail at some pages."""

    def __init__(self, missing: str = "", fails: frozenset[int] = frozenset()) -> None:
        self.missing = missing
        self.fails = fails
        self.read: list[int] = []

    def unavailable(self) -> str:
        return self.missing

    def recognize(self, picture: bytes) -> list[RecognizedWord]:
        number = int(picture)
        if number in self.fails:
            raise RecognitionFailed("as asked")
        self.read.append(number)
        words = f"مصوبه شماره {number} ابلاغ شد".split()
        return [RecognizedWord(text, Box(0, 0, 0.1, 0.1), 0.8, (1, 1), 1) for text in words]


def draw(_path: Path, number: int) -> bytes:
    return str(number).encode()


def transcriber(house: House, engine: Engine) -> Transcriber:
    return Transcriber(
        house.catalogue,
        house.originals,
        PageChanges(house.kept),
        engine,
        draw,
    )


@pytest.fixture
def scan(house: House) -> Any:
    """A document of three pages, all of them pictures, registered and searchable for nothing yet."""
    document = house.add("اسکن.pdf", "تصویر")
    house.ingestion.run()
    pages = [Page(number, "", width=595.0, height=842.0, needs_ocr=True) for number in (1, 2, 3)]
    house.catalogue.store_reading(document.id, Reading(Description("اسکن"), pages, (), ()))
    house.catalogue.set_state(document.id, DocumentState.COMPLETE)
    house.index.remove(document.id)
    return house.now(document)


def go() -> threading.Event:
    return threading.Event()


def test_every_page_is_read_and_found_by_its_words(house: House, scan: Any) -> None:
    assert transcriber(house, Engine()).run(go())
    now = house.now(scan)
    assert (now.state, now.pages_needing_ocr, now.passage_count) == (DocumentState.WORDS, 0, 3)
    assert house.indexed_texts() == [f"مصوبه شماره {number} ابلاغ شد" for number in (1, 2, 3)]
    assert house.catalogue.pages_needing_ocr() == 0


def test_digits_that_were_recognized_never_become_number_or_date(house: House, scan: Any) -> None:
    transcriber(house, Engine()).run(go())
    described = house.now(scan).description
    assert described.title == "مصوبه شماره 1 ابلاغ شد"
    assert (described.number, described.issued) == (None, None)


def test_a_document_with_text_of_its_own_keeps_its_description(house: House, scan: Any) -> None:
    pages = house.catalogue.pages(scan.id, administrator("مدیر"))
    mixed = [replace(pages[0], text="متن", needs_ocr=False), *pages[1:]]
    house.catalogue.store_reading(scan.id, Reading(Description("نامهٔ پیوست"), mixed, (), ()))
    house.catalogue.set_state(scan.id, DocumentState.COMPLETE)
    engine = Engine()
    transcriber(house, engine).run(go())
    assert house.now(scan).description.title == "نامهٔ پیوست"
    assert sorted(engine.read) == [2, 3]


def test_without_an_engine_pages_wait_and_are_read_when_it_appears(house: House, scan: Any) -> None:
    engine = Engine(missing="tesseract is not installed")
    working = transcriber(house, engine)
    assert not working.run(go())
    assert working.trouble() == "tesseract is not installed"
    assert house.catalogue.pages_needing_ocr() == 3
    engine.missing = ""
    assert working.run(go())
    assert house.catalogue.pages_needing_ocr() == 0


def test_pages_that_fail_wait_and_are_not_tried_without_end(house: House, scan: Any) -> None:
    working = transcriber(house, Engine(fails=frozenset({2})))
    assert working.run(go())  # two pages are kept
    assert working.run(go())  # the third fails again
    assert not working.run(go())
    assert house.catalogue.pages_needing_ocr() == 1
    assert working.trouble()


def test_a_stop_keeps_what_was_read(house: House, scan: Any) -> None:
    stop = threading.Event()

    class Stopping(Engine):
        def recognize(self, picture: bytes) -> list[RecognizedWord]:
            stop.set()
            return super().recognize(picture)

    engine = Stopping()
    transcriber(house, engine).run(stop)
    left = house.catalogue.pages_needing_ocr()
    assert 0 < left < 3
    transcriber(house, Engine()).run(go())
    assert house.catalogue.pages_needing_ocr() == 0


def test_a_document_removed_meanwhile_does_not_come_back(house: House, scan: Any) -> None:
    class Removing(Engine):
        def recognize(self, picture: bytes) -> list[RecognizedWord]:
            if int(picture) == 1:
                house.ingestion.remove(scan.id)
            return super().recognize(picture)

    transcriber(house, Removing()).run(go())
    assert house.catalogue.all_documents() == []
    assert house.index.count() == 0
