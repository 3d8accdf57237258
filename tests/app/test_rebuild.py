"""An index made anew while the old one answers, over a real catalogue, with indexes in memory."""

import threading
from collections.abc import Callable, Sequence
from uuid import UUID

import pytest
from app_fakes import (
    DIMENSION,
    EVERYBODY,
    ROOT,
    FullIndex,
    MemoryPlaces,
    NotingIndex,
    SlowIndex,
    axis,
    entry,
    found,
    hold,
)

from app.rebuild import Rebuild
from app.switching import SwitchableIndex
from corpus.access import Confidentiality, principal
from corpus.errors import StorageFull
from corpus.records import DocumentState
from corpus.sql_catalogue import SqlCatalogue
from index.encoding import Encoder
from index.hash_embedder import HashEmbedder
from index.ports import IndexEntry, PassageIndex, Restriction
from ingest.rebuilding import SETTING
from ingest.splitting import fingerprint, split

NOW = Encoder(HashEmbedder(DIMENSION), fingerprint())


class Place:
    """A catalogue and the index of it, with a rebuild at hand."""

    def __init__(self, catalogue: SqlCatalogue, places: MemoryPlaces, *, outdated: bool = False) -> None:
        self.catalogue = catalogue
        self.places = places
        self.index = SwitchableIndex(places.in_use, outdated=outdated)
        self.writing = threading.RLock()
        self.rebuild = Rebuild(places, self.index, catalogue, NOW, split, self.writing, NOW.fingerprint())

    def work(self) -> bool:
        return self.rebuild.task(threading.Event())

    def documents(self) -> set[UUID]:
        return {document for _, document, _ in self.index.passage_ids()}


@pytest.fixture
def filled(catalogue: SqlCatalogue) -> NotingIndex:
    """The index of two documents, made by the rules of today."""
    index = NotingIndex()
    catalogue.set_setting(SETTING, NOW.fingerprint())
    for file in ("آب.txt", "برق.txt"):
        document = hold(catalogue, file, f"گزارش {file} در سال ۱۴۰۲ نوشته شد.")
        index.put(NOW.entries(document, catalogue.all_passages_of(document.id)))
    return index


def test_nothing_is_done_unasked(catalogue: SqlCatalogue, filled: NotingIndex) -> None:
    place = Place(catalogue, MemoryPlaces(filled))
    place.rebuild.ask_if_needed(outdated=False)
    assert not place.work()
    assert place.rebuild.progress is None
    assert place.places.begun == []


def test_when_asked_it_fills_another_beside_and_switches(catalogue: SqlCatalogue, filled: NotingIndex) -> None:
    place = Place(catalogue, MemoryPlaces(filled))
    held = place.documents()
    place.rebuild.ask()
    assert place.rebuild.progress == (0, 0)  # whoever asked sees at once that it will come
    assert place.work()
    (made,) = place.places.begun
    assert place.places.in_use is made
    assert filled.closed
    assert not made.closed
    assert place.documents() == held
    assert place.rebuild.progress is None
    assert place.places.leftovers_removed == 1
    assert catalogue.embedding_progress()[0] == 0  # there was none to carry over
    assert not place.work()


def embed_all(catalogue: SqlCatalogue, index: NotingIndex) -> None:
    """As the vectorizer does."""
    for document in catalogue.all_documents():
        passages = catalogue.all_passages_of(document.id)
        rows = HashEmbedder(DIMENSION).embed_passages(NOW.passage_inputs(document, passages))
        index.put_vectors({one.id: row for one, row in zip(passages, rows, strict=True)})
        catalogue.add_embedded({document.id: len(passages)})


def vectors(catalogue: SqlCatalogue, index: PassageIndex) -> dict[str, list[float]]:
    return {
        key: vector.tolist()
        for document in catalogue.all_documents()
        for key, vector in index.vectors_of(document.id).items()
    }


