"""What the page of administration tells of an index and of files that are not yet as they should be."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.services import Progress

SignIn = Callable[[str], TestClient]


@pytest.fixture
def tell(town: Any, monkeypatch: pytest.MonkeyPatch, sign_in: SignIn) -> Callable[..., TestClient]:
    """An administrator's client of a program whose services are changed as given."""

    def told(**changes: Any) -> TestClient:
        client = sign_in("مدیر")
        client.app.state.services = replace(town.services, **changes)
        return client

    return told


def progress(**facts: Any) -> Callable[[], Progress]:
    return lambda: Progress({}, 0.5, **facts)


def test_a_rebuilding_index_says_how_far_it_is(tell: Any) -> None:
    page = tell(progress=progress(rebuilding=(12, 1500)), rebuild=lambda: None).get("/admin").text
    assert "بازسازی نمایه: ۱۲ از ۱٬۵۰۰ پرونده" in page
    assert "بازسازی شود" not in page  # it runs already


def test_a_meaning_leg_that_cannot_be_filled_says_why_as_text(tell: Any) -> None:
    page = tell(progress=progress(trouble="no <b>model</b>")).get("/admin/queue").text
    assert "نمایهٔ معنایی پر نمی‌شود" in page
    assert "no &lt;b&gt;model&lt;/b&gt;" in page


def test_pages_that_wait_for_ocr_are_counted_with_the_reason(tell: Any) -> None:
    page = tell(progress=progress(pages_needing_ocr=7, ocr_trouble="tesseract: not found")).get("/admin").text
    assert "۷ صفحه تصویر است" in page
    assert "tesseract: not found" in page


def test_nothing_is_said_while_all_is_well(tell: Any) -> None:
    page = tell(progress=progress()).get("/admin").text
    assert "بازسازی نمایه" not in page
    assert "پر نمی‌شود" not in page
    assert "نویسه‌خوانی" not in page


def test_an_administrator_can_have_the_index_rebuilt(tell: Any) -> None:
    asked: list[bool] = []
    client = tell(rebuild=lambda: asked.append(True))
    answer = client.post(
        "/admin/rebuild", data={"csrf": client.headers["X-CSRF-Token"]}, follow_redirects=False
    )
    assert (answer.status_code, asked) == (303, [True])


def test_the_list_of_files_is_searched_by_name_and_title(sign_in: SignIn, town: Any) -> None:
    client = sign_in("مدیر")
    found = client.get("/admin", params={"q": "شورای معاونان"}).text
    listed = found[found.index('id="documents"') :]
    assert f"/doc/{town.id('minutes')}" in listed
    assert f"/doc/{town.id('course')}" not in listed
    assert "پرونده‌ای با «زیردریایی» نیست" in client.get("/admin?q=زیردریایی").text


def test_a_list_of_files_beyond_its_end_is_empty_and_no_error(sign_in: SignIn) -> None:
    assert sign_in("مدیر").get("/admin?page=99").status_code == 200
    assert sign_in("مدیر").get("/admin?page=x").status_code == 200
