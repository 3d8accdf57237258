"""Documents of nearly the same text: copies in another format, scans, files that were saved again.

Measured on the sample corpus: copies in other formats are alike to .97 and more, its scans by OCR to .41-.73,
different documents to .08 at most (.04 for sure digits).
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, func, insert, or_, select
from sqlalchemy.orm import Session

from corpus.access import Principal
from corpus.database import Database
from corpus.records import Block, BlockKind, Document, Page
from corpus.schema import DocumentRow, SketchMarkRow, SketchRow, TwinRow
from corpus.sql_rights import readable
from corpus.sql_shown import documents_of
from language.likeness import Sketch, likeness, sketch, unpacked

LEAST_LIKENESS = 0.8
LEAST_LIKENESS_OF_OCR = 0.35  # a wrong letter spoils all eight runs that it is in
MOST_COMPARED = 50  # those with the most marks in common
MOST_TWINS = 10


class Twins:
    """Near-duplicates, as far as the asker may read them; nothing is ever merged."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def twins(self, document_id: UUID, principal: Principal) -> list[Document]:
        statement = (
            select(DocumentRow)
            .join(TwinRow, TwinRow.other_id == DocumentRow.id)
            .where(readable(principal), TwinRow.document_id == document_id)
            .order_by(TwinRow.likeness.desc(), DocumentRow.file)
            .limit(MOST_TWINS)
        )
        with self.database.reading() as session:
            return documents_of(session, statement)


def store_twins(session: Session, document_id: UUID, own: Sketch | None) -> None:
    """Note what a document is like; both ways, in the transaction that stores its text."""
    forget_twins(session, document_id)
    if own is None:
        return
    like = _twins(session, own)
    session.execute(insert(SketchRow).values(document_id=document_id, sketch=own.packed()))
    session.execute(insert(SketchMarkRow), [{"mark": mark, "document_id": document_id} for mark in own.marks])
    rows = [
        {"document_id": one, "other_id": other, "likeness": share}
        for found, share in like
        for one, other in ((document_id, found), (found, document_id))
    ]
    if rows:
        session.execute(insert(TwinRow), rows)


def forget_twins(session: Session, document_id: UUID) -> None:
    for table in (SketchRow, SketchMarkRow):
        session.execute(delete(table).where(table.document_id == document_id))
    session.execute(
        delete(TwinRow).where(or_(TwinRow.document_id == document_id, TwinRow.other_id == document_id))
    )


def sketch_of(pages: Sequence[Page], blocks: Sequence[Block]) -> Sketch | None:
    """The sketch of what stands on the pages, without running headers: they differ from format to format."""
    by_number = {page.number: page for page in pages}
    text = "\n".join(
        block.span.of(by_number[block.page].text) for block in blocks if block.kind is not BlockKind.RUNNING
    )
    recognized = any(page.recognized is not None for page in pages)
    return sketch(text, sure_digits=not recognized)


def _twins(session: Session, own: Sketch) -> list[tuple[UUID, float]]:
    candidates = (
        select(SketchMarkRow.document_id)
        .where(SketchMarkRow.mark.in_(own.marks))
        .group_by(SketchMarkRow.document_id)
        .order_by(func.count().desc(), SketchMarkRow.document_id)
        .limit(MOST_COMPARED)
    )
    statement = select(SketchRow.document_id, SketchRow.sketch).where(SketchRow.document_id.in_(candidates))
    found = []
    for document_id, content in session.execute(statement):
        other = unpacked(content)
        if other is None:
            continue
        share = likeness(own, other)
        is_sure = own.numbers is not None and other.numbers is not None
        if share >= (LEAST_LIKENESS if is_sure else LEAST_LIKENESS_OF_OCR):
            found.append((document_id, share))
    return found
