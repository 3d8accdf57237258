from pathlib import Path

import pytest

from app.room import require_room
from corpus.errors import StorageFull


def test_a_disk_with_room_is_written_to(tmp_path: Path) -> None:
    require_room(tmp_path, more_bytes=1)
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_cannot_hold_what_comes_is_named_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(StorageFull) as caught:
        require_room(tmp_path, more_bytes=2**62)
    assert caught.value.facts["path"] == str(tmp_path)
    assert list(tmp_path.iterdir()) == []