def test_vectors_are_carried_over_where_the_model_is_the_same(
    catalogue: SqlCatalogue, filled: NotingIndex
) -> None:
    embed_all(catalogue, filled)
    before = vectors(catalogue, filled)
    place = Place(catalogue, MemoryPlaces(filled))
    place.rebuild.ask()
    assert place.work()
    assert vectors(catalogue, place.index) == before
    assert len(before) == catalogue.embedding_progress()[0] == catalogue.embedding_progress()[1] > 0
    assert catalogue.state_counts()[DocumentState.COMPLETE] == 2


@pytest.mark.parametrize("outdated", [True, False])
def test_vectors_of_another_model_are_not_carried_over(catalogue: SqlCatalogue, *, outdated: bool) -> None:
    class Renamed(HashEmbedder):
        fingerprint = "another model of the same dimension"

    old, another = NotingIndex(), Encoder(Renamed(DIMENSION), fingerprint())
    document = hold(catalogue, "آب.txt", "گزارش آب در سال ۱۴۰۲ نوشته شد.")
    old.put(another.entries(document, catalogue.all_passages_of(document.id)))
    embed_all(catalogue, old)
    place = Place(catalogue, MemoryPlaces(old), outdated=outdated)
    place.rebuild.ask()
    assert place.work()
    assert vectors(catalogue, place.index) == {}
    assert catalogue.embedding_progress()[0] == 0


def test_what_is_embedded_no_more_after_a_crash_is_taken_from_the_old_index_again(
    catalogue: SqlCatalogue, filled: NotingIndex
) -> None:
    """The counts are forgotten when a rebuild begins; the vectors are in the index that stays in use."""
    embed_all(catalogue, filled)
    place = Place(catalogue, MemoryPlaces(filled, [FullIndex()]))
    place.rebuild.ask()
    with pytest.raises(StorageFull):
        place.work()
    restarted = Place(catalogue, MemoryPlaces(filled))
    restarted.rebuild.ask_if_needed(outdated=False)
    assert restarted.work()
    assert catalogue.state_counts()[DocumentState.COMPLETE] == 2
    assert len(vectors(catalogue, restarted.index)) == 2


def test_the_old_index_answers_while_the_new_one_is_filled(
    catalogue: SqlCatalogue, filled: NotingIndex
) -> None:
    answers: list[int] = []

    def ask(_entries: Sequence[IndexEntry]) -> None:
        answers.append(len(found(place.index, "گزارش")))

    place = Place(catalogue, MemoryPlaces(filled, [Watched(after=ask)]))
    place.rebuild.ask()
    place.work()
    assert answers == [2, 2]


@pytest.mark.parametrize("when", ["it is still to come", "it is in both"])
def test_a_document_removed_meanwhile_does_not_come_back(
    catalogue: SqlCatalogue, filled: NotingIndex, when: str
) -> None:
    first, second = [one.id for one in catalogue.all_documents()]
    removed, kept = (second, first) if when == "it is still to come" else (first, second)
    put = first if when == "it is still to come" else second

    def remove_the_first(entries: Sequence[IndexEntry]) -> None:
        if entries[0].document_id == put:  # once
            with place.writing:
                place.index.remove(removed)
                catalogue.remove(removed)

    place = Place(catalogue, MemoryPlaces(filled, [Watched(after=remove_the_first)]))
    place.rebuild.ask()
    place.work()
    assert place.documents() == {kept}
    assert len(place.places.begun) == 1


def test_rights_changed_meanwhile_hold_in_the_new_index(catalogue: SqlCatalogue, filled: NotingIndex) -> None:
    def close_all(_entries: Sequence[IndexEntry]) -> None:
        for document in catalogue.all_documents():
            catalogue.set_access(document.id, Confidentiality.SECRET, EVERYBODY)
            place.index.set_access(document.id, Confidentiality.SECRET, EVERYBODY)

    place = Place(catalogue, MemoryPlaces(filled, [Watched(after=close_all)]))
    place.rebuild.ask()
    place.work()
    assert len(place.index.lexical(["گزارش"], ROOT, 10)) == 2
    assert place.index.lexical(["گزارش"], Restriction(principal("کارمند")), 10) == []


