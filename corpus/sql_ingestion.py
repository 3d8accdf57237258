"""The side of the catalogue that ingestion uses: each method is one transaction."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import ColumnElement, delete, exists, func, insert, select, update
from sqlalchemy.orm import Session

from corpus.access import Confidentiality, with_administrators
from corpus.catalogue import Reading
from corpus.database import Database
from corpus.errors import NotFound
from corpus.records import ContentHash, Document, DocumentState, Failure, Passage
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
from corpus.sql_twins import forget_twins, sketch_of, store_twins

SEARCHABLE = (DocumentState.WORDS, DocumentState.COMPLETE)
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
                return _one(session, document.id)
            if held[0].original != document.original:
                _replace(session, held[0], document)
            return _one(session, held[0].id)

    def document_named(self, file: str) -> Document | None:
        with self.database.reading() as session:
            found = documents_of(session, select(DocumentRow).where(DocumentRow.file == file))
        return found[0] if found else None

    def next_waiting(self) -> Document | None:
        oldest = (
            select(DocumentRow.id)
            .where(DocumentRow.state == DocumentState.WAITING.value)
            .order_by(DocumentRow.received, DocumentRow.id)
            .limit(1)
        )
        with self.database.writing() as session:
            document_id = session.scalars(oldest).one_or_none()
            if document_id is None:
                return None
            _set(session, document_id, state=DocumentState.READING.value)
            return _one(session, document_id)

    def store_reading(self, document_id: UUID, reading: Reading) -> None:
        """Raises `NotFound` for a document that was removed while it was read."""
        pages = [page_values(document_id, page) for page in reading.pages]
        blocks = block_values(document_id, reading.blocks)
        passages = [passage_values(passage) for passage in reading.passages]
        likeness = sketch_of(reading.pages, reading.blocks)
        with self.database.writing() as session:
            file = _one(session, document_id).file
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
            _set(session, document_id, **values)
            store_details(session, document_id, file, reading.description)
            store_twins(session, document_id, likeness)

    def set_state(self, document_id: UUID, state: DocumentState, failure: Failure | None = None) -> None:
        """Raises `NotFound`. A state without a failure clears an older one."""
        with self.database.writing() as session:
            _set(
                session,
                document_id,
                state=state.value,
                failure_code=failure.code if failure else None,
                failure_facts=dict(failure.facts) if failure else None,
            )

    def add_embedded(self, counts: Mapping[UUID, int]) -> None:
        """Negative counts take back what a crash lost; documents that are not searchable are passed over."""
        with self.database.writing() as session:
            for document_id, count in counts.items():
                row = session.get(DocumentRow, document_id)
                if row is None or row.state not in SEARCHABLE:
                    continue
                row.embedded_count = max(0, min(row.passage_count, row.embedded_count + count))
                full = row.embedded_count == row.passage_count
                row.state = (DocumentState.COMPLETE if full else DocumentState.WORDS).value

    def embedding_progress(self) -> tuple[int, int]:
        sums = func.sum(DocumentRow.embedded_count), func.sum(DocumentRow.passage_count)
        statement = select(*sums).where(_searchable())
        with self.database.reading() as session:
            done, total = session.execute(statement).one()
        return int(done or 0), int(total or 0)

    def pages_needing_ocr(self) -> int:
        statement = select(func.sum(DocumentRow.pages_needing_ocr)).where(_searchable())
        with self.database.reading() as session:
            return int(session.execute(statement).scalar_one() or 0)

    def forget_embeddings(self) -> None:
        searchable = _searchable(), DocumentRow.passage_count > 0
        with self.database.writing() as session:
            session.execute(
                update(DocumentRow).where(*searchable).values(embedded_count=0, state=DocumentState.WORDS.value)
            )

    def recover(self) -> int:
        return self._move(DocumentState.READING, DocumentState.WAITING)

    def retry(self, document_ids: Collection[UUID]) -> int:
        return sum(self._move(DocumentState.FAILED, DocumentState.WAITING, one) for one in document_ids)

    def set_access(self, document_id: UUID, confidentiality: Confidentiality, readers: frozenset[str]) -> None:
        """Of what came in the document, too. Raises `NotFound`."""
        with self.database.writing() as session:
            for one in [document_id, *below(session, document_id)]:
                _set(session, one, confidentiality=int(confidentiality))
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

    def state_counts(self) -> dict[DocumentState, int]:
        """Every state, also those that no document is in."""
        statement = select(DocumentRow.state, func.count()).group_by(DocumentRow.state)
        with self.database.reading() as session:
            counts = dict(session.execute(statement).tuples().all())
        return {state: counts.get(state.value, 0) for state in DocumentState}

    def _move(self, before: DocumentState, after: DocumentState, document_id: UUID | None = None) -> int:
        statement = update(DocumentRow).where(DocumentRow.state == before.value)
        if document_id is not None:
            statement = statement.where(DocumentRow.id == document_id)
        statement = statement.values(state=after.value, failure_code=None, failure_facts=None)
        with self.database.writing() as session:
            return len(session.scalars(statement.returning(DocumentRow.id)).all())


def _searchable() -> ColumnElement[bool]:
    return DocumentRow.state.in_([state.value for state in SEARCHABLE])


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
    _set(
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


def _set(session: Session, document_id: UUID, /, **values: object) -> None:
    changed = (
        update(DocumentRow).where(DocumentRow.id == document_id).values(**values).returning(DocumentRow.id)
    )
    if session.scalars(changed).one_or_none() is None:
        raise NotFound(what="document", id=str(document_id))


def _one(session: Session, document_id: UUID) -> Document:
    found = documents_of(session, select(DocumentRow).where(DocumentRow.id == document_id))
    if not found:
        raise NotFound(what="document", id=str(document_id))
    return found[0]
