"""The rows of a sheet as blocks, whatever program made it."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, takewhile

from corpus.records import BlockKind
from ingest.parsers.page_builder import DocumentBuilder
from ingest.parsers.table_header import looks_like_header

UNNAMED_SHEET = re.compile(r"(?:sheet|برگه|کاربرگ|ورق)\s*\d*", re.I)

HIDDEN = "(برگهٔ پنهان)"

Cells = tuple[str, ...]


def add_sheet(builder: DocumentBuilder, title: str, rows: Iterator[Cells], *, hidden: bool = False) -> None:
    """Add the tables of a sheet; empty rows part them. The heading of a hidden sheet says that it is one."""
    is_first = True
    for is_filled, group in groupby(rows, key=any):
        if is_filled:
            if is_first and (hidden or not UNNAMED_SHEET.fullmatch(title.strip())):
                builder.add(BlockKind.HEADING, f"{title} {HIDDEN}" if hidden else title, 1)
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
