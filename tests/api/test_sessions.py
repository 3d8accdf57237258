"""Who comes in, with what, and what a foreign page cannot make a browser do."""

from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

SignIn = Callable[..., TestClient]
PASSWORD = "گذرواژهٔ آزمایشی"


@pytest.mark.parametrize(
    "path", ["/api/search?q=مترو", "/api/ask?q=مترو", "/api/documents", "/api/status", "/api/keys"]
)
def test_programs_without_a_session_or_key_get_a_401_problem(sign_in: SignIn, path: str) -> None:
    answer = sign_in().get(path)
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "not_signed_in"


@pytest.mark.parametrize("path", ["/", "/search?q=مترو", "/ask", "/admin", "/password", "/ask/card?q=مترو"])
def test_people_without_a_session_are_led_to_the_sign_in_page(sign_in: SignIn, path: str) -> None:
    answer = sign_in().get(path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in")


def test_health_answers_anybody_and_tells_only_that_it_runs(sign_in: SignIn) -> None:
    assert sign_in().get("/api/health").json() == {"status": "ok", "version": "0.1.0"}


def test_signing_in_sets_a_cookie_that_scripts_and_other_sites_cannot_use(sign_in: SignIn) -> None:
    answer = sign_in().post("/sign-in", data={"name": "رضا", "password": PASSWORD, "next": "/search?q=مترو"})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/search?q=مترو" or "%D9%85" in answer.headers["location"]
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


def test_a_wrong_password_is_said_on_the_page_and_opens_nothing(sign_in: SignIn) -> None:
    client = sign_in()
    answer = client.post("/sign-in", data={"name": "رضا", "password": "نادرست است این"})
    assert answer.status_code == 401
    assert "گذرواژه درست نیست" in answer.text
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x"]
)
def test_signing_in_never_leads_to_another_site(sign_in: SignIn, target: str) -> None:
    answer = sign_in().post("/sign-in", data={"name": "رضا", "password": PASSWORD, "next": target})
    assert answer.headers["location"] == "/"


def test_a_sign_in_form_of_another_site_is_refused(sign_in: SignIn) -> None:
    answer = sign_in().post(
        "/sign-in", data={"name": "رضا", "password": PASSWORD}, headers={"Origin": "http://evil.example"}
    )
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


def test_a_change_through_the_cookie_needs_the_sessions_token(sign_in: SignIn, town: Any) -> None:
    client = sign_in("مدیر")
    del client.headers["X-CSRF-Token"]
    path = f"/api/documents/{town.id('course')}"
    assert client.delete(path).status_code == 403
    assert client.delete(path, headers={"X-CSRF-Token": "0" * 64}).status_code == 403
    assert client.post("/admin/remove", data={"document": str(town.id("course"))}).status_code == 403
    assert client.get(path).status_code == 200


def test_a_token_of_one_session_does_not_serve_another(sign_in: SignIn, town: Any) -> None:
    client, other = sign_in("مدیر"), sign_in("نرگس")
    stolen = {"X-CSRF-Token": other.headers["X-CSRF-Token"]}
    assert client.delete(f"/api/documents/{town.id('course')}", headers=stolen).status_code == 403


def test_a_request_that_a_browser_marks_as_foreign_is_refused_even_with_the_token(
    sign_in: SignIn, town: Any
) -> None:
    answer = sign_in("مدیر").delete(
        f"/api/documents/{town.id('course')}", headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 403


def test_signing_out_ends_the_session_on_the_server(sign_in: SignIn) -> None:
    client = sign_in("رضا")
    kept = dict(client.cookies)
    assert client.post("/api/sign-out").status_code == 204
    client.cookies.update(kept)
    assert client.get("/api/status").status_code == 401


def test_a_key_acts_as_the_account_that_made_it_and_can_be_taken_back(sign_in: SignIn) -> None:
    client = sign_in("رضا")
    made = client.post("/api/keys", json={"label": "گزارش شبانه"})
    assert made.status_code == 201
    program = sign_in()
    program.headers["Authorization"] = f"Bearer {made.json()['key']}"
    assert program.get("/api/search?q=مترو").json()["total_documents"] == 4
    listed = client.get("/api/keys").json()
    assert [key["label"] for key in listed] == ["گزارش شبانه"]
    assert "key" not in listed[0]
    assert client.delete(f"/api/keys/{listed[0]['id']}").status_code == 204
    assert program.get("/api/search?q=مترو").status_code == 401


def test_the_key_of_this_machine_is_an_administrator_and_a_near_miss_is_nobody(sign_in: SignIn) -> None:
    program = sign_in()
    program.headers["Authorization"] = "Bearer local-key-of-this-test"
    assert program.post("/api/documents/retry", json={"documents": []}).json() == {"waiting": 1}
    program.headers["Authorization"] = "Bearer local-key-of-this-tesT"
    assert program.get("/api/status").status_code == 401


def test_a_one_time_password_opens_nothing_but_its_own_change(sign_in: SignIn, town: Any) -> None:
    first = town.services.accounts.reset_password("رضا")
    client = sign_in()
    entered = client.post("/api/sign-in", json={"name": "رضا", "password": first})
    assert entered.json()["must_change_password"] is True
    assert client.get("/").headers["location"] == "/password"
    assert client.get("/api/search?q=مترو").status_code == 403
    changed = client.post(
        "/password", data={"csrf": entered.json()["csrf"], "old": first, "new": "گذرواژهٔ تازهٔ من"}
    )
    assert changed.status_code == 303
    assert client.get("/").status_code == 200
