"""An invented municipality: its accounts and documents, and the services over them."""

import io
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid5

from argon2 import PasswordHasher
from town_fakes import FIRST_DAY, TOWN, FakeIngestion, FakeSearcher
from town_papers import (
    ANNEX,
    CIRCULAR,
    COURSE,
    HOSTILE,
    MINUTES,
    SECRET,
    page_picture,
    passages_of,
    text_page,
    write_pdf,
)

from api.services import Progress, Services
from corpus.access import EVERYONE, Confidentiality, with_administrators
from corpus.catalogue import Reading
from corpus.originals import Originals
from corpus.passwords import Passwords
from corpus.records import (
    Block,
    BlockKind,
    Description,
    Document,
    DocumentKind,
    DocumentState,
    Failure,
    Page,
)
from corpus.sql_accounts import SqlAccounts
from corpus.sql_catalogue import SqlCatalogue
from corpus.sql_history import SqlSearchHistory

PASSWORD = "گذرواژهٔ آزمایشی"
LOCAL_KEY = "local-key-of-this-test"


@dataclass
class Town:
    """The services, and the documents by a short name."""

    services: Services
    catalogue: SqlCatalogue
    documents: dict[str, Document]
    searcher: FakeSearcher

    def id(self, name: str) -> UUID:
        return self.documents[name].id

    def passage(self, name: str) -> UUID:
        return self.catalogue.all_passages_of(self.id(name))[0].id


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
