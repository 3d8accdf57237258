"""From a folder to hits and a cited answer by the command line, without a server and through one."""

import shutil
import socket
from pathlib import Path
from typing import Any

import pytest
from journey_helpers import Program, free_port, one_sentence
from office_files import ALL

from app.ownership import Ownership

pytestmark = pytest.mark.slow

SPELLINGS = {
    "Arabic letters": "مرخصي استحقاقي",
    "a ZWNJ too many": "مرخصی‌ استحقاقی",
    "written together": "مرخصیاستحقاقی",
    "vowels and tatweel": "مُرخصی اسـتحقاقی",
    "a slip of the pen": "مرخصی استحقافی",
}


def test_a_folder_is_taken_in_with_every_format(held: Any) -> None:
    assert (held.taken.code, held.taken.value) == (0, {"received": len(ALL), "failed": []})


def test_without_a_server_questions_are_answered_with_quotes(held: Any, filled: Program) -> None:
    asked = filled.run("--json", "ask", "مرخصی استحقاقی هر کارمند سالانه چند روز است؟")
    assert (asked.code, asked.value["answer"]) == (0, "مرخصی استحقاقی هر کارمند سالانه ۳۰ روز است.")
    cited = asked.value["citations"][0]
    assert {"file", "page", "quote"} <= cited.keys()
    inspected = filled.run("--json", "inspect", str(held.files / cited["file"])).value
    (page,) = [page for page in inspected["pages"] if page["number"] == cited["page"]]
    assert cited["quote"] in page["text"]

    checks = filled.run("--json", "doctor")
    assert checks.code == 0, checks.output
    assert {"model", "disk", "consistency"} <= {check["check"] for check in checks.lines}
    assert not [check for check in checks.lines if check["state"] == "fault"]


def test_a_hit_tells_file_page_title_number_text_and_score(office: Program) -> None:
    first = office.hits("مرخصی استحقاقی")[0]
    assert {"file", "title", "page", "text", "score"} <= first.keys()
    assert (first["file"], first["page"], first["number"]) == ("guideline.txt", 1, "۱۴۰۲/ص/۳۵")
    assert "۳۰ روز" in first["text"]


@pytest.mark.parametrize(
    ("question", "file", "answer"),
    [
        ("مرخصی استحقاقی هر کارمند سالانه چند روز است؟", "guideline.txt", "۳۰ روز"),
        ("چند چنار در خیابان نیلوفر شمرده شد؟", "page.html", "۲۱۴"),
        ("چاپ دورو از چه زمانی الزامی است؟", "circular.docx", "اول مهر"),
        ("شمارهٔ داخلی اورژانس ساختمان چند است؟", "course.pptx", "۱۱۵۵"),
    ],
)
def test_a_question_is_answered_by_a_quote_that_stands_on_its_page(
    held: Any, office: Program, question: str, file: str, answer: str
) -> None:
    asked = office.run("--json", "ask", question)
    assert (asked.code, asked.value["answer"] is None) == (0, False)
    assert answer in asked.value["answer"]
    cited = asked.value["citations"][0]
    assert cited["file"] == file
    pages = office.run("--json", "inspect", str(held.files / file)).value["pages"]
    assert cited["quote"] in pages[cited["page"] - 1]["text"]


@pytest.mark.parametrize("question", ["ارتفاع قلهٔ اورست چند متر است؟", "نویسندهٔ بوف کور کیست؟"])
def test_a_question_that_the_documents_do_not_answer_gets_no_answer(office: Program, question: str) -> None:
    asked = office.run("--json", "ask", question)
    assert (asked.code, asked.value["answer"], asked.value["citations"]) == (1, None, [])
    assert asked.value["reason"]
    for_people = office.run("ask", question)
    assert (for_people.code, "در اسناد یافت نشد" in for_people.output) == (1, True)


@pytest.mark.parametrize("spelling", SPELLINGS.values(), ids=SPELLINGS.keys())
def test_every_spelling_finds_the_same_passage(office: Program, spelling: str) -> None:
    as_written, found = (office.hits("--mode", "words", text)[0] for text in ("مرخصی استحقاقی", spelling))
    assert (found["file"], found["text"]) == (as_written["file"], as_written["text"])


@pytest.mark.parametrize("digits", ["۲۱۴ چنار", "٢١٤ چنار", "214 چنار"])
def test_digits_of_every_script_find_the_same_passage(office: Program, digits: str) -> None:
    first = office.hits("--mode", "words", digits)[0]
    assert first["file"] == "page.html"
    assert "۲۱۴" in first["text"]


@pytest.mark.parametrize(
    ("question", "file", "page"),
    [
        ("جوهر افشان قفسه", "stock.xlsx", 1),
        ("اورژانس ساختمان", "course.pptx", 2),
        ("LoRaWAN", "minutes.pdf", 1),
    ],
)
def test_a_hit_names_its_sheet_slide_or_page(office: Program, question: str, file: str, page: int) -> None:
    first = office.hits("--mode", "words", question)[0]
    assert (first["file"], first["page"]) == (file, page)


def test_search_in_meaning_needs_no_common_word(office: Program) -> None:
    first = office.hits("--mode", "meaning", "how many days of leave do employees have")[0]
    assert (first["file"], first["words"]) == ("guideline.txt", None)


def test_filters_by_number_and_by_jalali_date(office: Program) -> None:
    assert office.files("--number", "1403-ن-12", "آسانسور") == ["letter.txt"]
    assert office.files("--from", "تیر ۱۴۰۳", "--to", "1403/06", "آسانسور مرخصی") == ["letter.txt"]
    assert office.files("--from", "1410", "آسانسور مرخصی") == []


