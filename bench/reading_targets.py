"""What the figures of reading are to reach, beside what they are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bench.reading_real import RealScore
from bench.reading_speed import Speed

KEEPS_ZWNJ = ("chromium", "lo_", "fpdf")  # producers that write ZWNJ into the file
XELATEX = "xelatex"  # names no blanks
PRINTS_DATES_REVERSED = "xelatex_raw"  # on the page itself
ALL = "all with text"

Row = Mapping[str, str | float | None]


@dataclass(frozen=True, slots=True)
class Target:
    """A figure and its bound: a least one where `at_least`, else a largest one. None: nothing to measure."""

    name: str
    value: float | None
    bound: float
    at_least: bool = True

    @property
    def is_reached(self) -> bool | None:
        if self.value is None:
            return None
        return self.value >= self.bound if self.at_least else self.value <= self.bound


def reading_targets(rows: Sequence[Row], two_columns: float | None) -> Iterator[Target]:
    """Yield the targets of files with a truth, from our rows of the summary."""
    own = [row for row in rows if row["reader"] == "sanadyar"]
    total = next((row for row in own if row["variant"] == ALL), None)
    variants = [row for row in own if row["variant"] != ALL and row["has_text"]]
    latex = [row for row in variants if str(row["variant"]).startswith(XELATEX)]
    others = [row for row in variants if row not in latex]
    zwnj = [row for row in variants if str(row["variant"]).startswith(KEEPS_ZWNJ)]
    yield Target("word F1(b), lowest producer", _least(others, "loose_word_f1"), 0.99)
    yield Target("word F1(b), lowest XeLaTeX", _least(latex, "loose_word_f1"), 0.97)
    yield Target("word F1(a), lowest of Chromium, LibreOffice, fpdf2", _least(zwnj, "word_f1"), 0.97)
    yield Target("CER(a), the same three, worst", _most(zwnj, "character_error_rate"), 0.02, at_least=False)
    yield Target("CER(a), mean of all with text", _of(total, "character_error_rate"), 0.02, at_least=False)
    right = [row for row in variants if row["variant"] != PRINTS_DATES_REVERSED]
    yield Target("dates right, lowest producer that prints them right", _least(right, "dates_right"), 1.0)
    yield Target("bracketed strings intact, mean", _of(total, "brackets_intact"), 0.98)
    yield Target("table rows intact, mean", _of(total, "rows_intact"), 0.95)
    yield Target("two columns, CER(a)", two_columns, 0.03, at_least=False)
    yield Target(
        "OCR decided right, files", _least([row for row in own if row["variant"] != ALL], "ocr_right"), 1.0
    )


def real_targets(scores: Sequence[RealScore]) -> Iterator[Target]:
    """Yield the targets of real files."""
    if not scores:
        return
    yield Target(
        "real files: words with swapped lam-alef", float(sum(s.swapped for s in scores)), 0, at_least=False
    )
    yield Target("real files: reversed dates", float(sum(s.reversed_dates for s in scores)), 0, at_least=False)
    known = [score.known for score in scores if score.known is not None]
    yield Target("real files: known words, lowest file", min(known, default=None), 0.9)


def speed_targets(speed: Speed) -> Iterator[Target]:
    yield Target("CPU ms a page", speed.cpu_milliseconds_a_page, 25, at_least=False)
    yield Target("pages a second, two processes", speed.pages_a_second, 40)
    yield Target("peak memory of a process, MB", speed.peak_megabytes, 400, at_least=False)


def print_targets(targets: Sequence[Target]) -> None:
    for target in targets:
        value = "–" if target.value is None else format(target.value, ".3f")
        sign = {None: " ", True: "✓", False: "✗"}[target.is_reached]
        print(f"{sign} {target.name:<52}{value:>10}  {'≥' if target.at_least else '≤'} {target.bound:g}")


def _values(rows: Sequence[Row], name: str) -> list[float]:
    return [value for row in rows if isinstance(value := row[name], float)]


def _least(rows: Sequence[Row], name: str) -> float | None:
    return min(_values(rows, name), default=None)


def _most(rows: Sequence[Row], name: str) -> float | None:
    return max(_values(rows, name), default=None)


def _of(row: Row | None, name: str) -> float | None:
    return _least([row] if row else [], name)
