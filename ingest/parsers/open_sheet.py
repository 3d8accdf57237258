"""The parser of OpenDocument spreadsheets (ods)."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from corpus.errors import FileTooLarge
from ingest.parsers.office_package import BROKEN
from ingest.parsers.open_package import TABLE, TEXT, OpenPackage
from ingest.parsers.open_paragraph import UNSHOWN
from ingest.parsers.open_table import cell_texts, is_filled, repeated
from ingest.parsers.page_builder import DocumentBuilder
from ingest.parsers.sheet import Cells, add_sheet
from ingest.parsing import ParsedDocument

MOST_ROWS = 50_000  # of one sheet
ROW, SHEET = f"{TABLE}table-row", f"{TABLE}table"


class OpenSheetParser:
    """Reads ods files, a sheet as a page: its name as heading, then its rows as the program showed them.

    Hidden sheets are read too, comments are not. Rows are read one by one, so that memory stays bounded.
    Raises `EmptyFile`, `DamagedFile`, `EncryptedFile` or `FileTooLarge`.
    """

    def parse(self, path: Path, file: str) -> ParsedDocument:
        builder = DocumentBuilder()
        with OpenPackage(path, file) as package:
            properties = package.properties
            try:
                for number, (name, rows) in enumerate(_sheets(package, path)):
                    if number:
                        builder.start_page()
                    add_sheet(builder, name, _bounded(rows, file))
            except BROKEN as error:
                raise package.damage(f"{type(error).__name__}: {error}") from error
        return builder.document(file, properties)


def _sheets(package: OpenPackage, path: Path) -> Iterator[tuple[str, Iterator[Cells]]]:
    """Yield the name and the rows of each sheet; the rows have to be taken before the next sheet."""
    if "content.xml" not in package.names:
        raise package.damage("content.xml is missing")
    with zipfile.ZipFile(path) as archive, archive.open("content.xml") as stream:
        steps = etree.iterparse(
            stream,
            events=("start", "end"),
            tag=(SHEET, ROW),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            remove_comments=True,
            remove_pis=True,
        )
        for event, element in steps:
            if element.getroottree().docinfo.doctype:
                raise package.damage("content.xml declares a document type")
            if event == "start" and element.tag == SHEET:
                name = element.get(f"{TABLE}name", "")
                rows = _rows(steps, element)
                yield name, rows
                for _ in rows:
                    pass
        if steps.root is None:
            raise package.damage("content.xml is empty")


def _rows(steps: Iterator[tuple[str, etree._Element]], sheet: etree._Element) -> Iterator[Cells]:
    for event, element in steps:
        if event == "end" and element is sheet:
            element.clear()
            return
        if event == "end" and element.tag == ROW:
            row = tuple(cell_texts(element, _shown))
            times = repeated(element, "rows") if is_filled(row) else 1
            element.clear()
            while element.getprevious() is not None and element.getprevious().tag == ROW:
                del element.getparent()[0]
            for _ in range(times):
                yield row


def _shown(cell: etree._Element) -> str:
    """Return the text of a cell as the program showed it, its comment left out."""
    lines = ("".join(_texts(paragraph)) for paragraph in cell.iterchildren(f"{TEXT}p"))
    return " ".join(line for line in lines if line.strip())


def _texts(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag in (f"{TEXT}s", f"{TEXT}tab", f"{TEXT}line-break"):
            yield " "
        elif child.tag not in UNSHOWN:
            yield from _texts(child)
        yield child.tail or ""


def _bounded(rows: Iterator[Cells], file: str) -> Iterator[Cells]:
    """Yield the rows; raises `FileTooLarge` rather than leave rows out."""
    filled = 0
    for row in rows:
        filled += any(row)
        if filled > MOST_ROWS:
            raise FileTooLarge(file=file, size=filled, limit=MOST_ROWS, measure="rows")
        yield row
