"""Whether the first row of a table names its columns."""

import re
from collections.abc import Sequence

NUMBER = re.compile(r"[\d.,٫٬/:\-–%٪()\s]*\d[\d.,٫٬/:\-–%٪()\s]*")
LONGEST_NAME = 60  # characters


def looks_like_header(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether the first row holds names: every cell filled, short, no number, none of them twice.

    A form of two columns (name, value) has such a first row as well, so that two columns need a column of
    numbers below; and a table of one row or one column has no header.
    """
    names = [name.strip() for name in rows[0]] if len(rows) > 1 else []
    if len(names) < 2 or not all(names) or len(set(names)) < len(names):
        return False
    if any(NUMBER.fullmatch(name) or len(name) > LONGEST_NAME for name in names):
        return False
    return (len(names) > 2 and len(rows) > 2) or any(_counts(rows[1:], column) for column in range(len(names)))


def _counts(rows: Sequence[Sequence[str]], column: int) -> bool:
    """Tell whether what a column holds is mostly numbers."""
    cells = [row[column].strip() for row in rows if column < len(row) and row[column].strip()]
    return bool(cells) and sum(NUMBER.fullmatch(cell) is not None for cell in cells) * 2 > len(cells)
