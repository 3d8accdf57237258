"""Read folders of PDFs with the true text beside them, and say how well and how fast; see `bench/reading`."""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import pypdf
import pypdfium2

from bench.reading_measures import ReadingScore, score
from bench.reports import RESULTS, circumstances, save
from corpus.errors import UnreadableDocument
from ingest.parsers.pdf.document import PdfParser

REPOSITORY = Path(__file__).resolve().parent.parent
DEFAULT_FOLDER = REPOSITORY.parent / "shared" / "data" / "pdf"
WITHOUT_TEXT = frozenset({"notou", "ps2pdf_lo", "wkhtml_vazir"})  # their text layer is useless or missing


@dataclass(frozen=True, slots=True)
class Case:
    """A PDF and its true text; `variant` names its producer."""

    file: Path
    truth: Path
    variant: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reader made of one file. `ocr_pages` is None for readers that do not decide it."""

    text: str
    pages: int
    ocr_pages: int | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    reader: str
    variant: str
    file: str
    score: ReadingScore
    milliseconds_a_page: float
    ocr_right: bool | None


def cases(folder: Path) -> Iterator[Case]:
    """Yield PDFs with a truth: `made/NAME.VARIANT.pdf` and `truth/NAME.gt.txt`, or a text beside the PDF."""
    for file in sorted(folder.rglob("*.pdf")):
        name, _, variant = file.stem.partition(".")
        beside = (
            file.parent.parent / "truth" / f"{name}.gt.txt",
            file.with_suffix(".gt.txt"),
            file.with_suffix(".txt"),
        )
        truth = next((path for path in beside if path.is_file()), None)
        if truth:
            yield Case(file, truth, variant or "-")


def read_by_sanadyar(file: Path) -> Reading:
    parsed = PdfParser().parse(file, file.name)
    return Reading(
        "\n".join(page.text for page in parsed.pages),
        len(parsed.pages),
        sum(page.needs_ocr for page in parsed.pages),
    )


def read_by_pypdf(file: Path) -> Reading:
    pages = pypdf.PdfReader(file).pages
    return Reading("\n".join(page.extract_text() for page in pages), len(pages))


def read_by_pypdfium2(file: Path) -> Reading:
    document = pypdfium2.PdfDocument(file)
    texts: list[str] = []
    for page in document:
        text_page = page.get_textpage()
        texts.append(text_page.get_text_bounded())
        text_page.close()
        page.close()
    document.close()
    return Reading("\n".join(texts), len(texts))


def read_by_pdftotext(file: Path) -> Reading:
    done = subprocess.run(["pdftotext", "-enc", "UTF-8", str(file), "-"], capture_output=True, check=True)
    text = done.stdout.decode("utf-8", "replace")
    return Reading(text, max(1, text.count("\f")))


def readers() -> dict[str, Callable[[Path], Reading]]:
    found: dict[str, Callable[[Path], Reading]] = {
        "sanadyar": read_by_sanadyar,
        "pypdf": read_by_pypdf,
        "pypdfium2": read_by_pypdfium2,
    }
    if shutil.which("pdftotext"):
        found["pdftotext"] = read_by_pdftotext
    return found


def measure(name: str, reader: Callable[[Path], Reading], case: Case) -> Measured:
    own, children = time.process_time(), _children_time()
    try:
        reading = reader(case.file)
    except (UnreadableDocument, pypdf.errors.PyPdfError, pypdfium2.PdfiumError, subprocess.CalledProcessError):
        reading = Reading("", 1)
    seconds = time.process_time() - own + _children_time() - children
    ocr_right = None
    if reading.ocr_pages is not None:
        ocr_right = reading.ocr_pages == (reading.pages if case.variant in WITHOUT_TEXT else 0)
    return Measured(
        name, case.variant, case.file.name, score(case.truth.read_text("utf-8"), reading.text),
        1000 * seconds / reading.pages, ocr_right,
    )  # fmt: skip


def _children_time() -> float:
    import resource  # not on Windows; the benchmark is not shipped

    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def summary(measured: list[Measured]) -> list[dict[str, str | float | None]]:
    """Return one row per reader and variant: the means of its files."""
    groups: dict[tuple[str, str], list[Measured]] = defaultdict(list)
    for one in measured:
        groups[one.reader, one.variant].append(one)
        if one.variant not in WITHOUT_TEXT:
            groups[one.reader, "all with text"].append(one)
    rows: list[dict[str, str | float | None]] = []
    for (reader, variant), group in groups.items():
        row: dict[str, str | float | None] = {"reader": reader, "variant": variant, "files": float(len(group))}
        for field in fields(ReadingScore):
            row[field.name] = _mean([getattr(one.score, field.name) for one in group])
        row["ocr_right"] = _mean([one.ocr_right for one in group])
        row["milliseconds_a_page"] = _mean([one.milliseconds_a_page for one in group])
        rows.append(row)
    return sorted(rows, key=lambda row: (str(row["variant"]), row["reader"] != "sanadyar", str(row["reader"])))


def _mean(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(statistics.fmean(known), 4) if known else None


COLUMNS = {
    "character_error_rate": "CER(a)", "word_f1": "F1(a)", "loose_word_f1": "F1(b)",
    "dates_right": "dates",
    "brackets_intact": "brackets", "rows_intact": "rows",
    "ocr_right": "OCR", "milliseconds_a_page": "CPU ms/page",
}  # fmt: skip


def print_table(rows: list[dict[str, str | float | None]]) -> None:
    print(f"{'variant':<18}{'reader':<11}" + "".join(f"{title:>12}" for title in COLUMNS.values()))
    for row in rows:
        cells = (row[name] for name in COLUMNS)
        shown = "".join(f"{'–' if cell is None else format(float(cell), '.3f'):>12}" for cell in cells)
        print(f"{row['variant']:<18}{row['reader']:<11}{shown}")


def main(given: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench/reading", description="How well and how fast are PDFs read?")
    parser.add_argument("folders", nargs="*", type=Path, default=[DEFAULT_FOLDER], metavar="FOLDER")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--limit", type=int, metavar="N", help="read the first N files only")
    parser.add_argument(
        "--results", type=Path, default=RESULTS, metavar="DIR", help="where reading.json is kept"
    )
    options = parser.parse_args(given)
    found = [case for folder in options.folders for case in cases(folder)][: options.limit]
    if not found:
        parser.error("no PDF with a true text beside it in " + ", ".join(map(str, options.folders)))
    measured = [measure(name, reader, case) for name, reader in readers().items() for case in found]
    rows = summary(measured)
    report = {**circumstances(), "summary": rows, "files": [asdict(one) for one in measured]}
    save(report, options.results, "reading")
    if options.json:
        print(json.dumps(report, ensure_ascii=False, indent=1))
    else:
        print_table(rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
