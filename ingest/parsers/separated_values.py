"""The parser of comma-separated values, and of those that semicolons, tabs or bars separate."""

import csv
from collections import Counter
from itertools import islice
from pathlib import Path, PurePosixPath

from corpus.errors import DamagedFile, FileTooLarge, UnknownFormat
from corpus.records import BlockKind
from ingest.parsers.page_builder import DocumentBuilder
from ingest.parsers.text_encoding import decode
from ingest.parsing import ParsedDocument

DELIMITERS = {".csv": ",;\t|", ".tsv": "\t", ".tab": "\t"}
ALL_DELIMITERS = ",;\t|"
SAMPLE_LINES = 50
MOST_ROWS = 50_000


class SeparatedValuesParser:
    """Reads rows of values in any encoding that `text_encoding` knows; the first row is the header.

    Raises `EmptyFile`, `UnknownFormat`, `DamagedFile` or `FileTooLarge` (in rows).
    """

    def parse(self, path: Path, file: str) -> ParsedDocument:
        text = decode(path.read_bytes())
        if text is None:
            raise UnknownFormat(file=file, detected="binary")
        builder = DocumentBuilder()
        delimiters = DELIMITERS.get(PurePosixPath(file).suffix.lower(), ALL_DELIMITERS)
        add_rows(builder, text, delimiters, file, MOST_ROWS)
        return builder.document(file, {})


def add_rows(builder: DocumentBuilder, text: str, delimiters: str, file: str, most_rows: int) -> None:
    """Add all rows, the first that holds a word as the header; raises `FileTooLarge` or `DamagedFile`."""
    lines = text.replace("\0", "").splitlines(keepends=True)
    rows = csv.reader(lines, delimiter=_delimiter(lines, delimiters), skipinitialspace=True)
    kind = BlockKind.TABLE_HEADER
    try:
        for number, row in enumerate(rows, start=1):
            if number > most_rows:
                raise FileTooLarge(file=file, size=number, limit=most_rows, measure="rows")
            if any(cell.strip() for cell in row):
                builder.add_row(kind, row)
                kind = BlockKind.TABLE_ROW
    except csv.Error as error:
        raise DamagedFile(file=file, detail=str(error)) from error


def _delimiter(lines: list[str], delimiters: str) -> str:
    """Return the separator that parts most of the first lines into one number of cells, and into most."""
    return max(delimiters, key=lambda delimiter: _evenness(lines, delimiter))


def _evenness(lines: list[str], delimiter: str) -> tuple[float, int]:
    try:
        widths = [len(row) for row in islice(csv.reader(lines, delimiter=delimiter), SAMPLE_LINES) if row]
    except csv.Error:
        return 0.0, 0
    parted = Counter(width for width in widths if width > 1)
    if not parted:
        return 0.0, 0
    width, count = parted.most_common(1)[0]
    return count / len(widths), width