def test_a_person_gets_lines_and_a_program_json(office: Program) -> None:
    shown = office.run("search", "--mode", "words", "مرخصی استحقاقی")
    assert shown.output.startswith("1. ")
    assert "[مرخصی]" in shown.output
    assert "\x1b" not in shown.output
    assert "1 documents" in shown.errors
    assert "1 سند" in office.run("--lang", "fa", "search", "--mode", "words", "مرخصی استحقاقی").errors


def test_status_tells_what_is_held_and_by_whom(office: Program) -> None:
    held = office.run("--json", "status").value
    assert held["data"] == str(office.data)
    assert held["server"].startswith("http://127.0.0.1:")
    assert held["counts"]["complete"] >= len(ALL)
    assert (held["counts"]["failed"], held["trouble"]) == (0, "")


def test_a_removed_document_is_found_no_longer_and_its_name_is_free_again(
    office: Program, tmp_path: Path
) -> None:
    file = tmp_path / "qanat.txt"
    file.write_text("لایروبی کاریز باغ‌شمال در آذر انجام شد.", "utf-8")
    assert office.run("ingest", str(file), "--words-only").code == 0
    assert office.files("--mode", "words", "لایروبی کاریز") == ["qanat.txt"]
    (removed,) = office.run("--json", "remove", "qanat.txt").lines
    assert removed["file"] == "qanat.txt"
    # Words that no document has any more are asked as words near them: another document may be found.
    assert "qanat.txt" not in office.files("--mode", "words", "لایروبی کاریز")
    again = office.run("remove", "qanat.txt")
    assert again.code == 3
    assert "qanat.txt" in one_sentence(again)


def test_a_changed_file_replaces_what_was_held_under_its_name(office: Program, tmp_path: Path) -> None:
    file = tmp_path / "gate.txt"
    for text in ("درب شمالی ساعت هفت گشوده می‌شود.", "درب جنوبی ساعت هشت بسته می‌شود."):
        file.write_text(text, "utf-8")
        assert office.run("--json", "ingest", str(file), "--words-only").value["received"] == 1
    assert [hit["text"] for hit in office.hits("--mode", "words", "درب جنوبی")] == [file.read_text("utf-8")]
    assert not [file for file in office.files("--mode", "words", "شمالی گشوده") if file == "gate.txt"]
    assert office.run("remove", "gate.txt").code == 0


def test_a_file_larger_than_the_server_takes_is_refused_with_the_reason(
    office: Program, tmp_path: Path
) -> None:
    (tmp_path / "large.txt").write_bytes("سطر\n".encode() * 2_000_000)
    refused = office.run("--json", "ingest", str(tmp_path / "large.txt"), "--words-only")
    assert refused.code == 1
    (failed,) = refused.value["failed"]
    assert failed["file"] == "large.txt"
    assert "larger than allowed" in failed["reason"]
    assert not list((office.data / "uploads").iterdir())


def test_a_serving_process_holds_no_torch(office: Program) -> None:
    assert office.hits("--mode", "meaning", "مرخصی")
    maps = Path(f"/proc/{office.servers[0].pid}/maps").read_text()
    assert "onnxruntime" in maps
    assert "libtorch" not in maps


def test_a_second_process_on_a_folder_in_use_is_refused(program: Program) -> None:
    with Ownership(program.data):  # as any command holds it that works without a server
        for command, reason in (
            (["status"], "Another process is using the data folder"),
            (["--lang", "fa", "serve", "--port", str(free_port())], "برنامهٔ دیگری هم‌اکنون با پوشهٔ داده"),
        ):
            refused = program.run(*command)
            assert refused.code == 3
            assert str(program.data) in one_sentence(refused)
            assert reason in one_sentence(refused)


def test_a_port_in_use_is_named(program: Program) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        refused = program.run("serve", "--port", port)
    assert refused.code == 3
    assert f"Port {port}" in one_sentence(refused)
    assert not program.data.exists()  # nothing was begun


def test_a_rebuilt_index_finds_the_same(office: Program, filled: Program) -> None:
    questions = (["آبیاری درختان"], ["--mode", "meaning", "days of leave"], ["--mode", "words", "کاغذ"])
    filled.serve()
    assert filled.run("--json", "rebuild").value["counts"]["complete"] == len(ALL)
    for question in questions:
        before, after = office.hits(*question), filled.hits(*question)
        assert [(hit["file"], hit["text"]) for hit in after] == [(hit["file"], hit["text"]) for hit in before]
    assert filled.run("doctor").code == 0


def test_an_index_that_was_lost_is_made_anew_before_a_command_asks_it(filled: Program) -> None:
    shutil.rmtree(filled.data / "index")
    assert filled.files("--mode", "words", "مرخصی استحقاقی") == ["guideline.txt"]


def test_inspect_prints_one_object_a_file_and_goes_on_after_a_bad_one(program: Program, folder: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    files = [str(folder / name) for name in ("empty.txt", "letter.txt", "page.html")]
    result = program.run("--json", "inspect", *files)
    assert result.code == 1
    bad, letter, page = result.lines
    assert (bad["file"], bad["pages"], bad["error"]["code"]) == (files[0], [], "empty_file")
    assert [{"number", "text"} <= one.keys() for one in letter["pages"] + page["pages"]] == [True, True]
    assert (letter["file"], letter["pages"][0]["number"]) == (files[1], 1)
    assert letter["pages"][0]["text"].startswith("نامهٔ تعمیر آسانسور")
    assert not program.data.exists()  # nothing is kept


def test_the_same_files_taken_in_twice_are_held_once(held: Any, office: Program) -> None:
    before = office.run("--json", "status").value["counts"]
    again = office.run("--json", "ingest", str(held.files), "--words-only")
    assert (again.code, again.value["received"]) == (0, len(ALL))
    assert office.run("--json", "status").value["counts"] == before
