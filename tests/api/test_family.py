"""What belongs to a document is shown both ways, among what the asker may read; passwords leave no trace."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

import pytest
from starlette.testclient import TestClient

from corpus.access import Confidentiality
from corpus.catalogue import Reading
from corpus.records import (
    Block,
    BlockKind,
    ContentHash,
    Description,
    Document,
    DocumentState,
    Failure,
    Page,
    Span,
)

SignIn = Callable[..., TestClient]
PASSWORD = "رمز پرونده"


def kept(town: Any, like: Document, file: str, content: bytes, **changes: Any) -> Document:
    original, size = town.services.originals.store(io.BytesIO(content))
    held: Document = town.catalogue.register(
        replace(like, **{"id": uuid4(), "file": file, "original": original, "size": size, **changes})
    )
    return held


@pytest.fixture
def mail(town: Any) -> Document:
    like = next(one for one in town.documents.values() if one.readers == {"everyone", "administrators"})
    return kept(town, like, "نامهٔ ابلاغ.eml", b"mail", format="eml")


def test_attachments_and_their_message_lead_to_each_other(sign_in: SignIn, town: Any, mail: Document) -> None:
    attached = kept(town, mail, "نامهٔ ابلاغ.eml/مصوبه.pdf", b"pdf", container=mail.id)
    client = sign_in("رضا")
    down = client.get(f"/api/documents/{mail.id}/family").json()
    assert [(one["id"], one["file"]) for one in down["attachments"]] == [(str(attached.id), attached.file)]
    up = client.get(f"/api/documents/{attached.id}/family").json()
    assert up["container"]["id"] == str(mail.id)
    page = client.get(f"/doc/{attached.id}").text
    assert "پیوست نامهٔ" in page
    assert f"/doc/{mail.id}" in page
    assert f"/doc/{attached.id}" in client.get(f"/doc/{mail.id}").text


def test_what_may_not_be_read_is_missing_on_both_sides(sign_in: SignIn, town: Any, mail: Document) -> None:
    hidden = kept(
        town, mail, "نامهٔ ابلاغ.eml/پنهان.pdf", b"x", container=mail.id, confidentiality=Confidentiality.SECRET
    )
    secret = kept(town, mail, "محرمانه.eml", b"y", confidentiality=Confidentiality.SECRET)
    open_one = kept(town, mail, "محرمانه.eml/باز.pdf", b"z", container=secret.id)
    client = sign_in("رضا")
    assert client.get(f"/api/documents/{mail.id}/family").json()["attachments"] == []
    assert client.get(f"/api/documents/{open_one.id}/family").json()["container"] is None
    for page in (client.get(f"/doc/{mail.id}").text, client.get(f"/doc/{open_one.id}").text):
        assert str(hidden.id) not in page
        assert str(secret.id) not in page
    for path in ("family", "versions/1/original"):
        assert client.get(f"/api/documents/{hidden.id}/{path}").status_code == 404


def test_earlier_versions_are_listed_and_downloaded(sign_in: SignIn, town: Any, mail: Document) -> None:
    original, size = town.services.originals.store(io.BytesIO(b"newer"))
    later = mail.received + timedelta(days=1)
    town.catalogue.register(replace(mail, id=uuid4(), original=original, size=size, received=later))
    client = sign_in("رضا")
    (version,) = client.get(f"/api/documents/{mail.id}/family").json()["versions"]
    assert (version["number"], version["size"]) == (1, mail.size)
    answer = client.get(f"/api/documents/{mail.id}/versions/1/original")
    assert answer.content == b"mail"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert client.get(f"/api/documents/{mail.id}/versions/2/original").status_code == 404
    assert "نسخه‌های پیشین" in client.get(f"/doc/{mail.id}").text


def locked(town: Any, mail: Document) -> UUID:
    document = kept(town, mail, "قفل.pdf", b"locked")
    town.catalogue.set_state(document.id, DocumentState.FAILED, Failure("encrypted_file", {"file": "قفل.pdf"}))
    return document.id


def test_a_password_is_given_once_and_said_to_be_wrong(
    sign_in: SignIn, town: Any, mail: Document, caplog: pytest.LogCaptureFixture
) -> None:
    document = locked(town, mail)
    client = sign_in("مدیر")
    assert 'action="/admin/password"' in client.get("/admin").text
    wrong = client.post(f"/api/documents/{document}/password", json={"password": "نادرست"})
    assert wrong.status_code == 422
    assert wrong.json()["code"] == "wrong_file_password"
    form = {"csrf": client.headers["X-CSRF-Token"], "document": str(document), "password": "نادرست"}
    assert "را باز نمی‌کند" in client.post("/admin/password", data=form).text
    right = client.post(f"/api/documents/{document}/password", json={"password": PASSWORD})
    assert (right.status_code, right.json()["state"]) == (200, "waiting")
    assert PASSWORD not in right.text + caplog.text
    assert sign_in("رضا").post(f"/api/documents/{document}/password", json={"password": "x"}).status_code == 403


def test_a_password_comes_with_an_upload_and_concerns_locked_files_alone(sign_in: SignIn, town: Any) -> None:
    client = sign_in("مدیر")
    headers = {"X-File-Password": quote(PASSWORD)}
    for file in ("قفل.pdf", "متن.txt"):
        answer = client.put(f"/api/documents?file={file}", content=file.encode(), headers=headers)
        assert answer.status_code == 201
    held = town.catalogue.document_named("قفل.pdf")
    assert held.unlocked == ContentHash(held.original)
    assert town.catalogue.document_named("متن.txt").unlocked is None
    refused = client.put(
        "/api/documents?file=دیگر.pdf", content=b"other", headers={"X-File-Password": quote("نادرست")}
    )
    assert refused.json()["code"] == "wrong_file_password"
    assert town.catalogue.document_named("دیگر.pdf") is not None  # its password can be given again
    form = {"csrf": client.headers["X-CSRF-Token"], "password": PASSWORD}
    results = client.post("/api/documents", files=[("files", ("سوم.pdf", b"third"))], data=form).json()
    assert results[0]["failure"] is None
    assert town.catalogue.document_named("سوم.pdf").unlocked


def read(town: Any, document: Document, text: str, number: str | None = None) -> None:
    span = Span(0, len(text))
    description = Description(title=document.file, number=number)
    blocks = [Block(BlockKind.PARAGRAPH, 1, span)]
    town.catalogue.store_reading(document.id, Reading(description, [Page(1, text)], blocks, []))


def test_copies_are_shown_but_not_what_may_not_be_read_or_has_another_number(
    sign_in: SignIn, town: Any, mail: Document
) -> None:
    text = " ".join(f"بند {number} دربارهٔ نگهداری فضای سبز خیابان {number} است." for number in range(20, 50))
    copy = kept(town, mail, "رونوشت.docx", b"1")
    secret = kept(town, mail, "پنهان.docx", b"2", confidentiality=Confidentiality.SECRET)
    other = kept(town, mail, "دیگر.docx", b"3")
    for document, number in ((mail, "۱۴۰۲/ص/۷"), (copy, None), (secret, None), (other, "۱۴۰۲/ص/۸")):
        read(town, document, text, number)
    client = sign_in("رضا")
    near = client.get(f"/api/documents/{mail.id}/family").json()["near_duplicates"]
    assert [one["file"] for one in near] == ["رونوشت.docx"]
    page = client.get(f"/doc/{mail.id}").text
    assert "نسخهٔ دیگر همین سند" in page
    assert f"/doc/{copy.id}" in page
    assert str(secret.id) not in page
