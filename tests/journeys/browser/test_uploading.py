"""Uploads through the page: progress, success, failures with reasons, another try, removal."""

import re
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, expect

pytestmark = pytest.mark.browser


def file(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


READ = 45_000  # milliseconds; a file may wait for its turn behind work that was begun before


def test_an_uploaded_file_shows_its_progress_is_then_found_and_can_be_removed(page: Page) -> None:
    text = "آمار پرندگان باغ شهر: چهل و دو کاکایی سرسیاه دیده شد.\n" * 3
    page.goto("/admin")
    page.evaluate(
        """() => new MutationObserver(changes => changes.forEach(change => change.addedNodes.forEach(node => {
             if (node.querySelector?.('progress')) document.body.dataset.progress = 'shown';
           }))).observe(document.getElementById('sending'), { childList: true })"""
    )
    page.set_input_files("#files", [file("birds.txt", text.encode())])
    expect(page.locator("#sending li", has_text="birds.txt")).to_contain_text("دریافت شد")
    assert page.evaluate("document.body.dataset.progress") == "shown"
    expect(page.locator("#documents li", has_text="birds.txt")).to_contain_text("آماده", timeout=READ)
    page.goto("/search?q=کاکایی سرسیاه")
    expect(page.locator(".hit mark").first).to_contain_text("کاکایی")

    page.goto("/admin")
    box = page.get_by_role("searchbox", name="نام، عنوان یا شماره")
    box.fill("birds")
    box.press("Enter")
    expect(page.locator("#documents li")).to_have_count(1)
    page.locator("#documents summary").click()
    page.get_by_role("button", name="حذف شود").click()
    expect(page.locator("#documents li", has_text="birds.txt")).to_have_count(0)
    page.goto("/search?q=کاکایی&mode=words")
    expect(page.get_by_role("heading", name="پیدا نشد")).to_be_visible()


def test_bad_files_fail_with_a_persian_reason_and_can_be_tried_again(page: Page) -> None:
    page.goto("/admin")
    page.set_input_files("#files", [file("empty.txt", b""), file("unknown.bin", bytes(range(256)) * 20)])
    failed = page.get_by_role("region", name=re.compile("ناموفق"))
    expect(failed.locator("li", has_text="empty.txt")).to_contain_text("خالی است", timeout=READ)
    expect(failed.locator("li", has_text="unknown.bin")).to_contain_text("شناخته نشد", timeout=READ)
    failed.get_by_role("button", name="تلاش دوباره برای empty.txt").click()
    expect(page.locator(".fails li", has_text="empty.txt").first).to_contain_text("خالی است", timeout=READ)
    assert page.locator("#sending img").count() == 0


def test_a_hostile_file_name_is_shown_as_text(page: Page) -> None:
    page.goto("/admin")
    name = "<img src=x onerror=document.body.dataset.broken=1>\u202efdp.txt"
    page.set_input_files("#files", [file(name, "گزارش دربارهٔ سنجاقک‌ها".encode())])
    expect(page.locator("#sending li").first).to_contain_text("<img src=x")
    row = page.locator("#documents li", has_text="<img src=x").first
    expect(row).to_be_visible()
    assert "\u202e" not in row.inner_text()
    assert page.locator("img[src='x']").count() == 0
    assert page.evaluate("document.body.dataset.broken") is None


def test_an_upload_works_without_scripts(scriptless: Page) -> None:
    scriptless.goto("/admin")
    scriptless.set_input_files("#files", [file("plain.txt", "نامهٔ ساده دربارهٔ آهوها".encode())])
    scriptless.get_by_role("button", name="بارگذاری").click()
    expect(scriptless.locator("#sending li")).to_contain_text("دریافت شد")


def test_an_unknown_address_leads_back_to_the_start(page: Page, watch: Any) -> None:
    watch.expected.append("404")
    page.goto("/nothing-here")
    page.get_by_role("link", name="بازگشت به برگهٔ آغاز").click()
    expect(page.get_by_role("heading", name="در اسناد خود بجویید")).to_be_visible()
