"""Writes OLE2 files, the container of msg, doc, xls and ppt, so that sound ones can be broken."""

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["Tree", "compound_file"]

Tree = Mapping[str, "bytes | Tree"]
"""Streams by name, and storages, which are trees themselves."""

SECTOR, SMALL_SECTOR, CUTOFF = 512, 64, 4096  # bytes
FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
STORAGE, STREAM, ROOT = 1, 2, 5
SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(slots=True)
class _Entry:
    name: str
    kind: int
    content: bytes = b""
    child: int = FREE
    right: int = FREE
    first: int = END


def compound_file(tree: Tree) -> bytes:
    """Return the bytes of a file with these streams and storages; up to about 6 MB."""
    entries = [_Entry("Root Entry", ROOT)]
    entries[0].child = _add(entries, tree)
    small, small_table = _small_stream(entries)
    entries[0].content = small
    directory_sectors = -(-len(entries) // 4)
    bodies = [
        b"\0" * (directory_sectors * SECTOR),  # the directory, filled in when all places are known
        b"".join(number.to_bytes(4, "little") for number in small_table),
        *(entry.content for entry in entries if entry.kind == ROOT or len(entry.content) >= CUTOFF),
    ]
    sectors = [-(-len(body) // SECTOR) for body in bodies]
    tables = 1
    while tables * 128 < tables + sum(sectors):
        tables += 1
    firsts, table = [], [TABLE] * tables
    for count in sectors:
        firsts.append(len(table) if count else END)
        table += [*range(len(table) + 1, len(table) + count), *([END] if count else [])]
    large = iter(firsts[2:])
    for entry in entries:
        if entry.kind == ROOT or len(entry.content) >= CUTOFF:
            entry.first = next(large)
    bodies[0] = b"".join(map(_packed, entries)).ljust(directory_sectors * SECTOR, b"\0")
    header = _header(tables, firsts[0], firsts[1], sectors[1])
    return header + _words(*table, *[FREE] * (tables * 128 - len(table))) + b"".join(map(_filled, bodies))


def _add(entries: list[_Entry], tree: Tree) -> int:
    """Add the entries of a storage and return the first; each stands to the right of the one before."""
    first = before = FREE
    for name, content in tree.items():
        place = len(entries)
        entries.append(_Entry(name, STREAM if isinstance(content, bytes) else STORAGE))
        if before == FREE:
            first = place
        else:
            entries[before].right = place
        before = place
        if isinstance(content, bytes):
            entries[place].content = content
        else:
            entries[place].child = _add(entries, content)
    return first


def _small_stream(entries: list[_Entry]) -> tuple[bytes, list[int]]:
    """Lay the short streams behind one another; return them and their table of small sectors."""
    body, table = b"", list[int]()
    for entry in entries:
        if entry.kind == STREAM and 0 < len(entry.content) < CUTOFF:
            count = -(-len(entry.content) // SMALL_SECTOR)
            entry.first = len(table)
            table += [*range(len(table) + 1, len(table) + count), END]
            body += entry.content.ljust(count * SMALL_SECTOR, b"\0")
    return body, table


def _packed(entry: _Entry) -> bytes:
    name = (entry.name + "\0").encode("utf-16-le")
    head = name.ljust(64, b"\0") + len(name).to_bytes(2, "little") + bytes([entry.kind, 1])
    return (
        head
        + _words(FREE, entry.right, entry.child)
        + bytes(16 + 4 + 16)
        + _words(entry.first, len(entry.content), 0)
    )


def _header(tables: int, directory: int, small_table: int, small_sectors: int) -> bytes:
    head = SIGNATURE + bytes(16)
    head += b"".join(number.to_bytes(2, "little") for number in (0x3E, 3, 0xFFFE, 9, 6)) + bytes(6)
    return head + _words(
        *(0, tables, directory, 0, CUTOFF, small_table, small_sectors, END, 0),
        *range(tables),
        *[FREE] * (109 - tables),
    )


def _filled(body: bytes) -> bytes:
    return body.ljust(-(-len(body) // SECTOR) * SECTOR, b"\0")


def _words(*numbers: int) -> bytes:
    return b"".join(number.to_bytes(4, "little") for number in numbers)
