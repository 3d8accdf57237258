"""Questions: an answer quotes with places that can be opened, and silence is said plainly."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

QUESTION = "مهلت گزارش درختکاری هر منطقه چه روزی است؟"


def test_a_question_is_answered_and_its_citation_opens_the_quoted_place(page: Page) -> None:
    page.goto("/ask")
    box = page.get_by_role("searchbox", name="پرسش شما")
    box.fill(QUESTION)
    box.press("Enter")
    answer = page.get_by_role("region", name="پاسخ کوتاه از روی اسناد")
    expect(answer).to_contain_text("پانزدهم اسفند")
    sentence = answer.locator(".text p", has_text="پانزدهم اسفند")
    quote = sentence.evaluate("paragraph => paragraph.firstChild.textContent.trim()")
    badge = sentence.get_by_role("link", name=re.compile("ارجاع"))
    badge.hover()
    expect(answer.locator(".source.lit")).to_have_count(1)
    badge.click()
    expect(page).to_have_url(re.compile(r"/doc/.*s=\d+-\d+"))
    assert parse_qs(urlsplit(page.url).query)["page"] == ["1"]
    expect(page.locator(".reading mark")).to_have_text(quote)


def test_the_page_of_results_brings_the_same_answer_by_itself(page: Page) -> None:
    page.goto(f"/search?q={QUESTION}")
    answer = page.get_by_role("region", name="پاسخ کوتاه از روی اسناد")
    expect(answer).to_contain_text("پانزدهم اسفند")
    expect(answer.get_by_role("button", name="رونوشت با ارجاع")).to_be_visible()


def test_what_no_document_says_is_said_to_be_missing_with_the_nearest_documents(page: Page) -> None:
    page.goto("/ask?q=قیمت بلیت هواپیما به مریخ چند است؟")
    expect(page.get_by_role("heading", name="پاسخ این پرسش در اسناد نیست")).to_be_visible()
    assert page.locator(".answer").count() == 0


def test_copying_with_its_citation_takes_text_and_source_along(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"/ask?q={QUESTION}")
    page.get_by_role("button", name="رونوشت با ارجاع").first.click()
    expect(page.locator("#toast")).to_have_text("با ارجاع رونوشت شد")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "پانزدهم اسفند" in copied
    assert "صفحهٔ ۱" in copied
