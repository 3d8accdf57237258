"""The parts of an Office Open XML file: XML without entities or network, found by relationships."""

import lzma
import posixpath
import re
import zipfile
import zlib
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

from lxml import etree

from corpus.errors import DamagedFile
from ingest.formats import check_archive

BROKEN = (
    etree.XMLSyntaxError,
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    OSError,
    ValueError,
    EOFError,
    NotImplementedError,
)
# The strict variety of the standard differs in its namespaces alone.
STRICT_NAMESPACE = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")
TRANSITIONAL_NAMESPACE = rb"http://schemas.openxmlformats.org/\1/2006/\2"
RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
PROPERTY_NAMES = {
    "title": "title",
    "creator": "author",
    "created": "created",
    "modified": "modified",
    "language": "language",
    "Application": "producer",
}


class OfficePackage:
    """An open archive. Every failure to read a part is a `DamagedFile`."""

    def __init__(self, path: Path, file: str) -> None:
        self.file = file
        try:
            self._archive = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise self.damage(str(error)) from error
        check_archive(self._archive, file)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._archive.close()

    def damage(self, detail: str) -> DamagedFile:
        return DamagedFile(file=self.file, detail=detail)

    def content(self, part: str) -> bytes:
        """Return the bytes of a part."""
        try:
            return self._archive.read(part)
        except KeyError as error:
            raise self.damage(f"{part} is missing") from error
        except BROKEN as error:
            raise self.damage(f"{part}: {error}") from error

    def size(self, part: str) -> int:
        """Return the unpacked size in bytes, 0 if there is no such part."""
        return self._archive.getinfo(part).file_size if part in self.names else 0

    def xml(self, part: str) -> etree._Element:
        """Return the root of an XML part; a declared document type is refused: it brings entities."""
        content = STRICT_NAMESPACE.sub(TRANSITIONAL_NAMESPACE, self.content(part))
        try:
            root = etree.fromstring(content, _parser())
        except BROKEN as error:
            raise self.damage(f"{part}: {error}") from error
        if root.getroottree().docinfo.doctype:
            raise self.damage(f"{part} declares a document type")
        return root

    def optional_xml(self, part: str | None) -> etree._Element | None:
        """Return the root of a part, None if the file has no such part."""
        return self.xml(part) if part is not None and part in self.names else None

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of all parts."""
        return frozenset(self._archive.namelist())

    def relations(self, part: str) -> Mapping[str, tuple[str, str]]:
        """Return the last word of the kind and the target part of each relationship of `part`, by its id."""
        folder, name = posixpath.split(part)
        root = self.optional_xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        if root is None:
            return {}
        return {
            link.get("Id", ""): (
                link.get("Type", "").rpartition("/")[2],
                _target(folder, link.get("Target", "")),
            )
            for link in root.iter(RELATIONSHIP)
            if link.get("TargetMode") != "External"
        }

    def related(self, part: str, kind: str) -> str | None:
        """Return the first part of a kind that `part` points to."""
        return next((target for found, target in self.relations(part).values() if found == kind), None)

    @cached_property
    def properties(self) -> Mapping[str, str]:
        """What the file says of itself; a part that cannot be read says nothing."""
        found: dict[str, str] = {}
        for kind in ("core-properties", "extended-properties"):
            try:
                root = self.optional_xml(self.related("", kind))
            except DamagedFile:
                continue
            for element in () if root is None else root.iterchildren(etree.Element):
                name = PROPERTY_NAMES.get(etree.QName(element).localname)
                if name and element.text:
                    found[name] = element.text
        return found


def _target(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join(folder, target)) if not target.startswith("/") else target[1:]


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
