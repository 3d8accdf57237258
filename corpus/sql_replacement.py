"""Links between documents that name each other: made anew around a document whenever it changes."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import and_, delete, func, literal, or_, select
from sqlalchemy.orm import Session

from corpus.described import Attribute, How
from corpus.described_schema import CorrectionRow, RelationRow, ReplacementRow
from corpus.replacement import keys_of_named
from corpus.schema import DocumentRow

LONG_ENOUGH = 16  # letters of a title that may go on in the document's own


def relink(session: Session, document_id: UUID) -> None:
    """Link a document to what it names as older, and to it what names it so."""
    session.execute(
        delete(ReplacementRow).where(
            or_(ReplacementRow.newer == document_id, ReplacementRow.older == document_id)
        )
    )
    here = session.get(DocumentRow, document_id, populate_existing=True)
    if here is None:
        return
    links: dict[tuple[UUID, UUID], How] = {}
    for relation in _relations_about(session, here):
        newer = session.get(DocumentRow, relation.document_id)
        for older in _named(session, relation) if newer else ():
            if newer and here.id in (newer.id, older.id) and _came_before(older, newer):
                links.setdefault((newer.id, older.id), How(relation.how))
    for later, earlier in _editions(session, here):
        if _came_before(earlier, later):
            links.setdefault((later.id, earlier.id), How.REPLACES)
    for (newer_id, older_id), how in links.items():
        session.add(ReplacementRow(newer=newer_id, older=older_id, how=how.value))
    session.flush()


def _relations_about(session: Session, here: DocumentRow) -> list[RelationRow]:
    """What this document says of others and what others may say of it, corrections in force."""
    title = here.title_key or ""
    about = or_(
        RelationRow.document_id == here.id,
        and_(RelationRow.number_key.is_not(None), RelationRow.number_key == here.number_key),
        and_(RelationRow.title_key.is_not(None), RelationRow.title_key == title),
        and_(
            func.length(RelationRow.title_key) >= LONG_ENOUGH,
            literal(title).startswith(RelationRow.title_key),
        ),
    )
    corrections = list(
        session.scalars(select(CorrectionRow).where(CorrectionRow.attribute == Attribute.REPLACES.value))
    )
    put_right = {one.document_id for one in corrections}
    read = [
        one for one in session.scalars(select(RelationRow).where(about)) if one.document_id not in put_right
    ]
    return read + [relation for one in corrections for relation in _corrected(one)]


def _corrected(correction: CorrectionRow) -> Iterator[RelationRow]:
    for line in correction.value.split("\n"):
        keys = keys_of_named(line)
        yield RelationRow(
            document_id=correction.document_id,
            how=How.REPLACES.value,
            number_key=keys.number,
            title_key=keys.title,
            edition=keys.edition,
        )


def _named(session: Session, relation: RelationRow) -> list[DocumentRow]:
    """The documents that a relation names: by number, else by title and, where it says one, edition."""
    if relation.number_key:
        return list(session.scalars(select(DocumentRow).where(DocumentRow.number_key == relation.number_key)))
    if not relation.title_key:
        return []
    exact = list(session.scalars(select(DocumentRow).where(DocumentRow.title_key == relation.title_key)))
    if exact or len(relation.title_key) < LONG_ENOUGH:
        return [one for one in exact if relation.edition in (None, one.edition or 1)]
    begun = select(DocumentRow).where(DocumentRow.title_key.startswith(relation.title_key, autoescape=True))
    found = list(session.scalars(begun.where(DocumentRow.id != relation.document_id)))
    return found if len({one.title_key for one in found}) == 1 else []


def _editions(session: Session, here: DocumentRow) -> Iterator[tuple[DocumentRow, DocumentRow]]:
    """Newer and older editions under the same title and kind; a document without an edition is the first."""
    if not here.title_key:
        return
    others = select(DocumentRow).where(
        DocumentRow.title_key == here.title_key, DocumentRow.kind == here.kind, DocumentRow.id != here.id
    )
    if (here.edition or 1) == 1:
        others = others.where(DocumentRow.edition > 1)
    for other in session.scalars(others):
        first, second = sorted((here, other), key=lambda one: one.edition or 1)
        if (first.edition or 1) < (second.edition or 1):
            yield second, first


def _came_before(older: DocumentRow, newer: DocumentRow) -> bool:
    """No document replaces itself, nor one that is dated after it."""
    if older.id == newer.id:
        return False
    return not (older.issued and newer.issued and older.issued > newer.issued)
