"""Documents come, are read, change and go: what ingestion writes, one transaction a method."""

from uuid import UUID

from sqlalchemy import delete, exists, func, insert, select
from sqlalchemy.orm import Session

from corpus.access import Confidentiality, with_administrators
from corpus.catalogue import Reading
from corpus.database import Database
from corpus.records import ContentHash, Document, DocumentState, Passage
from corpus.schema import BlockRow, DocumentRow, PageRow, PassageRow, ReaderRow, VersionRow
from corpus.sql_details import forget_details, store_details
from corpus.sql_families import below
from corpus.sql_rows import (
    block_values,
    description_values,
    page_values,
    passage_of,
    passage_values,
)
from corpus.sql_shown import documents_of
from corpus.sql_states import one_document, set_values
from corpus.sql_twins import forget_twins, sketch_of, store_twins

UNREAD = {
    "page_count": 0,
    "passage_count": 0,
    "embedded_count": 0,
    "pages_needing_ocr": 0,
    "failure_code": None,
    "failure_facts": None,
}


class Ingested:
    """What ingestion does with the documents. It takes no principal and no request reaches it without one."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def register(self, document: Document) -> Document:
        """A file's new bytes forget the text of its old ones in the same transaction."""
        with self.database.writing() as session:
            held = documents_of(session, select(DocumentRow).where(DocumentRow.file == document.file))
            if not held:
                _add(session, document)
                return one_document(session, document.id)
            if held[0].original != document.original:
                _replace(session, held[0], document)
            return one_document(session, held[0].id)

    def document_named(self, file: str) -> Document | None:
        with self.database.reading() as session:
            found = documents_of(session, select(DocumentRow).where(DocumentRow.file == file))
        return found[0] if found else None

    def store_reading(self, document_id: UUID, reading: Reading) -> None:
        """Raises `NotFound` for a document that was removed while it was read."""
        pages = [page_values(document_id, page) for page in reading.pages]
        blocks = block_values(document_id, reading.blocks)
        passages = [passage_values(passage) for passage in reading.passages]
        likeness = sketch_of(reading.pages, reading.blocks)
        with self.database.writing() as session:
            file = one_document(session, document_id).file
            _forget_text(session, document_id)
            for table, rows in ((PageRow, pages), (BlockRow, blocks), (PassageRow, passages)):
                if rows:
                    session.execute(insert(table), rows)
            values = description_values(reading.description, file) | UNREAD
            values["page_count"] = len(pages)
            values["passage_count"] = len(passages)
            values["pages_needing_ocr"] = sum(page.needs_ocr for page in reading.pages)
            if reading.format:
                values["format"] = reading.format
            set_values(session, document_id, **values)
            store_details(session, document_id, file, reading.description)
            store_twins(session, document_id, likeness)

    def set_access(self, document_id: UUID, confidentiality: Confidentiality, readers: frozenset[str]) -> None:
        """Of what came in the document, too. Raises `NotFound`."""
        with self.database.writing() as session:
            for one in [document_id, *below(session, document_id)]:
                set_values(session, one, confidentiality=int(confidentiality))
                session.execute(delete(ReaderRow).where(ReaderRow.document_id == one))
                _add_readers(session, one, readers)

    def remove(self, document_id: UUID) -> None:
        """With what came in it and, by the foreign keys, what hangs on it. Removing twice is no error."""
        with self.database.writing() as session:
            for one in [*below(session, document_id), document_id]:
                session.execute(delete(DocumentRow).where(DocumentRow.id == one))

    def holds(self, original: ContentHash) -> bool:
        places = DocumentRow.original, DocumentRow.unlocked, VersionRow.original
        with self.database.reading() as session:
            return any(session.scalar(select(exists().where(place == original))) for place in places)

    def all_documents(self) -> list[Document]:
        """Oldest received first, the order in which they are read and embedded."""
        with self.database.reading() as session:
            return documents_of(session, select(DocumentRow).order_by(DocumentRow.received, DocumentRow.id))

    def all_passages_of(self, document_id: UUID) -> list[Passage]:
        statement = select(PassageRow).where(PassageRow.document_id == document_id).order_by(PassageRow.ordinal)
        with self.database.reading() as session:
            return [passage_of(row) for row in session.scalars(statement)]


def _add(session: Session, document: Document) -> None:
    failure = document.failure
    session.execute(
        insert(DocumentRow).values(
            id=document.id,
            original=document.original,
            file=document.file,
            format=document.format,
            size=document.size,
            received=document.received,
            state=document.state.value,
            confidentiality=int(document.confidentiality),
            page_count=document.page_count,
            passage_count=document.passage_count,
            embedded_count=document.embedded_count,
            pages_needing_ocr=document.pages_needing_ocr,
            failure_code=failure.code if failure else None,
            failure_facts=dict(failure.facts) if failure else None,
            container=document.container,
            unlocked=document.unlocked,
            **description_values(document.description, document.file),
        )
    )
    _add_readers(session, document.id, document.readers)


def _replace(session: Session, held: Document, document: Document) -> None:
    """Give a document new bytes; its old ones become its newest earlier version."""
    _forget_text(session, held.id)
    forget_details(session, held.id)
    forget_twins(session, held.id)
    number = session.scalar(select(func.count()).where(VersionRow.document_id == held.id)) or 0
    session.execute(
        insert(VersionRow).values(
            document_id=held.id,
            number=number + 1,
            original=held.original,
            size=held.size,
            received=held.received,
            replaced=document.received,
        )
    )
    set_values(
        session,
        held.id,
        original=document.original,
        format=document.format,
        size=document.size,
        received=document.received,
        state=DocumentState.WAITING.value,
        unlocked=None,
        **(description_values(document.description, document.file) | UNREAD),
    )


def _forget_text(session: Session, document_id: UUID) -> None:
    for table in (PageRow, BlockRow, PassageRow):
        session.execute(delete(table).where(table.document_id == document_id))


def _add_readers(session: Session, document_id: UUID, readers: frozenset[str]) -> None:
    rows = [{"document_id": document_id, "group": group} for group in sorted(with_administrators(readers))]
    session.execute(insert(ReaderRow), rows)
