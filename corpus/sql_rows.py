"""Between the catalogue's rows and the records that travel."""

import zlib
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from corpus.access import Confidentiality
from corpus.folding import folded
from corpus.packed_words import packed, unpacked
from corpus.records import (
    Block,
    BlockKind,
    ContentHash,
    Description,
    Document,
    DocumentKind,
    DocumentState,
    Failure,
    Integrity,
    Page,
    Passage,
    Span,
)
from corpus.replacement import number_key_of, title_key_of
from corpus.schema import BlockRow, DocumentRow, PageRow, PassageRow
from corpus.tables import storable

Values = dict[str, Any]


def document_of(row: DocumentRow, readers: frozenset[str]) -> Document:
    failure = None
    if row.failure_code is not None:
        failure = Failure(row.failure_code, dict(row.failure_facts or {}))
    return Document(
        id=row.id,
        original=ContentHash(row.original),
        file=row.file,
        format=row.format,
        size=row.size,
        received=row.received,
        state=DocumentState(row.state),
        description=description_of(row),
        confidentiality=Confidentiality(row.confidentiality),
        readers=readers,
        page_count=row.page_count,
        passage_count=row.passage_count,
        embedded_count=row.embedded_count,
        pages_needing_ocr=row.pages_needing_ocr,
        failure=failure,
        container=row.container,
        unlocked=None if row.unlocked is None else ContentHash(row.unlocked),
    )


def description_of(row: DocumentRow) -> Description:
    return Description(
        title=row.title,
        kind=DocumentKind(row.kind),
        number=row.number,
        issued=row.issued,
        unit=row.unit,
        language=row.language,
        edition=row.edition,
        replaces=row.replaces,
        session=row.session,
    )


def description_values(description: Description, file: str) -> Values:
    """The columns that say what a document is; `file` is part of what lists are searched by."""
    return {
        "title": description.title,
        "kind": description.kind.value,
        "number": description.number,
        "issued": description.issued,
        "unit": description.unit,
        "language": description.language,
        "edition": description.edition,
        "replaces": description.replaces,
        "session": description.session,
        "number_key": number_key_of(description.number),
        "title_key": title_key_of(description.title),
        # A line break, which folding removes from a question, keeps a match within one of the three.
        "folded": "\n".join(folded(text) for text in (description.title, file, description.number or "")),
    }


def page_values(document_id: UUID, page: Page) -> Values:
    return {
        "document_id": document_id,
        "number": page.number,
        "text": zlib.compress(storable(page.text).encode()),
        "words": packed(page.words),
        "width": page.width,
        "height": page.height,
        "needs_ocr": page.needs_ocr,
        "recognized": page.recognized,
        "agreed": [[span.start, span.end] for span in page.agreed] or None,
        "integrity": page.integrity.score if page.integrity else None,
        "integrity_reasons": dict(page.integrity.reasons) if page.integrity else None,
    }


def page_of(row: PageRow) -> Page:
    return Page(
        number=row.number,
        text=zlib.decompress(row.text).decode(),
        words=unpacked(row.words),
        width=row.width,
        height=row.height,
        needs_ocr=row.needs_ocr,
        recognized=row.recognized,
        agreed=tuple(Span(start, end) for start, end in row.agreed or ()),
        integrity=integrity_of(row.integrity, row.integrity_reasons),
    )


def integrity_of(score: float | None, reasons: dict[str, Any] | None) -> Integrity | None:
    return None if score is None else Integrity(score, dict(reasons or {}))


def block_values(document_id: UUID, blocks: Sequence[Block]) -> list[Values]:
    return [
        {
            "document_id": document_id,
            "ordinal": ordinal,
            "kind": block.kind.value,
            "page": block.page,
            "start": block.span.start,
            "end": block.span.end,
            "level": block.level,
        }
        for ordinal, block in enumerate(blocks)
    ]


def block_of(row: BlockRow) -> Block:
    return Block(BlockKind(row.kind), row.page, Span(row.start, row.end), row.level)


def passage_values(passage: Passage) -> Values:
    return {
        "id": passage.id,
        "document_id": passage.document_id,
        "ordinal": passage.ordinal,
        "page": passage.page,
        "start": passage.span.start,
        "end": passage.span.end,
        "text": passage.text,
        "headings": [storable(heading) for heading in passage.headings],
        "context": passage.context,
    }


def passage_of(row: PassageRow) -> Passage:
    return Passage(
        id=row.id,
        document_id=row.document_id,
        ordinal=row.ordinal,
        page=row.page,
        span=Span(row.start, row.end),
        text=row.text,
        headings=tuple(row.headings),
        context=row.context,
    )
