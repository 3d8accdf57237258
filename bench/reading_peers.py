"""Readers of PDFs: ours, and the usual ones that are on this machine."""

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pypdf
import pypdfium2

from corpus.errors import UnreadableDocument
from ingest.parsers.pdf.document import PdfParser

FAILURES: tuple[type[Exception], ...] = (
    UnreadableDocument,
    pypdf.errors.PyPdfError,
    pypdfium2.PdfiumError,
    subprocess.CalledProcessError,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reader made of one file, page by page. `ocr_pages` is None for readers that do not decide it."""

    texts: tuple[str, ...]
    ocr_pages: int | None = None

    @property
    def text(self) -> str:
        return "\n".join(self.texts)

    @property
    def pages(self) -> int:
        return max(1, len(self.texts))


def read_by_sanadyar(file: Path) -> Reading:
    parsed = PdfParser().parse(file, file.name)
    return Reading(tuple(page.text for page in parsed.pages), sum(page.needs_ocr for page in parsed.pages))


def read_by_pypdf(file: Path) -> Reading:
    return Reading(tuple(page.extract_text() for page in pypdf.PdfReader(file).pages))


def read_by_pypdfium2(file: Path) -> Reading:
    document = pypdfium2.PdfDocument(file)
    texts: list[str] = []
    for page in document:
        text_page = page.get_textpage()
        texts.append(text_page.get_text_bounded())
        text_page.close()
        page.close()
    document.close()
    return Reading(tuple(texts))


def read_by_pdfminer(file: Path) -> Reading:
    from pdfminer.high_level import extract_text  # of the development tools: not on every machine

    return Reading(_pages(extract_text(file)))


def read_by_pdftotext(file: Path) -> Reading:
    done = subprocess.run(["pdftotext", "-enc", "UTF-8", str(file), "-"], capture_output=True, check=True)
    return Reading(_pages(done.stdout.decode("utf-8", "replace")))


def _pages(text: str) -> tuple[str, ...]:
    """Part a text at its form feeds, which end every page."""
    return tuple(text.removesuffix("\f").split("\f"))


def readers() -> dict[str, Callable[[Path], Reading]]:
    """Return ours and those of the peers that are installed here, by name."""
    found: dict[str, Callable[[Path], Reading]] = {
        "sanadyar": read_by_sanadyar,
        "pypdf": read_by_pypdf,
        "pypdfium2": read_by_pypdfium2,
    }
    if find_spec("pdfminer"):
        found["pdfminer"] = read_by_pdfminer
    if shutil.which("pdftotext"):
        found["pdftotext"] = read_by_pdftotext
    return found
