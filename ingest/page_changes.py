"""Pages of a document change in place: catalogue and index follow, and a crash leaves no half of it."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import fields, replace

from corpus.catalogue import Catalogue, Reading
from corpus.errors import SanadyarError
from corpus.page_corrections import PageText
from corpus.records import Description, Document, DocumentState
from index.ports import PassageIndex
from ingest.parsing import ParsedDocument
from ingest.searchable import make_searchable
from ingest.stages import PROGRAM, SEARCHABLE, Describe, PassageEncoder, Split, still_current
from ingest.unsure_digits import described, first_text_page


class PageChanges:
    """Puts changed pages in the place of others; used under the lock of `Ingestion` by whoever changes them."""

    def __init__(
        self,
        catalogue: Catalogue,
        index: PassageIndex,
        encoder: PassageEncoder,
        describe: Describe,
        split: Split,
        writing: threading.RLock,
    ) -> None:
        self.writing = writing
        self._catalogue = catalogue
        self._index = index
        self._encoder = encoder
        self._describe = describe
        self._split = split

    def put(
        self, taken: Document, changed: Mapping[int, PageText], note: Callable[[], None] | None = None
    ) -> bool:
        """Give the document its changed pages, by number; False if it was removed or replaced meanwhile.

        Until the index has them the document counts as being read: after a crash it is read again. `note` is
        called as soon as that is so.
        """
        with self.writing:
            document = still_current(self._catalogue, taken)
            if document is None or document.state not in SEARCHABLE:
                return False
            before = ParsedDocument(
                tuple(self._catalogue.pages(document.id, PROGRAM)),
                tuple(self._catalogue.blocks(document.id, PROGRAM)),
            )
            self._catalogue.set_state(document.id, DocumentState.READING)
            try:
                if note is not None:
                    note()
                self._put(document, before, with_pages(before, changed))
            except SanadyarError:  # a full disk, an index that is away: it is read again when that is over
                self._catalogue.set_state(document.id, DocumentState.WAITING)
                raise
            return True

    def _put(self, document: Document, before: ParsedDocument, parsed: ParsedDocument) -> None:
        description = self._described(document, before, parsed)
        passages = self._split(document.id, parsed, description.title)
        self._catalogue.store_reading(
            document.id, Reading(description, parsed.pages, parsed.blocks, tuple(passages))
        )
        now = self._catalogue.document(document.id, PROGRAM)  # with what people corrected of its description
        make_searchable(document.id, self._encoder.entries(now, passages), self._index, self._catalogue)

    def _described(self, document: Document, before: ParsedDocument, parsed: ParsedDocument) -> Description:
        """Describe the document anew.

        A value that the rules did not give before was given by a person or by the file's properties: it stays.
        """
        found = described(self._describe, parsed, document.file)
        if first_text_page(before) is None:  # a scan of which only its file was known
            return found
        held, was = document.description, described(self._describe, before, document.file)
        # What a person put right is put in force again by the catalogue, beside what is read now.
        put_right = {one.attribute for one in self._catalogue.corrections(document.id, PROGRAM)}
        names = {field.name for field in fields(held)} - {"details", *put_right}
        kept = {name: getattr(held, name) for name in names if getattr(held, name) != getattr(was, name)}
        return replace(found, **kept)


def with_pages(parsed: ParsedDocument, changed: Mapping[int, PageText]) -> ParsedDocument:
    """Return the document with some of its pages, by number, in another form."""
    if not changed:
        return parsed
    pages = tuple(changed[page.number].page if page.number in changed else page for page in parsed.pages)
    numbers = {page.number for page in pages}
    blocks = [block for block in parsed.blocks if block.page not in changed]
    blocks += [block for number, text in changed.items() if number in numbers for block in text.blocks]
    blocks.sort(key=lambda block: block.page)  # stable: within a page their order stands
    return replace(parsed, pages=pages, blocks=tuple(blocks))
