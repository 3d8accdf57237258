"""Pages of a document change in place, and its description with them."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import fields, replace

from corpus.page_corrections import PageText
from corpus.records import Description, Document
from ingest.kept_readings import KeptReadings
from ingest.parsing import ParsedDocument
from ingest.stages import PROGRAM, SEARCHABLE, still_current
from ingest.unsure_digits import described, first_text_page


class PageChanges:
    """Puts changed pages in the place of others; used under the lock of `Ingestion` by whoever changes them."""

    def __init__(self, kept: KeptReadings) -> None:
        self._kept = kept

    @property
    def writing(self) -> threading.RLock:
        return self._kept.writing

    def put(
        self, taken: Document, changed: Mapping[int, PageText], note: Callable[[], None] | None = None
    ) -> bool:
        """Give the document its changed pages, by number; False if it was removed or replaced meanwhile.

        Until the index has them the document counts as being read: after a crash it is read again. `note` is
        called as soon as that is so.
        """
        with self.writing:
            document = still_current(self._kept.catalogue, taken)
            if document is None or document.state not in SEARCHABLE:
                return False
            before = self._kept.parsed(document)
            parsed = with_pages(before, changed)

            def store() -> None:
                if note is not None:
                    note()
                self._kept.store(document, self._described(document, before, parsed), parsed)

            self._kept.in_step(document, store)
            return True

    def _described(self, document: Document, before: ParsedDocument, parsed: ParsedDocument) -> Description:
        """Describe the document anew.

        A value that the rules did not give before was given by a person or by the file's properties: it stays.
        """
        found = described(self._kept.describe, parsed, document.file)
        if first_text_page(before) is None:  # a scan of which only its file was known
            return found
        held, was = document.description, described(self._kept.describe, before, document.file)
        # What a person put right is put in force again by the catalogue, beside what is read now.
        put_right = {one.attribute for one in self._kept.catalogue.corrections(document.id, PROGRAM)}
        names = {field.name for field in fields(held)} - {"details", *put_right}
        stay = {name: getattr(held, name) for name in names if getattr(held, name) != getattr(was, name)}
        return replace(found, **stay)


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
