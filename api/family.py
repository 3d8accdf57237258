"""What belongs to a document: the one it came in, those that came in it, its copies, and what it was before."""

from dataclasses import dataclass
from uuid import UUID

from api.services import Services
from corpus.access import Principal
from corpus.records import Document, Version

__all__ = ["Family", "family_of"]


@dataclass(frozen=True, slots=True)
class Family:
    """Only what the asker may read; `container` is None too where that may not be read."""

    container: Document | None
    attached: list[Document]
    versions: list[Version]
    twins: list[Document]


def family_of(services: Services, principal: Principal, document_id: UUID) -> Family:
    """Raises `NotFound` for a document that the asker may not read."""
    catalogue = services.catalogue
    document = catalogue.document(document_id, principal)
    above = [] if document.container is None else [document.container]
    return Family(
        container=catalogue.documents_by_id(above, principal).get(above[0]) if above else None,
        attached=catalogue.attached(document_id, principal),
        versions=catalogue.versions(document_id, principal),
        twins=[one for one in catalogue.twins(document_id, principal) if not _are_told_apart(document, one)],
    )


def _are_told_apart(document: Document, other: Document) -> bool:
    """Whether two documents of nearly the same words say by their number or edition that they are two."""
    pairs = (
        (document.description.number, other.description.number),
        (document.description.edition, other.description.edition),
    )
    return any(one is not None and two is not None and one != two for one, two in pairs)
