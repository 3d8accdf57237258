"""From a folder to hits and a cited answer by the command line, with a server and without."""

import shutil
from pathlib import Path
from typing import Any

import pytest

SAMPLES = Path(__file__).parents[2] / "corpus" / "samples" / "files"
SPELLINGS = ["مرخصي استحقاقي", "مرخصی‌ استحقاقی", "مرخصیاستحقاقی", "مُرخصی اسـتحقاقی", "مرخصی استحقافی"]

pytestmark = pytest.mark.slow


def test_a_folder_becomes_hits_and_a_cited_answer_without_a_server(program: Any, folder: Path) -> None:
    shutil.copy(SAMPLES / "letters" / "نامه رهنما - تابلوهای ایستگاه.docx", folder / "نامه.docx")
    taken = program.run("--json", "ingest", str(folder), "--words-only")
    assert (taken.code, taken.value) == (0, {"received": 4, "failed": []})

    hits = program.run("--json", "search", "مرخصی استحقاقی").value["hits"]
    first = hits[0]
    assert {"file", "title", "page", "text", "score"} <= first.keys()
    assert (first["file"], first["page"], first["number"]) == ("guideline.txt", 1, "۱۴۰۲/ص/۳۵")

    answer = program.run("--json", "ask", "مرخصی استحقاقی هر کارمند سالانه چند روز است؟").value
    assert answer["answer"] == "مرخصی استحقاقی هر کارمند سالانه ۳۰ روز است."
    cited = answer["citations"][0]
    assert {"file", "page", "quote"} <= cited.keys()
    inspected = program.run("--json", "inspect", str(folder / cited["file"])).value
    (page,) = [page for page in inspected["pages"] if page["number"] == cited["page"]]
    assert cited["quote"] in page["text"]

    silent = program.run("--json", "ask", "ارتفاع قلهٔ اورست چند متر است؟")
    assert (silent.code, silent.value["answer"], silent.value["citations"]) == (1, None, [])

    checks = program.run("--json", "doctor")
    assert checks.code == 0, checks.output
    assert not [check for check in checks.lines if check["state"] == "fault"]


def test_the_same_commands_work_through_a_server(program: Any, folder: Path) -> None:
    program.serve()
    assert program.run("--json", "ingest", str(folder), "--words-only").code == 0
    for text in SPELLINGS:
        found = program.run("--json", "search", "--mode", "words", text).value["hits"]
        assert found, text
        assert found[0]["file"] == "guideline.txt", text
    kinds = program.run("--json", "search", "--number", "1403-ن-12", "آسانسور").value["hits"]
    assert [hit["file"] for hit in kinds] == ["letter.txt"]
    dated = program.run("--json", "search", "--from", "تیر ۱۴۰۳", "--to", "1403/06", "آسانسور مرخصی").value[
        "hits"
    ]
    assert [hit["file"] for hit in dated] == ["letter.txt"]

    assert program.run("remove", "guideline.txt").code == 0
    gone = program.run("--json", "search", "--mode", "words", "مرخصی استحقاقی")
    assert (gone.code, gone.value["hits"]) == (1, [])

    refused = program.run("serve", "--port", "1")  # the folder has its owner already
    assert refused.code == 3


def test_a_second_process_on_the_same_folder_is_refused_with_a_sentence(program: Any) -> None:
    program.serve()
    (program.data / "server.json").unlink()  # so that the command does not ask the server
    refused = program.run("status")
    assert refused.code == 3
    assert "Another process is using the data folder" in refused.errors
    assert str(program.data) in refused.errors


def test_an_index_is_rebuilt_and_finds_the_same(program: Any, folder: Path) -> None:
    assert program.run("--json", "ingest", str(folder)).code == 0
    before = program.run("--json", "search", "آبیاری درختان").value["hits"]
    assert program.run("--json", "rebuild").code == 0
    after = program.run("--json", "search", "آبیاری درختان").value["hits"]
    assert [(hit["file"], hit["text"]) for hit in after] == [(hit["file"], hit["text"]) for hit in before]
    assert after[0]["meaning"] is not None
    assert program.run("doctor").code == 0


def test_inspect_prints_one_object_a_file_and_goes_on_after_a_bad_one(program: Any, folder: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    result = program.run("--json", "inspect", *(str(folder / name) for name in ("empty.txt", "letter.txt")))
    assert result.code == 1
    bad, good = result.lines
    assert bad["error"]["code"] == "empty_file"
    assert good["pages"][0]["text"].startswith("نامهٔ تعمیر آسانسور")
