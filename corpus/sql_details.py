"""Storing what a reading found about a document, with people's corrections in force again."""

from datetime import date
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from corpus.corrections import OWNER, corrected, text_of
from corpus.described import SEVERAL
from corpus.described_schema import CorrectionRow, RelationRow, ResolutionRow, ValueRow
from corpus.errors import NotFound
from corpus.records import Description
from corpus.schema import DocumentRow
from corpus.sql_described_rows import owner_values, relation_rows, resolution_rows, value_rows
from corpus.sql_replacement import relink
from corpus.sql_rows import description_of, description_values


def store_details(session: Session, document_id: UUID, file: str, description: Description) -> None:
    """Keep what a reading found, put corrections in force again, and link; within the caller's transaction.

    A description without details was not made from the pages: what is held of them stays.
    """
    details = description.details
    if details is not None:
        forget_details(session, document_id)
        made = (ValueRow, value_rows), (RelationRow, relation_rows), (ResolutionRow, resolution_rows)
        for table, rows_of in made:
            session.add_all(table(**row) for row in rows_of(document_id, details))
        session.flush()
        session.execute(
            update(DocumentRow).where(DocumentRow.id == document_id).values(described=details.version)
        )
    _correct_again(session, document_id, file, description, read_anew=details is not None)
    relink(session, document_id)


def forget_details(session: Session, document_id: UUID) -> None:
    """Corrections stay: they hold for the next reading."""
    for table in (ValueRow, RelationRow, ResolutionRow):
        session.execute(delete(table).where(table.document_id == document_id))


def _correct_again(
    session: Session, document_id: UUID, file: str, description: Description, *, read_anew: bool
) -> None:
    """Put corrections in force; after a reading, what it found stands beside them."""
    for one in session.scalars(select(CorrectionRow).where(CorrectionRow.document_id == document_id)):
        if not one.subject:
            if read_anew:
                found = text_of(description, one.attribute)
                one.read = found or _values_text(session, document_id, one.attribute)
            description = corrected(description, one.attribute, one.value)
        elif session.get(ResolutionRow, UUID(one.subject)) is not None:
            if read_anew:
                one.read = value_now(session, document_id, one.attribute, one.subject)
            _put_resolution(session, one.attribute, one.subject, one.value)
    values = description_values(description, file)
    session.execute(update(DocumentRow).where(DocumentRow.id == document_id).values(**values))


def put_value(session: Session, document_id: UUID, attribute: str, subject: str, value: str) -> None:
    if subject:
        _put_resolution(session, attribute, subject, value)
        return
    row = session.get_one(DocumentRow, document_id)
    description = corrected(description_of(row), attribute, value)
    for name, column in description_values(description, row.file).items():
        setattr(row, name, column)
    session.flush()
    relink(session, document_id)


def _put_resolution(session: Session, attribute: str, subject: str, value: str) -> None:
    values = owner_values(value) if attribute == OWNER else {"due": _day(value)}
    session.execute(update(ResolutionRow).where(ResolutionRow.id == UUID(subject)).values(**values))


def value_now(session: Session, document_id: UUID, attribute: str, subject: str) -> str:
    """The value in force, as text. Raises `NotFound` for what is not there."""
    row = session.get(DocumentRow, document_id)
    if row is None:
        raise NotFound(what="document", id=str(document_id))
    if not subject:
        return text_of(description_of(row), attribute) or _values_text(session, document_id, attribute)
    resolution = session.get(ResolutionRow, UUID(subject), populate_existing=True)
    if resolution is None or resolution.document_id != document_id:
        raise NotFound(what="resolution", id=subject)
    if attribute == OWNER:
        return resolution.owner or ""
    return resolution.due.isoformat() if resolution.due else ""


def _values_text(session: Session, document_id: UUID, attribute: str) -> str:
    """Lists have one value a line; what is single stands in the document's own row."""
    if attribute not in SEVERAL:
        return ""
    rows = select(ValueRow).where(ValueRow.document_id == document_id, ValueRow.attribute == attribute)
    return "\n".join(row.text for row in session.scalars(rows.order_by(ValueRow.ordinal)))


def _day(value: str) -> date | None:
    return date.fromisoformat(value) if value else None
