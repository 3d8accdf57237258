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


def test_own_searches_are_suggested_to_nobody_else_and_can_be_cleared(sign_in: SignIn) -> None:
    reader, other = sign_in("رضا"), sign_in("نرگس")
    assert reader.get("/search", params={"q": "گزارش مترو"}).status_code == 200
    reader.get("/search", params={"q": "کهکشان زرافه"})  # nothing was found: not worth keeping
    mine = {"text": "گزارش مترو", "kind": "history", "document": None}
    assert items(reader, "") == [mine]
    assert items(reader, "گزارش")[0] == mine
    assert mine not in items(other, "گزارش")
    assert other.get("/api/history").json() == []
    assert reader.get("/api/history").json() == ["گزارش مترو"]
    assert reader.post("/history/clear", headers={"X-CSRF-Token": "x"}).status_code == 403
    assert reader.get("/api/history").json() == ["گزارش مترو"]
    assert reader.delete("/api/history").status_code == 204
    assert items(reader, "") == []


def test_the_other_keyboard_layout_begins_the_same_words(sign_in: SignIn) -> None:
    client = sign_in("رضا")
    assert [item["text"] for item in items(client, "luh")] == [item["text"] for item in items(client, "معا")]
    assert items(client, "معا")
