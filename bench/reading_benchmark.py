"""Read folders of PDFs with the true text beside them, and say how well and how fast; see `bench/reading`."""

import argparse
import json
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from bench.reading_measures import ReadingScore, score
from bench.reading_peers import FAILURES, Reading, readers
from bench.reading_real import RealScore, real_score
from bench.reading_speed import measure_speed
from bench.reading_targets import (
    ALL,
    Row,
    Target,
    print_targets,
    reading_targets,
    real_targets,
    speed_targets,
)
from bench.reports import RESULTS, circumstances, save

REPOSITORY = Path(__file__).resolve().parent.parent
DATA = REPOSITORY.parent / "shared" / "data"
DEFAULT_FOLDERS = [DATA / "pdf", DATA / "municipal" / "pdf"]
WITHOUT_TEXT = frozenset({"notou", "ps2pdf_lo", "wkhtml_vazir"})  # their text layer is useless or missing
TWO_COLUMNS = ("bulletin", "column")  # in the names of documents set in columns


@dataclass(frozen=True, slots=True)
class Case:
    """A PDF and its true text; `variant` names its producer."""

    file: Path
    truth: Path
    variant: str


@dataclass(frozen=True, slots=True)
class Measured:
    reader: str
    variant: str
    file: str
    score: ReadingScore
    milliseconds_a_page: float
    ocr_right: bool | None


@dataclass(frozen=True, slots=True)
class RealMeasured:
    """A real file as one reader reads it, without a truth to compare."""

    reader: str
    file: str
    score: RealScore
    milliseconds_a_page: float


def cases(folder: Path) -> Iterator[Case]:
    """Yield PDFs with a truth: `made/NAME.VARIANT.pdf` and `truth/NAME.gt.txt`, or a text beside the PDF."""
    for file in _files(folder):
        variant = file.stem.partition(".")[2]
        truth = next((path for path in _truths(file) if path.is_file()), None)
        if truth:
            yield Case(file, truth, variant or "-")


def _files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.pdf")) if folder.is_dir() else [folder]


def _truths(file: Path) -> Iterator[Path]:
    for name in dict.fromkeys((file.stem, file.stem.partition(".")[0])):
        for folder in (file.parent, file.parent.parent / "truth", file.parent / "truth"):
            yield folder / f"{name}.gt.txt"
            yield folder / f"{name}.txt"


def read_timed(reader: Callable[[Path], Reading], file: Path) -> tuple[Reading, float]:
    """Return what a reader makes of a file, nothing if it fails, and its CPU milliseconds a page."""
    own, children = time.process_time(), _children_time()
    try:
        reading = reader(file)
    except FAILURES:
        reading = Reading(())
    seconds = time.process_time() - own + _children_time() - children
    return reading, 1000 * seconds / reading.pages


def measure(name: str, reader: Callable[[Path], Reading], case: Case) -> Measured:
    reading, milliseconds = read_timed(reader, case.file)
    ocr_right = None
    if reading.ocr_pages is not None:
        ocr_right = reading.ocr_pages == (reading.pages if case.variant in WITHOUT_TEXT else 0)
    true_text = case.truth.read_text("utf-8")
    return Measured(
        name, case.variant, case.file.name, score(true_text, reading.text), milliseconds, ocr_right
    )  # fmt: skip


def measure_real(name: str, reader: Callable[[Path], Reading], file: Path) -> RealMeasured:
    reading, milliseconds = read_timed(reader, file)
    return RealMeasured(name, file.name, real_score(reading.texts, reading.ocr_pages), milliseconds)


def _children_time() -> float:
    import resource  # not on Windows; the benchmark is not shipped

    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def summary(measured: Sequence[Measured]) -> list[Row]:
    """Return one row per reader and variant: the means of its files."""
    groups: dict[tuple[str, str], list[Measured]] = defaultdict(list)
    for one in measured:
        groups[one.reader, one.variant].append(one)
        if one.variant not in WITHOUT_TEXT:
            groups[one.reader, ALL].append(one)
    rows: list[Row] = []
    for (reader, variant), group in groups.items():
        row: dict[str, str | float | None] = {"reader": reader, "variant": variant, "files": float(len(group))}
        for field in fields(ReadingScore):
            row[field.name] = _mean([getattr(one.score, field.name) for one in group])
        row["has_text"] = float(variant not in WITHOUT_TEXT)
        row["ocr_right"] = _mean([one.ocr_right for one in group])
        row["milliseconds_a_page"] = _mean([one.milliseconds_a_page for one in group])
        rows.append(row)
    return sorted(rows, key=lambda row: (str(row["variant"]), row["reader"] != "sanadyar", str(row["reader"])))


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(statistics.fmean(known), 4) if known else None


