import subprocess
import sys
from pathlib import Path

import pytest

from app.ownership import Ownership, running_server
from corpus.errors import DataFolderInUse, InaccessiblePath


def test_a_second_owner_is_refused_and_the_folder_is_free_again_after_closing(tmp_path: Path) -> None:
    with Ownership(tmp_path), pytest.raises(DataFolderInUse) as caught:
        Ownership(tmp_path)
    assert caught.value.facts["path"] == str(tmp_path)
    Ownership(tmp_path).close()


def test_a_killed_owner_leaves_the_folder_free(tmp_path: Path) -> None:
    program = "import sys, time; from pathlib import Path; from app.ownership import Ownership\n"
    program += "o = Ownership(Path(sys.argv[1])); o.announce('http://127.0.0.1:1')\n"
    program += "print('held', flush=True); time.sleep(60)"
    with subprocess.Popen(
        [sys.executable, "-P", "-c", program, str(tmp_path)], stdout=subprocess.PIPE
    ) as owner:
        assert owner.stdout is not None
        owner.stdout.readline()
        with pytest.raises(DataFolderInUse):
            Ownership(tmp_path)
        assert running_server(tmp_path) is not None
        owner.kill()
    assert running_server(tmp_path) is None
    Ownership(tmp_path).close()


def test_a_path_that_is_a_file_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(InaccessiblePath):
        Ownership(tmp_path / "data")


def test_an_announced_server_is_found_until_it_closes(tmp_path: Path) -> None:
    with Ownership(tmp_path) as ownership:
        assert running_server(tmp_path) is None
        ownership.announce("http://127.0.0.1:8620")
        server = running_server(tmp_path)
        assert server is not None
        assert server.address == "http://127.0.0.1:8620"
    assert running_server(tmp_path) is None


def test_a_process_that_was_given_the_number_of_a_dead_server_is_not_taken_for_it(tmp_path: Path) -> None:
    with Ownership(tmp_path) as ownership:
        ownership.announce("http://127.0.0.1:8620")
        record = (tmp_path / "server.json").read_text()
    (tmp_path / "server.json").write_text(record)  # as kill -9 leaves it; its number is this living process's
    assert running_server(tmp_path) is None


@pytest.mark.parametrize("record", ["", "{", "[]", "null", "{}", '{"address": 1}', "\udcff"])
def test_a_record_that_makes_no_sense_names_no_server(tmp_path: Path, record: str) -> None:
    with Ownership(tmp_path):
        (tmp_path / "server.json").write_bytes(record.encode("utf-8", "surrogateescape"))
        assert running_server(tmp_path) is None
