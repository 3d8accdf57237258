"""A page that was put right stays right: in search, after reading again, for all documents of these bytes."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ingestion_fakes import describe, split

from corpus.access import EVERYONE, Confidentiality, administrator, principal
from corpus.catalogue import Reading
from corpus.errors import IndexUnreachable, InvalidQuery, NotFound, OcrUnavailable, PageChanged
from corpus.page_corrections import CorrectionSource
from corpus.records import Box, Description, DocumentState, Page
from corpus.sql_page_corrections import SqlPageCorrections
from ingest.corrected_text import LONGEST_TEXT
from ingest.ocr import RecognitionFailed, RecognizedWord
from ingest.page_changes import PageChanges
from ingest.page_corrections import PageCorrector, restored
from ingest.service import Ingestion

House = Any  # the fixture's class lives in conftest.py
CLERK = administrator("مدیر اسناد")
WRONG, RIGHT = "صورتحلسه شورا\nمهلت باسخ", "صورت‌جلسه شورا\nمهلت پاسخ"


class Engine:
    """Reads what it is told to."""

    def __init__(self, text: str = "", missing: str = "") -> None:
        self.text, self.missing = text, missing

    def unavailable(self) -> str:
        return self.missing

    def recognize(self, picture: bytes) -> list[RecognizedWord]:
        if not self.text:
            raise RecognitionFailed("as asked")
        return [RecognizedWord(word, Box(0, 0, 0.1, 0.1), 0.9, (1, 1), 1) for word in self.text.split()]


def corrector(house: House, engine: Engine | None = None) -> PageCorrector:
    corrections = SqlPageCorrections(house.catalogue.database)
    changes = PageChanges(house.kept)
    return PageCorrector(
        house.catalogue, corrections, house.originals, changes, engine or Engine(), lambda _path, _number: b""
    )


def with_memory(house: House) -> Ingestion:
    """Ingestion that knows what was corrected."""
    corrections = SqlPageCorrections(house.catalogue.database)
    return Ingestion(
        house.catalogue,
        house.originals,
        house.index,
        house.encoder,
        house.reader,
        describe,
        split,
        restore=lambda original, parsed: restored(corrections, original, parsed),
    )


@pytest.fixture
def document(house: House) -> Any:
    added = house.add("نامه.txt", f"{WRONG}\fصفحهٔ دوم")
    house.ingestion.run()
    return house.now(added)


def test_a_correction_is_what_search_finds_and_the_rest_of_the_document_stays(
    house: House, document: Any
) -> None:
    page = corrector(house).correct(document.id, 1, RIGHT, CLERK)
    assert page.text == RIGHT
    assert house.indexed_texts() == [*RIGHT.split("\n"), "صفحهٔ دوم"]
    now = house.now(document)
    assert (now.state, now.passage_count) == (DocumentState.WORDS, 3)
    assert now.description.title == "صورت‌جلسه شورا"


def test_it_is_kept_beside_what_it_replaced_with_who_and_when(house: House, document: Any) -> None:
    working = corrector(house)
    working.correct(document.id, 1, RIGHT, CLERK)
    (kept,) = working.history(document.id, 1, CLERK)
    assert (kept.author, kept.source, kept.undone) == ("مدیر اسناد", CorrectionSource.HAND, None)
    assert (kept.replaced.page.text, kept.content.page.text) == (WRONG, RIGHT)
    assert kept.made.tzinfo is not None


def test_undoing_goes_back_step_by_step_and_keeps_the_history(house: House, document: Any) -> None:
    working = corrector(house)
    working.correct(document.id, 1, RIGHT, CLERK)
    working.correct(document.id, 1, RIGHT + " شد", CLERK)
    assert working.undo(document.id, 1, CLERK).text == RIGHT
    assert working.undo(document.id, 1, CLERK).text == WRONG
    assert house.indexed_texts()[0] == WRONG.split("\n")[0]
    with pytest.raises(NotFound):
        working.undo(document.id, 1, CLERK)
    assert [one.undone_by for one in working.history(document.id, 1, CLERK)] == ["مدیر اسناد"] * 2


def test_reading_the_same_bytes_again_keeps_the_correction(house: House, document: Any) -> None:
    corrector(house).correct(document.id, 1, RIGHT, CLERK)
    ingestion = with_memory(house)
    ingestion.remove(document.id)
    again = house.add("همان نامه.txt", f"{WRONG}\fصفحهٔ دوم")
    ingestion.run()
    assert house.catalogue.page(again.id, 1, CLERK).text == RIGHT
    assert house.indexed_texts() == [*RIGHT.split("\n"), "صفحهٔ دوم"]
    corrector(house).undo(again.id, 1, CLERK)
    assert house.catalogue.page(again.id, 1, CLERK).text == WRONG


def test_another_file_gets_nothing_of_it(house: House, document: Any) -> None:
    corrector(house).correct(document.id, 1, RIGHT, CLERK)
    other = house.add("نامهٔ دیگر.txt", WRONG + "!")
    with_memory(house).run()
    assert house.catalogue.page(other.id, 1, CLERK).text == WRONG + "!"


def test_two_documents_of_the_same_bytes_are_corrected_together(house: House, document: Any) -> None:
    twin = house.add("رونوشت.txt", f"{WRONG}\fصفحهٔ دوم")
    house.ingestion.run()
    corrector(house).correct(document.id, 1, RIGHT, CLERK)
    assert house.catalogue.page(twin.id, 1, CLERK).text == RIGHT


def test_who_looked_at_an_older_text_is_told_so(house: House, document: Any) -> None:
    working = corrector(house)
    working.correct(document.id, 1, RIGHT, CLERK, replaces=WRONG.replace("\n", "\r\n"))
    with pytest.raises(PageChanged):
        working.correct(document.id, 1, "چیز دیگر", CLERK, replaces=WRONG)
    assert house.catalogue.page(document.id, 1, CLERK).text == RIGHT


def test_what_a_person_may_not_read_cannot_be_corrected_or_seen(house: House) -> None:
    path = house.write("سری.txt", WRONG)
    secret = house.ingestion.add(path, "سری.txt", Confidentiality.SECRET, frozenset({EVERYONE}))
    house.ingestion.run()
    stranger = principal("رضا")
    working = corrector(house)
    for attempt in (
        lambda: working.correct(secret.id, 1, "x", stranger),
        lambda: working.reread(secret.id, 1, stranger),
        lambda: working.undo(secret.id, 1, stranger),
        lambda: working.history(secret.id, 1, stranger),
    ):
        with pytest.raises(NotFound):
            attempt()


def test_a_text_without_end_is_refused(house: House, document: Any) -> None:
    with pytest.raises(InvalidQuery):
        corrector(house).correct(document.id, 1, "ا" * (LONGEST_TEXT + 1), CLERK)


def test_an_index_that_is_away_leaves_the_document_to_be_read_with_its_correction(
    house: House, document: Any
) -> None:
    house.index.unreachable = True
    with pytest.raises(IndexUnreachable):
        corrector(house).correct(document.id, 1, RIGHT, CLERK)
    assert house.now(document).state is DocumentState.WAITING
    house.index.unreachable = False
    with_memory(house).run()
    assert house.indexed_texts()[0] == "صورت‌جلسه شورا"


@pytest.mark.parametrize("step", ["noted", "stored"])
def test_a_crash_in_the_middle_is_made_good_at_the_next_start(
    house: House, document: Any, step: str, open_house: Callable[[], House], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Crash(BaseException):
        pass

    def dies(*_: object) -> None:
        raise Crash

    broken = house.catalogue if step == "noted" else house.index
    monkeypatch.setattr(broken, "store_reading" if step == "noted" else "remove", dies)
    with pytest.raises(Crash):
        corrector(house).correct(document.id, 1, RIGHT, CLERK)
    monkeypatch.undo()
    again = open_house()
    ingestion = with_memory(again)
    ingestion.recover()
    ingestion.run()
    assert again.indexed_texts() == [*RIGHT.split("\n"), "صفحهٔ دوم"]


def test_a_new_recognition_is_kept_only_if_it_is_better(house: House, document: Any) -> None:
    sound = "مهلت پاسخ به درخواست شهروندان پانزده روز است و گزارش آن به دبیرخانه ارسال می شود " * 3
    house.catalogue.store_reading(
        document.id, Reading(Description("نامه"), [Page(1, "غلصکط ضفقث " * 20)], (), ())
    )
    house.catalogue.set_state(document.id, DocumentState.COMPLETE)
    better = corrector(house, Engine(sound)).reread(document.id, 1, CLERK)
    assert better.kept
    assert better.after > better.before
    assert house.catalogue.page(document.id, 1, CLERK).recognized == pytest.approx(0.9)
    worse = corrector(house, Engine("ضثقف " * 30)).reread(document.id, 1, CLERK)
    assert not worse.kept
    assert house.catalogue.page(document.id, 1, CLERK).text == sound.strip()
    forced = corrector(house, Engine("ضثقف " * 30)).reread(document.id, 1, CLERK, even_if_worse=True)
    assert forced.kept


def test_numbers_of_a_new_recognition_do_not_describe_the_document(house: House, document: Any) -> None:
    corrector(house, Engine("شماره ۱۲۷")).reread(document.id, 1, CLERK, even_if_worse=True)
    assert house.now(document).description.number is None
    ingestion = with_memory(house)
    ingestion.remove(document.id)
    again = house.add("نامه.txt", f"{WRONG}\fصفحهٔ دوم")
    ingestion.run()
    assert house.catalogue.page(again.id, 1, CLERK).recognized is not None
    assert house.now(again).description.number is None


def test_without_an_engine_it_is_said_and_nothing_changes(house: House, document: Any) -> None:
    for engine in (Engine(missing="tesseract is not installed"), Engine()):
        with pytest.raises(OcrUnavailable):
            corrector(house, engine).reread(document.id, 1, CLERK)
    assert house.catalogue.page(document.id, 1, CLERK).text == WRONG


def test_low_pages_are_listed_worst_first_to_those_who_may_read_them(house: House, document: Any) -> None:
    corrections = SqlPageCorrections(house.catalogue.database)
    assert corrector(house).assess_unassessed(threading.Event())
    assert not corrector(house).assess_unassessed(threading.Event())
    pages = [Page(1, "", needs_ocr=True), Page(2, "غلصکط " * 30), Page(3, "متن درست")]
    house.catalogue.store_reading(document.id, Reading(Description("نامه"), pages, (), ()))
    house.catalogue.set_state(document.id, DocumentState.COMPLETE)
    corrector(house).assess_unassessed(threading.Event())
    listed = corrections.doubtful_pages(CLERK, 0.8)
    assert [(one.number, one.corrected) for one in listed] == [(1, False), (2, False)]
    assert corrections.count_doubtful(CLERK, 0.8) == 2
    assert [one.number for one in corrections.doubtful_pages(CLERK, 0.8, offset=1, limit=1)] == [2]
    house.ingestion.set_access(document.id, Confidentiality.SECRET, frozenset({EVERYONE}))
    assert corrections.doubtful_pages(principal("رضا"), 0.8) == []
    assert corrections.count_doubtful(principal("رضا"), 0.8) == 0


def test_a_waiting_scan_may_be_typed_by_hand(house: House, document: Any, tmp_path: Path) -> None:
    house.catalogue.store_reading(
        document.id, Reading(Description("اسکن"), [Page(1, "", needs_ocr=True)], (), ())
    )
    house.catalogue.set_state(document.id, DocumentState.COMPLETE)
    corrector(house).correct(document.id, 1, RIGHT, CLERK)
    now = house.now(document)
    assert (now.pages_needing_ocr, now.description.number) == (0, "۱۲")
