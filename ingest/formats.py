"""What kind of file it is, by its content: the name alone decides between kinds of plain text only."""

import lzma
import zipfile
import zlib
from pathlib import Path

from corpus.errors import DamagedFile, EmptyFile, EncryptedFile, FileTooLarge, UnknownFormat
from ingest.legacy_formats import legacy_format
from ingest.parsers.text_encoding import decode
from ingest.text_formats import is_mail, text_format

LARGEST_FILE = 512 * 1024 * 1024  # bytes
LARGEST_TEXT = 64 * 1024 * 1024  # bytes
LARGEST_UNPACKED = 1024 * 1024 * 1024  # bytes of all members of an archive together
MOST_MEMBERS = 20_000
# Sheets of repeated rows pack up to about 1:200; only bombs come near deflate's bound of 1:1030.
LARGEST_RATIO = 400
SMALL_MEMBER = 8 * 1024 * 1024  # bytes unpacked: below it a ratio does no harm
LARGEST_CONTENT_TYPES = 4 * 1024 * 1024  # bytes

HEAD, TAIL = 4096, 2048  # bytes
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAIN_PARTS = {
    "docx": (
        b"wordprocessingml.document.main",
        b"wordprocessingml.template.main",
        b"ms-word.document.macroEnabled.main",
    ),
    "pptx": (
        b"presentationml.presentation.main",
        b"presentationml.slideshow.main",
        b"presentationml.template.main",
        b"ms-powerpoint.presentation.macroEnabled.main",
        b"ms-powerpoint.slideshow.macroEnabled.main",
    ),
    "xlsx": (b"spreadsheetml.sheet.main", b"spreadsheetml.template.main", b"ms-excel.sheet.macroEnabled.main"),
}
# OpenDocument and EPUB name themselves in a member «mimetype».
OPEN_TYPES = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.text-template": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.spreadsheet-template": "ods",
    "application/vnd.oasis.opendocument.presentation": "odp",
    "application/vnd.oasis.opendocument.presentation-template": "odp",
    "application/epub+zip": "epub",
}
PICTURES = frozenset({"png", "jpeg", "tiff", "bmp", "webp"})
SIGNATURES = (
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"BM", "bmp"),
    (b"RIFF", "riff"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"MZ", "exe"),
    (b"\x7fELF", "elf"),
    (b"ID3", "mp3"),
    (b"OggS", "ogg"),
    (b"SQLite format 3", "sqlite"),
    (b"%!PS", "postscript"),
    (b"AC10", "dwg"),
)


def recognize(path: Path, file: str) -> str:
    """Return the name of the format, one that `ingest.parsers.registry` knows.

    Raises `EmptyFile`, `FileTooLarge`, `EncryptedFile`, `DamagedFile` or `UnknownFormat`. Archives are
    measured by their directory before a member is unpacked.
    """
    size = path.stat().st_size
    if size == 0:
        raise EmptyFile(file=file)
    _check(file, size, LARGEST_FILE, "bytes")
    head, tail = _ends(path, size)
    if _is_pdf(head, tail):
        return "pdf"
    if head.startswith(OLE2):
        return legacy_format(path, file)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _archive_format(path, file)
    if found := _signed_format(head):
        if found in PICTURES:
            return found
        raise UnknownFormat(file=file, detected=found)
    _check(file, size, LARGEST_TEXT, "bytes")
    return _text_format(path, file, head)


def _check(file: str, size: int, limit: int, measure: str) -> None:
    if size > limit:
        raise FileTooLarge(file=file, size=size, limit=limit, measure=measure)


def _ends(path: Path, size: int) -> tuple[bytes, bytes]:
    with path.open("rb") as stream:
        head = stream.read(HEAD)
        stream.seek(max(0, size - TAIL))
        return head, stream.read(TAIL)


def _is_pdf(head: bytes, tail: bytes) -> bool:
    """Anything may stand before the header, up to 1024 bytes; then the tail has to show what it is."""
    if head.lstrip(b"\xef\xbb\xbf\0 \t\r\n").startswith(b"%PDF-"):
        return True
    return b"%PDF-" in head[:1024] and b"%%EOF" in tail


def _signed_format(head: bytes) -> str:
    """Two letters may well begin a text: those signatures count only before binary content."""
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "webp"
    for signature, name in SIGNATURES:
        if head.startswith(signature) and (len(signature) > 2 or decode(head) is None):
            return name
    return ""


def _archive_format(path: Path, file: str) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            check_archive(archive, file)
            return _packed_format(archive, file)
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        NotImplementedError,
        OSError,
        ValueError,
        EOFError,
        zlib.error,
        lzma.LZMAError,
    ) as error:
        raise DamagedFile(file=file, detail=str(error)) from error


def check_archive(archive: zipfile.ZipFile, file: str) -> None:
    """Raise `FileTooLarge` or `EncryptedFile` by an archive's directory, before anything is unpacked.

    The directory cannot promise less than what is unpacked: reading stops at the size that it names.
    """
    members = archive.infolist()
    _check(file, len(members), MOST_MEMBERS, "members")
    _check(file, sum(member.file_size for member in members), LARGEST_UNPACKED, "unpacked bytes")
    for member in members:
        if member.file_size > SMALL_MEMBER:
            _check(file, member.file_size // max(1, member.compress_size), LARGEST_RATIO, "compression ratio")
    if any(member.flag_bits & 1 for member in members):
        raise EncryptedFile(file=file)


def _packed_format(archive: zipfile.ZipFile, file: str) -> str:
    names = set(archive.namelist())
    if "[Content_Types].xml" in names:
        return _office_format(archive, file)
    if "mimetype" not in names or archive.getinfo("mimetype").file_size >= 100:
        return "zip"
    own_name = archive.read("mimetype").decode("ascii", errors="replace").strip()
    if own_name not in OPEN_TYPES:
        raise UnknownFormat(file=file, detected=own_name)
    return OPEN_TYPES[own_name]


def _office_format(archive: zipfile.ZipFile, file: str) -> str:
    member = archive.getinfo("[Content_Types].xml")
    _check(file, member.file_size, LARGEST_CONTENT_TYPES, "unpacked bytes")
    content_types = archive.read(member)
    for name, marks in MAIN_PARTS.items():
        if any(mark in content_types for mark in marks):
            return name
    raise UnknownFormat(file=file, detected="xlsb" if b"sheet.binary" in content_types else "office open xml")


def _text_format(path: Path, file: str, head: bytes) -> str:
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if is_mail(head):
        return "eml"
    text = decode(path.read_bytes())
    if text is None:
        raise UnknownFormat(file=file, detected="binary")
    return text_format(text, file)
