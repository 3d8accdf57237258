"""Small files of many formats, made from texts."""

import io
import zipfile
from pathlib import Path

from parsing_law import assert_lawful

from ingest.formats import recognize
from ingest.parsers.registry import parser_for
from ingest.parsing import ParsedDocument

OASIS = "urn:oasis:names:tc:opendocument:xmlns"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{OASIS}:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "text": "text",
        "table": "table",
        "draw": "drawing",
        "style": "style",
        "presentation": "presentation",
        "fo": "xsl-fo-compatible",
        "meta": "meta",
    }.items()
)
SECTOR = 512
FREE, END, TABLE_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def read(tmp_path: Path, content: bytes, name: str = "پرونده.bin") -> tuple[str, ParsedDocument]:
    """Recognize and parse a file as the reading process does, and hold the result to the law."""
    path = tmp_path / "original"
    path.write_bytes(content)
    found = recognize(path, name)
    return found, assert_lawful(parser_for(found).parse(path, name))


def packed(members: dict[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in members.items():
            written.writestr(name, content)
    return stream.getvalue()


def opened(kind: str, body: str, styles: str = "", more: dict[str, str | bytes] | None = None) -> bytes:
    """An OpenDocument file: `kind` is "text", "spreadsheet" or "presentation"."""
    content = (
        f"<office:document-content {NAMESPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    )
    own_name = f"application/vnd.oasis.opendocument.{kind}"
    return packed({"mimetype": own_name, "content.xml": content, **(more or {})})


def book(chapters: dict[str, str], more: dict[str, str | bytes] | None = None) -> bytes:
    """An EPUB of chapters by name, in order; its contents page is no chapter."""
    items = "".join(
        f'<item id="{name}" href="text/{name}.xhtml" media-type="application/xhtml+xml"/>' for name in chapters
    )
    order = "".join(f'<itemref idref="{name}"/>' for name in chapters)
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<dc:title>راهنمای شهر</dc:title><dc:creator>علی</dc:creator></metadata><manifest>"
        '<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
        f'{items}</manifest><spine><itemref idref="nav"/>{order}</spine></package>'
    )
    container = '<container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
    return packed(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": container,
            "OEBPS/book.opf": package,
            "OEBPS/nav.xhtml": "<html><body><p>فهرست</p></body></html>",
            **{f"OEBPS/text/{name}.xhtml": text for name, text in chapters.items()},
            **(more or {}),
        }
    )


def compound(streams: dict[str, bytes]) -> bytes:
    """An OLE2 file with these streams at its top; each is filled up to the size that needs no small sectors."""
    table = [TABLE_SECTOR]
    bodies = b""
    entries = [_entry("Root Entry", 5, END, 0, child=1)]
    directory_sectors = (len(streams) + 4) // 4
    table += [*range(2, directory_sectors + 1), END]
    for number, (name, content) in enumerate(streams.items(), start=1):
        content = content.ljust(8 * SECTOR, b"\0")
        content += bytes(-len(content) % SECTOR)
        first, count = len(table), len(content) // SECTOR
        table += [*range(first + 1, first + count), END]
        following = number + 1 if number < len(streams) else FREE
        entries.append(_entry(name, 2, first, len(content), right=following))
        bodies += content
    directory = b"".join(entries).ljust(directory_sectors * SECTOR, b"\0")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += b"".join(number.to_bytes(2, "little") for number in (0x3E, 3, 0xFFFE, 9, 6)) + bytes(6)
    header += _words(0, 1, 1, 0, 4096, END, 0, END, 0, 0, *[FREE] * 108)
    return header + _words(*table, *[FREE] * (128 - len(table))) + directory + bodies


def _words(*numbers: int) -> bytes:
    return b"".join(number.to_bytes(4, "little") for number in numbers)


def _entry(name: str, kind: int, first: int, size: int, child: int = FREE, right: int = FREE) -> bytes:
    written = (name + "\0").encode("utf-16-le")
    head = written.ljust(64, b"\0") + len(written).to_bytes(2, "little") + bytes([kind, 1])
    return head + _words(FREE, right, child) + bytes(16 + 4 + 16) + _words(first, size, 0)
