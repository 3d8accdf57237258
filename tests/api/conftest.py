"""An invented municipality's documents behind the real catalogue, with a fake searcher and ingestion."""

import io
import re
import shutil
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid5

import pypdfium2
import pytest
from argon2 import PasswordHasher
from fontTools.ttLib import TTFont
from fpdf import FPDF
from starlette.testclient import TestClient

from api.application import create_app
from api.services import Progress, Services
from api.sessions import COOKIE, csrf_token
from api.wording import ui_folder
from corpus.access import EVERYONE, Confidentiality, Principal, administrator, with_administrators
from corpus.catalogue import Reading
from corpus.errors import NoPasswordNeeded, NotFound, ReadingTimedOut, SanadyarError, WrongFilePassword
from corpus.originals import Originals
from corpus.passwords import Passwords
from corpus.records import (
    Block,
    BlockKind,
    Box,
    Description,
    Document,
    DocumentKind,
    DocumentState,
    Failure,
    Page,
    Passage,
    Span,
    Word,
)
from corpus.sql_accounts import SqlAccounts
from corpus.sql_catalogue import SqlCatalogue
from corpus.sql_history import SqlSearchHistory
from index.encoding import Encoder
from index.hash_embedder import HashEmbedder
from index.memory import MemoryPassageIndex
from language.analysis import analyze
from search.explaining import Explained, Explanation
from search.fusion import Shares
from search.ordering import Sort, newest, oldest
from search.query import Query
from search.results import Abstention, Answer, Citation, Hit, LegScore, Ranking
from search.similar import Similar
from search.suggestions import Suggestion, suggest

TOWN = UUID("5a6d2d3a-0000-4000-8000-000000000000")
PASSWORD = "گذرواژهٔ آزمایشی"
FIRST_DAY = datetime(2024, 6, 1, 8, 0, tzinfo=UTC)
FILE_PASSWORD = "رمز پرونده"
LOCAL_KEY = "local-key-of-this-test"

MINUTES = [
    (BlockKind.TITLE, "صورت‌جلسهٔ شمارهٔ ۱۲۷ شورای معاونان"),
    (
        BlockKind.PARAGRAPH,
        "جلسهٔ شورای معاونان روز چهارشنبه ۱۲ اردیبهشت ۱۴۰۳ با حضور معاونان حمل‌ونقل و ترافیک، "
        "شهرسازی و معماری و مدیر فناوری اطلاعات در تالار جلسات برگزار شد.",
    ),
    (
        BlockKind.PARAGRAPH,
        "دستور نخست؛ پیشرفت خط ۳ مترو. مدیر طرح گزارش داد که پیشرفت فیزیکی قطعهٔ جنوبی به ۶۲٪ رسیده است. "
        "مقرر شد معاونت حمل‌ونقل و ترافیک گزارش پیشرفت خط ۳ مترو را ظرف ۱۵ روز به دبیرخانه ارسال نماید "
        "و نسخهٔ رقومی آن در سامانهٔ GIS بارگذاری شود.",
    ),
    (
        BlockKind.PARAGRAPH,
        "دستور دوم؛ مهلت پاسخ به درخواست‌ها. با توجه به بخشنامهٔ شمارهٔ ۱۴۰۲/۵۸۷۱۲، مهلت رسیدگی به "
        "درخواست‌های شهروندان حداکثر ۱۰ روز کاری تعیین شد.",
    ),
]
ANNEX = [
    (BlockKind.HEADING, "پیوست یک: زمان‌بندی"),
    (
        BlockKind.PARAGRAPH,
        "زمان‌بندی قطعهٔ جنوبی خط ۳ مترو به تأمین ناوگان وابسته است. پیمانکار باید پیش از پایان شهریور برنامهٔ "
        "تازهٔ خود را بفرستد.",
    ),
]
CIRCULAR = [
    (BlockKind.TITLE, "شیوهٔ گزارش‌دهی ماهانهٔ طرح‌های بزرگ حمل‌ونقل"),
    (
        BlockKind.PARAGRAPH,
        "کلیهٔ مجریان طرح‌های مترو و BRT موظف‌اند گزارش پیشرفت فیزیکی و مالی را تا پنجم هر ماه در سامانه ثبت "
        "کنند. "
        "مهلت تکمیل اطلاعات مکانی تا پایان خردادماه است.",
    ),
    (BlockKind.HEADING, "جدول مهلت‌ها"),
    (BlockKind.TABLE_HEADER, "ردیف\tموضوع\tمهلت"),
    (BlockKind.TABLE_ROW, "۱\tگزارش پیشرفت خط ۳ مترو\t۱۴۰۳/۰۲/۲۷"),
    (BlockKind.TABLE_ROW, "۲\tصورت وضعیت پیمانکار\t۱۴۰۳/۰۳/۰۱"),
    (BlockKind.LIST_ITEM, "نسخهٔ کاغذی لازم نیست."),
]
SECRET = [(BlockKind.PARAGRAPH, "بودجهٔ محرمانهٔ خط ۳ مترو برای سال آینده ۴۲ میلیارد تومان است.")]
HOSTILE = [
    (
        BlockKind.PARAGRAPH,
        'متن مترو <script>document.title="hacked"</script> و <img src=x onerror=alert(1)> و '
        "[پیوند](javascript:alert(1)) در یک سند آمده است.",
    )
]
COURSE = [
    (BlockKind.TITLE, "کنترل پروژه برای مدیران شهری"),
    (
        BlockKind.PARAGRAPH,
        "نمونهٔ گزارش پیشرفت ماهانه باید درصد فیزیکی، درصد مالی و سه مانع نخست را در یک صفحه نشان دهد. "
        "تمرین: برای خط ۳ مترو چنین صفحه‌ای تهیه کنید.",
    ),
]


