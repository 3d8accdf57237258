"""What came in a message or an archive is a document of its own, as long as its container is one."""

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pikepdf
import pytest
from house import ROOT, House
from ingestion_fakes import FileIndex, PlainEncoder, describe
from ingestion_fakes import split as split_lines
from made_files import packed
from msoffcrypto.format.ooxml import OOXMLFile

from bench.office_seeds import sheets, slides, word_file
from corpus.access import EVERYONE, Confidentiality, principal
from corpus.errors import DamagedFile, IndexUnreachable, NoPasswordNeeded, NotFound, WrongFilePassword
from corpus.originals import Originals
from corpus.records import Document, DocumentState
from corpus.sql_catalogue import SqlCatalogue
from ingest import attachments
from ingest.consistency import check
from ingest.service import Ingestion
from ingest.worker import IsolatedReader

READERS = frozenset({"دبیرخانه"})
TEXT = "شورای شهر آوندشهر بودجهٔ {} را تصویب کرد."


@pytest.fixture
def office(tmp_path: Path) -> Iterator[House]:
    """A house that reads real files, in processes of their own."""
    catalogue = SqlCatalogue(f"sqlite:///{tmp_path / 'data' / 'catalogue.sqlite'}")
    originals = Originals(tmp_path / "data" / "originals")
    index, encoder = FileIndex(tmp_path / "data" / "index.pickle"), PlainEncoder()
    (tmp_path / "files").mkdir()
    with IsolatedReader(60, 1024 * 2**20, 1) as reader:
        ingestion = Ingestion(catalogue, originals, index, encoder, reader, describe, split_lines, 1)
        yield House(tmp_path / "files", catalogue, originals, index, encoder, reader, ingestion)
    catalogue.close()


def take(office: House, file: str, content: bytes, readers: frozenset[str] = READERS) -> Document:
    path = office.folder / "file"
    path.write_bytes(content)
    document = office.ingestion.add(path, file, Confidentiality.CONFIDENTIAL, readers)
    office.ingestion.run()
    return office.now(document)


def mail(*attached: tuple[str, bytes], subject: str = "ابلاغ مصوبه") -> bytes:
    made = EmailMessage()
    made["Subject"], made["From"], made["Message-ID"] = subject, "a@avand.example", "<1@avand.example>"
    made.set_content("نامه با پیوست است.")
    for name, content in attached:
        made.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes()


def text(of: str) -> bytes:
    return TEXT.format(of).encode()


def files(office: House) -> dict[str, Document]:
    return {document.file: document for document in office.catalogue.all_documents()}


def sound(office: House) -> bool:
    return not [one for one in check(office.catalogue, office.originals, office.index) if one.is_fault]


def test_attachments_are_documents_with_the_rights_of_their_message(office: House) -> None:
    message = take(
        office, "نامه‌ها/ابلاغ.eml", mail(("مصوبه.txt", text("آب")), ("جدول.csv", b"a,b,c\n1,2,3\n4,5,6"))
    )
    held = files(office)
    assert sorted(held) == ["نامه‌ها/ابلاغ.eml", "نامه‌ها/ابلاغ.eml/جدول.csv", "نامه‌ها/ابلاغ.eml/مصوبه.txt"]
    attached = held["نامه‌ها/ابلاغ.eml/مصوبه.txt"]
    assert (attached.container, attached.format, attached.state) == (message.id, "txt", DocumentState.WORDS)
    assert (attached.confidentiality, attached.readers) == (message.confidentiality, message.readers)
    assert office.originals.verify(attached.original)
    assert TEXT.format("آب") in office.indexed_texts()
    assert [one.id for one in office.catalogue.attached(message.id, ROOT)] == [
        held[name].id for name in sorted(held)[1:]
    ]
    assert office.catalogue.attached(message.id, principal("مهمان")) == []
    assert sound(office)


def test_what_is_in_an_archive_in_a_message_is_found_too_and_goes_with_it(office: House) -> None:
    archive = packed({"پوشه/الف.txt": text("آب"), "ب.eml": mail(("ج.txt", text("برق")))})
    message = take(office, "نامه.eml", mail(("بسته.zip", archive)))
    assert sorted(files(office)) == [
        "نامه.eml",
        "نامه.eml/بسته.zip",
        "نامه.eml/بسته.zip/ب.eml",
        "نامه.eml/بسته.zip/ب.eml/ج.txt",
        "نامه.eml/بسته.zip/پوشه/الف.txt",
    ]
    assert office.catalogue.outermost(files(office)["نامه.eml/بسته.zip/ب.eml/ج.txt"].id)[0] == message.id
    office.ingestion.set_access(message.id, Confidentiality.SECRET, frozenset({"شورا"}))
    assert {one.confidentiality for one in files(office).values()} == {Confidentiality.SECRET}
    assert {one.readers for one in office.index.entries.values()} == {frozenset({"administrators", "شورا"})}
    office.ingestion.remove(message.id)
    assert files(office) == {}
    assert office.index.count() == 0
    assert list(office.originals.all_hashes()) == []


