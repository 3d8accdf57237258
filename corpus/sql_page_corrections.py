"""Corrected pages in the catalogue's database."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, select, update

from corpus.access import Principal
from corpus.database import Database
from corpus.packed_pages import pack_page, unpack_page
from corpus.page_corrections import CorrectionSource, DoubtfulPage, PageCorrection, PageText
from corpus.records import ContentHash, Integrity, Page
from corpus.schema import DocumentRow, PageCorrectionRow, PageRow
from corpus.sql_rights import readable
from corpus.sql_rows import integrity_of, page_of
from corpus.sql_shown import documents_of
from corpus.sql_states import SEARCHABLE


class SqlPageCorrections:
    """Implements `corpus.page_corrections.PageCorrections`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, correction: PageCorrection) -> None:
        page = correction.content.page.number
        with self._database.writing() as session:
            of_page = PageCorrectionRow.original == correction.original, PageCorrectionRow.page == page
            before = session.scalar(select(func.count()).select_from(PageCorrectionRow).where(*of_page))
            session.add(
                PageCorrectionRow(
                    id=correction.id,
                    original=correction.original,
                    page=page,
                    ordinal=before or 0,
                    source=correction.source.value,
                    author=correction.author,
                    made=correction.made,
                    content=pack_page(correction.content),
                    replaced=pack_page(correction.replaced),
                    undone=correction.undone,
                    undone_by=correction.undone_by,
                )
            )

    def of_page(self, original: ContentHash, number: int) -> list[PageCorrection]:
        statement = (
            select(PageCorrectionRow)
            .where(PageCorrectionRow.original == original, PageCorrectionRow.page == number)
            .order_by(PageCorrectionRow.ordinal)
        )
        with self._database.reading() as session:
            return [_correction_of(row) for row in session.scalars(statement)]

    def holding(self, original: ContentHash) -> Mapping[int, PageText]:
        statement = (
            select(PageCorrectionRow.page, PageCorrectionRow.content)
            .where(PageCorrectionRow.original == original, PageCorrectionRow.undone.is_(None))
            .order_by(PageCorrectionRow.ordinal)
        )
        with self._database.reading() as session:
            newest = dict(session.execute(statement).tuples().all())
        return {number: unpack_page(content) for number, content in newest.items()}

    def undo(self, correction_id: UUID, when: datetime, who: str) -> None:
        statement = update(PageCorrectionRow).where(PageCorrectionRow.id == correction_id)
        with self._database.writing() as session:
            session.execute(statement.values(undone=when, undone_by=who))

    def doubtful_pages(
        self, principal: Principal, below: float, *, offset: int = 0, limit: int = 50
    ) -> list[DoubtfulPage]:
        corrected = exists().where(
            PageCorrectionRow.original == DocumentRow.original,
            PageCorrectionRow.page == PageRow.number,
            PageCorrectionRow.undone.is_(None),
        )
        columns = (PageRow.document_id, PageRow.number, PageRow.integrity, PageRow.integrity_reasons)
        statement = (
            select(*columns, PageRow.recognized, corrected)
            .join(DocumentRow, DocumentRow.id == PageRow.document_id)
            .where(*_doubtful(principal, below))
            .order_by(PageRow.integrity, DocumentRow.received.desc(), DocumentRow.id, PageRow.number)
            .offset(offset)
            .limit(limit)
        )
        with self._database.reading() as session:
            rows = session.execute(statement).tuples().all()
            ids = {row[0] for row in rows}
            held = select(DocumentRow).where(DocumentRow.id.in_(ids))
            documents = {document.id: document for document in documents_of(session, held)}
        return [
            DoubtfulPage(documents[document_id], number, found, recognized, is_corrected)
            for document_id, number, score, reasons, recognized, is_corrected in rows
            if (found := integrity_of(score, reasons)) is not None
        ]

    def count_doubtful(self, principal: Principal, below: float) -> int:
        statement = (
            select(func.count())
            .select_from(PageRow)
            .join(DocumentRow, DocumentRow.id == PageRow.document_id)
            .where(*_doubtful(principal, below))
        )
        with self._database.reading() as session:
            return session.scalars(statement).one()

    def unassessed(self, limit: int) -> Sequence[tuple[UUID, Page]]:
        with self._database.reading() as session:
            rows = session.scalars(select(PageRow).where(PageRow.integrity.is_(None)).limit(limit))
            return [(row.document_id, page_of(row)) for row in rows]

    def set_integrity(self, integrities: Mapping[tuple[UUID, int], Integrity]) -> None:
        with self._database.writing() as session:
            for (document_id, number), found in integrities.items():
                one = update(PageRow).where(PageRow.document_id == document_id, PageRow.number == number)
                session.execute(one.values(integrity=found.score, integrity_reasons=dict(found.reasons)))


def _doubtful(principal: Principal, below: float) -> list[ColumnElement[bool]]:
    searchable = DocumentRow.state.in_([state.value for state in SEARCHABLE])
    return [readable(principal), searchable, PageRow.integrity < below]


def _correction_of(row: PageCorrectionRow) -> PageCorrection:
    return PageCorrection(
        id=row.id,
        original=ContentHash(row.original),
        source=CorrectionSource(row.source),
        author=row.author,
        made=row.made,
        content=unpack_page(row.content),
        replaced=unpack_page(row.replaced),
        undone=row.undone,
        undone_by=row.undone_by,
    )
