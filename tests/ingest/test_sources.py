"""Documents follow files: the same place is the same document, two files of a name are two."""

from pathlib import Path

import pytest
from house import ROOT, House

from corpus.access import EVERYONE, Confidentiality
from corpus.errors import NotFound
from corpus.records import Document
from ingest.sources import FileState

EVERYBODY = frozenset({EVERYONE})


def state_of(path: Path) -> FileState:
    state = path.stat()
    return FileState(str(path), state.st_size, state.st_mtime_ns)


def take(house: House, place: str, file: str, text: str) -> Document:
    path = house.write(place, text)
    return house.ingestion.following.take(path, file, Confidentiality.NORMAL, EVERYBODY, state_of(path))


def test_a_changed_file_is_a_new_version_of_its_document(house: House) -> None:
    first = take(house, "a/x.txt", "x.txt", "نسخهٔ نخست")
    house.ingestion.run()
    second = take(house, "a/x.txt", "a/x.txt", "نسخهٔ دوم")  # taken through the folder above this time
    assert (second.id, second.file) == (first.id, "x.txt")
    assert house.index.count() == 0  # out of search at once
    house.ingestion.run()
    assert house.indexed_texts() == ["نسخهٔ دوم"]
    (version,) = house.catalogue.versions(first.id, ROOT)
    assert house.originals.path(version.original).read_text("utf-8") == "نسخهٔ نخست"


def test_two_files_of_one_name_are_two_documents_and_equal_ones_are_one(house: House) -> None:
    first = take(house, "a/x.txt", "x.txt", "یک")
    second = take(house, "b/x.txt", "x.txt", "دو")
    assert (first.file, second.file) == ("x.txt", "b/x.txt")
    same = take(house, "c/x.txt", "x.txt", "یک")
    assert same.id == first.id
    assert house.ingestion.following.gone(str(house.folder / "a/x.txt")) == first.id
    assert house.now(first).id == first.id  # another file stands for it
    house.ingestion.following.gone(str(house.folder / "c/x.txt"))
    with pytest.raises(NotFound):
        house.now(first)
    assert house.ingestion.following.gone("/هیچ") is None


def test_a_folder_at_another_place_is_the_same_documents(house: House) -> None:
    first = take(house, "a/x.txt", "x.txt", "یک")
    (house.folder / "a/x.txt").unlink()
    again = take(house, "b/x.txt", "x.txt", "یک و نیم")
    assert again.id == first.id


def test_a_moved_file_keeps_all_but_its_name(house: House) -> None:
    first = take(house, "a.txt", "a.txt", "متن")
    other = take(house, "ب.txt", "ب.txt", "دیگر")
    house.ingestion.run()
    (house.folder / "a.txt").rename(house.folder / "c.txt")
    moved = house.ingestion.following.moved(
        str(house.folder / "a.txt"), state_of(house.folder / "c.txt"), "c.txt"
    )
    assert (moved.id, moved.file, moved.state) == (first.id, "c.txt", house.now(first).state)
    assert house.catalogue.document_named("a.txt") is None
    taken = house.ingestion.following.moved(
        str(house.folder / "c.txt"), state_of(house.folder / "c.txt"), "ب.txt"
    )
    assert taken.file.endswith("/c.txt")  # another document has that name
    assert house.now(other).file == "ب.txt"
    assert [one.path for one in house.catalogue.sources_of(first.id)] == [str(house.folder / "c.txt")]
    with pytest.raises(NotFound):
        house.ingestion.following.moved("/هیچ", state_of(house.folder / "c.txt"), "d.txt")


def test_a_removed_document_is_forgotten_as_a_source_too(house: House) -> None:
    document = take(house, "a/x.txt", "x.txt", "یک")
    take(house, "ab/y.txt", "y.txt", "دو")
    assert [Path(one.path).name for one in house.catalogue.sources_below(str(house.folder / "a"))] == ["x.txt"]
    house.ingestion.remove(document.id)
    assert house.catalogue.sources_below(str(house.folder / "a")) == []
    assert len(house.catalogue.sources_below(str(house.folder))) == 1
