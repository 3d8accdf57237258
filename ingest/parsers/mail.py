"""The parser of mail: subject, who wrote to whom and when, the body, and what is attached.

What is attached becomes documents of their own; the message names it.
"""

import codecs
import re
from collections.abc import Iterator, Sequence
from email import message_from_bytes, policy
from email.errors import HeaderParseError
from email.header import decode_header
from email.headerregistry import HeaderRegistry
from email.message import EmailMessage, Message
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from lxml import etree

from corpus.errors import DamagedFile, FileTooLarge
from corpus.records import BlockKind
from ingest.parsers.offline_partition import partition_page
from ingest.parsers.page_builder import DocumentBuilder, one_line
from ingest.parsers.page_source import prepare
from ingest.parsers.plain_text import PARAGRAPH_END
from ingest.parsers.text_encoding import decode, detect
from ingest.parsers.unpacked_names import apart, safe_file_name
from ingest.parsers.web_page import add_elements
from ingest.parsing import ParsedDocument, Unpacked

PEOPLE = (("From", "از"), ("To", "به"), ("Cc", "رونوشت"))
ATTACHED, FORWARDED = "پیوست", "نامه"
MOST_ATTACHED = 200
SIGNATURES = frozenset(
    {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"}
)
WESTERN = ("iso8859-1", "cp1252", "ascii", "iso8859-15")
FORGIVING = frozenset({*WESTERN, "utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp1256", "iso8859-6"})
LONGEST_HEADER = 2000  # characters of one that is taken apart
FAILURES = (ValueError, LookupError, TypeError, AttributeError, RecursionError, AssertionError)


_registry = HeaderRegistry()


def _header(name: str, value: str) -> Any:
    try:
        return _registry(name, value[:LONGEST_HEADER])
    except RecursionError:  # brackets within brackets
        return _registry(name, "")


# What is shown is taken from the raw headers; the library reads the ones that say how a part is made, in a time
# that grows with the square of their length.
BOUNDED = policy.default.clone(header_factory=_header)


class MailParser:
    """Reads messages as one page, which names what is attached, and unpacks that.

    Raises `EmptyFile` or `DamagedFile`. A message that was cut is read as far as it goes.
    """

    def parse(self, path: Path, file: str) -> ParsedDocument:
        try:
            return _document(_message(path), file)
        except FAILURES as error:
            raise DamagedFile(file=file, detail=f"{type(error).__name__}: {error}") from error

    def unpack(self, path: Path, file: str, folder: Path) -> list[Unpacked]:
        try:
            attached = list(_attached(_message(path)))
            if len(attached) > MOST_ATTACHED:
                raise FileTooLarge(file=file, size=len(attached), limit=MOST_ATTACHED, measure="members")
            return written([(name, attachment_content(part)) for name, part in attached], folder)
        except FAILURES as error:
            raise DamagedFile(file=file, detail=f"{type(error).__name__}: {error}") from error


def _message(path: Path) -> EmailMessage:
    message = message_from_bytes(path.read_bytes(), policy=BOUNDED)
    assert isinstance(message, EmailMessage)
    return message


def _document(message: EmailMessage, file: str) -> ParsedDocument:
    raw = {name.lower(): str(value) for name, value in reversed(list(message.raw_items()))}
    builder = DocumentBuilder()
    subject, sent = header_text(raw.get("subject", "")), mail_date(raw.get("date", ""))
    people = [(label, header_text(raw.get(name.lower(), ""))) for name, label in PEOPLE]
    add_head(builder, subject, people, sent)
    _add_body(builder, message)
    for name in apart([name for name, _ in _attached(message)]):
        builder.add(BlockKind.LIST_ITEM, f"{ATTACHED}: {name}")
    return builder.document(file, {"title": subject, "author": people[0][1], "created": sent})


def add_head(builder: DocumentBuilder, subject: str, people: Sequence[tuple[str, str]], sent: str) -> None:
    """Add the subject as title and one line of who wrote to whom and when."""
    builder.add(BlockKind.TITLE, subject)
    told = [f"{label}: {value}" for label, value in [*people, ("تاریخ", sent)] if value]
    builder.add(BlockKind.PARAGRAPH, " | ".join(told))


def written(attached: Sequence[tuple[str, bytes]], folder: Path) -> list[Unpacked]:
    """Write what is attached into a folder; names that come twice get a number."""
    unpacked = []
    for number, name in enumerate(apart([name for name, _ in attached])):
        place = folder / str(number)
        place.write_bytes(attached[number][1])
        unpacked.append(Unpacked(name, place))
    return unpacked


def header_text(raw: str) -> str:
    """Return what a header says; bytes that name no charset are read as plain text files are.

    A letter that is parted between two encoded words comes together again.
    """
    if any("\udc80" <= character <= "\udcff" for character in raw):
        content = raw.encode("utf-8", "surrogateescape")
        raw = decode(content) or content.decode("cp1256", "ignore")
    try:
        parts = decode_header(raw)
    except HeaderParseError:
        return one_line(raw)
    return one_line(
        "".join(part if isinstance(part, str) else text_of(part, charset) for part, charset in parts)
    )


def text_of(content: bytes, charset: str | None) -> str:
    """Return the text of bytes by their charset, where it fits; else by what they show. Never "�"."""
    declared = _known(charset)
    found = None if declared is None or declared in WESTERN else _strictly(content, declared)
    if found is None:
        shown = detect(content)
        if shown is None or (shown == "cp1252" and declared in WESTERN):
            shown = declared if declared in FORGIVING else "cp1256"
        found = content.decode(shown, "ignore")
    return found.replace("\ufffd", "").removeprefix("\ufeff")


def _known(charset: str | None) -> str | None:
    try:
        return codecs.lookup(charset or "").name
    except (LookupError, ValueError):
        return None


def _strictly(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def mail_date(raw: str) -> str:
    raw = header_text(raw)
    try:
        return parsedate_to_datetime(raw).strftime("%Y-%m-%d %H:%M")
    except (ValueError, TypeError, IndexError, OverflowError):
        return one_line(raw)


def _add_body(builder: DocumentBuilder, message: EmailMessage) -> None:
    plain, page = message.get_body(("plain",)), message.get_body(("html",))
    text = "" if plain is None else _content(plain)
    if not text.strip() and page is not None:
        add_page_body(builder, _content(page))
        return
    add_plain_body(builder, text)


def add_plain_body(builder: DocumentBuilder, text: str) -> None:
    """Add the paragraphs of a body without the marks of what is quoted in it."""
    for paragraph in PARAGRAPH_END.split(text):
        builder.add(BlockKind.PARAGRAPH, re.sub(r"^>[> ]*", "", paragraph, flags=re.M))


def _content(part: Message) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    return text_of(content, part.get_content_charset())


def add_page_body(builder: DocumentBuilder, source: str) -> None:
    try:
        prepared = prepare(source)
    except etree.ParserError:
        return  # no element at all: an empty body
    for part in (*prepared.before, prepared.content, *prepared.after):
        add_elements(builder, partition_page(part))


def _attached(message: Any) -> Iterator[tuple[str, Message]]:
    """Yield names and parts: files, and messages that were sent on; not what those hold in turn."""
    for part in message.iter_parts() if message.is_multipart() else ():
        kind = part.get_content_type()
        if kind == "message/rfc822":
            yield _message_name(part), part
        elif part.is_multipart():
            yield from _attached(part)
        elif (name := _file_name(part)) and not _is_decoration(part, kind):
            yield safe_file_name(name), part


def _message_name(part: Message) -> str:
    if name := _file_name(part):
        return safe_file_name(name if name.lower().endswith(".eml") else f"{name}.eml")
    inner: Any = part.get_payload()
    subject = header_text(str(inner[0].get("Subject", ""))) if isinstance(inner, list) and inner else ""
    return safe_file_name(f"{(subject or FORWARDED).replace('/', '-')[:100]}.eml")


def _is_decoration(part: Message, kind: str) -> bool:
    """Tell whether a part is a picture in the text, such as a letterhead's, or a signature of the mail."""
    in_text = bool(part.get("Content-ID")) and part.get_content_disposition() != "attachment"
    return (kind.startswith("image/") and in_text) or kind in SIGNATURES


def attachment_content(part: Message) -> bytes:
    """Return the bytes of what is attached; of a message that was sent on, the message."""
    inner: Any = part.get_payload()
    if isinstance(inner, list):
        sent_on: bytes = inner[0].as_bytes() if inner else b""
        return sent_on
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _file_name(part: Message) -> str:
    try:
        return header_text(part.get_filename() or "")
    except FAILURES:
        return ""
