"""Make the file of a source with the program that its front matter names, and count its pages."""

import re
import zipfile
from pathlib import Path

import pikepdf
import pypdfium2

from corpus.samples.maker.damage import damaged
from corpus.samples.maker.fonts import Fonts
from corpus.samples.maker.fpdf_printer import make_with_fpdf
from corpus.samples.maker.office import make_slides, make_workbook
from corpus.samples.maker.plain import make_markdown, make_old_text
from corpus.samples.maker.scan import make_scan
from corpus.samples.maker.sources import BlockKind, Source
from corpus.samples.maker.web import choice, make_html, make_with_chromium, make_with_weasyprint
from corpus.samples.maker.word import convert_with_libreoffice, make_word

WORDS_ON_A_PAGE = 300
MOMENT = "2025-01-01T00:00:00Z"
PDF_MOMENT = "D:20250101000000Z"


def produce(source: Source, fonts: Fonts, workplace: Path) -> int:
    """Make the source's file and return its number of pages, slides or sheets."""
    target = source.target
    target.parent.mkdir(parents=True, exist_ok=True)
    shown = damaged(source)
    match source.producer:
        case "docx" | "libreoffice":
            return _produce_word(shown, target, fonts, workplace)
        case "chromium":
            make_with_chromium(shown, target, fonts, workplace)
            _settle_pdf(target)
        case "weasyprint":
            make_with_weasyprint(shown, target, fonts)
            _settle_pdf(target)
        case "fpdf":
            make_with_fpdf(shown, target, fonts)
        case "scan":
            printed = workplace / f"{source.slug}.pdf"
            make_with_chromium(shown, printed, fonts, workplace)
            make_scan(printed, target, seed=choice(source))
        case "pptx":
            make_slides(shown, target)
            _settle_archive(target)
        case "xlsx":
            make_workbook(shown, target)
            _settle_archive(target)
        case "html":
            make_html(shown, target)
        case "cp1256":
            make_old_text(shown, target)
        case "md":
            make_markdown(shown, target)
        case unknown:
            raise ValueError(f"{source.slug}: no producer is called {unknown}")
    return _count_pages(source, target)


def _produce_word(source: Source, target: Path, fonts: Fonts, workplace: Path) -> int:
    document = workplace / f"{source.slug}.docx"
    make_word(source, document, fonts)
    _settle_archive(document)
    printed = convert_with_libreoffice(document, workplace, fonts, workplace)
    if source.producer == "docx":
        target.write_bytes(document.read_bytes())
    else:
        _settle_pdf(printed)
        target.write_bytes(printed.read_bytes())
    return _pdf_pages(printed)


def _count_pages(source: Source, target: Path) -> int:
    if target.suffix == ".pdf":
        return _pdf_pages(target)
    if source.producer in ("pptx", "xlsx"):
        headings = [b for b in source.blocks if b.kind is BlockKind.HEADING and b.level == 2]
        return len(headings) + 1
    return -(-len(source.plain_text().split()) // WORDS_ON_A_PAGE)


def _pdf_pages(path: Path) -> int:
    document = pypdfium2.PdfDocument(path)
    try:
        return len(document)
    finally:
        document.close()


def _settle_pdf(path: Path) -> None:
    """Replace dates and identifiers that would differ at every making."""
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        for key in ("/CreationDate", "/ModDate"):
            document.docinfo[key] = PDF_MOMENT
        if "/Metadata" in document.Root:
            del document.Root.Metadata
        document.save(path, deterministic_id=True)


def _settle_archive(path: Path) -> None:
    """Write an office file again with fixed dates, inside and outside its parts."""
    with zipfile.ZipFile(path) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", MOMENT.encode(), content)
            archive.writestr(zipfile.ZipInfo(name, (2025, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
