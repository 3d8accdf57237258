"""GET /api/suggest: up to seven items among what the asker may read."""

from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

SignIn = Callable[..., TestClient]


def items(client: TestClient, typed: str) -> list[dict[str, Any]]:
    answer = client.get("/api/suggest", params={"q": typed})
    assert answer.status_code == 200
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


def test_titles_numbers_and_words_are_told_apart(sign_in: SignIn, town: Any) -> None:
    client = sign_in("رضا")
    minutes = str(town.id("minutes"))
    assert {"text": "۱۴۰۳/ص/۱۲۷", "kind": "number", "document": minutes} in items(client, "1403/ص")
    title = {"text": "صورت‌جلسهٔ شمارهٔ ۱۲۷ شورای معاونان", "kind": "title", "document": minutes}
    assert title in items(client, "شوراي مع")
    assert {"text": "معاونان", "kind": "term", "document": None} in items(client, "معاو")


@pytest.mark.parametrize("typed", ["بودجه", "بودجهٔ مح", "محرمان", "مترو"])
def test_what_one_may_not_read_is_not_suggested(sign_in: SignIn, town: Any, typed: str) -> None:
    for item in items(sign_in("رضا"), typed):
        assert "محرمانه" not in item["text"]
        assert item["document"] != str(town.id("secret"))
    if typed != "مترو":
        assert str(town.id("secret")) in [item["document"] for item in items(sign_in("نرگس"), typed)]


def test_documents_that_are_not_searchable_yet_are_not_suggested(sign_in: SignIn, town: Any) -> None:
    shown = {item["document"] for item in items(sign_in("مدیر"), "نامه")}
    assert str(town.id("waiting")) not in shown
    assert str(town.id("failed")) not in shown


@pytest.mark.parametrize("typed", ["", " ", "\u200c", "؟!", "x" * 3000, "\0", "\u202e", "%", "_", "<script>"])
def test_nothing_sensible_is_answered_with_nothing(sign_in: SignIn, typed: str) -> None:
    assert items(sign_in("رضا"), typed) == []


def test_no_suggestion_turns_the_direction_of_a_page(sign_in: SignIn) -> None:
    assert "\u202e" not in sign_in("مدیر").get("/api/suggest?q=عنوان").text


def test_strangers_are_suggested_nothing(sign_in: SignIn) -> None:
    assert sign_in().get("/api/suggest?q=مترو").status_code == 401
