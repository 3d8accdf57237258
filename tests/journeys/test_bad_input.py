"""Bad input through the command line: one clear sentence that says what, which, why and what to do."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from journey_helpers import Program, one_sentence

# A disk of its own, which is nobody else's: (script, data folder, command …) with all but 60 MB taken.
SMALL_DISK = """
mount -t tmpfs -o size=400m none "$0" || exit 99
data="$0/data"; program="$1"; file="$2"
"$program" --data "$data" --json status
free=$(df --output=avail -k "$0" | tail -1)
dd if=/dev/zero of="$0/ballast" bs=1k count=$((free - 60000)) 2>/dev/null
"$program" --data "$data" --json ingest --words-only "$file"
echo "\\"code $?\\""
find "$data/originals" -type f | wc -l
rm "$0/ballast"
"$program" --data "$data" --json status
"$program" --data "$data" --json ingest --words-only "$file"
"""
SMALL_DISK_OF_ITS_OWN = ["unshare", "--map-root-user", "--mount", "sh", "-c", SMALL_DISK]


def write_bad_files(files: Path) -> None:
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


@pytest.mark.slow
def test_each_bad_file_is_listed_with_its_reason_and_the_good_ones_are_found(
    program: Program, tmp_path: Path
) -> None:
    write_bad_files(tmp_path / "files")
    program.serve()
    result = program.run(
        "--json", "--lang", "fa", "ingest", str(tmp_path / "files"), str(tmp_path / "missing"), "--words-only"
    )
    assert result.code == 1
    assert "Traceback" not in result.errors
    reasons = {failure["file"]: failure["reason"] for failure in result.value["failed"]}
    assert reasons.keys() == {"empty.pdf", "noise.docx", "broken.docx", "locked.pdf", "missing"}
    assert "گذرواژه" in reasons["locked.pdf"]
    assert "خالی" in reasons["empty.pdf"]
    assert "شناخته نشد" in reasons["noise.docx"]
    assert "آسیب" in reasons["broken.docx"]
    assert all(name in reason for name, reason in reasons.items())
    assert program.files("--mode", "words", "بودجه") == ["good.txt"]
    assert program.files("--mode", "words", "نامهٔ ناقص") == ["halves.txt"]
    assert program.run("search", "--mode", "words", "صلی الله علیه و سلم").code in (0, 1)

    status = program.run("status")
    assert "✗ locked.pdf: " in status.output  # in English where no language was asked for
    assert "protected by a password" in status.output
    again = program.run("--json", "retry", "locked.pdf", "--words-only")
    assert (again.code, [one["file"] for one in again.value["failed"]]) == (1, ["locked.pdf"])


def test_a_folder_that_is_not_there_is_named(office: Program, tmp_path: Path) -> None:
    result = office.run("ingest", str(tmp_path / "نیست"))
    assert result.code == 1
    assert str(tmp_path / "نیست") in result.errors
    assert "Check that it exists" in result.errors
    assert "Traceback" not in result.errors


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read every folder")
def test_a_folder_that_may_not_be_read_is_named(office: Program, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o000)
    result = office.run("ingest", str(closed))
    closed.chmod(0o700)
    assert result.code == 1
    assert str(closed) in result.errors


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("meaning_wieght = 0.4\n", ["meaning_wieght", "settings.toml", "meaning_weight"]),
        ("port = 'هشتاد'\n", ["port", "هشتاد", "settings.toml", "a whole number, 1 to 65535"]),
        ("port = \n", ["settings.toml", "line 1"]),
    ],
)
def test_a_wrong_setting_is_named_with_its_file_and_what_it_may_be(
    program: Program, text: str, names: list[str]
) -> None:
    program.data.mkdir()
    (program.data / "settings.toml").write_text(text, "utf-8")
    result = program.run("status")
    assert result.code == 3
    assert all(name in one_sentence(result) for name in names), result.errors
    in_persian = program.run("--lang", "fa", "--json", "status")
    assert in_persian.code == 3
    assert "تنظیم" in one_sentence(in_persian)
    assert in_persian.value["error"]["detail"] == one_sentence(in_persian)


def test_a_model_folder_that_is_missing_or_empty_is_named(program: Program, tmp_path: Path) -> None:
    model = tmp_path / "model"
    program.environment["SANADYAR_EMBEDDER"] = str(model)
    missing = program.run("--lang", "fa", "search", "آب")
    assert missing.code == 3
    assert str(model) in one_sentence(missing)
    model.mkdir()
    empty = program.run("search", "آب")
    assert empty.code == 3
    assert str(model) in one_sentence(empty)
    assert "modules.json" in one_sentence(empty)


@pytest.mark.slow
def test_a_model_whose_weights_are_cut_short_is_named(program: Program, tmp_path: Path) -> None:
    whole = Path(sys.prefix) / "share" / "sanadyar" / "model"
    assert program.run("doctor", "--prepare-model").code == 0
    model = tmp_path / "model"
    shutil.copytree(whole, model, ignore=shutil.ignore_patterns("*.safetensors", "*.onnx"))
    with (whole / "model.safetensors").open("rb") as weights:
        (model / "model.safetensors").write_bytes(weights.read(100_000))
    program.environment["SANADYAR_EMBEDDER"] = str(model)
    damaged = program.run("search", "آب")
    assert damaged.code == 3
    assert str(model) in one_sentence(damaged)


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [
        ("search", "--from", "1403/13/45", "سال"),
        ("search", " "),
        ("ask", "\u202e" * 600),
        ("search", "--limit", "0", "سال"),
        ("search", "--kind", "افسانه", "سال"),
        ("remove", "نیست.txt"),
        ("account", "password", "ناشناس"),
        ("account", "add"),
    ],
    ids=["date", "blank", "too long", "limit", "kind", "document", "account", "no name"],
)
def test_what_cannot_be_asked_is_refused_with_a_sentence(office: Program, arguments: tuple[str, ...]) -> None:
    result = office.run(*arguments)
    assert result.code == 3, result.output
    one_sentence(result)


@pytest.mark.slow
@pytest.mark.parametrize(
    "text", ["نامه \udcff\udc80", "ﷺ" * 400, "\u200f\u200f\u200f", "(()", "a\tb\nc", "-" * 90]
)
def test_strange_questions_do_no_harm(office: Program, text: str) -> None:
    for command in ("search", "ask"):
        result = office.run(command, "--", text)
        assert result.code in (0, 1, 3)
        assert "Traceback" not in result.errors


@pytest.mark.slow
def test_a_full_disk_is_said_and_nothing_half_stored(program: Program, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    file = tmp_path / "large.txt"
    file.write_text("سطر بلند دربارهٔ آب و برق\n" * 20_000, "utf-8")
    command = [*SMALL_DISK_OF_ITS_OWN, str(disk), str(Path(sys.executable).with_name("sanadyar")), str(file)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, env=program.the_environment())
    if done.returncode in (1, 99) and not done.stdout:
        pytest.skip(f"this machine gives no disk to fill: {done.stderr.strip()}")
    before, refused, code, stored, after, taken = (json.loads(line) for line in done.stdout.splitlines())
    assert (refused["error"]["code"], code, stored) == ("storage_full", "code 3", 0)
    assert f"The disk of “{disk / 'data'}” is full" in done.stderr
    assert "Traceback" not in done.stderr
    assert before["counts"] == after["counts"]
    assert taken == {"received": 1, "failed": []}  # when there is room
