"""The parser of workbooks."""

import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from itertools import groupby, islice, takewhile, zip_longest
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from lxml.etree import XMLSyntaxError
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from corpus.errors import DamagedFile, FileTooLarge
from corpus.records import BlockKind
from ingest.parsers.office_package import OfficePackage
from ingest.parsers.page_builder import DocumentBuilder
from ingest.parsers.shown_cell import shown_text
from ingest.parsers.table_header import looks_like_header
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
UNNAMED_SHEET = re.compile(r"(?:sheet|برگه|کاربرگ|ورق)\s*\d*", re.I)

Cells = tuple[str, ...]


class WorkbookParser:
    """Reads xlsx files, a sheet as a page: its name as heading, then its rows.

    Cells show what Excel shows as far as the file tells; formulas that were never computed show themselves.
    Hidden sheets are read too. Raises `EmptyFile`, `DamagedFile`, `EncryptedFile` or `FileTooLarge`.
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
                _add_sheet(builder, sheet.title, _rows(sheet, written and written[sheet.title], file))


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


def _add_sheet(builder: DocumentBuilder, title: str, rows: Iterator[Cells]) -> None:
    """Add the tables of a sheet; empty rows part them."""
    is_first = True
    for is_filled, group in groupby(rows, key=any):
        if is_filled:
            if is_first and not UNNAMED_SHEET.fullmatch(title.strip()):
                builder.add(BlockKind.HEADING, title, 1)
            is_first = False
            _add_table(builder, list(group))


def _add_table(builder: DocumentBuilder, rows: Sequence[Cells]) -> None:
    """Add rows that stand together: lines of one cell above the table are text, not rows."""
    left = min(next(place for place, text in enumerate(row) if text) for row in rows)
    rows = [row[left:] for row in rows]
    lines = sum(1 for _ in takewhile(lambda row: sum(map(bool, row)) == 1, rows))
    for row in rows[:lines]:
        builder.add(BlockKind.PARAGRAPH, " ".join(row))
    names = [name for name in rows[lines] if name] if lines < len(rows) else []
    has_header = looks_like_header([names, *rows[lines + 1 :]])
    for number, row in enumerate(rows[lines:]):
        builder.add_row(BlockKind.TABLE_HEADER if has_header and number == 0 else BlockKind.TABLE_ROW, row)