@dataclass
class Town:
    """The services, and the documents by a short name."""

    services: Services
    catalogue: SqlCatalogue
    documents: dict[str, Document]
    searcher: "FakeSearcher"

    def id(self, name: str) -> UUID:
        return self.documents[name].id

    def passage(self, name: str) -> UUID:
        return self.catalogue.all_passages_of(self.id(name))[0].id


class FakeSearcher:
    """Finds passages that share a word with the question; every right goes through the catalogue."""

    def __init__(self, catalogue: SqlCatalogue) -> None:
        self._catalogue = catalogue
        self.failure: SanadyarError | None = None
        self.asked: list[Query] = []

    def search(self, query: Query) -> Ranking:
        self.asked.append(query)
        if self.failure:
            raise self.failure
        hits = [hit for document in self._documents(query) if (hit := self._hit(document, query))]
        hits.sort(key=lambda hit: (-hit.score, str(hit.document.id)))
        if query.sort in (Sort.NEWEST, Sort.OLDEST):
            key = newest if query.sort is Sort.NEWEST else oldest
            hits.sort(key=lambda hit: key(hit.document.description))
        kinds: dict[str, int] = {}
        units: dict[str, int] = {}
        for hit in hits:
            described = hit.document.description
            kinds[described.kind.value] = kinds.get(described.kind.value, 0) + 1
            if described.unit:
                units[described.unit] = units.get(described.unit, 0) + 1
        return Ranking(
            hits=tuple(hits[query.offset : query.offset + query.top_k]),
            total_documents=len(hits),
            facets={"kind": kinds, "unit": units, "year": {"1403": len(hits)} if hits else {}},
            embedded_share=0.62,
            terms=tuple(term.text for term in analyze(query.text)),
        )

    def answer(self, query: Query) -> Answer:
        hits = self.search(query).hits
        if "بودجهٔ ۱۴۰۵" in query.text or not hits:
            return Answer(None, reason=Abstention.NOTHING_FOUND)
        hit = hits[0]
        quote = hit.best_sentence or Span(0, len(hit.passage.text))
        start = hit.passage.span.start
        cited = Citation(
            hit.document,
            hit.passage.page,
            hit.passage.id,
            quote.of(hit.passage.text),
            Span(start + quote.start, start + quote.end),
        )
        return Answer(cited.quote, (cited.quote,), (cited,), 0.8)

    def explain(self, query: Query) -> Explained:
        return Explained(self.search(query), Explanation((), (), Shares(), 0, {}))

    def suggest(self, text: str, asker: Principal, recent: Sequence[str] = ()) -> list[Suggestion]:
        index, encoder = MemoryPassageIndex(), Encoder(HashEmbedder(8))
        for document in self._catalogue.all_documents():
            index.put(encoder.entries(document, self._catalogue.all_passages_of(document.id)))
        return suggest(text, asker, self._catalogue, index, recent)

    def similar(self, document_id: UUID, asker: Principal, limit: int = 5) -> list[Similar]:
        self._catalogue.document(document_id, asker)
        others = [one for one in self._catalogue.documents(asker) if one.id != document_id]
        return [Similar(one, 0.5, ("مترو",)) for one in others[:limit]]

    def _documents(self, query: Query) -> list[Document]:
        documents = self._catalogue.documents(query.principal, limit=100)
        return [
            document
            for document in documents
            if (not query.kinds or document.description.kind in query.kinds)
            and (not query.units or document.description.unit in query.units)
            and (not query.document_ids or document.id in query.document_ids)
        ]

    def _hit(self, document: Document, query: Query) -> Hit | None:
        found = []
        words = [word for word in query.text.split() if len(word) > 1]
        for passage in self._catalogue.passages_of(document.id, query.principal):
            spans = tuple(
                Span(match.start(), match.end())
                for word in words
                for match in re.finditer(re.escape(word), passage.text)
            )
            if spans:
                first = min(span.start for span in spans)
                start = passage.text.rfind(". ", 0, first) + 2 if ". " in passage.text[:first] else 0
                end = passage.text.find(".", first) + 1 or len(passage.text)
                found.append(
                    Hit(document, passage, len(spans), LegScore(1, 1.0), None, spans, Span(start, end))
                )
        found.sort(key=lambda hit: -hit.score)
        return replace(found[0], others=tuple(found[1:])) if found else None


