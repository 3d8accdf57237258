"""Passages: whole sentences of one page under one path of headings."""

import hashlib
from uuid import UUID, uuid5

from corpus.records import Passage
from ingest.parsing import ParsedDocument
from ingest.sections import LONGEST_CONTEXT, LONGEST_HEADING, sections_of, without_stubs
from ingest.windows import CLAUSE_END, LEAST_WORDS, LONGEST_PIECE, MOST_WORDS, TARGET_WORDS, windows
from language import sentences
from language.normalization import letters

VERSION = 4  # of this file, `sections` and `windows`; raise it with any change of the passages


def split(document_id: UUID, parsed: ParsedDocument, title: str) -> list[Passage]:
    """Return the passages of a document in order.

    A heading lives in the path of what it heads, and is a passage only where it heads nothing; the header
    row of a table likewise. `title` is known to the index and does not repeat among the headings.
    A short letterhead, which comes before every heading, belongs to the passage that follows it, and so do the
    last words of a paragraph that a page's end has cut off.
    """
    passages: list[Passage] = []
    for section in without_stubs(sections_of(parsed, letters(title))):
        for span in windows(section.pieces):
            text = span.of(section.page.text)
            key = f"{section.page.number}:{span.start}:{span.end}:{text}"
            passages.append(
                Passage(
                    id=uuid5(document_id, key),
                    document_id=document_id,
                    ordinal=len(passages),
                    page=section.page.number,
                    span=span,
                    text=text,
                    headings=section.headings,
                    context=section.context,
                )
            )
    return passages


def fingerprint() -> str:
    """Return a hash that changes when the passages of a document would, and not when a comment does."""
    sizes = (TARGET_WORDS, MOST_WORDS, LEAST_WORDS, LONGEST_PIECE, LONGEST_HEADING, LONGEST_CONTEXT)
    rules = (VERSION, sizes, CLAUSE_END.pattern, sentences.RULES)
    return hashlib.sha256(repr(rules).encode()).hexdigest()[:16]
