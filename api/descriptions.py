"""A document's description with its links, as REST and pages show it."""

from dataclasses import dataclass
from uuid import UUID

from api.services import Services
from corpus.access import Principal
from corpus.described import Corrected, Details, Successor
from corpus.records import Document

__all__ = ["Portrait", "portrait_of"]

Related = tuple[Successor, Document]


@dataclass(frozen=True, slots=True)
class Portrait:
    """`superseded_by` and `replaces` hold only documents that the asker may read."""

    details: Details
    corrections: list[Corrected]
    superseded_by: list[Related]
    replaces: list[Related]


def portrait_of(services: Services, principal: Principal, document_id: UUID) -> Portrait:
    """Raises `NotFound`."""
    catalogue = services.catalogue
    details = catalogue.details(document_id, principal)
    newer = catalogue.successors([document_id], principal).get(document_id, [])
    older = catalogue.predecessors(document_id, principal)
    wanted = {one.newer for one in newer} | {one.older for one in older}
    documents = catalogue.documents_by_id(wanted, principal) if wanted else {}
    return Portrait(
        details,
        catalogue.corrections(document_id, principal),
        [(one, documents[one.newer]) for one in newer if one.newer in documents],
        [(one, documents[one.older]) for one in older if one.older in documents],
    )
