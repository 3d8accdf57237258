"""Which files on this machine documents were taken from, and as what they were known then."""

from uuid import UUID

from sqlalchemy import Select, delete, func, select, update

from corpus.database import Database
from corpus.errors import NotFound
from corpus.records import ContentHash, Source
from corpus.schema import DocumentRow, SourceRow
from corpus.sql_families import below
from corpus.sql_rows import description_values, document_of


class Sources:
    """Files by their paths; a document that is removed takes its sources with it."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def source(self, path: str) -> Source | None:
        found = self._sources(_known().where(SourceRow.path == path))
        return found[0] if found else None

    def sources_below(self, folder: str, after: str = "", limit: int = 10_000) -> list[Source]:
        prefix = folder.rstrip("/") + "/"
        inside = func.substr(SourceRow.path, 1, len(prefix), type_=SourceRow.path.type) == prefix
        return self._sources(
            _known().where(inside, SourceRow.path > after).order_by(SourceRow.path).limit(limit)
        )

    def sources_of(self, document_id: UUID) -> list[Source]:
        return self._sources(_known().where(SourceRow.document_id == document_id).order_by(SourceRow.path))

    def note_source(self, path: str, size: int, modified: int, document_id: UUID) -> None:
        row = SourceRow(path=path, document_id=document_id, size=size, modified=modified)
        with self.database.writing() as session:
            if session.get(DocumentRow, document_id) is None:
                raise NotFound(what="document", id=str(document_id))
            session.merge(row)

    def forget_source(self, path: str) -> None:
        with self.database.writing() as session:
            session.execute(delete(SourceRow).where(SourceRow.path == path))

    def rename(self, document_id: UUID, file: str) -> None:
        with self.database.writing() as session:
            held = session.get(DocumentRow, document_id)
            if held is None:
                raise NotFound(what="document", id=str(document_id))
            before = held.file
            for one in [document_id, *below(session, document_id)]:
                row = session.get(DocumentRow, one)
                if row is None:
                    continue
                name = file + row.file.removeprefix(before) if row.file.startswith(before) else row.file
                described = document_of(row, frozenset()).description
                folded = description_values(described, name)["folded"]
                session.execute(
                    update(DocumentRow).where(DocumentRow.id == one).values(file=name, folded=folded)
                )

    def _sources(self, statement: Select[tuple[str, int, int, UUID, str]]) -> list[Source]:
        with self.database.reading() as session:
            return [
                Source(path, size, modified, document_id, ContentHash(original))
                for path, size, modified, document_id, original in session.execute(statement)
            ]


def _known() -> Select[tuple[str, int, int, UUID, str]]:
    return select(
        SourceRow.path, SourceRow.size, SourceRow.modified, SourceRow.document_id, DocumentRow.original
    ).join(DocumentRow, DocumentRow.id == SourceRow.document_id)
