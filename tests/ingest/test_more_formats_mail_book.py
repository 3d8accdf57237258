"""Mail, never with a mangled letter, and books in the order of reading."""

import base64
from email.message import EmailMessage
from pathlib import Path

import pytest
from made_files import book, read
from parsing_law import texts

from corpus.errors import DamagedFile, EncryptedFile, FileTooLarge
from corpus.records import BlockKind
from ingest.parsers import book as book_parser
from ingest.parsers.mail import text_of

SUBJECT = "گزارش جلسهٔ شورا دربارهٔ بودجهٔ سال آیندهٔ شهرداری، سازمان‌ها و شرکت‌های وابسته به آن"
OLD = "صورت جلسه شوراي شهر درباره بودجه"


def message() -> EmailMessage:
    made = EmailMessage()
    made["Subject"] = SUBJECT
    made["From"] = "علی رضایی <ali@avand.ir>"
    made["To"] = "دبیرخانه <office@avand.ir>"
    made["Date"] = "Mon, 04 Mar 2024 10:00:00 +0330"
    made["Message-ID"] = "<1@avand.ir>"
    made.set_content("سلام\n\nمتن نامه\nادامه دارد.\n")
    return made


def test_a_message_is_its_subject_people_body_and_names_of_attachments(tmp_path: Path) -> None:
    made = message()
    made.add_alternative("<p>همان متن</p>", subtype="html")
    made.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="صورت‌جلسه.pdf")
    found, parsed = read(tmp_path, made.as_bytes(), "نامه.txt")
    assert found == "eml"
    assert texts(parsed) == [
        SUBJECT,
        "از: علی رضایی <ali@avand.ir> | به: دبیرخانه <office@avand.ir> | تاریخ: 2024-03-04 10:00",
        "سلام",
        "متن نامه ادامه دارد.",
        "پیوست: صورت‌جلسه.pdf",
    ]
    assert parsed.blocks[0].kind is BlockKind.TITLE
    assert parsed.properties["created"] == "2024-03-04 10:00"


@pytest.mark.parametrize("unit", ['{"a":', "(", "=?utf-8?b?", '"', ";a=b"])
def test_a_header_that_goes_on_for_ever_takes_no_time(tmp_path: Path, unit: str) -> None:
    head = "Subject: گزارش\nMessage-ID: <1@a>\nTo: a@b\nMIME-Version: 1.0\nContent-Type: text/plain; "
    parsed = read(tmp_path, f"{head}{unit * 40_000}\n\nمتن نامه".encode())[1]
    assert "گزارش" in texts(parsed)


def test_a_body_of_html_is_read_as_a_page(tmp_path: Path) -> None:
    made = message()
    made.set_content("<h2>بودجه</h2><ul><li>درخت</li></ul>", subtype="html")
    parsed = read(tmp_path, made.as_bytes())[1]
    assert texts(parsed, BlockKind.HEADING) == ["بودجه"]
    assert texts(parsed, BlockKind.LIST_ITEM) == ["درخت"]


@pytest.mark.parametrize(
    "declared",
    [
        "",
        "; charset=windows-1256",
        "; charset=us-ascii",
        "; charset=utf-8",
        "; charset=iso-8859-1",
        "; charset=no",
    ],
)
def test_letters_are_whole_whatever_the_charset_claims(tmp_path: Path, declared: str) -> None:
    head = f"Subject: {OLD}\r\nFrom: <a@b>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain{declared}\r\n\r\n"
    assert texts(read(tmp_path, (head + OLD).encode("cp1256"))[1]) == [OLD, "از: <a@b>", OLD]


def test_a_letter_parted_between_two_words_of_a_header_comes_together(tmp_path: Path) -> None:
    content = SUBJECT.encode()
    words = [f"=?utf-8?B?{base64.b64encode(part).decode()}?=" for part in (content[:31], content[31:])]
    head = f"Subject: {words[0]}\r\n {words[1]}\r\nFrom: a@b\r\nMIME-Version: 1.0\r\n\r\nسلام\r\n"
    assert texts(read(tmp_path, head.encode())[1])[0] == SUBJECT


@pytest.mark.parametrize("content", [b"\xff\xfe\xfa", bytes(range(128, 256)), "سلام".encode()[:-1], b""])
@pytest.mark.parametrize("charset", [None, "utf-8", "ascii", "windows-1256", "idna", "\0"])
def test_no_bytes_become_the_sign_of_an_unknown_letter(content: bytes, charset: str | None) -> None:
    assert "\ufffd" not in text_of(content, charset)


@pytest.mark.parametrize(
    "text",
    ["From: علی\nبه نام خدا\nTo: رضا", "نکته: متن\nSubject: متن\n", "To: الف\nSubject: ب\nFrom: ج\n\nمتن"],
)
def test_lines_with_colons_are_no_message(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text.encode(), "متن.txt")[0] == "txt"


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_cut_message_is_read_as_far_as_it_goes(tmp_path: Path, share: float) -> None:
    made = message()
    made.add_attachment(b"x" * 3000, maintype="application", subtype="pdf", filename="a.pdf")
    content = made.as_bytes()
    assert texts(read(tmp_path, content[: int(len(content) * share)])[1])[0] == SUBJECT


def test_of_parts_within_parts_without_end_the_head_of_the_message_is_read(tmp_path: Path) -> None:
    content = b"From: a@b\nSubject: c\nMIME-Version: 1.0\n"
    content += b"".join(b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (n, n) for n in range(3000))
    assert texts(read(tmp_path, content)[1]) == ["c", "از: a@b"]


def test_a_book_is_read_chapter_by_chapter(tmp_path: Path) -> None:
    chapters = {
        "z": "<html><body><h1>فصل یکم</h1><p>متن نخست.</p></body></html>",
        "cover": "<html><body><img src='a.png'/></body></html>",
        "a": "<!DOCTYPE html><h1>فصل دوم</h1><table><tr><th>نام</th></tr><tr><td>الف</td></tr></table>",
    }
    found, parsed = read(tmp_path, book(chapters), "کتاب.zip")
    assert found == "epub"
    assert [page.text for page in parsed.pages] == ["فصل یکم\nمتن نخست.", "فصل دوم\nنام\nالف"]
    assert parsed.properties == {"title": "راهنمای شهر", "author": "علی"}


def test_locked_broken_and_oversized_books_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chapter = {"a": "<p>متن</p>"}
    lock = {"META-INF/encryption.xml": '<e><CipherReference URI="OEBPS/text/a.xhtml"/></e>'}
    with pytest.raises(EncryptedFile):
        read(tmp_path, book(chapter, lock))
    with pytest.raises(DamagedFile):
        read(tmp_path, book(chapter, {"META-INF/container.xml": "<container/>"}))
    entity = '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><package>&e;</package>'
    with pytest.raises(DamagedFile):
        read(tmp_path, book(chapter, {"OEBPS/book.opf": entity}))
    monkeypatch.setattr(book_parser, "LARGEST_CHAPTER", 5)
    with pytest.raises(FileTooLarge):
        read(tmp_path, book(chapter))
