"""Rights as conditions of queries."""

from collections.abc import Collection, Iterator
from itertools import islice
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session

from corpus.access import Principal
from corpus.described import ENDING
from corpus.described_schema import ReplacementRow
from corpus.schema import DocumentRow, ReaderRow

IDS_AT_ONCE = 500  # SQLite takes a limited number of parameters


def readable(principal: Principal, document: type[DocumentRow] = DocumentRow) -> ColumnElement[bool]:
    """The law of `Principal.may_read` as a condition on `DocumentRow` or an alias of it."""
    return and_(
        document.confidentiality <= int(principal.clearance),
        exists().where(ReaderRow.document_id == document.id, ReaderRow.group.in_(sorted(principal.groups))),
    )


def superseded(session: Session, ids: Collection[UUID], principal: Principal) -> set[UUID]:
    """Those of `ids` that a document which the principal may read replaces or repeals."""
    statement = (
        select(ReplacementRow.older)
        .join(DocumentRow, DocumentRow.id == ReplacementRow.newer)
        .where(
            ReplacementRow.older.in_(list(ids)),
            ReplacementRow.how.in_([how.value for how in ENDING]),
            readable(principal),
        )
    )
    return set(session.scalars(statement))


def some_at_once(ids: Collection[UUID]) -> Iterator[list[UUID]]:
    remaining = iter(ids)
    while some := list(islice(remaining, IDS_AT_ONCE)):
        yield some