def test_other_rules_need_a_rebuild(catalogue: SqlCatalogue, filled: NotingIndex) -> None:
    catalogue.set_setting(SETTING, "rules of last year")
    place = Place(catalogue, MemoryPlaces(filled))
    place.rebuild.ask_if_needed(outdated=False)
    assert place.work()
    assert catalogue.setting(SETTING) == NOW.fingerprint()
    again = Place(catalogue, MemoryPlaces(place.places.begun[0]))
    again.rebuild.ask_if_needed(outdated=False)
    assert not again.work()


def test_an_index_that_has_lost_its_passages_is_filled_in_place(
    catalogue: SqlCatalogue, filled: NotingIndex
) -> None:
    empty = NotingIndex()
    place = Place(catalogue, MemoryPlaces(empty))
    place.rebuild.ask_if_needed(outdated=False)
    assert place.work()
    assert place.places.begun == []
    assert empty.count() == 2


def test_an_empty_index_of_another_model_is_replaced_so_that_meaning_is_found_again(
    catalogue: SqlCatalogue,
) -> None:
    """Its stamp would say «outdated» at each start, and until then it would find by words alone."""
    place = Place(catalogue, MemoryPlaces(NotingIndex()), outdated=True)
    place.rebuild.ask_if_needed(outdated=True)
    assert place.work()
    assert len(place.places.begun) == 1
    place.index.put([entry(1, "گزارش", vector=axis(0))])
    assert len(place.index.semantic(axis(0), ROOT, 1)) == 1


def test_trouble_leaves_the_old_index_in_use_and_the_rebuild_is_tried_again(
    catalogue: SqlCatalogue, filled: NotingIndex
) -> None:
    full = FullIndex()
    place = Place(catalogue, MemoryPlaces(filled, [full]))
    place.rebuild.ask()
    with pytest.raises(StorageFull):
        place.work()
    assert full.closed
    assert not filled.closed
    assert len(found(place.index, "گزارش")) == 2
    assert place.work()  # there is room now
    assert place.places.in_use is place.places.begun[1]
    assert len(found(place.index, "گزارش")) == 2


def test_a_rebuild_that_was_cut_off_is_taken_up_at_the_next_start(
    catalogue: SqlCatalogue, filled: NotingIndex
) -> None:
    place = Place(catalogue, MemoryPlaces(filled, [FullIndex()]))
    place.rebuild.ask()
    with pytest.raises(StorageFull):
        place.work()
    restarted = Place(catalogue, MemoryPlaces(filled))
    restarted.rebuild.ask_if_needed(outdated=False)
    assert restarted.work()
    assert len(found(restarted.index, "گزارش")) == 2


def test_a_question_under_way_holds_up_neither_new_questions_nor_changes(catalogue: SqlCatalogue) -> None:
    """The old index is closed when its last question has been answered; nobody else waits for that."""
    document = hold(catalogue, "آب.txt", "گزارش آب در سال ۱۴۰۲ نوشته شد.")
    old = SlowIndex()
    old.put(NOW.entries(document, catalogue.all_passages_of(document.id)))
    place = Place(catalogue, MemoryPlaces(old))
    asking = threading.Thread(target=found, args=(place.index, "گزارش"))
    asking.start()
    assert old.asked.wait(10)
    place.rebuild.ask()
    working = threading.Thread(target=place.work)
    working.start()
    assert place.places.switched.wait(10)
    assert place.writing.acquire(timeout=10), "a change waits for a question"
    place.index.remove(document.id)
    place.writing.release()
    assert working.is_alive()
    old.answer.set()
    working.join(10)
    asking.join(10)
    assert old.closed


class Watched(NotingIndex):
    """Calls back after each document that is put into it."""

    def __init__(self, after: Callable[[Sequence[IndexEntry]], None]) -> None:
        super().__init__()
        self._after = after

    def put(self, entries: Sequence[IndexEntry]) -> None:
        super().put(entries)
        self._after(entries)
