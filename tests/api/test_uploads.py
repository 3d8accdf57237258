"""Uploads stream to disk under a bound; one refused file stops no other."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

SignIn = Callable[..., TestClient]


def test_one_file_as_the_body_is_registered_with_its_rights(sign_in: SignIn, town: Any) -> None:
    answer = sign_in("مدیر").put(
        "/api/documents?file=دستورالعمل پارکینگ.pdf&confidentiality=confidential&reader=finance",
        content=b"%PDF-1.7",
    )
    document = answer.json()
    assert answer.status_code == 201
    assert document["file"] == "دستورالعمل پارکینگ.pdf"
    assert document["state"] == "waiting"
    assert document["confidentiality"] == "confidential"
    assert document["readers"] == ["administrators", "finance"]
    assert sign_in("رضا").get(f"/api/documents/{document['id']}").status_code == 404
    assert sign_in("نرگس").get(f"/api/documents/{document['id']}/original").content == b"%PDF-1.7"


def test_several_files_of_a_form_are_taken_each_for_itself(sign_in: SignIn) -> None:
    client = sign_in("مدیر")
    files = [("files", ("نامه.docx", b"a")), ("files", ("کند.pdf", b"b")), ("files", ("گزارش.pdf", b"c"))]
    results = client.post("/api/documents", files=files, data={"csrf": client.headers["X-CSRF-Token"]}).json()
    assert [(result["file"], bool(result["document"])) for result in results] == [
        ("نامه.docx", True),
        ("کند.pdf", False),
        ("گزارش.pdf", True),
    ]
    assert "۶۰" in results[1]["failure"]["reason"] or "60" in results[1]["failure"]["reason"]


def test_a_form_without_its_token_is_refused(sign_in: SignIn, town: Any) -> None:
    before = len(town.catalogue.all_documents())
    client = sign_in("مدیر")
    del client.headers["X-CSRF-Token"]
    assert client.post("/api/documents", files={"files": ("نامه.docx", b"a")}).status_code == 403
    assert len(town.catalogue.all_documents()) == before


def test_reading_stops_as_soon_as_a_body_is_larger_than_allowed(sign_in: SignIn, town: Any) -> None:
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        for _ in range(100):
            sent += 1
            yield b"x" * 50_000

    answer = sign_in("مدیر").put("/api/documents?file=بزرگ.pdf", content=endless())
    assert answer.status_code == 413
    assert answer.json()["facts"]["limit"] == 200_000
    assert answer.json()["facts"]["size"] <= 250_000 or sent == 100
    assert list(town.services.upload_folder.iterdir()) == []


def test_a_form_larger_than_allowed_is_refused(sign_in: SignIn, town: Any) -> None:
    client = sign_in("مدیر")
    answer = client.post(
        "/api/documents",
        files={"files": ("بزرگ.pdf", b"x" * 300_000)},
        data={"csrf": client.headers["X-CSRF-Token"]},
    )
    assert answer.status_code == 413
    assert list(town.services.upload_folder.glob("*")) == []


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/cron.d/x.pdf", "x.pdf"),
        ("C:\\fakepath\\نامه.docx", "نامه.docx"),
        ("گزارش\u202efdp.exe", "گزارشfdp.exe"),
        ("یک\x00دو.pdf", "یکدو.pdf"),
    ],
)
def test_names_come_without_folders_and_hidden_characters(sign_in: SignIn, given: str, kept: str) -> None:
    answer = sign_in("مدیر").put("/api/documents", params={"file": given}, content=b"x")
    assert answer.json()["file"] == kept


@pytest.mark.parametrize("given", ["", "..", "a/..", "\u202e"])
def test_a_file_without_a_name_is_refused(sign_in: SignIn, given: str) -> None:
    assert sign_in("مدیر").put("/api/documents", params={"file": given}, content=b"x").status_code == 400


def test_the_form_without_scripts_comes_back_with_a_line_per_file(sign_in: SignIn) -> None:
    client = sign_in("مدیر")
    answer = client.post(
        "/admin/upload",
        files=[("files", ("نامه.docx", b"a")), ("files", ("کند.pdf", b"b"))],
        data={"csrf": client.headers["X-CSRF-Token"], "confidentiality": "normal", "reader": "everyone"},
    )
    assert answer.status_code == 200
    assert answer.text.count("دریافت شد</span>") == 1
    assert "تمام نشد و کنار گذاشته شد" in answer.text
