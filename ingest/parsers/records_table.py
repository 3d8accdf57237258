"""What data files have in common: records of one shape, and bytes in the guise of text."""

import re
from collections.abc import Mapping, Sequence

from corpus.records import BlockKind
from ingest.parsers.page_builder import DocumentBuilder

MOST_COLUMNS = 60
PACKED = re.compile(r"(?:data:[^,]{0,100},)?[A-Za-z0-9+/=_\s-]+")
LEAST_PACKED, LEAST_LINE = 400, 40  # letters of the whole, of a line of it
LEAST_FILLED = 0.5  # share of the cells: below it the records are no table


def as_table(records: Sequence[Mapping[str, str]]) -> list[list[str]]:
    """Return the header and the rows, or no row at all where the records have too little in common."""
    keys = list(dict.fromkeys(key for record in records for key in record))
    filled = sum(len(record) for record in records)
    if len(records) < 2 or not 2 <= len(keys) <= MOST_COLUMNS:
        return []
    if filled < LEAST_FILLED * len(keys) * len(records):
        return []
    return [keys, *([record.get(key, "") for key in keys] for record in records)]


def add_table(builder: DocumentBuilder, rows: Sequence[Sequence[str]]) -> None:
    """Add rows of which the first is the header."""
    for number, row in enumerate(rows):
        builder.add_row(BlockKind.TABLE_ROW if number else BlockKind.TABLE_HEADER, row)


def is_packed(text: str) -> bool:
    """Tell whether a text is a picture or another file, written in base64: nobody searches for that."""
    if len(text) < LEAST_PACKED or not all(len(line) >= LEAST_LINE for line in text.split()[:-1]):
        return False
    return PACKED.fullmatch(text) is not None
