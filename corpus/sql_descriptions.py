"""Descriptions in the catalogue's database: what was read, what people put right, what replaces what."""

from collections.abc import Collection
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, aliased

from corpus.access import Principal
from corpus.database import Database
from corpus.described import Attribute, Certainty, Corrected, Details, How, Successor, Value
from corpus.described_catalogue import HeldResolution, ResolutionQuery
from corpus.described_schema import CorrectionRow, RelationRow, ReplacementRow, ResolutionRow, ValueRow
from corpus.errors import NotFound
from corpus.folding import folded
from corpus.records import DocumentState
from corpus.schema import DocumentRow
from corpus.sql_described_rows import corrected_of, relation_of, resolution_of, value_of
from corpus.sql_details import put_value, value_now
from corpus.sql_rights import readable, some_at_once

Row = TypeVar("Row", ValueRow, RelationRow, ResolutionRow)
EVERY_RESOLUTION = ResolutionQuery()


class Described:
    """Implements `corpus.described_catalogue.DescribedCatalogue`."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def details(self, document_id: UUID, principal: Principal) -> Details:
        with self.database.reading() as session:
            row = _readable_document(session, document_id, principal)
            values = session.scalars(_rows(ValueRow, document_id)).all()
            relations = session.scalars(_rows(RelationRow, document_id)).all()
            resolutions = session.scalars(_rows(ResolutionRow, document_id)).all()
            corrections = _corrections(session, document_id)
        return Details(
            version=row.described,
            values=_in_force([value_of(one) for one in values], corrections),
            relations=tuple(relation_of(one) for one in relations),
            resolutions=tuple(resolution_of(one) for one in resolutions),
        )

    def corrections(self, document_id: UUID, principal: Principal) -> list[Corrected]:
        with self.database.reading() as session:
            _readable_document(session, document_id, principal)
            return _corrections(session, document_id)

    def successors(self, ids: Collection[UUID], principal: Principal) -> dict[UUID, list[Successor]]:
        found: dict[UUID, list[Successor]] = {}
        with self.database.reading() as session:
            for some in some_at_once(ids):
                for one in _links(session, principal, ReplacementRow.older.in_(some)):
                    found.setdefault(one.older, []).append(one)
        return found

    def predecessors(self, document_id: UUID, principal: Principal) -> list[Successor]:
        with self.database.reading() as session:
            return _links(session, principal, ReplacementRow.newer == document_id)

    def resolutions(
        self,
        principal: Principal,
        query: ResolutionQuery = EVERY_RESOLUTION,
        *,
        offset: int = 0,
        limit: int = 50,
    ) -> list[HeldResolution]:
        statement = (
            _restricted(select(ResolutionRow), principal, query)
            .order_by(
                ResolutionRow.due.is_(None), ResolutionRow.due, ResolutionRow.document_id, ResolutionRow.ordinal
            )
            .offset(offset)
            .limit(limit)
        )
        with self.database.reading() as session:
            rows = list(session.scalars(statement))
            subjects = [str(row.id) for row in rows]
            made = select(CorrectionRow).where(CorrectionRow.subject.in_(subjects))
            corrections = [corrected_of(one) for one in session.scalars(made)] if rows else []
        return [
            HeldResolution(
                row.document_id,
                resolution_of(row),
                tuple(one for one in corrections if one.subject == str(row.id)),
            )
            for row in rows
        ]

    def count_resolutions(self, principal: Principal, query: ResolutionQuery = EVERY_RESOLUTION) -> int:
        statement = _restricted(select(func.count(ResolutionRow.id)), principal, query)
        with self.database.reading() as session:
            return int(session.scalars(statement).one())

    def correct(self, document_id: UUID, correction: Corrected) -> None:
        with self.database.writing() as session:
            held = session.get(CorrectionRow, (document_id, correction.attribute, correction.subject))
            attribute, subject = correction.attribute, correction.subject
            read = held.read if held else value_now(session, document_id, attribute, subject)
            session.merge(
                CorrectionRow(
                    document_id=document_id,
                    attribute=correction.attribute,
                    subject=correction.subject,
                    value=correction.value,
                    read=read,
                    by=correction.by,
                    at=correction.at,
                )
            )
            session.flush()
            put_value(session, document_id, correction.attribute, correction.subject, correction.value)

    def described_before(self, version: int) -> list[UUID]:
        searchable = DocumentRow.state.in_([DocumentState.WORDS.value, DocumentState.COMPLETE.value])
        statement = (
            select(DocumentRow.id)
            .where(DocumentRow.described < version, searchable)
            .order_by(DocumentRow.received, DocumentRow.id)
        )
        with self.database.reading() as session:
            return list(session.scalars(statement))

    def undo_correction(self, document_id: UUID, attribute: str, subject: str = "") -> None:
        with self.database.writing() as session:
            held = session.get(CorrectionRow, (document_id, attribute, subject))
            if held is None:
                raise NotFound(what="correction", id=f"{document_id}/{attribute}")
            read = held.read
            session.delete(held)
            session.flush()
            put_value(session, document_id, attribute, subject, read)


def _rows(table: type[Row], document_id: UUID) -> Select[tuple[Row]]:
    return select(table).where(table.document_id == document_id).order_by(table.ordinal)


def _readable_document(session: Session, document_id: UUID, principal: Principal) -> DocumentRow:
    statement = select(DocumentRow).where(readable(principal), DocumentRow.id == document_id)
    row = session.scalars(statement).one_or_none()
    if row is None:
        raise NotFound(what="document", id=str(document_id))
    return row


def _corrections(session: Session, document_id: UUID) -> list[Corrected]:
    statement = select(CorrectionRow).where(CorrectionRow.document_id == document_id)
    return [corrected_of(row) for row in session.scalars(statement.order_by(CorrectionRow.attribute))]


def _in_force(values: list[Value], corrections: list[Corrected]) -> tuple[Value, ...]:
    """What a person wrote is sure, and stands in no place of the page."""
    put_right = [one for one in corrections if not one.subject]
    kept = [one for one in values if one.attribute not in {other.attribute for other in put_right}]
    for one in put_right:
        kept += [
            Value(Attribute(one.attribute), line, Certainty.SURE, source="person")
            for line in one.value.split("\n")
            if line
        ]
    return tuple(kept)


def _links(session: Session, principal: Principal, condition: ColumnElement[bool]) -> list[Successor]:
    """Both ends must be readable: that there is a newer document is told to nobody who may not see it."""
    newer, older = aliased(DocumentRow), aliased(DocumentRow)
    statement = (
        select(ReplacementRow)
        .join(newer, newer.id == ReplacementRow.newer)
        .join(older, older.id == ReplacementRow.older)
        .where(condition, readable(principal, newer), readable(principal, older))
        .order_by(newer.issued.desc(), newer.received.desc(), newer.id, older.id)
    )
    return [Successor(row.newer, row.older, How(row.how)) for row in session.scalars(statement)]


def _restricted(statement: Select[Any], principal: Principal, query: ResolutionQuery) -> Select[Any]:
    statement = statement.join(DocumentRow, DocumentRow.id == ResolutionRow.document_id)
    statement = statement.where(readable(principal))
    if query.documents:
        statement = statement.where(ResolutionRow.document_id.in_(list(query.documents)))
    if owner := folded(query.owner):
        statement = statement.where(ResolutionRow.folded_owner.contains(owner, autoescape=True))
    if text := folded(query.text):
        statement = statement.where(ResolutionRow.folded_text.contains(text, autoescape=True))
    if query.due_from is not None:
        statement = statement.where(ResolutionRow.due >= query.due_from)
    if query.due_to is not None:
        statement = statement.where(ResolutionRow.due <= query.due_to)
    if query.without_due:
        statement = statement.where(ResolutionRow.due.is_(None))
    return statement
