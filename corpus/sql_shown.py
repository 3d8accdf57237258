"""The side of the catalogue that people see: rights are a condition of every query here."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, Row, Select, bindparam, func, select
from sqlalchemy.orm import Session

from corpus.access import Principal
from corpus.catalogue import DocumentQuery, Label, Outline
from corpus.database import Database
from corpus.errors import NotFound
from corpus.folding import folded
from corpus.records import Block, Document, DocumentKind, DocumentState, Page, Passage
from corpus.schema import BlockRow, DocumentRow, PageRow, PassageRow, ReaderRow
from corpus.sql_rights import asker, readable, readable_by_asker, some_at_once, superseded
from corpus.sql_rows import block_of, document_of, page_of, passage_of

EVERYTHING = DocumentQuery()
_OUTLINE = (
    DocumentRow.id,
    DocumentRow.kind,
    DocumentRow.unit,
    DocumentRow.issued,
    DocumentRow.title,
    DocumentRow.file,
)

# What every search asks. Made once: to make a statement anew takes longer than to run it.
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_DOCUMENTS = select(DocumentRow).where(readable_by_asker(), DocumentRow.id.in_(_IDS))
_OUTLINES = select(*_OUTLINE, superseded()).where(readable_by_asker(), DocumentRow.id.in_(_IDS))
_PASSAGES = (
    select(PassageRow)
    .join(DocumentRow, DocumentRow.id == PassageRow.document_id)
    .where(readable_by_asker(), PassageRow.id.in_(_IDS))
)
_READERS = select(ReaderRow.document_id, ReaderRow.group).where(ReaderRow.document_id.in_(_IDS))
_KINDS = {kind.value: kind for kind in DocumentKind}


class Shown:
    """What a principal sees of the documents and their texts."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def document(self, document_id: UUID, principal: Principal) -> Document:
        return self._found(self.documents_by_id([document_id], principal), document_id)

    def documents(
        self, principal: Principal, query: DocumentQuery = EVERYTHING, *, offset: int = 0, limit: int = 50
    ) -> list[Document]:
        statement = (
            select(DocumentRow.id)
            .where(readable(principal), *_conditions(query))
            .order_by(DocumentRow.received.desc(), DocumentRow.id)
            .offset(offset)
            .limit(limit)
        )
        # First which, then what: the first needs to look into no row where an index has all that is asked.
        with self.database.reading() as session:
            ids = session.scalars(statement).all()
        found = self.documents_by_id(ids, principal)
        return [found[one] for one in ids if one in found]

    def labels(self, principal: Principal, query: DocumentQuery, limit: int) -> list[Label]:
        statement = (
            select(DocumentRow.id, DocumentRow.title, DocumentRow.number)
            .where(readable(principal), *_conditions(query))
            .order_by(DocumentRow.received.desc(), DocumentRow.id)
            .limit(limit)
        )
        with self.database.reading() as session:
            return [Label(row.id, row.title, row.number) for row in session.execute(statement)]

    def count(self, principal: Principal, query: DocumentQuery = EVERYTHING) -> int:
        statement = select(func.count(DocumentRow.id)).where(readable(principal), *_conditions(query))
        with self.database.reading() as session:
            return session.scalars(statement).one()

    def documents_by_id(self, ids: Collection[UUID], principal: Principal) -> dict[UUID, Document]:
        found: dict[UUID, Document] = {}
        with self.database.reading() as session:
            for some in some_at_once(ids):
                rows = session.scalars(_DOCUMENTS, {"ids": some, **asker(principal)})
                found.update((document.id, document) for document in _with_readers(session, rows.all()))
        return found

    def outlines(self, ids: Collection[UUID], principal: Principal) -> dict[UUID, Outline]:
        found: dict[UUID, Outline] = {}
        with self.database.reading() as session:
            for some in some_at_once(ids):
                for row in session.execute(_OUTLINES, {"ids": some, **asker(principal)}):
                    found[row.id] = _outline_of(row, superseded=row[-1])
        return found

    def outlined(self, principal: Principal, query: DocumentQuery = EVERYTHING) -> dict[UUID, Outline]:
        statement = (
            select(*_OUTLINE)
            .where(readable(principal), *_conditions(query))
            .order_by(DocumentRow.received.desc(), DocumentRow.id)
        )
        with self.database.reading() as session:
            return {row.id: _outline_of(row) for row in session.execute(statement)}

    def page(self, document_id: UUID, number: int, principal: Principal) -> Page:
        statement = _readable_rows(PageRow, document_id, principal).where(PageRow.number == number)
        with self.database.reading() as session:
            row = session.scalars(statement).one_or_none()
        if row is None:
            raise NotFound(what="page", id=f"{document_id}/{number}")
        return page_of(row)

    def pages(self, document_id: UUID, principal: Principal) -> list[Page]:
        statement = _readable_rows(PageRow, document_id, principal).order_by(PageRow.number)
        return [page_of(row) for row in self._rows(statement, document_id, principal)]

    def blocks(self, document_id: UUID, principal: Principal) -> list[Block]:
        statement = _readable_rows(BlockRow, document_id, principal).order_by(BlockRow.ordinal)
        return [block_of(row) for row in self._rows(statement, document_id, principal)]

    def passages(self, ids: Collection[UUID], principal: Principal) -> dict[UUID, Passage]:
        found: dict[UUID, Passage] = {}
        with self.database.reading() as session:
            for some in some_at_once(ids):
                rows = session.scalars(_PASSAGES, {"ids": some, **asker(principal)})
                found.update((row.id, passage_of(row)) for row in rows)
        return found

    def passages_of(self, document_id: UUID, principal: Principal) -> list[Passage]:
        statement = _readable_rows(PassageRow, document_id, principal).order_by(PassageRow.ordinal)
        return [passage_of(row) for row in self._rows(statement, document_id, principal)]

    def _rows(self, statement: Select[Any], document_id: UUID, principal: Principal) -> list[Any]:
        """A document without pages is an empty list; one that may not be read is not there."""
        there = select(DocumentRow.id).where(readable(principal), DocumentRow.id == document_id)
        with self.database.reading() as session:
            if session.scalars(there).one_or_none() is None:
                raise NotFound(what="document", id=str(document_id))
            return list(session.scalars(statement))

    @staticmethod
    def _found(documents: dict[UUID, Document], document_id: UUID) -> Document:
        if document_id not in documents:
            raise NotFound(what="document", id=str(document_id))
        return documents[document_id]


