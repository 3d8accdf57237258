"""The parser of mail: subject, who wrote to whom and when, the body, the names of what is attached."""

import codecs
import re
from email import message_from_bytes, policy
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import EmailMessage, Message
from email.utils import parsedate_to_datetime
from pathlib import Path

from lxml import etree

from corpus.errors import DamagedFile
from corpus.records import BlockKind
from ingest.parsers.offline_partition import partition_page
from ingest.parsers.page_builder import DocumentBuilder, one_line
from ingest.parsers.page_source import prepare
from ingest.parsers.plain_text import PARAGRAPH_END
from ingest.parsers.text_encoding import decode, detect
from ingest.parsers.web_page import add_elements
from ingest.parsing import ParsedDocument

PEOPLE = (("From", "از"), ("To", "به"), ("Cc", "رونوشت"))
ATTACHED = "پیوست"
WESTERN = ("iso8859-1", "cp1252", "ascii", "iso8859-15")
FORGIVING = frozenset({*WESTERN, "utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp1256", "iso8859-6"})
FAILURES = (ValueError, LookupError, TypeError, AttributeError, RecursionError, AssertionError)


class MailParser:
    """Reads messages as one page. What is attached is named, not read.

    Raises `EmptyFile` or `DamagedFile`. A message that was cut is read as far as it goes.
    """

    def parse(self, path: Path, file: str) -> ParsedDocument:
        try:
            message = message_from_bytes(path.read_bytes(), policy=policy.default)
            assert isinstance(message, EmailMessage)
            return _document(message, file)
        except FAILURES as error:
            raise DamagedFile(file=file, detail=f"{type(error).__name__}: {error}") from error


def _document(message: EmailMessage, file: str) -> ParsedDocument:
    raw = {name.lower(): str(value) for name, value in reversed(list(message.raw_items()))}
    builder = DocumentBuilder()
    subject, written = header_text(raw.get("subject", "")), _date(raw.get("date", ""))
    builder.add(BlockKind.TITLE, subject)
    people = [(label, header_text(raw.get(name.lower(), ""))) for name, label in PEOPLE]
    told = [f"{label}: {value}" for label, value in [*people, ("تاریخ", written)] if value]
    builder.add(BlockKind.PARAGRAPH, " | ".join(told))
    _add_body(builder, message)
    for name in _attached(message):
        builder.add(BlockKind.LIST_ITEM, f"{ATTACHED}: {name}")
    return builder.document(file, {"title": subject, "author": people[0][1], "created": written})


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


def _date(raw: str) -> str:
    try:
        return parsedate_to_datetime(raw).strftime("%Y-%m-%d %H:%M")
    except (ValueError, TypeError, IndexError, OverflowError):
        return one_line(raw)


def _add_body(builder: DocumentBuilder, message: EmailMessage) -> None:
    plain, page = message.get_body(("plain",)), message.get_body(("html",))
    text = "" if plain is None else _content(plain)
    if not text.strip() and page is not None:
        _add_page(builder, _content(page))
        return
    for paragraph in PARAGRAPH_END.split(text):
        builder.add(BlockKind.PARAGRAPH, re.sub(r"^>[> ]*", "", paragraph, flags=re.M))


def _content(part: Message) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    return text_of(content, part.get_content_charset())


def _add_page(builder: DocumentBuilder, source: str) -> None:
    try:
        prepared = prepare(source)
    except etree.ParserError:
        return  # no element at all: an empty body
    for part in (*prepared.before, prepared.content, *prepared.after):
        add_elements(builder, partition_page(part))


def _attached(message: EmailMessage) -> list[str]:
    names = [_file_name(part) for part in message.walk()]
    return [name for name in names if name]


def _file_name(part: Message) -> str:
    try:
        return header_text(part.get_filename() or "")
    except FAILURES:
        return ""
