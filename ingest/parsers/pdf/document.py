"""The parser of PDF files."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2

from corpus.errors import DamagedFile, EmptyFile, EncryptedFile, FileTooLarge
from corpus.records import Block, Page
from ingest.parsers.pdf.assembly import assembled
from ingest.parsers.pdf.blocks import kinds_of_blocks
from ingest.parsers.pdf.exclusion import READING
from ingest.parsers.pdf.font_maps import MendedFile, mended, rewritten
from ingest.parsers.pdf.properties import read_properties
from ingest.parsers.pdf.reading import ReadPage, read_page
from ingest.parsing import ParsedDocument

MOST_PAGES = 5_000


class PdfParser:
    """Reads PDF files; see `ingest.parsing.Parser` for the law.

    Raises `EmptyFile`, `EncryptedFile`, `DamagedFile` or `FileTooLarge` (in pages).
    """

    def parse(self, path: Path, file: str) -> ParsedDocument:
        if path.stat().st_size == 0:
            raise EmptyFile(file=file)
        properties = read_properties(path)
        if properties.asks_for_password:
            raise EncryptedFile(file=file)
        read = _without_rubbish(list(_read_pages(path, file)))
        if not any(page.drafts or page.needs_ocr for page in read):
            raise EmptyFile(file=file)
        kinds = kinds_of_blocks(
            [page.drafts for page in read], [page.size[1] for page in read], properties.outline
        )
        pages: list[Page] = []
        blocks: list[Block] = []
        for number, (page, own) in enumerate(zip(read, kinds, strict=True), start=1):
            record, parts = assembled(number, page, own)
            pages.append(record)
            blocks += parts
        hidden = {number: page.hidden for number, page in enumerate(read, start=1) if page.hidden}
        return ParsedDocument(tuple(pages), tuple(blocks), properties.properties, hidden)


def _read_pages(path: Path, file: str) -> Iterator[ReadPage]:
    """Yield the pages of a file, giving PDFium free between them."""
    document, mended_file = _opened(path, file)
    try:
        with READING:
            count = len(document)
        if count > MOST_PAGES:
            raise FileTooLarge(file=file, size=count, limit=MOST_PAGES, measure="pages")
        unreadable = 0
        for index in range(count):
            page = read_page(document, index, mended_file)
            unreadable += page is None
            yield page or ReadPage((1.0, 1.0))
        if unreadable == count:
            raise DamagedFile(file=file, detail="no page can be read")
    finally:
        with READING:
            document.close()


def _opened(path: Path, file: str) -> tuple[pypdfium2.PdfDocument, MendedFile]:
    """Open a file with its character maps mended, rebuilt where PDFium refuses it."""
    try:
        mended_file = mended(path)
    except pikepdf.PasswordError as error:
        raise EncryptedFile(file=file) from error
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        mended_file = MendedFile(
            None
        )  # pikepdf meets what a broken file holds: PDFium may still read it as it is
    try:
        return _document(mended_file.content or path), mended_file
    except pypdfium2.PdfiumError as refusal:
        if "password" in str(refusal).lower():
            raise EncryptedFile(file=file) from refusal
        try:
            return _document(rewritten(path)), MendedFile(None)
        except (pikepdf.PdfError, pypdfium2.PdfiumError, ValueError) as error:
            raise DamagedFile(file=file, detail=str(refusal)) from error


def _document(source: bytes | Path) -> pypdfium2.PdfDocument:
    with READING:
        document = pypdfium2.PdfDocument(source)
        if len(document) == 0:
            document.close()
            raise pypdfium2.PdfiumError("the file has no pages")
        return document


def _without_rubbish(pages: list[ReadPage]) -> list[ReadPage]:
    """Empty the pages whose text layer spells nothing, and send them to text recognition.

    Pages with too little text to tell share the fate of the others.
    """
    verdicts = {page.legible for page in pages}
    rubbish = {False, None} if False in verdicts and True not in verdicts else {False}
    return [
        replace(page, drafts=[], needs_ocr=True) if page.drafts and page.legible in rubbish else page
        for page in pages
    ]
