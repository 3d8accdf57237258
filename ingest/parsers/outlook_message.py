"""The parser of Outlook messages (msg): own, over the streams of the OLE2 container.

Names and numbers of properties are those of [MS-OXMSG] and [MS-OXPROPS].
"""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import olefile
from olefile.olefile import OleFileError

from corpus.errors import DamagedFile, FileTooLarge
from corpus.records import BlockKind
from ingest.parsers.compressed_rtf import unpacked_rtf
from ingest.parsers.mail import (
    ATTACHED,
    FORWARDED,
    MOST_ATTACHED,
    PEOPLE,
    add_head,
    add_page_body,
    add_plain_body,
    mail_date,
    text_of,
    written,
)
from ingest.parsers.page_builder import DocumentBuilder, one_line
from ingest.parsers.rich_text import plain_text
from ingest.parsers.unpacked_names import apart, safe_file_name
from ingest.parsing import ParsedDocument, Unpacked

SUBJECT, BODY, RICH, HTML, HEADERS = 0x0037, 0x1000, 0x1009, 0x1013, 0x007D
SENDER, SENDER_ADDRESS, SENDER_SMTP, SHOWN_TO, SHOWN_CC = 0x0C1A, 0x0C1F, 0x5D01, 0x0E04, 0x0E03
SENT, DELIVERED, CODE_PAGE, INTERNET_CODE_PAGE = 0x0039, 0x0E06, 0x3FFD, 0x3FDE
LONG_NAME, SHORT_NAME, SHOWN_NAME, CONTENT, CONTENT_ID = 0x3707, 0x3704, 0x3001, 0x3701, 0x3712
UNICODE, EIGHT_BITS, BINARY = 0x001F, 0x001E, 0x0102
HEAD = 32  # bytes before the properties of a message at the top; of one within another 24
HEAD_WITHIN = 24
EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
IRAN = timezone(timedelta(hours=3, minutes=30))  # the file holds UTC, the letter the sender's clock
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp")
MOST_LEVELS = 5  # of messages within messages
FAILURES = (
    OSError,
    OleFileError,
    ValueError,
    IndexError,
    TypeError,
    KeyError,
    struct.error,
    RecursionError,
    OverflowError,
)

Place = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Message:
    """What a message says; `attached` are names with bytes."""

    subject: str
    people: Mapping[str, str]
    sent: str
    text: str
    page: str
    attached: list[tuple[str, bytes]]


class OutlookMessageParser:
    """Reads a message as one page, which names what is attached, and unpacks that.

    A message within a message is unpacked as eml. Raises `EmptyFile`, `FileTooLarge` or `DamagedFile`.
    """

    def parse(self, path: Path, file: str) -> ParsedDocument:
        message = self._message(path, file)
        builder = DocumentBuilder()
        people = [(label, message.people.get(name, "")) for name, label in PEOPLE]
        add_head(builder, message.subject, people, message.sent)
        if message.text.strip() or not message.page:
            add_plain_body(builder, message.text)
        else:
            add_page_body(builder, message.page)
        for name in apart([name for name, _ in message.attached]):
            builder.add(BlockKind.LIST_ITEM, f"{ATTACHED}: {name}")
        properties = {"title": message.subject, "author": people[0][1], "created": message.sent}
        return builder.document(file, properties)

    def unpack(self, path: Path, file: str, folder: Path) -> list[Unpacked]:
        attached = self._message(path, file).attached
        if len(attached) > MOST_ATTACHED:
            raise FileTooLarge(file=file, size=len(attached), limit=MOST_ATTACHED, measure="members")
        return written(attached, folder)

    def _message(self, path: Path, file: str) -> Message:
        try:
            with olefile.OleFileIO(path) as container:
                return _Reading(container, file).message((), HEAD)
        except FAILURES as error:
            raise DamagedFile(file=file, detail=f"{type(error).__name__}: {error}") from error


