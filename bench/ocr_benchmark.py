"""Print pages to pictures, clean and as scanners spoil them, and measure what OCR reads; see `bench/ocr`."""

import argparse
import io
import json
import re
import statistics
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import pypdf
from PIL import Image, ImageFilter

from app.recognizers import ENGINES, recognizer_of
from bench.processors import cpu_seconds
from bench.reading_benchmark import DEFAULT_FOLDERS, Case, cases
from bench.reading_measures import DATE, edit_distance, folded, loose_word_f1
from bench.reports import RESULTS, circumstances, save
from corpus.records import Page
from corpus.unsure_numbers import unsure_numbers
from ingest.ocr import PageRecognizer
from ingest.parsers.page_drawing import scan_page
from ingest.recognized_page import recognized_page

# One document in six fonts by six producers; the list is short because a page takes seconds.
DEFAULT_VARIANTS = (
    "minutes.lo_vazir", "guide.lo_nazli", "trend.weasy_vazir", "bulletin.chromium_naskh",
    "minutes.xelatex_amiri", "trend.fpdf_shaped",
)  # fmt: skip
NUMBER = re.compile(r"\d[\d/.,:٫٬\-]*\d|\d")
LATIN = re.compile(r"[A-Za-z]{2,}")


def as_it_is(page: Image.Image) -> Image.Image:
    return page


def degraded(page: Image.Image) -> Image.Image:
    """Blur, 1° of skew, noise, JPEG at 40."""
    spoilt = page.rotate(1, Image.Resampling.BICUBIC, fillcolor=255).filter(ImageFilter.GaussianBlur(0.8))
    noise = np.random.default_rng(7).normal(0, 12, (spoilt.height, spoilt.width))
    spoilt = Image.fromarray(np.clip(np.asarray(spoilt, np.float32) + noise, 0, 255).astype(np.uint8))
    encoded = io.BytesIO()
    spoilt.save(encoded, "JPEG", quality=40)
    return Image.open(encoded).convert("L")


CONDITIONS: dict[str, Callable[[Image.Image], Image.Image]] = {
    "clean": as_it_is,
    "degraded": degraded,
    "skewed 5°": lambda page: page.rotate(5, Image.Resampling.BICUBIC, expand=True, fillcolor=255),
    "turned 90°": lambda page: page.transpose(Image.Transpose.ROTATE_90),
    "turned 180°": lambda page: page.transpose(Image.Transpose.ROTATE_180),
    "turned 270°": lambda page: page.transpose(Image.Transpose.ROTATE_270),
}


@dataclass(frozen=True, slots=True)
class Measured:
    """`likely_right` is the share right of numbers that two engines agreed on; None where there is none."""

    engine: str
    condition: str
    file: str
    pages: int
    loose_word_f1: float
    character_error_rate: float  # lines in the wrong order count, unlike in the F1
    number_recall: float
    number_precision: float
    dates: float | None
    latin_recall: float | None
    likely_right: float | None
    likely_share: float
    confidence: float
    integrity: float
    cpu_seconds_a_page: float


def measure(name: str, engine: PageRecognizer, condition: str, case: Case) -> Measured:
    texts: list[Page] = []
    seconds = 0.0
    for number in range(1, len(pypdf.PdfReader(case.file).pages) + 1):
        with Image.open(io.BytesIO(scan_page(case.file, number))) as drawn:
            picture = CONDITIONS[condition](drawn.convert("L"))
        encoded = io.BytesIO()
        picture.save(encoded, "PNG", compress_level=1)
        before = cpu_seconds()
        words = engine.recognize(encoded.getvalue())
        seconds += cpu_seconds() - before
        texts.append(recognized_page(Page(number, "", needs_ocr=True), words).page)
    truth = folded(case.truth.read_text("utf-8"))
    read = folded("\n".join(page.text for page in texts))
    recall, precision = _both(NUMBER.findall(truth), NUMBER.findall(read))
    likely = [
        folded(one.span.of(page.text))
        for page in texts
        for one in unsure_numbers(page)
        if one.certainty == "likely"
    ]
    return Measured(
        engine=name,
        condition=condition,
        file=case.file.name,
        pages=len(texts),
        loose_word_f1=loose_word_f1(_words(truth), _words(read)),
        character_error_rate=edit_distance(truth, read) / max(1, len(truth)),
        number_recall=recall,
        number_precision=precision,
        dates=_both(DATE.findall(truth), DATE.findall(read))[0] if DATE.search(truth) else None,
        latin_recall=_both(LATIN.findall(truth), LATIN.findall(read))[0] if LATIN.search(truth) else None,
        likely_right=_both(NUMBER.findall(truth), likely)[1] if likely else None,
        likely_share=len(likely) / max(1, len(NUMBER.findall(read))),
        confidence=statistics.fmean([page.recognized or 0.0 for page in texts]),
        integrity=statistics.fmean([page.integrity.score if page.integrity else 0.0 for page in texts]),
        cpu_seconds_a_page=seconds / len(texts),
    )


