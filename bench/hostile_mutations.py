"""Ways to break a file of a family: its bytes, members of an archive, elements of XML, objects of a PDF."""

import io
import random
import re
import warnings
import zipfile
from collections.abc import Callable, Sequence

from bench.hostile_bytes import (
    EXTREMES,
    Mutation,
    changed_bytes,
    cut,
    doubled,
    extreme,
    nested,
    spliced,
    without_part,
    zeroed,
)
from bench.hostile_pdf import broken_pdf_content, broken_pdf_object

__all__ = ["Mutation", "mutation_of"]

MARKUP = re.compile(rb"<[^<>]{1,400}>")
ENTITIES = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'


def mutation_of(family: str) -> Mutation:
    """The ways to break files of a family: general ones, and those that know its insides."""
    inside: Sequence[Mutation] = ()
    if family == "pdf":
        inside = (broken_pdf_object, broken_pdf_object, broken_pdf_content)
    elif family in ("docx", "pptx", "xlsx", "odf", "epub", "zip"):
        # Bytes changed from outside nearly always end at a checksum, before any parser.
        inside = (*[broken_member] * 7, broken_archive)
    elif family in ("html", "xml"):
        inside = (broken_markup, broken_markup)
    ways = (changed_bytes, cut, without_part, doubled, extreme, nested, spliced, zeroed, *inside, *inside)
    return lambda content, chance: chance.choice(ways)(content, chance)


def broken_markup(content: bytes, chance: random.Random) -> bytes:
    """Break one tag: leave it out, repeat it, put it elsewhere, give it an odd attribute, nest it deeply."""
    tags = list(MARKUP.finditer(content))
    if not tags:
        return changed_bytes(content, chance)
    tag, other = chance.choice(tags), chance.choice(tags)
    text = tag[0]
    changed = chance.choice(
        (
            b"",
            text * chance.choice((2, 300, 30_000)),
            other[0],
            text[:-1] + b' x="' + chance.choice(EXTREMES) + b'">',
            re.sub(rb'"[^"]*"', b'"' + chance.choice(EXTREMES).replace(b"\\", b"") + b'"', text, count=1),
            text + chance.choice(EXTREMES),
            ENTITIES + text + b"&b;&f;",
            b"<!--" + text,
            b"<![CDATA[" + text,
        )
    )
    return content[: tag.start()] + changed + content[tag.end() :]


def broken_member(content: bytes, chance: random.Random) -> bytes:
    """Break one member of an archive from the inside and pack it again."""

    def change(members: list[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
        name, body = members[place := chance.randrange(len(members))]
        way = broken_markup if body[:200].lstrip().startswith(b"<") and chance.random() < 0.8 else changed_bytes
        members[place] = (name, chance.choice((way, way, cut, without_part, doubled, extreme))(body, chance))
        return members

    return _repacked(content, change, chance)


def broken_archive(content: bytes, chance: random.Random) -> bytes:
    """Leave out, double, rename, empty or exchange members."""

    def change(members: list[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
        first, second = chance.randrange(len(members)), chance.randrange(len(members))
        name, body = members[first]
        way = chance.randrange(7)
        if way == 0:
            del members[first]
        elif way == 1:
            members.append((name, members[second][1]))
        elif way == 2:
            odd = (
                "../" * 9 + "etc/x",
                "/x",
                "C:\\x",
                "a\u202efdp.exe",
                "x" * 60_000,
                "\0",
                " ",
                "con.txt",
                "ي.xml",
            )
            members[first] = (chance.choice(odd), body)
        elif way == 3:
            members[first] = (name, b"")
        elif way == 4:
            members[first] = (name, members[second][1])
        elif way == 5:
            members[first] = (name, content)
        else:
            members[first] = (name, b" " * 30_000_000)
        return members

    return _repacked(content, change, chance)


def _repacked(
    content: bytes, change: Callable[[list[tuple[str, bytes]]], list[tuple[str, bytes]]], chance: random.Random
) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [(name, archive.read(name)) for name in archive.namelist() if not name.endswith("/")]
        stream = io.BytesIO()
        warnings.simplefilter("ignore")  # of doubled names, which are the point
        with zipfile.ZipFile(stream, "w", chance.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))) as archive:
            for name, body in change(members):
                archive.writestr(zipfile.ZipInfo(name or "x"), body)
        return stream.getvalue()
    except Exception:  # broken once already, so that it cannot be opened
        return changed_bytes(content, chance)
