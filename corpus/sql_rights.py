"""Rights as conditions of queries."""

from collections.abc import Collection, Iterator, Mapping
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, exists, select
from sqlalchemy.orm import aliased

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


def readable_by_asker(document: Any = DocumentRow) -> ColumnElement[bool]:
    """The same for statements that are made once: the asker comes with `asker`, as parameters."""
    return and_(
        document.confidentiality <= bindparam("clearance"),
        exists().where(
            ReaderRow.document_id == document.id, ReaderRow.group.in_(bindparam("groups", expanding=True))
        ),
    )


def asker(principal: Principal) -> Mapping[str, Any]:
    """The parameters of `readable_by_asker`."""
    return {"clearance": int(principal.clearance), "groups": sorted(principal.groups)}


def superseded() -> ColumnElement[bool]:
    """Whether a document that the asker may read replaces or repeals the one of the row."""
    newer = aliased(DocumentRow)
    found = (
        select(ReplacementRow.newer)
        .join(newer, newer.id == ReplacementRow.newer)
        .where(
            ReplacementRow.older == DocumentRow.id,
            ReplacementRow.how.in_([how.value for how in ENDING]),
            readable_by_asker(newer),
        )
        .correlate(DocumentRow)
    )
    return found.exists()


def some_at_once(ids: Collection[UUID]) -> Iterator[list[UUID]]:
    remaining = iter(ids)
    while some := list(islice(remaining, IDS_AT_ONCE)):
        yield some
