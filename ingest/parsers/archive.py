"""The parser of zip archives: what is in them; the members themselves become documents of their own."""

import lzma
import shutil
import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from corpus.errors import DamagedFile, EmptyFile, FileTooLarge
from corpus.records import BlockKind
from ingest.formats import check_archive
from ingest.parsers.page_builder import DocumentBuilder
from ingest.parsers.text_encoding import decode
from ingest.parsers.unpacked_names import apart, safe_path
from ingest.parsing import ParsedDocument, Unpacked

MOST_MEMBERS = 200
LARGEST_UNPACKED = 200 * 1024 * 1024  # bytes of all members together
UTF8_NAME = 0x800
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
Member = tuple[zipfile.ZipInfo, str]


class ArchiveParser:
    """Reads a zip file as the list of its members, and unpacks them.

    Raises `EmptyFile`, `EncryptedFile`, `FileTooLarge` and `DamagedFile`, the last for links and for names
    that lead outside, too: such an archive was made to do harm.
    """

    def parse(self, path: Path, file: str) -> ParsedDocument:
        builder = DocumentBuilder()
        try:
            with zipfile.ZipFile(path) as archive:
                members = _members(archive, file)
        except BROKEN as error:
            raise DamagedFile(file=file, detail=f"{type(error).__name__}: {error}") from error
        if not members:
            raise EmptyFile(file=file)
        builder.add(BlockKind.TITLE, PurePosixPath(file).stem)
        for _, name in members:
            builder.add(BlockKind.LIST_ITEM, name)
        return builder.document(file, {})

    def unpack(self, path: Path, file: str, folder: Path) -> list[Unpacked]:
        unpacked = []
        try:
            with zipfile.ZipFile(path) as archive:
                for number, (info, name) in enumerate(_members(archive, file)):
                    place = folder / str(number)
                    unpacked.append(Unpacked(name, place, _damage(archive, info, place)))
        except BROKEN as error:
            raise DamagedFile(file=file, detail=f"{type(error).__name__}: {error}") from error
        return unpacked


def _damage(archive: zipfile.ZipFile, info: zipfile.ZipInfo, place: Path) -> str:
    """Unpack one member; return why it could not be, or "": its bytes are not to be trusted then."""
    try:
        with archive.open(info) as packed, place.open("wb") as target:
            shutil.copyfileobj(packed, target)
    except BROKEN as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise  # of the disk
        place.write_bytes(b"")
        return f"{type(error).__name__}: {error}"[:200]
    return ""


def _members(archive: zipfile.ZipFile, file: str) -> list[Member]:
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
    kept = [(info, name) for info, name in named if not _is_litter(name)]
    names = apart([safe_path(name) for _, name in kept])
    return [(info, name) for (info, _), name in zip(kept, names, strict=True)]


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
