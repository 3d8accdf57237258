"""The real program over a few documents of this test, and a real browser that forgives nothing."""

import json
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from docx import Document
from fontTools.ttLib import TTFont
from fpdf import FPDF
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from api.wording import ui_folder

SANADYAR = Path(sys.executable).with_name("sanadyar")
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
SWITCHES = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NEW_PASSWORD = "گذرواژهٔ تازهٔ آزمون"
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
HOSTILE_TITLE = '<img src=x onerror="document.body.dataset.broken=1"> برنامهٔ لک‌لک‌ها \u202eexe.fdp'
# The first word of the second page of the PDF, in points from the top left.
WORD_RIGHT, WORD_BASELINE, WORD_SIZE = 500.0, 300.0, 16.0


@dataclass(frozen=True)
class Office:
    """The running program: its address, its data folder and the password that its administrator has now."""

    address: str
    data: Path
    one_time_password: str

    def run(self, *command: str) -> str:
        """The standard output of a command beside the server."""
        done = subprocess.run(
            [SANADYAR, "--data", self.data, *command], capture_output=True, text=True, check=True, timeout=120
        )
        return done.stdout


def write_documents(folder: Path) -> None:
    folder.joinpath("بخشنامه درختکاری.txt").write_text(
        "بخشنامه\nشماره: ۱۴۰۳/ب/۷\nتاریخ: ۱۴۰۳/۰۲/۱۲\nموضوع: درختکاری\n\n"
        "هر منطقه باید سالانه چهارصد نهال سپیدار و نارون بکارد. "
        "مهلت گزارش درختکاری هر منطقه پانزدهم اسفند است.\n",
        encoding="utf-8",
    )
    folder.joinpath("parks.html").write_text(
        "<!doctype html><html lang='fa' dir='rtl'><title>گزارش بوستان‌های شهر</title>"
        "<h1>گزارش بوستان‌های شهر در سال ۱۴۰۲</h1><p>تاریخ: ۱۴۰۲/۱۱/۰۸</p>"
        "<p>بوستان‌های شهر دوازده هکتار چمن دارند و آبیاری آن‌ها با پساب تصفیه‌شده است.</p>"
        "<script>document.body.dataset.broken = 2</script>"
        "<table><tr><th>بوستان</th><th>مساحت</th></tr><tr><td>نارون</td><td>۳ هکتار</td></tr></table></html>",
        encoding="utf-8",
    )
    escaped = HOSTILE_TITLE.replace("<", "&lt;").replace(">", "&gt;")
    folder.joinpath("hostile.html").write_text(
        f"<!doctype html><html lang='fa' dir='rtl'><title>{escaped}</title><h1>{escaped}</h1>"
        "<p>لک‌لک‌ها هر بهار به تالاب شهر بازمی‌گردند "
        "&lt;script&gt;document.body.dataset.broken=3&lt;/script&gt;.</p></html>",
        encoding="utf-8",
    )
    letter = Document()
    letter.add_heading("صورت‌جلسهٔ شمارهٔ ۹ کارگروه آب", 0)
    letter.add_paragraph("تاریخ: ۱۴۰۱/۰۶/۲۰")
    letter.add_paragraph("کارگروه تصویب کرد که لولهٔ اصلی میدان کبوتر تا پایان آبان عوض شود.")
    letter.save(str(folder / "minutes-9.docx"))
    write_pdf(folder / "green-space.pdf")


