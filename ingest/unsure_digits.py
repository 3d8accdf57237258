"""Digits from OCR are wrong half of the time: they never describe a document by themselves."""

from dataclasses import replace

from corpus.records import Description, Page
from ingest.parsing import ParsedDocument
from ingest.stages import Describe


def described(describe: Describe, parsed: ParsedDocument, file: str) -> Description:
    """Describe a document; number, date and edition that OCR alone has read are left out."""
    found, head = describe(parsed, file), first_text_page(parsed)
    if head is None or head.recognized is None:
        return found
    return replace(found, number=None, issued=None, edition=None)


def first_text_page(parsed: ParsedDocument) -> Page | None:
    """The page that describes the document."""
    return next((page for page in parsed.pages if page.text.strip()), None)