def documents_of(session: Session, statement: Select[tuple[DocumentRow]]) -> list[Document]:
    """Run a query of documents and give each its readers."""
    return _with_readers(session, session.scalars(statement).all())


def _with_readers(session: Session, rows: Sequence[DocumentRow]) -> list[Document]:
    readers: dict[UUID, set[str]] = {row.id: set() for row in rows}
    for some in some_at_once(readers):
        for document_id, group in session.execute(_READERS, {"ids": some}):
            readers[document_id].add(group)
    return [document_of(row, frozenset(readers[row.id])) for row in rows]


def _outline_of(row: Row[Any], *, superseded: bool = False) -> Outline:
    return Outline(_KINDS[row.kind], row.unit, row.issued, row.title, row.file, superseded)


def _readable_rows(table: type[Any], document_id: UUID, principal: Principal) -> Select[Any]:
    return (
        select(table)
        .join(DocumentRow, DocumentRow.id == table.document_id)
        .where(readable(principal), table.document_id == document_id)
    )


def _conditions(query: DocumentQuery) -> Iterator[ColumnElement[bool]]:
    if query.kinds:
        yield DocumentRow.kind.in_([kind.value for kind in query.kinds])
    if query.units:
        yield DocumentRow.unit.in_(list(query.units))
    if query.states:
        # As what it is not: SQLite would take an index of states for it, which nearly every document is in, and
        # put thousands in order anew.
        yield DocumentRow.state.not_in([state.value for state in DocumentState if state not in query.states])
    if query.first_day is not None:
        yield DocumentRow.issued >= query.first_day
    if query.last_day is not None:
        yield DocumentRow.issued <= query.last_day
    if query.with_text:
        yield DocumentRow.passage_count > 0
    if part := folded(query.text):
        yield DocumentRow.folded.contains(part, autoescape=True)
