"""The parser of electronic books (EPUB)."""

import posixpath
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from corpus.errors import EncryptedFile, FileTooLarge
from ingest.parsers.office_package import OfficePackage
from ingest.parsers.offline_partition import partition_page
from ingest.parsers.open_package import DC
from ingest.parsers.page_builder import DocumentBuilder
from ingest.parsers.page_source import prepare
from ingest.parsers.web_page import add_elements, decoded_page
from ingest.parsing import ParsedDocument

CONTAINER = "META-INF/container.xml"
LOCKS = "META-INF/encryption.xml"
CHAPTERS = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")
LARGEST_CHAPTER = 16 * 1024 * 1024  # bytes
LARGEST_BOOK = 64 * 1024 * 1024  # bytes of all chapters
PROPERTIES = {"title": "title", "creator": "author", "date": "created", "language": "language"}


class BookParser:
    """Reads EPUB files, a chapter as a page, in the order of reading that the book states.

    Notes, tables and lists are those of the chapter's HTML. The table of contents of its own and pictures
    are left out. Raises `EmptyFile`, `DamagedFile`, `EncryptedFile` or `FileTooLarge`.
    """

    def parse(self, path: Path, file: str) -> ParsedDocument:
        builder = DocumentBuilder()
        with OfficePackage(path, file) as package:
            place, root = _package_document(package)
            for chapter in _chapters(package, place, root):
                if not builder.page_is_empty:
                    builder.start_page()
                _add_chapter(builder, package, chapter)
        return builder.document(file, _properties(root))


def _package_document(package: OfficePackage) -> tuple[str, etree._Element]:
    for element in package.xml(CONTAINER).iter("{*}rootfile"):
        if place := element.get("full-path"):
            return place, package.xml(place)
    raise package.damage("the book names no package document")


def _chapters(package: OfficePackage, place: str, root: etree._Element) -> list[str]:
    """Return the parts in their order of reading. Raises `EncryptedFile` where rights lock one of them."""
    folder = posixpath.dirname(place)
    parts: dict[str, str] = {}
    for item in root.iter("{*}item"):
        is_contents = "nav" in item.get("properties", "").split()
        if item.get("media-type") in CHAPTERS and not is_contents:
            target = unquote(item.get("href", "")).partition("#")[0]
            parts[item.get("id", "")] = posixpath.normpath(posixpath.join(folder, target))
    order = [parts[name] for link in root.iter("{*}itemref") if (name := link.get("idref", "")) in parts]
    order = [part for part in dict.fromkeys(order) if part in package.names]
    locked = package.content(LOCKS).decode("utf-8", "replace") if LOCKS in package.names else ""
    if any(f'"{part}"' in locked for part in order):
        raise EncryptedFile(file=package.file)
    sizes = [package.size(part) for part in order]
    for size, limit in ((sum(sizes), LARGEST_BOOK), (max(sizes, default=0), LARGEST_CHAPTER)):
        if size > limit:
            raise FileTooLarge(file=package.file, size=size, limit=limit, measure="bytes of chapters")
    return order


def _add_chapter(builder: DocumentBuilder, package: OfficePackage, part: str) -> None:
    text = decoded_page(package.content(part))
    if text is None:
        raise package.damage(f"{part} is no text")
    try:
        source = prepare(text)
        for content in (*source.before, source.content, *source.after):
            add_elements(builder, partition_page(content))
    except etree.ParserError:
        return  # a chapter without any element, such as a cover
    except (RecursionError, AssertionError) as error:
        raise package.damage(f"{part}: {type(error).__name__}: {error}") from error


def _properties(root: etree._Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, known in PROPERTIES.items():
        for element in root.iter(f"{DC}{name}"):
            found.setdefault(known, element.text or "")
    return found
