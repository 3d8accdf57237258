"""Two people, and documents that only one of them may read: nothing of those is shown to the other."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from journey_helpers import Program, Reader
from office_files import MINUTES

pytestmark = pytest.mark.slow

SECRET = "مذاکرهٔ خرید زمین باغ‌شمال محرمانه است و بهای هر متر ۴۸ میلیون ریال پیشنهاد شد."
OPEN = "گزارش زمین‌های شهر: مساحت بوستان‌ها دوازده هکتار است."


@dataclass(frozen=True)
class Town:
    """A server with its readers and the ids of its documents by file name."""

    program: Program
    clerk: Reader  # clearance normal, group خدمات
    auditor: Reader  # clearance confidential, group مالی
    ids: dict[str, str]

    def __repr__(self) -> str:
        return "Town()"  # keys are no matter for a test's report


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, shut_in_for: Callable[[Path], Any]) -> Iterator[Town]:
    place = tmp_path_factory.mktemp("town")
    shut = shut_in_for(place)
    files = place / "files"
    files.mkdir()
    (files / "deal.txt").write_text(
        f"نامهٔ خرید زمین\nشماره: ۱۴۰۳/م/۹۹\nتاریخ: ۱۴۰۳/۰۶/۰۱\n\n{SECRET}\n", "utf-8"
    )
    (files / "minutes.pdf").write_bytes(MINUTES.read_bytes())
    (files / "parks.txt").write_text(OPEN, "utf-8")
    program = Program(place / "data", shut.environment.copy())
    address = program.serve()["address"]
    closed = ["--confidentiality", "confidential", "--readers", "مالی، حقوقی"]
    for names, rights in ((("deal.txt", "minutes.pdf"), closed), (("parks.txt",), [])):
        paths = [str(files / name) for name in names]
        assert program.run("ingest", *paths, *rights, "--words-only").code == 0
    clerk = program.run("--json", "account", "add", "کارمند", "--groups", "خدمات").value
    auditor = program.run(
        "--json", "account", "add", "حسابرس", "--groups", "مالی", "--clearance", "confidential"
    ).value
    made = [Reader.signed_in(address, one["name"], one["one_time_password"]) for one in (clerk, auditor)]
    listed = made[1].get("/api/documents").json()["documents"]
    yield Town(program, *made, {document["file"]: document["id"] for document in listed})
    program.stop()
    shut.nothing_tried()


def test_lists_and_counts_show_what_each_may_read(town: Town) -> None:
    for reader, files in (
        (town.auditor, ["deal.txt", "minutes.pdf", "parks.txt"]),
        (town.clerk, ["parks.txt"]),
    ):
        listed = reader.get("/api/documents").json()
        assert sorted(document["file"] for document in listed["documents"]) == files
        assert listed["total"] == len(files)
        counts = reader.get("/api/status").json()["counts"]
        assert counts["words"] + counts["complete"] == len(files)


@pytest.mark.parametrize("mode", ["words", "hybrid", "meaning"])
def test_search_finds_and_counts_only_what_one_may_read(town: Town, mode: str) -> None:
    everything = town.auditor.get("/api/search", q="زمین شهر", mode=mode).json()
    allowed = town.clerk.get("/api/search", q="زمین شهر", mode=mode)
    assert {hit["document"]["file"] for hit in allowed.json()["hits"]} <= {"parks.txt"}
    assert allowed.json()["total_documents"] <= 1
    assert sum(allowed.json()["facets"]["kind"].values()) == allowed.json()["total_documents"]
    if mode != "meaning":  # vectors may still be on their way
        assert {"deal.txt", "parks.txt"} <= {hit["document"]["file"] for hit in everything["hits"]}
    for word in ("deal", "مذاکره", "minutes.pdf", town.ids["deal.txt"]):
        assert word not in allowed.text


def test_a_search_for_what_only_others_hold_finds_nothing_and_mends_no_spelling_by_it(town: Town) -> None:
    for text in ("مذاکرهٔ خرید", "LoRaWAN", "مذاکرة خريد", "مذاکزه"):
        found = town.clerk.get("/api/search", q=text, mode="words").json()
        assert (found["hits"], found["total_documents"], found["replacements"]) == ([], 0, []), text
        assert not any(found["facets"].values()), text
    found = town.auditor.get("/api/search", q="مذاکرهٔ خرید", mode="words").json()
    assert found["hits"][0]["document"]["file"] == "deal.txt"


def test_an_answer_quotes_only_what_one_may_read(town: Town) -> None:
    question = "بهای هر متر زمین باغ‌شمال چقدر پیشنهاد شد؟"
    answered = town.auditor.get("/api/ask", q=question).json()
    assert "۴۸ میلیون" in answered["text"]
    silent = town.clerk.get("/api/ask", q=question)
    assert silent.json()["text"] is None
    assert "۴۸" not in silent.text


@pytest.mark.parametrize(
    "path", ["", "/pages/1", "/pages/1/picture", "/original"], ids=["document", "page", "picture", "original"]
)
def test_what_one_may_not_read_is_not_there(town: Town, path: str) -> None:
    hidden = f"/api/documents/{town.ids['minutes.pdf']}{path}"
    never = f"/api/documents/00000000-0000-4000-8000-000000000000{path}"
    assert town.auditor.get(hidden).status_code == 200
    answer, missing = town.clerk.get(hidden), town.clerk.get(never)
    assert answer.status_code == missing.status_code == 404
    as_if = answer.text.replace(town.ids["minutes.pdf"], "00000000-0000-4000-8000-000000000000")
    assert as_if == missing.text


def test_nobody_without_an_account_sees_anything(town: Town) -> None:
    stranger = Reader(town.clerk.address, "no-key-at-all")
    for path in ("/api/documents", "/api/search?q=شهر", "/api/ask?q=شهر", "/api/status", "/api/check"):
        assert stranger.get(path).status_code == 401, path


def test_readers_change_nothing_and_do_not_see_the_checks(town: Town) -> None:
    assert town.auditor.get("/api/check").status_code == 403


def test_rights_that_change_hold_from_the_next_request_on(town: Town, tmp_path: Path) -> None:
    (tmp_path / "tariff.txt").write_text("تعرفهٔ عبور از تونل کابل ده هزار ریال است.", "utf-8")
    assert town.program.run("ingest", str(tmp_path / "tariff.txt"), "--words-only").code == 0

    def seen() -> int:
        found: int = town.clerk.get("/api/search", q="تعرفهٔ تونل", mode="words").json()["total_documents"]
        return found

    assert seen() == 1
    closed = town.program.run("access", "tariff.txt", "--confidentiality", "secret", "--readers", "everyone")
    assert closed.code == 0
    assert seen() == 0
    assert town.program.run("remove", "tariff.txt").code == 0


def test_an_account_that_is_removed_sees_nothing_any_more(town: Town) -> None:
    added = town.program.run("--json", "account", "add", "مهمان", "--groups", "مالی").value
    guest = Reader.signed_in(town.clerk.address, "مهمان", added["one_time_password"])
    assert guest.get("/api/documents").status_code == 200
    assert town.program.run("account", "remove", "مهمان").code == 0
    assert guest.get("/api/documents").status_code == 401
    names = [one["name"] for one in town.program.run("--json", "account", "list").lines]
    assert sorted(names) == sorted(["admin", "کارمند", "حسابرس"])
