"""From a file to a searchable document, through failures, replacements, removals and crashes."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpus.access import ADMINISTRATORS, EVERYONE, Confidentiality, administrator, principal
from corpus.catalogue import Reading
from corpus.errors import InaccessiblePath, IndexUnreachable, NotFound
from corpus.records import Document, DocumentState
from index.ports import Restriction
from ingest.consistency import check
from ingest.runs import Progress

House = Any  # the fixture's class lives in conftest.py
ROOT = administrator("مدیر")
REPOSITORY = Path(__file__).parents[2]


def test_a_file_becomes_searchable_by_its_words(house: House) -> None:
    document = house.add("گزارش/سال ۱۴۰۲.txt", "گزارش عملکرد\nبودجه افزایش یافت.\fصفحهٔ دوم")
    assert document.state is DocumentState.WAITING
    assert (document.description.title, document.readers) == ("سال ۱۴۰۲", {EVERYONE, ADMINISTRATORS})

    house.ingestion.run()

    held = house.now(document)
    assert (held.state, held.page_count, held.passage_count) == (DocumentState.WORDS, 2, 3)
    assert (held.description.title, held.format) == ("گزارش عملکرد", "text")
    [hit] = house.index.lexical(["بودجه"], Restriction(ROOT), 10)
    assert house.catalogue.passages([hit.passage_id], ROOT)[hit.passage_id].text == "بودجه افزایش یافت."
    assert house.originals.path(held.original).read_text("utf-8").startswith("گزارش عملکرد")
    assert check(house.catalogue, house.originals, house.index) == []


def test_what_was_called_searchable_is_found_after_a_restart(
    house: House, open_house: Callable[[], House]
) -> None:
    house.add("الف.txt", "آیین‌نامه\nمادهٔ یک")
    house.ingestion.run()
    again = open_house()
    assert again.ingestion.recover() == 0
    assert again.indexed_texts() == ["آیین‌نامه", "مادهٔ یک"]


def test_a_file_without_text_is_complete_at_once(house: House) -> None:
    document = house.add("خالی.txt", "")
    house.ingestion.run()
    assert house.now(document).state is DocumentState.COMPLETE


def test_a_file_that_cannot_be_read_says_why_and_can_be_tried_again(house: House) -> None:
    damaged = house.add("خراب.txt", "خراب است")
    sound = house.add("سالم.txt", "سالم است")
    house.ingestion.run()
    failure = house.now(damaged).failure
    assert failure is not None
    assert (failure.code, failure.facts) == ("damaged_file", {"file": "خراب.txt", "detail": "as asked"})
    assert house.now(sound).state is DocumentState.WORDS

    house.originals.path(damaged.original).write_text("درست شد", "utf-8")
    assert house.ingestion.retry([damaged.id, sound.id]) == 1
    house.ingestion.run()
    assert house.now(damaged).state is DocumentState.WORDS


def test_a_file_that_trips_our_own_code_holds_up_nothing(house: House) -> None:
    def trip(parsed: object, file: str) -> object:
        if "بد" in file:
            raise ZeroDivisionError("division by zero")
        return house_describe(parsed, file)

    house_describe = house.ingestion._describe
    house.ingestion._describe = trip
    bad, good = house.add("بد.txt", "یک"), house.add("خوب.txt", "دو")
    house.ingestion.run()
    failure = house.now(bad).failure
    assert failure is not None
    assert (failure.code, failure.facts["detail"]) == ("unreadable", "ZeroDivisionError: division by zero")
    assert house.now(good).state is DocumentState.WORDS


def test_a_lost_original_fails_its_document_alone(house: House) -> None:
    class Missing:
        def read(self, path: Path, file: str) -> object:
            raise InaccessiblePath(path="originals", detail="No such file")

    document = house.add("گم.txt", "متن")
    house.ingestion._reader = Missing()
    house.ingestion.run()
    failure = house.now(document).failure
    assert failure is not None
    assert failure.code == "inaccessible_path"


def test_trouble_of_the_machine_is_raised_and_the_document_waits(house: House) -> None:
    document = house.add("الف.txt", "متن")
    house.index.unreachable = True
    with pytest.raises(IndexUnreachable):
        house.ingestion.run()
    assert house.now(document).state is DocumentState.WAITING
    house.index.unreachable = False
    house.ingestion.run()
    assert house.now(document).state is DocumentState.WORDS


def test_progress_is_told_of_every_document(house: House) -> None:
    for number in range(5):
        house.add(f"{number}.txt", "خراب" if number == 3 else f"متن {number}")
    told: list[Progress] = []
    house.ingestion.run(told.append)
    assert [one.done for one in told] == [1, 2, 3, 4, 5]
    assert (told[-1].failed, told[-1].waiting) == (1, 0)
    assert {one.document.file for one in told} == {f"{number}.txt" for number in range(5)}


def test_a_run_can_be_stopped_between_documents(house: House) -> None:
    for number in range(10):
        house.add(f"{number}.txt", f"متن {number}")
    stop = threading.Event()
    house.ingestion.run(lambda _: stop.set(), stop)
    counts = house.catalogue.state_counts()
    assert counts[DocumentState.READING] == 0
    assert 0 < counts[DocumentState.WORDS] <= 3
    house.ingestion.run()
    assert house.catalogue.state_counts()[DocumentState.WORDS] == 10


def test_the_same_file_added_again_is_not_read_again(house: House) -> None:
    first = house.add("الف.txt", "متن")
    house.ingestion.run()
    assert house.add("الف.txt", "متن").state is DocumentState.WORDS
    house.ingestion.run()
    assert house.reader.files == ["الف.txt"]
    assert house.now(first).passage_count == 1


def test_new_bytes_replace_the_document_everywhere(house: House) -> None:
    first = house.add("الف.txt", "نسخهٔ نخست")
    house.ingestion.run()
    second = house.add("الف.txt", "نسخهٔ دوم")
    assert second.id == first.id
    assert house.index.count() == 0
    house.ingestion.run()
    assert house.indexed_texts() == ["نسخهٔ دوم"]
    (earlier,) = house.catalogue.versions(first.id, ROOT)
    assert (earlier.number, earlier.original, earlier.size) == (1, first.original, first.size)
    assert house.originals.verify(first.original)
    assert check(house.catalogue, house.originals, house.index) == []


def test_bytes_that_two_documents_share_stay_until_the_last_is_gone(house: House) -> None:
    first, second = house.add("الف.txt", "متن"), house.add("ب.txt", "متن")
    house.ingestion.run()
    house.ingestion.remove(first.id)
    assert house.originals.verify(second.original)
    house.ingestion.remove(second.id)
    assert list(house.originals.all_hashes()) == []


def test_a_removed_document_is_found_nowhere(house: House) -> None:
    document = house.add("الف.txt", "متن")
    house.ingestion.run()
    house.ingestion.remove(document.id)
    assert house.index.count() == 0
    assert house.catalogue.all_documents() == []
    with pytest.raises(NotFound):
        house.ingestion.remove(document.id)


@pytest.mark.parametrize("change", ["remove", "replace"])
def test_a_document_that_goes_while_it_is_read_does_not_come_back(house: House, change: str) -> None:
    read = house.reader.read

    def read_while_it_goes(path: Path, file: str) -> object:
        answer = read(path, file)
        if "نخست" in path.read_text("utf-8"):
            if change == "remove":
                house.ingestion.remove(document.id)
            else:
                house.add("الف.txt", "نسخهٔ دوم")
        return answer

    document = house.add("الف.txt", "نسخهٔ نخست")
    house.reader.read = read_while_it_goes
    house.ingestion.run()
    assert house.indexed_texts() == ([] if change == "remove" else ["نسخهٔ دوم"])
    assert check(house.catalogue, house.originals, house.index) == []


def test_changed_rights_hold_in_catalogue_and_index(house: House) -> None:
    sara = principal("سارا", frozenset({"مالی"}))
    document = house.add("الف.txt", "متن", readers=frozenset())
    house.ingestion.run()
    assert house.index.lexical(["متن"], Restriction(sara), 10) == []
    house.ingestion.set_access(document.id, Confidentiality.NORMAL, frozenset({"مالی"}))
    assert len(house.index.lexical(["متن"], Restriction(sara), 10)) == 1
    assert house.catalogue.count(sara) == 1
    house.ingestion.set_access(document.id, Confidentiality.SECRET, frozenset({"مالی"}))
    assert house.index.lexical(["متن"], Restriction(sara), 10) == []
    assert house.catalogue.count(sara) == 0


def test_rights_changed_while_a_document_is_read_reach_the_index(house: House) -> None:
    read = house.reader.read

    def read_while_rights_change(path: Path, file: str) -> object:
        house.ingestion.set_access(document.id, Confidentiality.SECRET, frozenset())
        return read(path, file)

    document = house.add("الف.txt", "متن")
    house.reader.read = read_while_rights_change
    house.ingestion.run()
    assert [one.confidentiality for one in house.index.entries.values()] == [Confidentiality.SECRET]


def test_a_folder_is_taken_in_sorted_without_links_and_hidden_files(house: House, tmp_path: Path) -> None:
    outside = tmp_path / "بیرون.txt"
    outside.write_text("بیرون", "utf-8")
    house.write("ب/دو.txt", "دو")
    house.write("الف/یک.txt", "یک")
    house.write("سه.txt", "سه")
    house.write(".پنهان/چهار.txt", "چهار")
    house.write("~$سه.txt", "قفل")
    (house.folder / "پیوند.txt").symlink_to(outside)
    (house.folder / "پوشهٔ پیوند").symlink_to(tmp_path)
    os.mkfifo(house.folder / "لوله")
    intake = house.ingestion.add_folder(house.folder, Confidentiality.NORMAL, frozenset({EVERYONE}))
    assert [one.file for one in intake.documents] == ["الف/یک.txt", "ب/دو.txt", "سه.txt"]
    assert intake.failures == ()


def test_a_file_that_vanishes_from_a_folder_is_told_and_the_rest_taken(house: House) -> None:
    house.write("الف.txt", "یک")
    house.write("ب.txt", "دو")
    add = house.ingestion.add

    def vanish(path: Path, *rest: object) -> object:
        if path.name == "الف.txt":
            path.unlink()
        return add(path, *rest)

    house.ingestion.add = vanish
    intake = house.ingestion.add_folder(house.folder, Confidentiality.NORMAL, frozenset({EVERYONE}))
    assert [one.file for one in intake.documents] == ["ب.txt"]
    [failed] = intake.failures
    assert (failed.file, failed.failure.code) == ("الف.txt", "inaccessible_path")


def test_a_folder_that_is_not_there_is_named(house: House) -> None:
    with pytest.raises(InaccessiblePath):
        house.ingestion.add_folder(house.folder / "نیست", Confidentiality.NORMAL, frozenset())


def test_a_file_name_with_bytes_that_are_no_letters_is_taken(house: House) -> None:
    path = os.fsencode(house.folder) + b"/\xd3\xe4\xcf.txt"
    Path(os.fsdecode(path)).write_text("سند", "utf-8")
    intake = house.ingestion.add_folder(house.folder, Confidentiality.NORMAL, frozenset({EVERYONE}))
    assert [one.file for one in intake.documents] == ["???.txt"]


def test_recovery_reads_again_what_was_interrupted_and_hides_its_passages(
    house: House, open_house: Callable[[], House]
) -> None:
    document = house.add("الف.txt", "نسخهٔ نخست")
    house.ingestion.run()
    # As a crash between the index and the last step leaves it.
    house.catalogue.set_state(document.id, DocumentState.READING)
    again = open_house()
    assert again.ingestion.recover() == 1
    assert again.index.count() == 0
    again.ingestion.run()
    assert again.indexed_texts() == ["نسخهٔ نخست"]


@pytest.mark.parametrize("broken_step", ["index", "catalogue", "originals"])
def test_a_removal_that_was_interrupted_is_finished_after_a_start(
    house: House, open_house: Callable[[], House], broken_step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = house.add("الف.txt", "متن")
    house.ingestion.run()
    broken = {"index": house.index, "catalogue": house.catalogue, "originals": house.originals}[broken_step]

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(broken, "remove", crash)
    with pytest.raises(KeyboardInterrupt):
        house.ingestion.remove(document.id)
    again = open_house()
    again.ingestion.recover()
    assert (again.index.count(), again.catalogue.all_documents()) == (0, [])
    assert list(again.originals.all_hashes()) == []


def test_a_change_of_rights_that_was_interrupted_reaches_the_index_after_a_start(
    house: House, open_house: Callable[[], House]
) -> None:
    document = house.add("الف.txt", "متن")
    house.ingestion.run()
    house.index.unreachable = True
    with pytest.raises(IndexUnreachable):
        house.ingestion.set_access(document.id, Confidentiality.SECRET, frozenset())
    again = open_house()
    again.ingestion.recover()
    assert [one.confidentiality for one in again.index.entries.values()] == [Confidentiality.SECRET]


def test_an_interrupted_change_is_finished_before_the_next_one(house: House) -> None:
    first, second = house.add("الف.txt", "یک"), house.add("ب.txt", "دو")
    house.ingestion.run()
    house.index.unreachable = True
    with pytest.raises(IndexUnreachable):
        house.ingestion.set_access(first.id, Confidentiality.SECRET, frozenset())
    house.index.unreachable = False
    house.ingestion.remove(second.id)
    assert [one.confidentiality for one in house.index.entries.values()] == [Confidentiality.SECRET]


def test_a_replacement_that_was_interrupted_leaves_no_older_text_in_search(
    house: House, open_house: Callable[[], House]
) -> None:
    first = house.add("الف.txt", "نسخهٔ نخست")
    house.ingestion.run()
    house.index.unreachable = True
    with pytest.raises(IndexUnreachable):
        house.add("الف.txt", "نسخهٔ دوم")
    again = open_house()
    again.ingestion.recover()
    assert again.index.count() == 0
    assert again.originals.holds(first.original)
    again.ingestion.run()
    assert again.indexed_texts() == ["نسخهٔ دوم"]


def test_what_is_carried_between_components_is_not_copied(house: House) -> None:
    seen: list[Reading] = []
    store = house.catalogue.store_reading

    def watch(document_id: object, reading: Reading) -> None:
        seen.append(reading)
        store(document_id, reading)

    parsed: list[Any] = []
    read = house.reader.read

    def remember(path: Path, file: str) -> object:
        parsed.append(read(path, file))
        return parsed[-1]

    house.catalogue.store_reading, house.reader.read = watch, remember
    house.add("الف.txt", "متن")
    house.ingestion.run()
    assert seen[0].pages is parsed[0][1].pages


CHILD = """
import os, signal, sys
sys.modules["torch"] = None  # as serving processes do: Haystack loads it if it can, and does without it
from pathlib import Path
from corpus.originals import Originals
from corpus.sql_catalogue import SqlCatalogue
from ingest.service import Ingestion
from ingestion_fakes import FileIndex, PlainEncoder, TextReader, describe, split

