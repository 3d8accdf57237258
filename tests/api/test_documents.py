"""Documents page by page: text, words with boxes, pictures, originals."""

import io
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import pytest
from PIL import Image
from starlette.testclient import TestClient

SignIn = Callable[..., TestClient]


def test_lists_are_newest_first_with_their_total(sign_in: SignIn) -> None:
    listed = sign_in("رضا").get("/api/documents?limit=2").json()
    assert listed["total"] == 6
    assert [document["file"] for document in listed["documents"]] == ["meeting-127.pdf", "نامهٔ تازه.docx"]


@pytest.mark.parametrize(
    ("asked", "total"), [("from=1403", 1), ("to=بهمن ۱۴۰۲", 2), ("from=بهار ۱۴۰۳&to=1403", 1)]
)
def test_lists_take_jalali_dates_as_people_write_them(sign_in: SignIn, asked: str, total: int) -> None:
    assert sign_in("رضا").get(f"/api/documents?{asked}").json()["total"] == total


def test_a_date_that_is_none_is_said_with_what_would_do(sign_in: SignIn) -> None:
    problem = sign_in("رضا").get("/api/documents?from=دیروز پریروز").json()
    assert problem["status"] == 400
    assert problem["facts"]["field"] == "from"
    assert "۱۴۰۳/۰۲/۱۲" in problem["detail"]


def test_a_page_has_its_text_and_words_with_boxes_in_percent(sign_in: SignIn, town: Any) -> None:
    page = sign_in("رضا").get(f"/api/documents/{town.id('minutes')}/pages/1").json()
    first = page["words"][0]
    assert first["text"] == "صورت‌جلسهٔ"
    assert page["text"][first["span"]["start"] : first["span"]["end"]] == first["text"]
    assert 60 < first["box"]["x"] < 100
    assert 0 < first["box"]["width"] < 30
    assert page["lines"][0]["text"] == "صورت‌جلسهٔ شمارهٔ ۱۲۷ شورای معاونان"
    assert [block["kind"] for block in page["blocks"]] == ["title", "paragraph", "paragraph", "paragraph"]


def test_lines_join_to_the_words_of_the_page_in_reading_order(sign_in: SignIn, town: Any) -> None:
    page = sign_in("رضا").get(f"/api/documents/{town.id('minutes')}/pages/1").json()
    assert " ".join(line["text"] for line in page["lines"]).split() == page["text"].split()


def test_a_page_picture_is_webp_of_an_offered_width(sign_in: SignIn, town: Any) -> None:
    answer = sign_in("رضا").get(f"/api/documents/{town.id('minutes')}/pages/2/picture?width=400")
    assert answer.headers["content-type"] == "image/webp"
    assert abs(Image.open(io.BytesIO(answer.content)).size[0] - 480) <= 1
    assert "private" in answer.headers["cache-control"]


@pytest.mark.parametrize(("name", "page"), [("minutes", 3), ("minutes", 0), ("circular", 1)])
def test_there_is_no_picture_of_a_page_that_is_not_there(
    sign_in: SignIn, town: Any, name: str, page: int
) -> None:
    answer = sign_in("رضا").get(f"/api/documents/{town.id(name)}/pages/{page}/picture")
    assert answer.json()["code"] == "not_found"


def test_an_original_comes_back_byte_by_byte_as_a_download_under_its_persian_name(
    sign_in: SignIn, town: Any
) -> None:
    answer = sign_in("رضا").get(f"/api/documents/{town.id('circular')}/original")
    disposition = answer.headers["content-disposition"]
    assert answer.content == b"docx"
    assert disposition.startswith("attachment;")
    assert unquote(disposition.partition("filename*=UTF-8''")[2]) == "شیوهٔ گزارش‌دهی.docx"


def test_html_is_never_served_as_a_page_and_its_name_shows_its_true_end(sign_in: SignIn, town: Any) -> None:
    answer = sign_in("رضا").get(f"/api/documents/{town.id('hostile')}/original")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert "%E2%80%AE" not in answer.headers["content-disposition"]


def test_an_id_that_is_none_names_no_document(sign_in: SignIn) -> None:
    answer = sign_in("رضا").get("/api/documents/not-an-id")
    assert answer.status_code == 404
    assert answer.json()["code"] == "not_found"


def test_failures_are_told_with_their_reason_in_the_askers_language(sign_in: SignIn) -> None:
    client = sign_in("مدیر")
    persian = client.get("/api/status").json()["failed"][0]["failure"]
    assert persian["code"] == "encrypted_file"
    assert "گذرواژه دارد" in persian["reason"]
    english = client.get("/api/status", headers={"Accept-Language": "en-GB, fa;q=0.5"}).json()
    assert "protected by a password" in english["failed"][0]["failure"]["reason"]


def test_removing_a_document_takes_it_from_every_way(sign_in: SignIn, town: Any) -> None:
    client = sign_in("مدیر")
    assert client.delete(f"/api/documents/{town.id('course')}").status_code == 204
    assert client.get(f"/api/documents/{town.id('course')}").status_code == 404
    assert client.get("/api/search?q=تمرین").json()["total_documents"] == 0
    assert client.delete(f"/api/documents/{town.id('course')}").status_code == 404


def test_retrying_puts_failed_documents_back_into_the_queue(sign_in: SignIn, town: Any) -> None:
    client = sign_in("مدیر")
    assert client.post("/api/documents/retry", json={"documents": [str(town.id("failed"))]}).json() == {
        "waiting": 1
    }
    assert client.get("/api/status").json()["failed"] == []
    assert client.get("/api/status").json()["counts"]["waiting"] == 2


def test_an_unknown_confidentiality_is_refused_with_the_known_ones(sign_in: SignIn, town: Any) -> None:
    answer = sign_in("مدیر").patch(
        f"/api/documents/{town.id('course')}/access", json={"confidentiality": "hidden", "readers": []}
    )
    assert answer.status_code == 400
    assert "highly_confidential" in answer.json()["detail"]