def two_columns(measured: Sequence[Measured]) -> float | None:
    """Return our mean CER(a) over the documents that are set in columns."""
    return _mean(
        [
            one.score.character_error_rate
            for one in measured
            if one.reader == "sanadyar"
            and one.variant not in WITHOUT_TEXT
            and any(name in one.file for name in TWO_COLUMNS)
        ]
    )


COLUMNS = {
    "character_error_rate": "CER(a)", "word_f1": "F1(a)", "loose_word_f1": "F1(b)",
    "dates_right": "dates",
    "brackets_intact": "brackets", "rows_intact": "rows",
    "ocr_right": "OCR", "milliseconds_a_page": "CPU ms/page",
}  # fmt: skip


def print_table(rows: Sequence[Row]) -> None:
    print(f"{'variant':<18}{'reader':<11}" + "".join(f"{title:>12}" for title in COLUMNS.values()))
    for row in rows:
        print(f"{row['variant']:<18}{row['reader']:<11}{''.join(_cell(row[name]) for name in COLUMNS)}")


def print_real(measured: Sequence[RealMeasured]) -> None:
    titles = ("known", "pages ≥ .9", "swapped", "dates", "reversed", "to OCR", "CPU ms/page")
    print(f"{'file':<18}{'reader':<11}" + "".join(f"{title:>12}" for title in titles))
    for one in sorted(measured, key=lambda one: one.file):
        known, well_read, *counts, _ = asdict(one.score).values()
        cells = (known, well_read, *counts, one.milliseconds_a_page)
        print(f"{one.file[:17]:<18}{one.reader:<11}{''.join(map(_cell, cells))}")


def _cell(value: str | float | None) -> str:
    if value is None:
        return f"{'–':>12}"
    return f"{value if isinstance(value, int | str) else format(value, '.3f'):>12}"


def main(given: Sequence[str] | None = None) -> int:
    options = _options(given)
    files = [file for folder in options.folders for file in _files(folder)]
    found = [case for folder in options.folders for case in cases(folder)][: options.limit]
    true_files = {case.file for case in found}
    real = [file for file in files if not any(path.is_file() for path in _truths(file))][: options.limit]
    measured = [measure(name, reader, case) for name, reader in readers().items() for case in found]
    seen = [measure_real(name, reader, file) for name, reader in readers().items() for file in real]
    speed = measure_speed([file for file in files if file in true_files or file in real])
    rows = summary(measured)
    own = [one.score for one in seen if one.reader == "sanadyar"]
    targets: list[Target] = [
        *reading_targets(rows, two_columns(measured)), *real_targets(own), *speed_targets(speed)
    ]  # fmt: skip
    report = {
        **circumstances(),
        "targets": [{**asdict(target), "is_reached": target.is_reached} for target in targets],
        "summary": rows,
        "files": [asdict(one) for one in measured],
        "real": [asdict(one) for one in seen],
        "speed": asdict(speed),
    }
    save(report, options.results, "reading")
    if options.json:
        print(json.dumps(report, ensure_ascii=False, indent=1))
        return 0
    if rows:
        print_table(rows)
    if seen:
        print_real(seen)
    print_targets(targets)
    return 0


def _options(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench/reading", description="How well and how fast are PDFs read?")
    parser.add_argument("folders", nargs="*", type=Path, default=DEFAULT_FOLDERS, metavar="FOLDER")
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    parser.add_argument("--limit", type=int, metavar="N", help="read the first N files of each kind only")
    parser.add_argument(
        "--results", type=Path, default=RESULTS, metavar="DIR", help="where reading.json is kept"
    )
    options = parser.parse_args(given)
    if not any(file.is_file() for folder in options.folders for file in _files(folder)):
        parser.error("no PDF in " + ", ".join(map(str, options.folders)))
    return options


if __name__ == "__main__":
    sys.exit(main())
