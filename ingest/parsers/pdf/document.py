"""The parser of PDF files."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pypdfium2

from corpus.errors import DamagedFile, EmptyFile, EncryptedFile, FileTooLarge
from corpus.records import Block, Page
from ingest.parsers.pdf.actual_text import ActualTexts, read_actual_texts
from ingest.parsers.pdf.assembly import assembled
from ingest.parsers.pdf.blocks import kinds_of_blocks
from ingest.parsers.pdf.character_boxes import CharacterBoxes, frame_of, read_character_boxes
from ingest.parsers.pdf.exclusion import READING
from ingest.parsers.pdf.font_maps import MendedFile, mended, rewritten
from ingest.parsers.pdf.glyphs import glyphs_by_slant
from ingest.parsers.pdf.layout import page_layout
from ingest.parsers.pdf.legibility import is_legible, letter_count
from ingest.parsers.pdf.paragraphs import Draft, drafts
from ingest.parsers.pdf.properties import read_properties
from ingest.parsers.pdf.scanner_layer import is_scanner_layer, scanner_drafts
from ingest.parsers.pdf.tables import Drawings, read_drawings, ruled_tables
from ingest.parsing import ParsedDocument

MOST_PAGES = 5_000
FEW_LETTERS = 30
LEAST_PICTURE_SHARE = 0.1  # of the page: a smaller picture is a logo or a seal
MOST_PATHS = 50  # more on a page without text: the text is drawn as outlines


@dataclass(frozen=True, slots=True)
class _ReadPage:
    size: tuple[float, float]
    drafts: list[Draft]
    needs_ocr: bool
    legible: bool | None = None


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
            record, parts = assembled(number, page.size, page.drafts, own, page.needs_ocr)
            pages.append(record)
            blocks += parts
        return ParsedDocument(tuple(pages), tuple(blocks), properties.properties)


def _read_pages(path: Path, file: str) -> Iterator[_ReadPage]:
    """Yield the pages of a file, giving PDFium free between them."""
    document, mended_file = _opened(path, file)
    try:
        with READING:
            count = len(document)
        if count > MOST_PAGES:
            raise FileTooLarge(file=file, size=count, limit=MOST_PAGES, measure="pages")
        unreadable = 0
        for index in range(count):
            page = _read_page(document, index, mended_file.maps_non_joiner)
            unreadable += page is None
            yield page or _ReadPage((1.0, 1.0), [], needs_ocr=False)
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


def _read_page(document: pypdfium2.PdfDocument, index: int, maps_non_joiner: bool) -> _ReadPage | None:
    with READING:
        try:
            page = document[index]
            text_page = page.get_textpage()
        except pypdfium2.PdfiumError:
            return None
        try:
            frame = frame_of(page)
            boxes = read_character_boxes(text_page, frame)
            drawings = read_drawings(page, frame)
            actual = read_actual_texts(page, frame, maps_non_joiner)
        finally:
            text_page.close()
            page.close()
    found = _page_drafts(boxes, drawings, actual)
    words = [word.text for draft in found for cell in draft.cells for word in cell]
    few = letter_count(words) < FEW_LETTERS
    is_picture = drawings.picture_share > LEAST_PICTURE_SHARE or drawings.path_count > MOST_PATHS
    return _ReadPage(frame.size, found, few and is_picture, None if few else is_legible(words))


def _without_rubbish(pages: list[_ReadPage]) -> list[_ReadPage]:
    """Empty the pages whose text layer spells nothing, and send them to text recognition.

    Pages with too little text to tell share the fate of the others.
    """
    verdicts = {page.legible for page in pages}
    rubbish = {False, None} if False in verdicts and True not in verdicts else {False}
    return [
        _ReadPage(page.size, [], needs_ocr=True) if page.drafts and page.legible in rubbish else page
        for page in pages
    ]


def _page_drafts(boxes: CharacterBoxes, drawings: Drawings, actual: ActualTexts) -> list[Draft]:
    if is_scanner_layer(boxes):
        return scanner_drafts(boxes)
    found: list[Draft] = []
    for slant, glyphs in glyphs_by_slant(boxes, actual).items():
        tables = ruled_tables(drawings) if slant == 0 else []
        found += drafts(page_layout(glyphs, tables), slanted=slant != 0)
    return found
