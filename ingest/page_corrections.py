"""A person, or a new recognition, puts a page right; the correction is kept and holds for ever after."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

from corpus.access import Principal
from corpus.catalogue import Catalogue
from corpus.errors import InvalidQuery, NotFound, OcrUnavailable, PageChanged
from corpus.originals import Originals
from corpus.page_corrections import CorrectionSource, PageCorrection, PageCorrections, PageText
from corpus.records import ContentHash, Document, Page
from ingest.corrected_text import LONGEST_TEXT, corrected
from ingest.integrity import integrity
from ingest.ocr import PageRecognizer, RecognitionFailed
from ingest.page_changes import PageChanges, with_pages
from ingest.parsing import ParsedDocument
from ingest.recognized_page import recognized_page
from ingest.stages import SEARCHABLE

PAGES_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Reread:
    """What a new recognition gave; `kept` is false where the text that was there is the better one."""

    before: float
    after: float
    kept: bool
    page: Page


def restored(corrections: PageCorrections, original: ContentHash, parsed: ParsedDocument) -> ParsedDocument:
    """Put what was corrected into a file that was read anew."""
    return with_pages(parsed, corrections.holding(original))


class PageCorrector:
    """Corrects pages, reads them again with OCR, and takes either back."""

    def __init__(
        self,
        catalogue: Catalogue,
        corrections: PageCorrections,
        originals: Originals,
        changes: PageChanges,
        recognizer: PageRecognizer,
        draw: Callable[[Path, int], bytes],
    ) -> None:
        """`draw` gives a page as a PNG for the recognizer."""
        self._catalogue = catalogue
        self._corrections = corrections
        self._originals = originals
        self._changes = changes
        self._recognizer = recognizer
        self._draw = draw

    def correct(
        self, document_id: UUID, number: int, text: str, principal: Principal, replaces: str | None = None
    ) -> Page:
        """Put `text` in the place of the page's; `replaces` is the text that the person saw.

        Raises `NotFound`, `InvalidQuery` for a text that is too long, or `PageChanged`.
        """
        if len(text) > LONGEST_TEXT:
            raise InvalidQuery(
                field="text", value=f"{len(text)}", expected=f"at most {LONGEST_TEXT} characters"
            )
        with self._changes.writing:
            document, before = self._held(document_id, number, principal)
            if replaces is not None and _lines(replaces) != _lines(before.page.text):
                raise PageChanged(file=document.file, page=number)
            after = corrected(before, text)
            if (
                after.page.text != before.page.text
                or before.page.needs_ocr
                or before.page.recognized is not None
            ):
                self._keep(document, CorrectionSource.HAND, principal, before, after)
            return self._catalogue.page(document_id, number, principal)

    def reread(
        self, document_id: UUID, number: int, principal: Principal, *, even_if_worse: bool = False
    ) -> Reread:
        """Read a page with OCR, which takes seconds; the better of both texts stays.

        Raises `NotFound`, `OcrUnavailable`, or `UnreadableDocument` for a page that cannot be drawn.
        """
        document, before = self._held(document_id, number, principal)
        if missing := self._recognizer.unavailable():
            raise OcrUnavailable(detail=missing)
        try:
            picture = self._draw(self._originals.path(document.legible), number)
            after = recognized_page(before.page, self._recognizer.recognize(picture))
        except RecognitionFailed as error:
            raise OcrUnavailable(detail=str(error)) from error
        scores = [integrity(before.page).score, integrity(after.page).score]
        kept = even_if_worse or before.page.needs_ocr or scores[1] > scores[0]
        with self._changes.writing:
            now, held = self._held(document_id, number, principal)
            if (now.original, held.page.text) != (document.original, before.page.text):
                raise PageChanged(file=document.file, page=number)
            if kept:
                self._keep(document, CorrectionSource.OCR, principal, before, after)
        return Reread(scores[0], scores[1], kept, after.page if kept else before.page)

    def undo(self, document_id: UUID, number: int, principal: Principal) -> Page:
        """Take back the newest correction that holds. Raises `NotFound` where there is none."""
        with self._changes.writing:
            document, _ = self._held(document_id, number, principal)
            holding = [one for one in self.history(document_id, number, principal) if one.undone is None]
            if not holding:
                raise NotFound(what="correction", id=f"{document_id}/{number}")
            newest = holding[-1]
            self._put(
                document,
                newest.replaced,
                lambda: self._corrections.undo(newest.id, datetime.now(UTC), principal.name),
            )
            return self._catalogue.page(document_id, number, principal)

    def history(self, document_id: UUID, number: int, principal: Principal) -> list[PageCorrection]:
        """All corrections of a page, oldest first, undone ones too. Raises `NotFound`."""
        document = self._catalogue.document(document_id, principal)
        return self._corrections.of_page(document.original, number)

    def assess_unassessed(self, stop: threading.Event) -> bool:
        """Look at pages that a former version of the program read; tell whether there were any."""
        pages = [] if stop.is_set() else self._corrections.unassessed(PAGES_AT_ONCE)
        self._corrections.set_integrity(
            {(document_id, page.number): integrity(page) for document_id, page in pages}
        )
        return bool(pages)

    def _held(self, document_id: UUID, number: int, principal: Principal) -> tuple[Document, PageText]:
        document = self._catalogue.document(document_id, principal)
        page = self._catalogue.page(document_id, number, principal)
        if document.state not in SEARCHABLE:
            raise NotFound(what="page", id=f"{document_id}/{number}")
        blocks = self._catalogue.blocks(document_id, principal)
        return document, PageText(page, tuple(block for block in blocks if block.page == number))

    def _keep(
        self,
        document: Document,
        source: CorrectionSource,
        principal: Principal,
        before: PageText,
        after: PageText,
    ) -> None:
        correction = PageCorrection(
            uuid4(), document.original, source, principal.name, datetime.now(UTC), after, before
        )
        self._put(document, after, lambda: self._corrections.add(correction))

    def _put(self, document: Document, text: PageText, note: Callable[[], None]) -> None:
        """Note the correction, then change every document of these bytes: what a crash leaves is read again."""
        same = [one for one in self._catalogue.all_documents() if one.original == document.original]
        self._changes.put(document, {text.page.number: text}, note)
        for other in same:
            if other.id != document.id:
                self._changes.put(other, {text.page.number: text})


def _lines(text: str) -> list[str]:
    """A text as a form of a browser sends it back: other line ends, no blanks at the ends."""
    return [line.rstrip() for line in text.strip("\r\n").splitlines()]
