"""Bad input through the command line: one clear sentence that says what, which, why and what to do."""

import resource
import subprocess
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from journey_helpers import SANADYAR


def one_sentence(result: Any) -> str:
    """What was said; never a traceback."""
    assert "Traceback" not in result.errors + result.output
    said: str = result.errors.strip()
    assert said
    return said


@pytest.mark.slow
def test_each_bad_file_is_listed_with_its_reason_and_the_good_one_is_found(
    program: Any, tmp_path: Path
) -> None:
    files = tmp_path / "files"
    files.mkdir()
    (files / "empty.pdf").write_bytes(b"")
    (files / "noise.docx").write_bytes(bytes(range(256)) * 20)
    (files / "broken.docx").write_bytes(b"PK\x03\x04" + b"\0" * 500)
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(files / "locked.pdf", encryption=pikepdf.Encryption(owner="مدیر", user="راز"))
    (files / "ligatures.txt").write_text("ﷺ" * 10_000, "utf-8")
    page = "نامهٔ ناقص دربارهٔ آبیاری درختان خیابان نیلوفر رسید. ".encode() * 20
    (files / "halves.txt").write_bytes(page + b"\xed\xa0\x80\x00 " + page)
    (files / "good.txt").write_text("بودجهٔ سال آینده تصویب شد.", "utf-8")
    result = program.run(
        "--json", "--lang", "fa", "ingest", str(files), str(tmp_path / "missing"), "--words-only"
    )
    assert result.code == 1
    reasons = {failure["file"]: failure["reason"] for failure in result.value["failed"]}
    assert reasons.keys() == {"empty.pdf", "noise.docx", "broken.docx", "locked.pdf", "missing"}
    assert "گذرواژه" in reasons["locked.pdf"]
    assert "خالی" in reasons["empty.pdf"]
    assert all(name in reason for name, reason in reasons.items())
    hits = program.run("--json", "search", "--mode", "words", "بودجه").value["hits"]
    assert [hit["file"] for hit in hits] == ["good.txt"]
    assert (
        program.run("--json", "search", "--mode", "words", "نامهٔ ناقص").value["hits"][0]["file"] == "halves.txt"
    )


def test_an_unknown_setting_is_named_with_its_file_and_the_known_ones(program: Any) -> None:
    program.data.mkdir()
    (program.data / "settings.toml").write_text("meaning_wieght = 0.4\n")
    result = program.run("status")
    said = one_sentence(result)
    assert result.code == 3
    assert "meaning_wieght" in said
    assert "settings.toml" in said
    assert "meaning_weight" in said


def test_an_embedder_folder_that_is_missing_or_damaged_is_named(program: Any, tmp_path: Path) -> None:
    program.environment["SANADYAR_EMBEDDER"] = str(tmp_path / "model")
    missing = program.run("--lang", "fa", "search", "آب")
    assert missing.code == 3
    assert str(tmp_path / "model") in one_sentence(missing)
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "modules.json").write_text("[{")
    damaged = program.run("search", "آب")
    assert damaged.code == 3
    assert str(tmp_path / "model") in one_sentence(damaged)


def test_a_port_in_use_is_named(program: Any) -> None:
    announced = program.serve()
    port = announced["address"].rpartition(":")[2]
    result = program.run("serve", "--port", port)
    assert result.code == 3
    assert f"Port {port}" in one_sentence(result)


@pytest.mark.parametrize(
    "arguments", [("search", "--from", "1403/13/45", "سال"), ("search", " "), ("ask", "\u202e" * 600)]
)
def test_a_query_that_cannot_be_is_refused(program: Any, arguments: tuple[str, ...]) -> None:
    result = program.run(*arguments)
    assert result.code == 3
    one_sentence(result)


def test_halves_of_characters_in_a_question_do_no_harm(program: Any) -> None:
    result = program.run("search", "نامه \udcff\udc80")
    assert result.code == 1
    assert "Traceback" not in result.errors


@pytest.mark.slow
def test_a_full_disk_is_said_and_nothing_half_stored(program: Any, tmp_path: Path) -> None:
    assert program.run("status").code == 0  # the folder is there
    (tmp_path / "large.txt").write_text("سطر بلند\n" * 2_000_000, "utf-8")

    def no_large_files() -> None:
        # A file that may not grow is as near to a full disk as a test comes without one of its own.
        resource.setrlimit(resource.RLIMIT_FSIZE, (20 << 20, 20 << 20))

    done = subprocess.run(
        [str(SANADYAR), "--data", str(program.data), "ingest", str(tmp_path / "large.txt")],
        capture_output=True,
        text=True,
        preexec_fn=no_large_files,
        timeout=120,
    )
    assert done.returncode in (1, 3)
    assert "Traceback" not in done.stderr
    assert not list(program.data.glob("originals/??/??/*"))
    assert program.run("--json", "status").value["counts"]["waiting"] == 0
    assert program.run("doctor").code == 0