def test_reading_a_message_again_changes_nothing_where_nothing_changed(office: House) -> None:
    content = mail(("الف.txt", text("آب")), ("ب.txt", text("برق")))
    message = take(office, "نامه.eml", content)
    before = files(office)
    office.ingestion.set_access(before["نامه.eml/ب.txt"].id, Confidentiality.SECRET, READERS)
    assert take(office, "نامه.eml", content).id == message.id
    after = files(office)
    assert {name: one.id for name, one in after.items()} == {name: one.id for name, one in before.items()}
    assert after["نامه.eml/ب.txt"].confidentiality is Confidentiality.SECRET


def test_a_changed_message_keeps_what_it_still_holds_and_lets_the_rest_go(office: House) -> None:
    take(office, "نامه.eml", mail(("الف.txt", text("آب")), ("ب.txt", text("برق"))))
    before = files(office)
    take(office, "نامه.eml", mail(("الف.txt", text("گاز")), ("ج.txt", text("تلفن"))))
    after = files(office)
    assert sorted(after) == ["نامه.eml", "نامه.eml/الف.txt", "نامه.eml/ج.txt"]
    assert after["نامه.eml/الف.txt"].id == before["نامه.eml/الف.txt"].id
    assert [one.number for one in office.catalogue.versions(after["نامه.eml/الف.txt"].id, ROOT)] == [1]
    found = " ".join(office.indexed_texts())
    assert "برق" not in found
    assert TEXT.format("گاز") in found
    assert sound(office)


def test_a_bad_member_is_one_failure_and_harms_no_other(office: House) -> None:
    content = bytearray(packed({"الف.txt": text("آب") * 20, "ب.txt": text("برق"), "ج.bin": bytes(range(256))}))
    content[60] ^= 0xFF
    archive = take(office, "بسته.zip", bytes(content))
    assert archive.state is DocumentState.WORDS
    held = files(office)
    states = {name: (one.state, one.failure and one.failure.code) for name, one in held.items()}
    assert states == {
        "بسته.zip": (DocumentState.WORDS, None),
        "بسته.zip/الف.txt": (DocumentState.FAILED, "damaged_file"),
        "بسته.zip/ب.txt": (DocumentState.WORDS, None),
        "بسته.zip/ج.bin": (DocumentState.FAILED, "unknown_format"),
    }


