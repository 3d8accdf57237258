"""From a search to the place on the page: filters, marks, hostile texts, small screens, no scripts."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

# Where conftest wrote the first word of page 2 of green-space.pdf, at 16 points (A4 is 595 × 842 points).
RIGHT, BASELINE, SIZE = 500 / 595, 300 / 842, 16 / 842
BOX_IN_PAGE = """box => {
  const page = box.closest('.leaf').querySelector('img').getBoundingClientRect();
  const own = box.getBoundingClientRect();
  return { left: (own.left - page.left) / page.width, right: (own.right - page.left) / page.width,
           top: (own.top - page.top) / page.height, bottom: (own.bottom - page.top) / page.height };
}"""


def search(page: Page, text: str) -> None:
    page.goto("/")
    box = page.get_by_role("combobox", name="جست‌وجو در اسناد")
    box.fill(text)
    box.press("Enter")
    expect(page.locator(".hit, .empty").first).to_be_visible()


def loaded(page: Page, picture: str) -> None:
    page.wait_for_function("name => document.querySelector(name)?.naturalWidth > 0", arg=picture)


def test_a_search_leads_to_the_page_with_a_box_on_the_very_word(page: Page) -> None:
    search(page, "سپیدار")
    hit = page.locator(".hit", has_text="صفحهٔ ۲ از ۲")
    expect(hit.locator("mark").first).to_have_text("سپیدار")
    hit.get_by_role("link", name="گشودن در صفحهٔ ۲").click()
    expect(page).to_have_url(re.compile(r"/doc/.*page=2"))
    loaded(page, ".leaf img")
    box = page.locator(".boxes .t").first.evaluate(BOX_IN_PAGE)
    assert box["right"] == pytest.approx(RIGHT, abs=0.01)
    assert 0.03 < box["right"] - box["left"] < 0.1  # one word, not the line
    assert box["top"] < BASELINE < box["bottom"] < BASELINE + SIZE
    assert box["bottom"] - box["top"] < 2.2 * SIZE


def test_the_text_of_a_page_picture_can_be_selected_where_it_stands(page: Page) -> None:
    search(page, "سپیدار")
    page.locator(".hit", has_text="صفحهٔ ۲ از ۲").locator("h3 a").click()
    line = page.locator(".text-layer .ln", has_text="سپیدار")
    expect(line).to_be_attached()
    page.wait_for_function("document.querySelector('.text-layer .ln').style.transform !== ''")
    place = line.evaluate(BOX_IN_PAGE)
    assert place["right"] == pytest.approx(RIGHT, abs=0.02)
    assert BASELINE - 2 * SIZE < place["top"] < BASELINE


def test_the_text_view_marks_the_word_and_the_finds_lead_through_the_document(page: Page) -> None:
    search(page, "درختکاری")
    page.locator(".hit h3 a").first.click()
    expect(page.locator(".reading mark").first).to_contain_text("درختکاری")
    expect(page.locator(".finds a[aria-current]")).to_be_visible()
    page.get_by_role("link", name="بازگشت به نتیجه‌ها").click()
    expect(page.locator(".hit").first).to_be_visible()


def test_a_filter_changes_the_list_and_its_chip_takes_it_away(page: Page) -> None:
    page.goto("/search?q=نارون&mode=words")
    everything = page.locator(".hit").count()
    assert everything >= 2
    page.get_by_label("از", exact=True).fill("۱۴۰۳")
    page.get_by_role("button", name="به‌کار بستن پالایه‌ها").click()
    expect(page.locator(".hit")).to_have_count(1)
    expect(page.locator(".hit h3")).to_contain_text("بخشنامه")
    page.get_by_role("link", name="برداشتن پالایهٔ از ۱۴۰۳").click()
    expect(page.locator(".hit")).to_have_count(everything)


def test_a_kind_narrows_the_list_and_the_other_kinds_stay_within_reach(page: Page) -> None:
    page.goto("/search?q=نارون&mode=words")
    kinds = page.get_by_role("navigation", name="نوع سند").get_by_role("link")
    offered = kinds.count()
    kinds.filter(has_text="بخشنامه").click()
    expect(page.locator(".hit")).to_have_count(1)
    expect(kinds).to_have_count(offered)


def test_a_date_that_nobody_understands_is_said_beside_the_search(page: Page, watch: Any) -> None:
    watch.expected.append("400")
    page.goto("/search?q=نارون")
    page.get_by_label("تا", exact=True).fill("فردای دور")
    page.get_by_label("تا", exact=True).press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("فردای دور")
    expect(page.get_by_role("combobox", name="جست‌وجو در اسناد")).to_have_value("نارون")


def test_a_hostile_title_is_shown_as_text(page: Page) -> None:
    search(page, "لک‌لک‌ها")
    title = page.locator(".hit h3").first
    expect(title).to_contain_text('<img src=x onerror="document.body.dataset.broken=1">')
    assert "\u202e" not in title.inner_text()
    title.get_by_role("link").click()
    expect(page.locator(".reading")).to_contain_text("<script>document.body.dataset.broken=3</script>")
    assert page.locator("img[src='x']").count() == 0
    assert page.evaluate("document.body.dataset.broken") is None
    page.goto("/")
    assert page.evaluate("document.body.dataset.broken") is None


def test_nothing_found_offers_a_way_on(page: Page) -> None:
    page.goto("/search?q=زرافه‌های+کهکشان&mode=words")
    expect(page.get_by_role("heading", name="پیدا نشد")).to_be_visible()
    page.get_by_role("link", name="جست‌وجو بدون پالایه").click()
    expect(page).to_have_url(re.compile(r"/search\?q=[^&]+$"))


def test_a_dead_answer_leaves_the_list_and_is_told(page: Page, watch: Any) -> None:
    watch.expected.append("503")
    page.route("**/ask/card*", lambda route: route.fulfill(status=503, body=""))
    page.goto("/search?q=سپیدار")
    expect(page.locator("#answer")).to_contain_text("نتیجه‌های جست‌وجو کامل‌اند")
    expect(page.locator(".hit").first).to_be_visible()


def test_the_keyboard_reaches_box_results_and_viewer(page: Page) -> None:
    page.goto("/search?q=سپیدار")
    page.locator("h1").click()
    page.keyboard.press("/")
    expect(page.get_by_role("combobox", name="جست‌وجو در اسناد")).to_be_focused()
    page.keyboard.type(" نارون")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("%D9%86%D8%A7%D8%B1%D9%88%D9%86"))
    page.locator(".hit h3 a").first.focus()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/doc/"))


@pytest.mark.parametrize(
    "path",
    ["/", "/search?q=سپیدار", "/search", "/ask?q=مهلت گزارش درختکاری چه روزی است؟", "/admin", "/password"],
)
def test_nothing_is_wider_than_a_phone(phone: Page, path: str) -> None:
    phone.goto(path)
    phone.wait_for_load_state("networkidle")
    assert_fits(phone)


def test_viewer_and_filters_fit_a_phone(phone: Page) -> None:
    phone.goto("/search?q=سپیدار")
    phone.get_by_role("button", name="پالایه‌ها").click()
    expect(phone.get_by_role("dialog")).to_be_visible()
    assert_fits(phone)
    phone.get_by_role("button", name="بستن", exact=True).click()
    phone.locator(".hit", has_text="صفحهٔ ۲ از ۲").locator("h3 a").click()
    loaded(phone, ".leaf img")
    assert_fits(phone)
    phone.get_by_role("link", name="متن").click()
    expect(phone.locator(".reading")).to_be_visible()
    assert_fits(phone)


def assert_fits(phone: Page) -> None:
    assert phone.evaluate("innerWidth") == 390
    assert phone.evaluate("document.scrollingElement.scrollWidth") <= 390


def test_search_filter_and_viewer_work_without_scripts(scriptless: Page) -> None:
    search(scriptless, "سپیدار")
    scriptless.get_by_label("تنها واژه‌ها").check()
    scriptless.get_by_role("button", name="به‌کار بستن پالایه‌ها").click()
    expect(scriptless.locator(".chip").first).to_contain_text("تنها واژه‌ها")
    scriptless.locator(".hit", has_text="صفحهٔ ۲ از ۲").locator("h3 a").click()
    expect(scriptless.locator(".boxes .t").first).to_be_attached()
    assert scriptless.locator("button.copy:visible, #zoom-in:visible").count() == 0


def test_suggestions_are_chosen_by_keyboard_and_escape_brings_the_text_back(page: Page) -> None:
    page.goto("/search?q=سپیدار")
    box = page.get_by_role("combobox", name="جست‌وجو در اسناد")
    box.fill("")
    box.press_sequentially("گزارش بو")
    options = page.get_by_role("option")
    expect(options.filter(has_text="گزارش بوستان‌های شهر").first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    expect(box).to_be_focused()
    box.press("Escape")
    expect(box).to_have_value("گزارش بو")
    expect(page.get_by_role("listbox")).to_be_hidden()
    box.press("ArrowDown")
    expect(options.first).to_be_visible()
    box.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    chosen = box.input_value()
    box.press("Enter")
    expect(page).to_have_url(re.compile(r"/search\?q="))
    expect(page.get_by_role("combobox", name="جست‌وجو در اسناد")).to_have_value(chosen)


def test_earlier_searches_are_offered_and_cleared(page: Page) -> None:
    page.goto("/search?q=نارون")
    expect(page.locator(".hit").first).to_be_visible()
    page.goto("/")
    box = page.get_by_role("combobox", name="جست‌وجو در اسناد")
    box.press("ArrowDown")
    option = page.get_by_role("option", name="نارون").first
    expect(option).to_contain_text("جست‌وجوی پیشین")
    box.press("Escape")
    page.locator("details.account summary").click()
    page.get_by_role("button", name="پاک کردن جست‌وجوهای پیشین").click()
    expect(page).to_have_url(re.compile("/$"))
    box.press("ArrowDown")
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_a_condition_is_a_chip_that_takes_itself_away(page: Page) -> None:
    page.goto("/search?q=نارون نوع: بخشنامه")
    chip = page.locator(".chip", has_text="بخشنامه").first
    expect(chip).to_be_visible()
    expect(page.locator(".hit")).to_have_count(1)
    chip.click()
    expect(page.get_by_role("combobox", name="جست‌وجو در اسناد")).to_have_value("نارون")
    assert page.locator(".hit").count() > 1