def _words(text: str) -> list[str]:
    return text.replace("\u200c", "").split()


def _both(truth: Sequence[str], read: Sequence[str]) -> tuple[float, float]:
    common = (Counter(truth) & Counter(read)).total()
    return common / max(1, len(truth)), common / max(1, len(read))


def summary(measured: list[Measured]) -> list[dict[str, str | float | None]]:
    """One row per engine and condition: means over the files."""
    groups: dict[tuple[str, str], list[Measured]] = defaultdict(list)
    for one in measured:
        groups[one.engine, one.condition].append(one)
    rows: list[dict[str, str | float | None]] = []
    for (engine, condition), group in groups.items():
        row: dict[str, str | float | None] = {"engine": engine, "condition": condition}
        row["pages"] = float(sum(one.pages for one in group))
        for column in COLUMNS:
            values = [value for one in group if (value := getattr(one, column)) is not None]
            row[column] = round(statistics.fmean(values), 3) if values else None
        rows.append(row)
    return rows


COLUMNS = {
    "loose_word_f1": "F1(b)", "character_error_rate": "CER(a)",
    "number_recall": "num rec", "number_precision": "num prec", "dates": "dates",
    "latin_recall": "latin", "likely_right": "likely ok", "likely_share": "likely", "confidence": "conf",
    "integrity": "score", "cpu_seconds_a_page": "CPU s",
}  # fmt: skip


def print_table(rows: list[dict[str, str | float | None]]) -> None:
    print(
        f"{'engine':<11}{'condition':<12}{'pages':>6}" + "".join(f"{title:>10}" for title in COLUMNS.values())
    )
    for row in rows:
        cells = (row[name] for name in COLUMNS)
        shown = "".join(f"{'–' if cell is None else format(float(cell), '.3f'):>10}" for cell in cells)
        print(f"{row['engine']:<11}{row['condition']:<12}{row['pages']:>6.0f}{shown}")


def main(given: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench/ocr", description="How well and how fast are scans read?")
    parser.add_argument(
        "--folder", type=Path, default=DEFAULT_FOLDERS[0], help="PDFs with a true text beside them"
    )
    parser.add_argument(
        "--engine", action="append", choices=ENGINES, help="may be repeated; default: all there"
    )
    parser.add_argument("--condition", action="append", choices=tuple(CONDITIONS))
    parser.add_argument("--all", action="store_true", help="every PDF, not one of each font")
    parser.add_argument("--ocr-python", default="", help="the Python that has parisaocr, if another one")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--results", type=Path, default=RESULTS, metavar="DIR", help="where ocr.json is kept")
    options = parser.parse_args(given)
    chosen = [case for case in cases(options.folder) if options.all or case.file.stem in DEFAULT_VARIANTS]
    if not chosen:
        parser.error(f"no PDF with a true text beside it in {options.folder}")
    measured: list[Measured] = []
    for name in options.engine or ENGINES:
        engine = recognizer_of(name, options.ocr_python)
        if engine.unavailable():
            print(f"{name}: {engine.unavailable()}", file=sys.stderr)
            continue
        for condition in options.condition or CONDITIONS:
            measured += [measure(name, engine, condition, case) for case in chosen]
            print(f"{name} {condition}", file=sys.stderr)
    rows = summary(measured)
    save(
        {**circumstances(), "summary": rows, "files": [asdict(one) for one in measured]}, options.results, "ocr"
    )
    if options.json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        print_table(rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
