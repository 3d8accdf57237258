"""Resolutions in tables: a column for what was decided, and one for who or until when."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.records import BlockKind
from ingest.describing.lines import Line

__all__ = ["Row", "rows_of"]

_TEXT = (
    re.compile(r"(?:شرح|متن|عنوان|موضوع|خلاصه|موارد)?\s?(?:ی\s)?(?:مصوبه|مصوبات|تصمیم(?:\s?ها|ات)?)(?:\s.*)?|تصمیم.*|شرح\sتصمیم|اقدام(?:ات)?(?:\s(?:مورد\sنیاز|لازم|مصوب|بعدی))?|تعهد(?:ات)?|توافق(?:ات)?|نتیجه(?:\sمذاکرات)?"),
    re.compile(r"شرح(?:\s(?:اقدام(?:ات)?|وظیفه|کار|موضوع|تکلیف))?|متن|وظیفه|کار|تکلیف|فعالیت|شرح\sفعالیت|توضیحات\sمصوبه"),
    re.compile(r"موضوع|عنوان|بند|شرح\sمذاکرات"),
)  # fmt: skip
_OWNER = re.compile(
    r"(?:(?:واحد|نام|فرد|دستگاه|نهاد|سازمان|مقام|مرجع)\s)?(?:مسیول|متولی|مجری|پیگیر|اقدام\s?کننده"
    r"|پیگیری\s?کننده|اجرا\s?کننده|مسیولیت|عهده\s?دار|ناظر)(?:\s?ی)?"
    r"(?:\s(?:اجرا|پیگیری|اقدام|انجام|مربوطه|اجرایی|و\sپیگیری))*|اقدام\s?کننده.*|پیگیری\s?کننده.*"
    r"|واحد(?:\s(?:اجرایی|مربوطه|اقدام))?|بر\sعهده|به\sعهده|مسیول.*|پیگیری"
)
_DUE = re.compile(
    r"(?:مهلت|موعد|سررسید|سر\sرسید|ضرب\s?الاجل|مدت|زمان|زمان\s?بندی|تاریخ)(?:\s?ی)?(?:\s(?:اجرا|انجام"
    r"|اقدام|پایان|خاتمه|اتمام|سررسید|تحویل|پیگیری|مقرر|مصوبه|نهایی|تعیین\s?شده|پاسخ|لازم|زمانی))*"
    r"|حداکثر\s(?:زمان|مهلت).*|تا\sتاریخ|مهلت.*|زمان\s.*"
)
# Tables that look back: what became of earlier resolutions.
_LOOKS_BACK = re.compile(
    r"وضعیت|درصد|پیشرفت|انجام\s?شده|نتیجه\sپیگیری|جلسه\s?ی?\s(?:\d+|قبل|پیش|گذشته)|قبلی|پیشین"
)
_EARLIER = re.compile(
    r"پیگیری\s+مصوب|مصوبات\s+(?:جلسه|نشست)\s?ی?\s+(?!حاضر|اخیر)\w|(?:جلسه|نشست)\s?ی?\s+(?:قبل|پیش|گذشته)|^\W*\d*\W*پیگیری\W*$"
)
_NOT_ONE = re.compile(r"(?:جمع|مجموع|ملاحظات|امضا)(?!\w).*")
_LONGEST_HEADER_CELL = 6  # words


@dataclass(frozen=True, slots=True)
class Row:
    """A row's cells as they stand there; one that the end of a page has broken is whole again."""

    line: Line
    text: str
    owner: str
    due: str


@dataclass(frozen=True, slots=True)
class _Columns:
    count: int
    text: int
    owner: int | None
    due: int | None


def rows_of(lines: Sequence[Line]) -> list[Row]:
    """The rows of all tables of resolutions; a table that goes on over the page keeps its header."""
    rows: list[Row] = []
    columns: _Columns | None = None
    looks_back = False
    for line in lines:
        if line.kind is BlockKind.RUNNING:
            continue
        cells = cells_of(line)
        if len(cells) < 2:
            if line.words > 2:
                looks_back = _is_about_earlier(line) or (looks_back and line.words > 12)
                columns = None
            continue
        header = _header([line.folded[start:end] for start, end in cells])
        if header is not None:
            columns = None if looks_back or _LOOKS_BACK.search(line.folded) else header
        elif columns and columns.count - 1 <= len(cells) <= columns.count:
            cells += [(len(line.folded), len(line.folded))] * (columns.count - len(cells))  # empty last cells
            _add(rows, line, cells, columns)
    return rows


def _add(rows: list[Row], line: Line, cells: Sequence[tuple[int, int]], columns: _Columns) -> None:
    text, owner, due = (
        line.original(*cells[place]) if place is not None and cells[place][0] < cells[place][1] else ""
        for place in (columns.text, columns.owner, columns.due)
    )
    number = cells[0] if columns.text > 0 else None
    if rows and number and number[0] == number[1] and not due:  # the rest of a row from the page before
        above = rows[-1]
        rows[-1] = Row(above.line, f"{above.text} {text}".strip(), f"{above.owner} {owner}".strip(), above.due)
    elif len(text) >= 4 and not _NOT_ONE.fullmatch(text):
        rows.append(Row(line, text, owner, due))


def cells_of(line: Line) -> list[tuple[int, int]]:
    """Places of the cells in the folded text; empty cells too."""
    if "\t" not in line.folded and line.folded.count("|") < 2:
        return []
    text = line.folded if "\t" in line.folded else line.folded.strip("|")
    offset = line.folded.index(text) if text else 0
    cells, at = [], 0
    for match in re.finditer(r"\t|\|", text + "\t"):
        piece = text[at : match.start()]
        lead = len(piece) - len(piece.lstrip())
        cells.append((offset + at + lead, offset + at + lead + len(piece.strip())))
        at = match.end()
    return cells


def _is_about_earlier(line: Line) -> bool:
    return line.words < 12 and _EARLIER.search(line.folded) is not None


def _header(cells: Sequence[str]) -> _Columns | None:
    titles = [" ".join(cell.split()).strip(" :") for cell in cells]
    if any(len(title.split()) > _LONGEST_HEADER_CELL for title in titles):
        return None
    owner = next((place for place, title in enumerate(titles) if _OWNER.fullmatch(title)), None)
    due = next((place for place, title in enumerate(titles) if place != owner and _DUE.fullmatch(title)), None)
    taken = {owner, due}
    for pattern in _TEXT:
        for place, title in enumerate(titles):
            if place not in taken and pattern.fullmatch(title):
                return (
                    _Columns(len(titles), place, owner, due) if owner is not None or due is not None else None
                )
    return None