class _Reading:
    """One pass through one container."""

    def __init__(self, container: olefile.OleFileIO, file: str) -> None:
        self._container = container
        self._file = file
        self._streams = frozenset(tuple(entry) for entry in container.listdir())
        self._storages = frozenset(tuple(entry) for entry in container.listdir(streams=False, storages=True))

    def message(self, place: Place, head: int, level: int = 0) -> Message:
        """Read the message whose streams lie in a storage."""
        fixed = self._fixed(place, head)
        code_page = fixed.get(INTERNET_CODE_PAGE) or fixed.get(CODE_PAGE) or b""
        charset = f"cp{struct.unpack('<I', code_page[:4])[0]}" if code_page else ""

        def text(tag: int) -> str:
            return self._text(place, tag, charset)

        headers = text(HEADERS)
        address = text(SENDER_SMTP) or text(SENDER_ADDRESS)
        sender = text(SENDER)
        named = f"{sender} <{address}>" if "@" in address and address != sender else sender or address
        content = self._stream(place, HTML, BINARY)
        page = text_of(content, "utf-8" if charset == "cp65001" else charset) if content else text(HTML)
        return Message(
            subject=one_line(text(SUBJECT)),
            people={"From": one_line(named), "To": one_line(text(SHOWN_TO)), "Cc": one_line(text(SHOWN_CC))},
            sent=_sent(fixed, headers),
            text=text(BODY) or ("" if page else self._rich_text(place)),
            page=page,
            attached=list(self._attached(place, charset, level)),
        )

    def _rich_text(self, place: Place) -> str:
        """The body of a message that has it in RTF alone."""
        packed = self._stream(place, RICH, BINARY)
        if not packed:
            return ""
        # Each line is a paragraph, which a message in plain text parts by an empty line.
        return plain_text(unpacked_rtf(packed), self._file).replace("\n", "\n\n")

    def _attached(self, place: Place, charset: str, level: int) -> Iterator[tuple[str, bytes]]:
        storages = sorted(
            one for one in self._storages if one[:-1] == place and one[-1].startswith("__attach_version1.0_")
        )
        for storage in storages:
            names = (self._text(storage, tag, charset) for tag in (LONG_NAME, SHORT_NAME, SHOWN_NAME))
            name = next((one for one in names if one.strip()), "")
            within = (*storage, f"__substg1.0_{CONTENT:04X}000D")
            if within in self._storages and level < MOST_LEVELS:
                inner = self.message(within, HEAD_WITHIN, level + 1)
                title = (inner.subject or name or FORWARDED).replace("/", "-")[:100]
                yield safe_file_name(f"{title}.eml"), _as_mail(inner)
                continue
            content = self._stream(storage, CONTENT, BINARY)
            in_text = bool(self._text(storage, CONTENT_ID, charset)) and name.lower().endswith(PICTURES)
            if content is not None and not in_text:
                yield safe_file_name(name), content

    def _stream(self, place: Place, tag: int, kind: int) -> bytes | None:
        entry = (*place, f"__substg1.0_{tag:04X}{kind:04X}")
        if entry not in self._streams:
            return None
        content: bytes = self._container.openstream(list(entry)).read()
        return content

    def _text(self, place: Place, tag: int, charset: str) -> str:
        wide = self._stream(place, tag, UNICODE)
        if wide is not None:
            return wide.decode("utf-16-le", "ignore").replace("\0", "")
        narrow = self._stream(place, tag, EIGHT_BITS)
        return "" if narrow is None else text_of(narrow.rstrip(b"\0"), charset)

    def _fixed(self, place: Place, head: int) -> dict[int, bytes]:
        """Return the properties of fixed size by their tags: eight bytes each."""
        entry = (*place, "__properties_version1.0")
        if entry not in self._streams:
            return {}
        content = self._container.openstream(list(entry)).read()[head:]
        found = {}
        for start in range(0, len(content) - 15, 16):
            _, tag, _, value = struct.unpack_from("<HHI8s", content, start)
            found[tag] = value
        return found


def _sent(fixed: Mapping[int, bytes], headers: str) -> str:
    for line in headers.splitlines():
        if line.lower().startswith("date:"):
            return mail_date(line.partition(":")[2].strip())
    moment = fixed.get(SENT) or fixed.get(DELIVERED)
    ticks = struct.unpack("<Q", moment)[0] if moment else 0  # of 100 nanoseconds
    if not 0 < ticks < 10**18:
        return ""
    return (EPOCH + timedelta(microseconds=ticks // 10)).astimezone(IRAN).strftime("%Y-%m-%d %H:%M")


def _as_mail(message: Message) -> bytes:
    """Write a message within a message in the form that mail has."""
    made = EmailMessage(SMTP)
    made["Subject"] = message.subject
    made["Message-ID"] = "<within@message>"
    if message.page and not message.text.strip():
        made.set_content(message.page, subtype="html")
    else:
        made.set_content(message.text)
    for name, content in message.attached:
        made.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    # Names without addresses are no addresses to the library, which would refuse them.
    told = {**message.people, "Date": message.sent}
    head = "".join(f"{name}: {Header(value, 'utf-8').encode()}\r\n" for name, value in told.items() if value)
    return head.encode("ascii") + made.as_bytes()
