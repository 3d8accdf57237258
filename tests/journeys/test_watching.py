"""`sanadyar watch` and the server's own watched folders, by the real program."""

import os
import signal
from pathlib import Path

import pytest
from journey_helpers import Program, until

pytestmark = pytest.mark.slow


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def asked(program: Program, text: str) -> list[str]:
    return sorted(program.files("--mode", "words", text))


def test_a_folder_is_followed_against_a_server_and_over_restarts(program: Program, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    write(folder / "آب.txt", "گزارش لولهٔ آب خیابان نیلوفر")
    program.serve()
    watching = program.start("--json", "watch", str(folder))
    until(lambda: asked(program, "لولهٔ آب") == ["آب.txt"], watching)
    write(folder / "پوشه" / "برق.txt", "گزارش تیر برق خیابان نرگس")
    until(lambda: asked(program, "تیر برق") == ["پوشه/برق.txt"], watching)
    write(folder / "آب.txt", "گزارش چاه قنات خیابان نیلوفر که تازه است")
    until(lambda: asked(program, "چاه قنات") == ["آب.txt"], watching)
    assert asked(program, "لولهٔ") == []
    (folder / "پوشه" / "برق.txt").rename(folder / "روشنایی.txt")
    until(lambda: asked(program, "تیر برق") == ["روشنایی.txt"], watching)
    os.killpg(watching.pid, signal.SIGINT)
    output, _ = watching.communicate(timeout=60)
    assert watching.returncode == 130
    assert [line.split('"')[3] for line in output.splitlines()] == ["taken", "taken", "changed", "moved"]

    (folder / "آب.txt").unlink()
    write(folder / "گاز.txt", "گزارش شیر گاز میدان لاله")
    again = program.start("watch", str(folder))
    until(lambda: asked(program, "شیر گاز") == ["گاز.txt"], again)
    until(lambda: asked(program, "چاه قنات") == [], again)
    os.killpg(again.pid, signal.SIGINT)
    again.communicate(timeout=60)


def test_a_server_follows_the_folders_of_its_settings(program: Program, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    write(folder / "آب.txt", "گزارش لولهٔ آب خیابان نیلوفر")
    program.environment["SANADYAR_WATCHED_FOLDERS"] = str(folder)
    program.serve()
    until(lambda: asked(program, "لولهٔ آب") == ["آب.txt"])
    (folder / "آب.txt").unlink()
    until(lambda: asked(program, "لولهٔ آب") == [])
    program.stop()


def test_an_unchanged_file_is_not_sent_again(program: Program, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    for number in range(3):
        write(folder / str(number) / "نامه.txt", f"نامهٔ {number} دربارهٔ آب و برق و گاز")
    program.serve()
    assert program.run("--json", "ingest", "--words-only", str(folder)).value == {"received": 3, "failed": []}
    assert len(asked(program, "آب برق گاز")) == 3  # three files of one name are three documents
    for path in folder.rglob("*.txt"):
        path.chmod(0)  # whoever is not root could not read them now
    assert program.run("--json", "ingest", "--words-only", str(folder)).value == {"received": 3, "failed": []}
    assert program.run("--json", "status").value["counts"]["waiting"] == 0