def test_containers_within_containers_end_at_a_depth_and_a_number(
    office: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = text("آب")
    for number in range(6):
        content = packed({f"{number}.zip" if number else "a.txt": content})
    take(office, "تو در تو.zip", content)
    failed = [one for one in files(office).values() if one.state is DocumentState.FAILED]
    assert [(one.failure and one.failure.facts["measure"]) for one in failed] == ["levels"]
    assert len(files(office)) == 1 + attachments.MOST_LEVELS
    monkeypatch.setattr(attachments, "MOST_IN_ALL", 5)
    many = take(office, "بسته.zip", packed({f"{number}.txt": text(str(number)) for number in range(6)}))
    assert many.failure is not None
    assert many.failure.facts["measure"] == "members"
    assert sound(office)


def test_traps_in_an_archive_are_one_failure(office: House) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as written:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        written.writestr(link, "/etc/passwd")
    for name, content in (("پیوند.zip", stream.getvalue()), ("بیرون.zip", packed({"../../a.txt": b"a"}))):
        assert take(office, name, content).state is DocumentState.FAILED
    assert len(files(office)) == 2


def test_a_name_that_another_document_has_is_not_taken_over(office: House) -> None:
    other = take(office, "نامه.eml/الف.txt", text("دیگر"), frozenset({EVERYONE}))
    take(office, "نامه.eml", mail(("الف.txt", text("آب"))))
    assert sorted(files(office)) == ["نامه.eml", "نامه.eml/الف (2).txt", "نامه.eml/الف.txt"]
    assert office.now(other).original == other.original


def test_a_removal_that_was_interrupted_is_finished_with_all_that_came_in_it(
    house: House, open_house: Callable[[], House]
) -> None:
    container = house.add("نامه.txt", "نامه")
    original, size = house.originals.store(io.BytesIO("پیوست".encode()))
    child = house.catalogue.register(
        replace(
            container,
            id=uuid4(),
            file="نامه.txt/پیوست.txt",
            original=original,
            size=size,
            container=container.id,
        )
    )
    house.ingestion.run()
    house.index.unreachable = True
    with pytest.raises(IndexUnreachable):
        house.ingestion.remove(container.id)
    again = open_house()
    again.ingestion.recover()
    with pytest.raises(NotFound):
        again.now(child)
    assert again.index.count() == 0
    assert list(again.originals.all_hashes()) == []


def locked(password: str) -> bytes:
    with pikepdf.new() as document:
        page = document.add_blank_page()
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        page.Contents = document.make_stream(b"BT /F 12 Tf 20 200 Td (Budget of the year) Tj ET")
        stream = io.BytesIO()
        document.save(stream, encryption=pikepdf.Encryption(owner="o", user=password))
        return stream.getvalue()


def test_a_password_opens_a_pdf_for_good_and_is_kept_nowhere(office: House, tmp_path: Path) -> None:
    password = "رمز-بسیار-پنهان"
    document = take(office, "قفل.pdf", locked(password))
    assert document.failure is not None
    assert document.failure.code == "encrypted_file"
    with pytest.raises(WrongFilePassword):
        office.ingestion.unlock(document.id, "نادرست")
    assert office.now(document).state is DocumentState.FAILED
    office.ingestion.unlock(document.id, password)
    office.ingestion.run()
    opened = office.now(document)
    assert opened.state is DocumentState.WORDS
    assert opened.original == document.original  # what is downloaded is what was received
    assert office.indexed_texts() == ["Budget of the year"]
    assert sound(office)
    for path in (tmp_path / "data").rglob("*"):
        assert not path.is_file() or password.encode() not in path.read_bytes()
    office.ingestion.remove(document.id)
    assert list(office.originals.all_hashes()) == []


@pytest.mark.parametrize(
    ("name", "make"), [("بودجه.docx", word_file), ("بودجه.xlsx", sheets), ("بودجه.pptx", slides)]
)
def test_a_password_opens_an_office_file(
    office: House, tmp_path: Path, name: str, make: Callable[[], bytes]
) -> None:
    password, closed = "رمز-بسیار-پنهان", BytesIO()
    OOXMLFile(BytesIO(make())).encrypt(password, closed)
    document = take(office, name, closed.getvalue())
    assert document.failure is not None
    assert document.failure.code == "encrypted_file"
    for wrong in ("نادرست", "", "ا" * 300):
        with pytest.raises(WrongFilePassword):
            office.ingestion.unlock(document.id, wrong)
    office.ingestion.unlock(document.id, password)
    office.ingestion.run()
    assert (office.now(document).state, office.now(document).format) == (DocumentState.WORDS, name[-4:])
    assert any("آبیاری درختان" in text for text in office.indexed_texts())
    assert sound(office)
    for path in (tmp_path / "data").rglob("*"):
        assert not path.is_file() or password.encode() not in path.read_bytes()


def test_a_locked_office_file_that_is_damaged_says_so(office: House) -> None:
    closed = BytesIO()
    OOXMLFile(BytesIO(word_file())).encrypt("رمز", closed)
    content = closed.getvalue()
    document = take(office, "نامه.docx", content.replace(b"spinCount", b"spinCxunt"))
    with pytest.raises((DamagedFile, WrongFilePassword)):
        office.ingestion.unlock(document.id, "رمز")
    assert office.now(document).state is DocumentState.FAILED


def test_what_needs_no_password_says_so(office: House) -> None:
    document = take(office, "متن.txt", text("آب"))
    with pytest.raises(NoPasswordNeeded):
        office.ingestion.unlock(document.id, "x")


LONG = " ".join(
    f"بند {number} از گزارش نگهداری فضای سبز خیابان نیلوفر در ماه {number}." for number in range(30, 60)
)


def test_the_same_text_in_another_format_is_linked_among_what_may_be_read(office: House) -> None:
    first = take(office, "گزارش.txt", LONG.encode(), frozenset({EVERYONE}))
    page = f"<!doctype html><html><meta charset=utf-8><title>گزارش</title><h1>گزارش</h1><p>{LONG}</p></html>"
    second = take(office, "گزارش.html", page.encode())
    other = take(office, "دیگر.txt", " ".join(reversed(LONG.split())).encode())
    reader = principal("خواننده", READERS, Confidentiality.CONFIDENTIAL)
    assert [one.id for one in office.catalogue.twins(first.id, reader)] == [second.id]
    assert [one.id for one in office.catalogue.twins(second.id, ROOT)] == [first.id]
    assert office.catalogue.twins(first.id, principal("مهمان", clearance=Confidentiality.SECRET)) == []
    assert office.catalogue.twins(other.id, ROOT) == []
    take(office, "گزارش.html", b"<!doctype html><html><p>" + LONG[:400].encode() + b"</p></html>")
    assert office.catalogue.twins(first.id, ROOT) == []  # it is another document now
    again = take(office, "رونوشت.txt", LONG.encode())
    assert [one.id for one in office.catalogue.twins(first.id, ROOT)] == [again.id]
    office.ingestion.remove(again.id)
    assert office.catalogue.twins(first.id, ROOT) == []
