"""Which row of a table names its columns."""

from collections.abc import Sequence

from ingest.parsers.pdf.paragraphs import Draft
from ingest.parsers.table_header import looks_like_header


def table_rows(drafts: Sequence[Draft], first: int) -> Sequence[Draft]:
    """Return the rows of the table whose first row is `drafts[first]`."""
    end = first + 1
    while end < len(drafts) and drafts[end].table == drafts[first].table and drafts[end].row > 0:
        end += 1
    return drafts[first:end]


class TableHeaders:
    """Finds the row that names the columns of each table, also of tables that go on over a page."""

    def __init__(self) -> None:
        self._columns = 0  # of the table just read, 0 where something else stands after it
        self._header = ""

    def forget(self) -> None:
        """Say that something else than a table follows."""
        self._columns = 0

    def of_table(self, rows: Sequence[Draft]) -> Draft | None:
        """Return the row that names the columns, None if no row does or the page before has named them."""
        columns = max(len(row.cells) for row in rows)
        if columns == self._columns:
            return next((row for row in rows[:2] if row.text == self._header), None)
        names = naming_row(rows)
        self._columns, self._header = columns, names.text if names else ""
        return names


def naming_row(rows: Sequence[Draft]) -> Draft | None:
    """Return the row that names the columns, None if none does.

    A table may begin with its title over its whole breadth. Of ruled tables with three columns or more the
    first row is taken; a form of two columns (name, value) has names on its right side only.
    """
    first = 1 if len(rows) > 2 and _filled(rows[0]) == 1 and _filled(rows[1]) > 1 else 0
    names, below = rows[first], rows[first + 1 :]
    if names.table >= 0 and len(names.cells) > 2:
        return names  # even alone: its rows may stand on the next page
    if not below or _filled(names) < 2:
        return None
    if any(name.endswith(":") for name in names.text.split("\t")):
        return None
    is_set_off = names.bold and not any(row.bold for row in below)
    texts = [row.text.split("\t") for row in rows[first:]]
    return names if is_set_off or looks_like_header(texts) else None


def _filled(row: Draft) -> int:
    return sum(map(bool, row.cells))
