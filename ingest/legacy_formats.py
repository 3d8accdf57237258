"""What an OLE2 container holds: an old Word, Excel or PowerPoint file, or a locked new one."""

from pathlib import Path

import olefile
from olefile.olefile import OleFileError

from corpus.errors import DamagedFile, EncryptedFile, UnknownFormat

MAIN_STREAMS = (("WordDocument", "doc"), ("Workbook", "xls"), ("Book", "xls"), ("PowerPoint Document", "ppt"))
LOCKED = "EncryptedPackage"
LOCKED_SLIDES = "EncryptedSummary"
WORD_FLAGS, WORD_IS_LOCKED = 10, 0x0100  # place and bit in the header of a Word file
SHEET_LOCK = b"\x2f\0"  # the record FilePass; it stands right behind the first record
MESSAGE = "__properties_version1.0"


def legacy_format(path: Path, file: str) -> str:
    """Return "doc", "xls", "ppt" or "msg". Raises `EncryptedFile`, `DamagedFile` or `UnknownFormat`.

    Only streams at the top count: what is embedded in a file has the same names further down.
    """
    try:
        with olefile.OleFileIO(path) as container:
            _refuse_cut(container)
            names = {entry[0] for entry in container.listdir() if len(entry) == 1}
            if LOCKED in names or LOCKED_SLIDES in names:
                raise EncryptedFile(file=file)
            if MESSAGE in names:
                return "msg"
            for stream, kind in MAIN_STREAMS:
                if stream in names:
                    _refuse_locked(container.openstream(stream).read(64), kind, file)
                    return kind
    except (OSError, OleFileError, ValueError, IndexError, TypeError, RecursionError) as error:
        raise DamagedFile(file=file, detail=f"{type(error).__name__}: {error}") from error
    raise UnknownFormat(file=file, detected="ole2")


def _refuse_cut(container: olefile.OleFileIO) -> None:
    """Raise `ValueError` where a stream is shorter than the directory says: the library takes what is there."""
    for entry in container.listdir():
        if len(container.openstream(entry).read()) < container.get_size(entry):
            raise ValueError("the end is missing")


def _refuse_locked(head: bytes, kind: str, file: str) -> None:
    if kind == "doc" and int.from_bytes(head[WORD_FLAGS : WORD_FLAGS + 2], "little") & WORD_IS_LOCKED:
        raise EncryptedFile(file=file)
    if kind == "xls":
        second = 4 + int.from_bytes(head[2:4], "little")  # behind the first record and its own head
        if head[second : second + 2] == SHEET_LOCK:
            raise EncryptedFile(file=file)
