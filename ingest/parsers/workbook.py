"""The parser of workbooks."""

import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from lxml.etree import XMLSyntaxError
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from corpus.errors import DamagedFile, FileTooLarge
from ingest.parsers.office_package import OfficePackage
from ingest.parsers.page_builder import DocumentBuilder
from ingest.parsers.sheet import Cells, add_sheet
from ingest.parsers.shown_cell import shown_text
from ingest.parsing import ParsedDocument

MOST_ROWS = 50_000  # of one sheet
MOST_COLUMNS = 256
MOST_LINES = 1_048_576  # rows of a sheet, empty ones included: Excel's own bound
BROKEN = (
    InvalidFileException,
    DefusedXmlException,
    ParseError,
    XMLSyntaxError,
    zipfile.BadZipFile,
    zlib.error,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    OSError,
)
FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
OVERLAP = 32  # bytes: longer than the start of an element that a border between two pieces may part
PIECE = 1024 * 1024  # bytes


class WorkbookParser:
    """Reads xlsx files, a sheet as a page: its name as heading, then its rows.

    Cells show what Excel shows as far as the file tells; formulas that were never computed show themselves.
    Hidden sheets are read and marked. Raises `EmptyFile`, `DamagedFile`, `EncryptedFile` or `FileTooLarge`.
    """

    def parse(self, path: Path, file: str) -> ParsedDocument:
        with OfficePackage(path, file) as package:
            properties = package.properties
        builder = DocumentBuilder()
        try:
            self._add_sheets(builder, path, file)
        except BROKEN as error:
            raise DamagedFile(file=file, detail=f"{type(error).__name__}: {error}") from error
        return builder.document(file, properties)

    def _add_sheets(self, builder: DocumentBuilder, path: Path, file: str) -> None:
        """Add all sheets; a workbook with formulas is read twice at once, as shown and as written."""
        with path.open("rb") as stream, path.open("rb") as second:
            shown = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
            written = load_workbook(second, read_only=True, keep_links=False) if _has_formulas(path) else None
            for number, sheet in enumerate(shown.worksheets):
                if number:
                    builder.start_page()
                rows = _rows(sheet, written and written[sheet.title], file)
                add_sheet(builder, sheet.title, rows, hidden=sheet.sheet_state != "visible")


def _has_formulas(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if "worksheets/" in name and name.endswith(".xml"):
                with archive.open(name) as stream:
                    end = b""
                    while piece := stream.read(PIECE):
                        if FORMULA.search(end + piece):
                            return True
                        end = piece[-OVERLAP:]
    return False


def _rows(sheet: Any, written: Any, file: str) -> Iterator[Cells]:
    """Yield the rows as texts; raises `FileTooLarge` rather than leave rows out."""
    filled = 0
    for shown, formulas in zip_longest(_cells(sheet), () if written is None else _cells(written), fillvalue=()):
        row = tuple(
            shown_text(cell) or _formula(formula)
            for cell, formula in zip_longest(shown, formulas, fillvalue=None)
        )
        filled += any(row)
        if filled > MOST_ROWS:
            raise FileTooLarge(file=file, size=filled, limit=MOST_ROWS, measure="rows")
        yield row


def _cells(sheet: Any) -> Iterator[Sequence[Any]]:
    sheet.reset_dimensions()  # the size that a sheet states of itself is often wrong
    return islice(sheet.iter_rows(max_col=MOST_COLUMNS), MOST_LINES)


def _formula(cell: Any) -> str:
    value = None if cell is None else cell.value
    return value if isinstance(value, str) and value.startswith("=") else ""
