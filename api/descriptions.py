"""A document's description with its links, as REST and pages show it."""

from dataclasses import dataclass
from uuid import UUID

from api.services import Services
from corpus.access import Principal
from corpus.described import Corrected, Details, Place, Successor, Value
from corpus.described_catalogue import HeldResolution, ResolutionQuery
from corpus.records import Document

__all__ = ["Portrait", "portrait_of"]

MOST_RESOLUTIONS = 300
Related = tuple[Successor, Document]


@dataclass(frozen=True, slots=True)
class Portrait:
    """`superseded_by` and `replaces` hold only documents that the asker may read."""

    details: Details
    corrections: list[Corrected]
    superseded_by: list[Related]
    replaces: list[Related]
    resolutions: list[HeldResolution]

    def of(self, attribute: str) -> list[Value]:
        return [value for value in self.details.values if value.attribute == attribute]

    def certainty(self, attribute: str) -> str:
        """The name of how sure a value is; "" for one that says nothing of it."""
        if any(one.attribute == attribute and not one.subject for one in self.corrections):
            return "corrected"
        found = self.of(attribute)
        return found[0].certainty.value if found else ""

    def place(self, attribute: str) -> Place | None:
        found = self.of(attribute)
        return found[0].place if found else None

    def correction(self, attribute: str) -> Corrected | None:
        return next((one for one in self.corrections if (one.attribute, one.subject) == (attribute, "")), None)

    def text(self, attribute: str) -> str:
        """As a correction would write it: lists have one value a line."""
        return "\n".join(value.text for value in self.of(attribute))


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
        catalogue.resolutions(principal, ResolutionQuery(documents=[document_id]), limit=MOST_RESOLUTIONS),
    )
