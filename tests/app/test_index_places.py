"""Where the index of a data folder lies, over the real engine in a folder of the test's own."""

from pathlib import Path
from uuid import UUID

import pytest
from app_fakes import ROOT, axis, entry, found

from app.index_places import FolderPlaces, open_current
from corpus.errors import DataFolderInUse

FIRST, SECOND = "fingerprint-1", "fingerprint-2"


def places(folder: Path, fingerprint: str = FIRST, dimension: int = 64) -> FolderPlaces:
    return FolderPlaces(folder / "index", dimension, fingerprint)


def fill(folder: Path, terms: str = "گزارش آب") -> None:
    opened = open_current(places(folder))
    opened.index.put([entry(1, terms, vector=axis(0))])
    opened.index.flush()
    opened.index.close()


def generations(folder: Path) -> set[str]:
    return {path.name for path in (folder / "index").glob("generation-*")}


def test_the_first_start_begins_an_empty_index_and_uses_it(tmp_path: Path) -> None:
    assert places(tmp_path).current() is None
    opened = open_current(places(tmp_path))
    assert (opened.index.count(), opened.outdated) == (0, False)
    opened.index.close()
    again = places(tmp_path).current()
    assert again is not None
    again.index.close()


def test_what_was_put_is_found_after_reopening(tmp_path: Path) -> None:
    fill(tmp_path)
    opened = open_current(places(tmp_path))
    assert not opened.outdated
    assert found(opened.index, "گزارش") == [UUID(int=1)]
    opened.index.close()


def test_an_index_of_other_rules_is_opened_and_called_outdated(tmp_path: Path) -> None:
    fill(tmp_path)
    opened = open_current(places(tmp_path, SECOND))
    assert opened.outdated
    assert found(opened.index, "گزارش") == [UUID(int=1)]
    opened.index.close()


def test_an_index_of_another_dimension_cannot_be_asked_and_another_takes_its_place(tmp_path: Path) -> None:
    fill(tmp_path)
    assert places(tmp_path, SECOND, dimension=32).current() is None
    opened = open_current(places(tmp_path, SECOND, dimension=32))
    assert (opened.index.count(), opened.outdated) == (0, False)
    opened.index.close()
    assert len(generations(tmp_path)) == 1


def test_a_damaged_index_is_told_and_replaced_by_an_empty_one(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    fill(tmp_path)
    for file in (tmp_path / "index").glob("generation-*/shard-*/**/*"):
        if file.is_file():
            file.write_bytes(b"\0" * 7)
    opened = open_current(places(tmp_path))
    assert (opened.index.count(), opened.outdated) == (0, False)
    assert "damaged" in caplog.text
    opened.index.close()
    assert len(generations(tmp_path)) == 1


def test_an_index_whose_folder_is_gone_is_begun_anew(tmp_path: Path) -> None:
    fill(tmp_path)
    (gone,) = (tmp_path / "index").glob("generation-*")
    gone.rename(tmp_path / "elsewhere")
    opened = open_current(places(tmp_path))
    assert opened.index.count() == 0
    opened.index.close()


def test_a_rebuild_that_dies_before_it_switches_leaves_the_old_index_in_use(tmp_path: Path) -> None:
    fill(tmp_path)
    dying = places(tmp_path)
    beside = dying.begin()
    beside.put([entry(2, "گزارش برق")])
    beside.flush()
    beside.close()
    opened = open_current(places(tmp_path))
    assert found(opened.index, "گزارش") == [UUID(int=1)]
    opened.index.close()
    assert len(generations(tmp_path)) == 1  # what it had begun is gone


def test_after_a_switch_the_new_index_is_in_use_and_the_old_one_goes_when_it_is_closed(tmp_path: Path) -> None:
    fill(tmp_path)
    both = places(tmp_path, SECOND)
    old = both.current()
    assert old is not None
    new = both.begin()
    new.put([entry(2, "گزارش برق", vector=axis(1))])
    new.flush()
    both.switch()
    both.remove_leftovers()
    assert found(old.index, "گزارش") == [UUID(int=1)]  # an open index is never taken away
    old.index.close()
    both.remove_leftovers()
    assert len(generations(tmp_path)) == 1
    new.close()
    opened = open_current(places(tmp_path, SECOND))
    assert not opened.outdated
    assert [one.passage_id for one in opened.index.semantic(axis(1), ROOT, 1)] == [UUID(int=2)]
    opened.index.close()


def test_an_index_that_another_process_holds_is_not_taken_for_a_damaged_one(tmp_path: Path) -> None:
    opened = open_current(places(tmp_path))
    with pytest.raises(DataFolderInUse):
        open_current(places(tmp_path))
    opened.index.close()
    assert len(generations(tmp_path)) == 1
