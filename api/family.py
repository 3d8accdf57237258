"""What belongs to a document: the one that it came in, those that came in it, and what it was before."""

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

    @property
    def is_empty(self) -> bool:
        return self.container is None and not self.attached and not self.versions


def family_of(services: Services, principal: Principal, document_id: UUID) -> Family:
    """Raises `NotFound` for a document that the asker may not read."""
    catalogue = services.catalogue
    document = catalogue.document(document_id, principal)
    above = [] if document.container is None else [document.container]
    return Family(
        container=catalogue.documents_by_id(above, principal).get(above[0]) if above else None,
        attached=catalogue.attached(document_id, principal),
        versions=catalogue.versions(document_id, principal),
    )