class FakeIngestion:
    """Registers what it is given; a file that says so cannot be taken."""

    def __init__(self, catalogue: SqlCatalogue, originals: Originals) -> None:
        self._catalogue, self._originals = catalogue, originals

    def add(self, path: Path, file: str, confidentiality: Confidentiality, readers: frozenset[str]) -> Document:
        if "کند" in file:
            raise ReadingTimedOut(file=file, seconds=60)
        original, size = self._originals.store(path)
        document = Document(
            id=uuid5(TOWN, file),
            original=original,
            file=file,
            format=file.rpartition(".")[2],
            size=size,
            received=FIRST_DAY + timedelta(days=30),
            state=DocumentState.WAITING,
            description=Description(title=file.rpartition(".")[0]),
            confidentiality=confidentiality,
            readers=with_administrators(readers),
        )
        return self._catalogue.register(document)

    def source_gone(self, path: str) -> None:
        """No document of the town follows a file."""

    def source_moved(self, before: str, state: object, file: str) -> Document:
        raise NotFound(what="source", id=before)

    def remove(self, document_id: UUID) -> None:
        self._catalogue.remove(document_id)

    def retry(self, document_ids: Collection[UUID]) -> int:
        return self._catalogue.retry(document_ids)

    def unlock(self, document_id: UUID, password: str) -> None:
        document = self._catalogue.document(document_id, administrator("آزمون"))
        if not document.file.endswith(".pdf"):
            raise NoPasswordNeeded(file=document.file)
        if password != FILE_PASSWORD:
            raise WrongFilePassword(file=document.file)
        self._catalogue.set_unlocked(document_id, document.original)

    def set_access(self, document_id: UUID, confidentiality: Confidentiality, readers: frozenset[str]) -> None:
        self._catalogue.set_access(document_id, confidentiality, with_administrators(readers))


def text_page(number: int, parts: list[tuple[BlockKind, str]]) -> tuple[Page, list[Block]]:
    """A page whose blocks stand under each other."""
    blocks, start = [], 0
    for kind, text in parts:
        level = 1 if kind is BlockKind.HEADING else 0
        blocks.append(Block(kind, number, Span(start, start + len(text)), level))
        start += len(text) + 1
    return Page(number, "\n".join(text for _, text in parts)), blocks


def passages_of(document_id: UUID, pages: list[Page], blocks: list[Block]) -> list[Passage]:
    texts = {page.number: page.text for page in pages}
    return [
        Passage(
            id=uuid5(document_id, str(ordinal)),
            document_id=document_id,
            ordinal=ordinal,
            page=block.page,
            span=block.span,
            text=block.span.of(texts[block.page]),
            context="ردیف | موضوع | مهلت" if block.kind is BlockKind.TABLE_ROW else "",
        )
        for ordinal, block in enumerate(blocks)
        if block.kind is not BlockKind.TABLE_HEADER
    ]


