"""What `QdrantPassageIndex` needs of Qdrant's engine, wherever it runs: in this process or on a server."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from index.ports import Restriction, Vector

TERMS, DOCUMENT, ORDINAL = "terms", "document", "ordinal"
KIND, UNIT, NUMBER, DAY = "kind", "unit", "number", "day"
CONFIDENTIALITY, READERS = "confidentiality", "readers"
INPUT = "input"  # not indexed: read along with a document's vectors alone
MEANING = "meaning"  # the name of the vector

KEYWORD_FIELDS = (DOCUMENT, KIND, UNIT, NUMBER, READERS)
INTEGER_FIELDS = (DAY, CONFIDENTIALITY, ORDINAL)

K1, B = 0.9, 0.75
# Twice as many are taken by their quantized vectors as are then ranked by the exact ones.
OVERSAMPLING = 2.0


@dataclass(frozen=True, slots=True)
class AnyOf:
    """The field holds one of these values."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """The field lies between these, inclusive; None leaves an end open."""

    field: str
    least: int | None
    most: int | None


@dataclass(frozen=True, slots=True)
class Holds:
    """The text field holds this term."""

    field: str
    term: str


@dataclass(frozen=True, slots=True)
class OneOfPoints:
    points: tuple[UUID, ...]


Condition = AnyOf | Between | Holds | OneOfPoints
Conditions = tuple[Condition, ...]
"""All must hold. Never empty where something is deleted: an empty filter means everything to the engine."""


@dataclass(frozen=True, slots=True)
class EnginePoint:
    id: UUID
    payload: Mapping[str, Any]
    vector: Vector | None


class EngineHit(NamedTuple):  # hundreds a question: four times as fast to make as a frozen dataclass
    id: UUID
    score: float
    document: str


class Engine(Protocol):
    """The few operations of the engine that we use; vectors and lengths were checked by the caller."""

    def upsert(self, points: Sequence[EnginePoint]) -> None: ...

    def set_vectors(self, vectors: Mapping[UUID, Vector]) -> None:
        """Points that do not exist are passed over."""

    def set_payload(self, conditions: Conditions, payload: Mapping[str, Any]) -> None:
        """ValueError without conditions."""

    def delete(self, conditions: Conditions) -> None:
        """ValueError without conditions."""

    def query_text(
        self, text: str, conditions: Conditions, limit: int, *, documents: bool = True
    ) -> list[EngineHit]:
        """Without `documents` they are "", and no payload is read: a fifth of the time."""

    def query_vector(
        self, vector: Vector, conditions: Conditions, limit: int, *, documents: bool = True
    ) -> list[EngineHit]:
        """As `query_text`."""

    def count(self, conditions: Conditions) -> int: ...

    def first(self, conditions: Conditions, limit: int) -> list[UUID]:
        """Points in order of id."""

    def facet(self, field: str, conditions: Conditions, limit: int) -> dict[str, int]: ...

    def scroll(self, after: UUID | None, limit: int) -> tuple[list[tuple[UUID, str, bool]], UUID | None]:
        """`(point, document, has a vector)` in order of id, and where to go on, None at the end."""

    def scroll_terms(self, after: UUID | None, limit: int) -> tuple[list[str], UUID | None]:
        """The terms of passages, space-joined, in order of id, and where to go on, None at the end."""

    def vectors(self, conditions: Conditions) -> Iterator[tuple[str, Vector]]:
        """`(input key, vector)` of the points that have both."""

    def clear(self) -> None: ...

    def flush(self) -> None: ...

    def optimize(self) -> None: ...

    def close(self) -> None: ...


def rights(restriction: Restriction) -> Conditions:
    """The filter that every question carries: clearance and groups of who asks."""
    principal = restriction.principal
    return (
        AnyOf(READERS, tuple(sorted(principal.groups))),
        Between(CONFIDENTIALITY, None, int(principal.clearance)),
    )


def conditions_of(restriction: Restriction, among: Collection[UUID] | None = None) -> Conditions:
    """State a restriction for the engine; rights first and always."""
    conditions: list[Condition] = list(rights(restriction))
    for field, values in (
        (KIND, restriction.kinds),
        (UNIT, restriction.units),
        (NUMBER, restriction.numbers),
        (DOCUMENT, [str(document) for document in restriction.documents]),
    ):
        if values:
            conditions.append(AnyOf(field, tuple(sorted(values))))
    if restriction.first_day is not None or restriction.last_day is not None:
        conditions.append(Between(DAY, restriction.first_day, restriction.last_day))
    if among is not None:
        conditions.append(OneOfPoints(tuple(sorted(among))))
    return tuple(conditions)
