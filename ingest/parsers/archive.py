"""The parser of zip archives: the texts of their members, one behind the other, under their names."""

import lzma
import shutil
import stat
import tempfile
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from corpus.errors import DamagedFile, FileTooLarge, UnknownFormat, UnreadableDocument
from corpus.records import BlockKind
from ingest.formats import check_archive, recognize
from ingest.parsers.page_builder import DocumentBuilder
from ingest.parsers.text_encoding import decode
from ingest.parsing import ParsedDocument

MOST_MEMBERS = 200
LARGEST_UNPACKED = 200 * 1024 * 1024  # bytes of all members together
UTF8_NAME = 0x800
ARCHIVES = frozenset({"zip"})
LITTER = ("__MACOSX", "Thumbs.db", "desktop.ini")
BROKEN = (
    zipfile.BadZipFile,
    NotImplementedError,
    OSError,
    ValueError,
    EOFError,
    RuntimeError,
    IndexError,
    zlib.error,
    lzma.LZMAError,
)


class ArchiveParser:
    """Reads what parsers can read of a zip file; the name of a member is the heading above its pages.

    Of a member that cannot be read, the name alone is kept; archives within the archive are not opened.
    Raises `EncryptedFile`, `FileTooLarge`, `DamagedFile` (for names that lead outside and links, too), and
    where no member is read `UnknownFormat` or the reason of the first.
    """

    def parse(self, path: Path, file: str) -> ParsedDocument:
        builder = DocumentBuilder()
        failures: list[UnreadableDocument] = []
        try:
            with (
                zipfile.ZipFile(path) as archive,
                tempfile.TemporaryDirectory(prefix="sanadyar-zip-") as folder,
            ):
                members = _members(archive, file)
                for info, name in members:
                    try:
                        _add(builder, name, _read(archive, info, name, Path(folder) / "member"))
                    except UnreadableDocument as error:
                        failures.append(error)
                        _add_name(builder, name)
        except BROKEN as error:
            raise DamagedFile(file=file, detail=f"{type(error).__name__}: {error}") from error
        if len(failures) == len(members):
            raise failures[0] if len(failures) == 1 else UnknownFormat(file=file, detected="zip")
        return builder.document(file, {})


def _members(archive: zipfile.ZipFile, file: str) -> list[tuple[zipfile.ZipInfo, str]]:
    """Return the files of an archive with their names; raises where one of them is a trap."""
    check_archive(archive, file)
    infos = [info for info in archive.infolist() if not info.is_dir()]
    unpacked = sum(info.file_size for info in infos)
    for size, limit, measure in (
        (len(infos), MOST_MEMBERS, "members"),
        (unpacked, LARGEST_UNPACKED, "unpacked bytes"),
    ):
        if size > limit:
            raise FileTooLarge(file=file, size=size, limit=limit, measure=measure)
    named = [(info, _name(info)) for info in infos]
    for info, name in named:
        if _leads_outside(name) or stat.S_ISLNK(info.external_attr >> 16):
            raise DamagedFile(file=file, detail=f"a member leads outside: {name[:80]}")
    return [(info, name) for info, name in named if not _is_litter(name)]


def _name(info: zipfile.ZipInfo) -> str:
    """Return a name in the letters that it was written in: old programs wrote cp1256 and said nothing."""
    if info.flag_bits & UTF8_NAME:
        return info.filename
    try:
        return decode(info.filename.encode("cp437")) or info.filename
    except UnicodeEncodeError:
        return info.filename


def _leads_outside(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/"))
    return parts.is_absolute() or ".." in parts.parts or name[1:2] == ":"


def _is_litter(name: str) -> bool:
    return any(part in LITTER or part.startswith(".") for part in PurePosixPath(name).parts)


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, place: Path) -> ParsedDocument:
    # Imported late: the registry knows this module too.
    from ingest.parsers.registry import parser_for

    with archive.open(info) as packed, place.open("wb") as unpacked:
        shutil.copyfileobj(packed, unpacked)
    found = recognize(place, name)
    if found in ARCHIVES:
        raise UnknownFormat(file=name, detected="an archive in an archive")
    return parser_for(found).parse(place, name)


def _add_name(builder: DocumentBuilder, name: str) -> None:
    if not builder.page_is_empty:
        builder.start_page()
    builder.add(BlockKind.HEADING, name, 1)


def _add(builder: DocumentBuilder, name: str, parsed: ParsedDocument) -> None:
    """Add the pages of a member, its own headings a level below its name."""
    _add_name(builder, name)
    page = 1
    for block in parsed.blocks:
        if block.page != page and not builder.page_is_empty:
            builder.start_page()
        page = block.page
        text = block.span.of(parsed.pages[page - 1].text)
        if block.kind is BlockKind.TITLE:
            builder.add(BlockKind.HEADING, text, 2)
        else:
            builder.add_row(block.kind, text.split("\t"), block.level + 1 if block.level else 0)
