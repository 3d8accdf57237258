"""How far each document has come: waiting, read, searchable, failed; and how much of it has vectors."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from corpus.database import Database
from corpus.errors import NotFound
from corpus.records import Document, DocumentState, Failure
from corpus.schema import DocumentRow
from corpus.sql_shown import documents_of

SEARCHABLE = (DocumentState.WORDS, DocumentState.COMPLETE)


class States:
    """Moves documents from state to state, each time in one transaction."""

    def __init__(self, database: Database) -> None:
        self.database = database

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
            set_values(session, document_id, state=DocumentState.READING.value)
            return one_document(session, document_id)

    def set_state(self, document_id: UUID, state: DocumentState, failure: Failure | None = None) -> None:
        """Raises `NotFound`. A state without a failure clears an older one."""
        with self.database.writing() as session:
            set_values(
                session,
                document_id,
                state=state.value,
                failure_code=failure.code if failure else None,
                failure_facts=dict(failure.facts) if failure else None,
            )

    def recover(self) -> int:
        return self._move(DocumentState.READING, DocumentState.WAITING)

    def retry(self, document_ids: Collection[UUID]) -> int:
        return sum(self._move(DocumentState.FAILED, DocumentState.WAITING, one) for one in document_ids)

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

    def forget_embeddings(self) -> None:
        searchable = _searchable(), DocumentRow.passage_count > 0
        with self.database.writing() as session:
            session.execute(
                update(DocumentRow).where(*searchable).values(embedded_count=0, state=DocumentState.WORDS.value)
            )

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


def set_values(session: Session, document_id: UUID, /, **values: object) -> None:
    changed = (
        update(DocumentRow).where(DocumentRow.id == document_id).values(**values).returning(DocumentRow.id)
    )
    if session.scalars(changed).one_or_none() is None:
        raise NotFound(what="document", id=str(document_id))


def one_document(session: Session, document_id: UUID) -> Document:
    found = documents_of(session, select(DocumentRow).where(DocumentRow.id == document_id))
    if not found:
        raise NotFound(what="document", id=str(document_id))
    return found[0]
