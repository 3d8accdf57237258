"""The way in: nothing without signing in, the one-time password works once, mistakes are said."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_a_new_account_signs_in_changes_its_password_and_lands_on_the_start_page(
    visitor: Any, office: Any
) -> None:
    page, watch = visitor
    watch.expected.append("401")
    given = json.loads(office.run("--json", "account", "add", "نرگس"))["one_time_password"]

    page.goto("/search?q=سپیدار")
    expect(page).to_have_url(re.compile("/sign-in"))
    page.get_by_label("نام کاربری").fill("نرگس")
    page.get_by_label("گذرواژه").fill("نادرست")
    page.get_by_role("button", name="ورود").click()
    expect(page.get_by_role("alert")).to_contain_text("درست نیست")

    page.get_by_label("گذرواژه").fill(given)
    page.get_by_role("button", name="ورود").click()
    expect(page).to_have_url(re.compile("/password"))
    page.goto("/")  # no way around the change
    expect(page).to_have_url(re.compile("/password"))
    page.get_by_label("گذرواژهٔ کنونی").fill(given)
    page.get_by_label("گذرواژهٔ تازه").fill("گذرواژهٔ نرگس ۱۴۰۳")
    page.get_by_role("button", name="تغییر گذرواژه").click()
    expect(page.get_by_role("heading", name="در اسناد خود بجویید")).to_be_visible()
    expect(page.get_by_role("link", name="مدیریت")).to_have_count(
        0
    )  # a reader is shown nothing of administration


def test_signing_out_ends_the_session(visitor: Any, office: Any) -> None:
    page, _ = visitor
    given = json.loads(office.run("--json", "account", "add", "رضا"))["one_time_password"]
    page.goto("/sign-in")
    page.get_by_label("نام کاربری").fill("رضا")
    page.get_by_label("گذرواژه").fill(given)
    page.get_by_label("گذرواژه").press("Enter")
    page.wait_for_url("**/password")
    page.get_by_role("button", name="خروج").click()
    expect(page).to_have_url(re.compile("/sign-in"))
    page.goto("/")
    expect(page).to_have_url(re.compile("/sign-in"))
