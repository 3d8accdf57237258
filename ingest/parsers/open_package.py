"""The parts of an OpenDocument file, and the names that its XML uses."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from lxml import etree

from corpus.errors import DamagedFile, EncryptedFile, FileTooLarge
from ingest.parsers.office_package import OfficePackage

OASIS = "urn:oasis:names:tc:opendocument:xmlns"
OFFICE = f"{{{OASIS}:office:1.0}}"
TEXT = f"{{{OASIS}:text:1.0}}"
TABLE = f"{{{OASIS}:table:1.0}}"
DRAW = f"{{{OASIS}:drawing:1.0}}"
STYLE = f"{{{OASIS}:style:1.0}}"
PRESENTATION = f"{{{OASIS}:presentation:1.0}}"
FO = f"{{{OASIS}:xsl-fo-compatible:1.0}}"
META = f"{{{OASIS}:meta:1.0}}"
DC = "{http://purl.org/dc/elements/1.1/}"

MANIFEST = "META-INF/manifest.xml"
LARGEST_TREE = 64 * 1024 * 1024  # bytes of XML; as a tree it takes some eight times as much memory
PROPERTIES = {
    f"{DC}title": "title",
    f"{META}initial-creator": "author",
    f"{DC}creator": "author",
    f"{META}creation-date": "created",
    f"{DC}date": "modified",
    f"{META}generator": "producer",
    f"{DC}language": "language",
}


class OpenPackage(OfficePackage):
    """An open OpenDocument archive. Raises `EncryptedFile`, `FileTooLarge` or `DamagedFile`."""

    def __init__(self, path: Path, file: str) -> None:
        super().__init__(path, file)
        if MANIFEST in self.names and b"encryption-data" in self.content(MANIFEST):
            raise EncryptedFile(file=file)

    def body(self, kind: str) -> etree._Element:
        """Return the part of the content that holds a "text" or a "presentation"."""
        body = self._tree("content.xml").find(f"{OFFICE}body/{OFFICE}{kind}")
        if body is None:
            raise self.damage(f"the document has no {kind}")
        return body

    @cached_property
    def styles(self) -> etree._Element | None:
        """The root of the styles, None if the file has none."""
        return self._tree("styles.xml") if "styles.xml" in self.names else None

    def _tree(self, part: str) -> etree._Element:
        size = self.size(part)
        if size > LARGEST_TREE:
            raise FileTooLarge(file=self.file, size=size, limit=LARGEST_TREE, measure="bytes of XML")
        return self.xml(part)

    @cached_property
    def properties(self) -> Mapping[str, str]:
        """What the file says of itself; a part that cannot be read says nothing."""
        try:
            root = self.optional_xml("meta.xml")
        except DamagedFile:
            return {}
        found: dict[str, str] = {}
        for element in () if root is None else root.iter(*PROPERTIES):
            if element.text:
                found.setdefault(PROPERTIES[element.tag], element.text)
        return found