@pytest.fixture(scope="session")
def typeface(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages' own typeface, unpacked for the PDF writer."""
    path = tmp_path_factory.mktemp("typeface") / "vazirmatn.ttf"
    font = TTFont(ui_folder() / "static" / "fonts" / "vazirmatn.woff2")
    font.flavor = None
    font.save(path)
    return path


def write_pdf(
    typeface: Path, pages: list[list[tuple[BlockKind, str]]]
) -> tuple[bytes, list[Page], list[Block]]:
    """A PDF written word by word from right to left, so that every word's box is known exactly."""
    pdf = FPDF(format="A4", unit="pt")
    pdf.set_auto_page_break(False)
    pdf.add_font("V", "", typeface)
    pdf.set_text_shaping(True, direction="rtl", script="arab", language="fa")
    read: list[Page] = []
    all_blocks: list[Block] = []
    for number, parts in enumerate(pages, 1):
        pdf.add_page()
        page, blocks = text_page(number, parts)
        words: list[Word] = []
        y = 80.0
        for block in blocks:
            size = 18 if block.kind in {BlockKind.TITLE, BlockKind.HEADING} else 13
            pdf.set_font("V", "", size)
            x = pdf.w - 60
            for match in re.finditer(r"\S+", block.span.of(page.text)):
                width = pdf.get_string_width(match.group())
                if x - width < 60:
                    x, y = pdf.w - 60, y + 2 * size
                pdf.set_xy(x - width - pdf.c_margin, y)
                pdf.cell(text=match.group(), h=1.5 * size)
                span = Span(block.span.start + match.start(), block.span.start + match.end())
                box = Box((x - width) / pdf.w, y / pdf.h, width / pdf.w, 1.5 * size / pdf.h)
                words.append(Word(span, box))
                x -= width + pdf.get_string_width(" ")
            y += 3 * size
        read.append(replace(page, words=tuple(words), width=pdf.w, height=pdf.h))
        all_blocks += blocks
    return bytes(pdf.output()), read, all_blocks


def page_picture(path: Path, number: int, width: int) -> bytes:
    with pypdfium2.PdfDocument(path) as pdf:
        page = pdf[number - 1]
        image = page.render(scale=width / page.get_width()).to_pil()
    written = io.BytesIO()
    image.save(written, "webp")
    return written.getvalue()


def quick_passwords() -> Passwords:
    return Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


NAMES = ("circular", "course", "secret", "hostile", "failed", "waiting", "minutes")


def found_town(folder: Path, typeface: Path) -> None:
    """Fill a folder with the town's accounts and documents."""
    catalogue = SqlCatalogue(f"sqlite:///{folder / 'catalogue.sqlite'}")
    originals = Originals(folder / "originals")
    accounts = SqlAccounts(catalogue.database, quick_passwords())
    accounts.add("مدیر", PASSWORD, administrator=True)
    accounts.add("نرگس", PASSWORD, groups=["finance"], clearance=Confidentiality.CONFIDENTIAL)
    accounts.add("رضا", PASSWORD)
    held = 0

    def hold(
        name: str,
        file: str,
        description: Description,
        content: bytes,
        pages: list[Page],
        blocks: list[Block],
        confidentiality: Confidentiality = Confidentiality.NORMAL,
        readers: frozenset[str] = frozenset({EVERYONE}),
        state: DocumentState = DocumentState.COMPLETE,
        failure: Failure | None = None,
    ) -> None:
        nonlocal held
        original, size = originals.store(io.BytesIO(content))
        document = Document(
            id=uuid5(TOWN, name),
            original=original,
            file=file,
            format=file.rpartition(".")[2],
            size=size,
            received=FIRST_DAY + timedelta(hours=held),
            state=DocumentState.WAITING,
            description=Description(title=""),
            confidentiality=confidentiality,
            readers=with_administrators(readers),
        )
        catalogue.register(document)
        if pages:
            passages = passages_of(document.id, pages, blocks)
            catalogue.store_reading(document.id, Reading(description, pages, blocks, passages))
        catalogue.set_state(document.id, state, failure)
        held += 1

    pdf, pages, blocks = write_pdf(typeface, [MINUTES, ANNEX])
    minutes = Description(
        "صورت‌جلسهٔ شمارهٔ ۱۲۷ شورای معاونان",
        DocumentKind.MINUTES,
        "۱۴۰۳/ص/۱۲۷",
        date(2024, 5, 1),
        "شورای معاونان",
    )
    circular = Description(
        "شیوهٔ گزارش‌دهی ماهانهٔ طرح‌های بزرگ حمل‌ونقل",
        DocumentKind.CIRCULAR,
        "1402/58712",
        date(2024, 1, 28),
        "معاونت حمل‌ونقل و ترافیک",
    )
    secret = Description("بودجهٔ محرمانهٔ مترو", DocumentKind.REPORT, unit="مالی و اداری")
    hostile = Description('<b onclick="x()">عنوان</b> مترو', DocumentKind.OTHER)
    course = Description("کنترل پروژه برای مدیران شهری", DocumentKind.COURSE, issued=date(2023, 10, 7))

    def plain(parts: list[tuple[BlockKind, str]]) -> tuple[list[Page], list[Block]]:
        page, blocks = text_page(1, parts)
        return [page], blocks

    hold("circular", "بخشنامه‌ها/شیوهٔ گزارش‌دهی.docx", circular, b"docx", *plain(CIRCULAR))
    hold("course", "کنترل پروژه.pptx", course, b"pptx", *plain(COURSE))
    hold(
        "secret",
        "budget.txt",
        secret,
        b"budget",
        *plain(SECRET),
        confidentiality=Confidentiality.CONFIDENTIAL,
        readers=frozenset({"finance"}),
    )
    hold("hostile", "صورت\u202efdp.html", hostile, b"<script>alert(1)</script>", *plain(HOSTILE))
    locked = Failure("encrypted_file", {"file": "قرارداد.pdf"})
    hold("failed", "قرارداد.pdf", circular, b"locked", [], [], state=DocumentState.FAILED, failure=locked)
    hold("waiting", "نامهٔ تازه.docx", circular, b"waiting", [], [], state=DocumentState.WAITING)
    hold("minutes", "meeting-127.pdf", minutes, pdf, pages, blocks)

    catalogue.close()


def open_town(folder: Path) -> Town:
    """Open a founded town's folder with its services."""
    catalogue = SqlCatalogue(f"sqlite:///{folder / 'catalogue.sqlite'}")
    originals = Originals(folder / "originals")
    searcher = FakeSearcher(catalogue)
    services = Services(
        catalogue=catalogue,
        accounts=SqlAccounts(catalogue.database, quick_passwords()),
        searcher=searcher,
        ingestion=FakeIngestion(catalogue, originals),
        originals=originals,
        progress=lambda: Progress(catalogue.state_counts(), 0.62, 41.5, 310.0),
        page_picture=page_picture,
        upload_folder=folder / "arriving",
        version="0.1.0",
        organisation="شهرداری نمونه‌شهر",
        maximum_upload_bytes=200_000,
        local_key=LOCAL_KEY,
        history=SqlSearchHistory(catalogue.database),
    )
    by_id = {document.id: document for document in catalogue.all_documents()}
    return Town(services, catalogue, {name: by_id[uuid5(TOWN, name)] for name in NAMES}, searcher)


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory, typeface: Path) -> Path:
    """A town founded once; tests work on copies."""
    folder = tmp_path_factory.mktemp("town")
    found_town(folder, typeface)
    return folder


@pytest.fixture
def town(tmp_path: Path, founded: Path) -> Iterator[Town]:
    built = open_town(Path(shutil.copytree(founded, tmp_path / "town")))
    yield built
    built.catalogue.close()


SignIn = Callable[[str], TestClient]


@pytest.fixture
def sign_in(town: Town) -> Iterator[SignIn]:
    """A client that has signed in as the named account and sends its CSRF token by itself."""
    app = create_app(town.services)
    opened: list[TestClient] = []

    def enter(name: str = "") -> TestClient:
        client = TestClient(app, base_url="http://sanadyar.example", follow_redirects=False)
        opened.append(client)
        if name:
            token = town.services.accounts.sign_in(name, PASSWORD)
            client.cookies.set(COOKIE, token)
            client.headers["X-CSRF-Token"] = csrf_token(token)
        return client

    yield enter
    for client in opened:
        client.close()