def write_pdf(path: Path) -> None:
    """Two pages; on the second one a single word stands where the test knows it."""
    typeface = path.with_suffix(".ttf")
    font = TTFont(ui_folder() / "static" / "fonts" / "vazirmatn.woff2")
    font.flavor = None
    font.save(typeface)
    pdf = FPDF(format="A4", unit="pt")
    pdf.set_title("دستورالعمل فضای سبز")
    pdf.add_font("V", "", typeface)
    pdf.set_text_shaping(True, direction="rtl", script="arab", language="fas")
    for size, lines in (
        (20, ["دستورالعمل فضای سبز"]),
        (13, ["آبیاری هر سه روز یک بار است.", "کود را آبان می‌دهند."]),
    ):
        if not pdf.page:
            pdf.add_page()
        pdf.set_font("V", "", size)
        for line in lines:
            pdf.cell(text=line, w=pdf.epw, h=2 * size, align="R", new_x="LMARGIN", new_y="NEXT")
    pdf.add_page()
    pdf.set_font("V", "", WORD_SIZE)
    y = WORD_BASELINE
    for line in ("سپیدار در کنار جوی‌ها کاشته می‌شود", "و آبیاری آن در سال نخست", "بر دوش پیمانکار است."):
        # A cell's baseline lies 0.3 of the size below its middle.
        pdf.set_xy(WORD_RIGHT - pdf.get_string_width(line) - pdf.c_margin, y - 1.05 * WORD_SIZE)
        pdf.cell(text=line, h=1.5 * WORD_SIZE)
        y += 2 * WORD_SIZE
    pdf.output(str(path))
    typeface.unlink()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None:
        pytest.skip("Chromium is missing: apt-get install chromium (scripts/test does it when run by root)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def office(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """`sanadyar serve` over the documents, searchable in words and meaning; a browser is known to be there."""
    folder, data = tmp_path_factory.mktemp("documents"), tmp_path_factory.mktemp("data")
    write_documents(folder)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    with (
        data.joinpath("server.log").open("w") as log,
        subprocess.Popen(
            [SANADYAR, "--data", data / "held", "serve", "--json", "--port", str(port)],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        ) as server,
    ):
        try:
            assert server.stdout is not None
            announced = server.stdout.readline()
            assert announced, data.joinpath("server.log").read_text()
            told: dict[str, str] = json.loads(announced)
            served = Office(told["address"], data / "held", told["one_time_password"])
            served.run("ingest", str(folder))
            yield served
        finally:
            server.terminate()
            server.wait(30)


@dataclass
class Watch:
    """What a page did that it must not do; a test may expect some refusals by a part of their text."""

    expected: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)

    def faults(self) -> list[str]:
        return [fault for fault in self.seen if not any(part in fault for part in self.expected)]


def watched(context: BrowserContext, address: str) -> Watch:
    watch = Watch()
    host = urlsplit(address).netloc
    context.add_init_script(
        "addEventListener('securitypolicyviolation', event => console.error(event.violatedDirective))"
    )
    context.on(
        "console", lambda said: watch.seen.append(said.text) if said.type in {"error", "warning"} else None
    )
    context.on("weberror", lambda error: watch.seen.append(str(error.error)))
    context.on(
        "request",
        lambda request: (
            watch.seen.append(f"left the machine: {request.url}")
            if urlsplit(request.url).netloc not in {host, ""}
            else None
        ),
    )
    return watch


@contextmanager
def opened(chromium: Browser, office: Office, **options: Any) -> Iterator[tuple[Page, Watch]]:
    """A page in a context of its own; what it did wrong fails the test at the end."""
    context = chromium.new_context(base_url=office.address, locale="fa-IR", **options)
    context.set_default_timeout(15_000)
    watch = watched(context, office.address)
    try:
        yield context.new_page(), watch
        assert watch.faults() == []
    finally:
        context.close()


@pytest.fixture(scope="session")
def session(chromium: Browser, office: Office) -> Any:
    """The administrator's session, begun at the page with the one-time password."""
    with opened(chromium, office) as (page, _watch):
        enter(page, "admin", office.one_time_password)
        return page.context.storage_state()


def enter(page: Page, name: str, one_time_password: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("نام کاربری").fill(name)
    page.get_by_label("گذرواژه").fill(one_time_password)
    page.get_by_role("button", name="ورود").click()
    page.wait_for_url("**/password")
    page.get_by_label("گذرواژهٔ کنونی").fill(one_time_password)
    page.get_by_label("گذرواژهٔ تازه").fill(NEW_PASSWORD)
    page.get_by_role("button", name="تغییر گذرواژه").click()
    page.wait_for_url(lambda url: urlsplit(url).path == "/")


@pytest.fixture
def desk(chromium: Browser, office: Office, session: Any) -> Iterator[tuple[Page, Watch]]:
    """A desk's page, signed in as the administrator."""
    with opened(chromium, office, storage_state=session, viewport={"width": 1440, "height": 900}) as pair:
        yield pair


@pytest.fixture
def page(desk: tuple[Page, Watch]) -> Page:
    return desk[0]


@pytest.fixture
def watch(desk: tuple[Page, Watch]) -> Watch:
    return desk[1]


@pytest.fixture
def phone(chromium: Browser, office: Office, session: Any) -> Iterator[Page]:
    with opened(chromium, office, storage_state=session, **PHONE) as (page, _):
        yield page


@pytest.fixture
def scriptless(chromium: Browser, office: Office, session: Any) -> Iterator[Page]:
    with opened(chromium, office, storage_state=session, java_script_enabled=False) as (page, _):
        yield page


@pytest.fixture
def visitor(chromium: Browser, office: Office) -> Iterator[tuple[Page, Watch]]:
    """A page that nobody has signed in to."""
    with opened(chromium, office) as pair:
        yield pair