data, method, number, eager = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4] == "eager"
catalogue = SqlCatalogue(f"sqlite:///{data / 'catalogue.sqlite'}")
index = FileIndex(data / "index.pickle", eager)
owner = index if hasattr(index, method) and method != "set_state" else catalogue
original, calls = getattr(owner, method), []

def die_after(*arguments):
    original(*arguments)
    calls.append(arguments)
    if len(calls) == number:
        os.kill(os.getpid(), signal.SIGKILL)

setattr(owner, method, die_after)
Ingestion(catalogue, Originals(data / "originals"), index, PlainEncoder(), TextReader(), describe, split).run()
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("method", "number", "eager"),
    [
        ("store_reading", 4, "lazy"),
        ("put", 3, "eager"),
        ("put", 2, "lazy"),
        ("flush", 2, "lazy"),
        ("set_state", 3, "lazy"),
    ],
)
def test_a_killed_ingestion_goes_on_where_it_was(
    house: House, open_house: Callable[[], House], tmp_path: Path, method: str, number: int, eager: str
) -> None:
    documents = [house.add(f"{n}.txt", f"سند {n}\nبند نخست {n}\nبند دوم {n}") for n in range(6)]
    paths = os.pathsep.join([str(REPOSITORY), str(Path(__file__).parent)])
    ended = subprocess.run(
        [sys.executable, "-c", CHILD, str(tmp_path / "data"), method, str(number), eager],
        check=False,
        env={**os.environ, "PYTHONPATH": paths},
    )
    assert ended.returncode == -signal.SIGKILL

    again = open_house()
    again.ingestion.recover()
    counts = again.catalogue.state_counts()
    # What had been called searchable before the kill is, and nothing else.
    assert {one for _, one, _ in again.index.passage_ids()} == {
        one.id for one in again.catalogue.all_documents() if one.state is DocumentState.WORDS
    }
    assert counts[DocumentState.WAITING] > 0
    again.ingestion.run()
    assert sorted(again.indexed_texts()) == sorted(
        text for n in range(6) for text in (f"سند {n}", f"بند نخست {n}", f"بند دوم {n}")
    )
    assert check(again.catalogue, again.originals, again.index) == []
    assert {one.id for one in documents} == {one.id for one in again.catalogue.all_documents()}


def test_a_document_is_described_by_what_was_read(house: House) -> None:
    document: Document = house.add("نامه.txt", "نامهٔ اداری\nمتن")
    house.ingestion.run()
    assert house.now(document).description == replace(
        house.now(document).description, title="نامهٔ اداری", number="۱۲"
    )
