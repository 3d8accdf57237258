"""Documents that came in others, and bytes that documents had before."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from corpus.access import Principal
from corpus.database import Database
from corpus.errors import NotFound
from corpus.records import ContentHash, Document, DocumentState, Version
from corpus.schema import DocumentRow, VersionRow
from corpus.sql_rights import readable, some_at_once
from corpus.sql_shown import documents_of


class Families:
    """What belongs to a document beside its text."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def versions(self, document_id: UUID, principal: Principal) -> list[Version]:
        there = select(DocumentRow.id).where(readable(principal), DocumentRow.id == document_id)
        statement = select(VersionRow).where(VersionRow.document_id == document_id).order_by(VersionRow.number)
        with self.database.reading() as session:
            if session.scalars(there).one_or_none() is None:
                raise NotFound(what="document", id=str(document_id))
            return [version_of(row) for row in session.scalars(statement)]

    def attached(self, document_id: UUID, principal: Principal) -> list[Document]:
        statement = (
            select(DocumentRow)
            .where(readable(principal), DocumentRow.container == document_id)
            .order_by(DocumentRow.file)
        )
        with self.database.reading() as session:
            return documents_of(session, statement)

    def family(self, document_id: UUID) -> list[Document]:
        with self.database.reading() as session:
            ids = [document_id, *below(session, document_id)]
            found: dict[UUID, Document] = {}
            for some in some_at_once(ids):
                documents = documents_of(session, select(DocumentRow).where(DocumentRow.id.in_(some)))
                found.update((document.id, document) for document in documents)
        return [found[one] for one in ids if one in found]

    def outermost(self, document_id: UUID) -> list[UUID]:
        path = [document_id]
        with self.database.reading() as session:
            while True:
                above = session.scalar(select(DocumentRow.container).where(DocumentRow.id == path[0]))
                if above is None or above in path:
                    return path
                path.insert(0, above)

    def originals_of(self, document_ids: Collection[UUID]) -> set[ContentHash]:
        found: set[ContentHash] = set()
        with self.database.reading() as session:
            for some in some_at_once(document_ids):
                held = select(DocumentRow.original, DocumentRow.unlocked).where(DocumentRow.id.in_(some))
                for original, unlocked in session.execute(held):
                    found |= {ContentHash(one) for one in (original, unlocked) if one}
                before = select(VersionRow.original).where(VersionRow.document_id.in_(some))
                found |= {ContentHash(one) for one in session.scalars(before)}
        return found

    def all_originals(self) -> dict[ContentHash, str]:
        unlocked = select(DocumentRow.unlocked, DocumentRow.file).where(DocumentRow.unlocked.is_not(None))
        before = select(VersionRow.original, DocumentRow.file).join(
            DocumentRow, DocumentRow.id == VersionRow.document_id
        )
        with self.database.reading() as session:
            rows = [*session.execute(before), *session.execute(unlocked)]
        return {ContentHash(original): file for original, file in rows}

    def set_unlocked(self, document_id: UUID, unlocked: ContentHash) -> None:
        values = {
            "unlocked": unlocked,
            "state": DocumentState.WAITING.value,
            "failure_code": None,
            "failure_facts": None,
        }
        statement = update(DocumentRow).where(DocumentRow.id == document_id).values(**values)
        with self.database.writing() as session:
            if session.scalars(statement.returning(DocumentRow.id)).one_or_none() is None:
                raise NotFound(what="document", id=str(document_id))


def below(session: Session, document_id: UUID) -> list[UUID]:
    """The ids of all that came in a document, level by level, in order of the names."""
    found: list[UUID] = []
    level: Sequence[UUID] = [document_id]
    while level:
        following: list[UUID] = []
        for some in some_at_once(level):
            statement = select(DocumentRow.id).where(DocumentRow.container.in_(some)).order_by(DocumentRow.file)
            following += session.scalars(statement)
        level = [one for one in following if one != document_id and one not in found]
        found += level
    return found


def version_of(row: VersionRow) -> Version:
    return Version(row.number, ContentHash(row.original), row.size, row.received, row.replaced)
