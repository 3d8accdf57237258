"""The ports of the index: `PassageIndex` and `Embedder`. Records need the standard library and numpy only."""

from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from corpus.access import Confidentiality, Principal

Vectors = NDArray[np.float32]
"""One L2-normalized row per text: `(texts, dimension)`."""

Vector = NDArray[np.float32]
"""One L2-normalized vector: `(dimension,)`."""


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A passage as the index holds it. The text itself stays in the catalogue.

    `input_key` names the model and what it reads of the passage: equal keys, equal vectors; "" if unknown.
    """

    passage_id: UUID
    document_id: UUID
    ordinal: int
    terms: tuple[str, ...]  # of title, headings, context and text, in this order; no blanks inside a term
    kind: str
    unit: str | None
    number: str | None  # normalized by `language.numerals.number_key`
    day: int | None  # `datetime.date.toordinal()`
    confidentiality: Confidentiality
    readers: frozenset[str]
    vector: Vector | None = None
    input_key: str = ""


@dataclass(frozen=True, slots=True)
class Restriction:
    """Who asks and what is asked for; empty collections restrict nothing. Days are inclusive ordinals."""

    principal: Principal
    kinds: Collection[str] = ()
    units: Collection[str] = ()
    numbers: Collection[str] = ()
    first_day: int | None = None
    last_day: int | None = None
    documents: Collection[UUID] = ()


@dataclass(frozen=True, slots=True)
class Scored:
    """A passage with one leg's score; larger is better."""

    passage_id: UUID
    document_id: UUID
    score: float


class PassageIndex(Protocol):
    """Finds passages by terms and by vectors, among those the principal may read.

    Law. Lists are ordered by falling score, ties by passage id, so that equal questions get equal
    answers. The restriction holds inside each leg: `limit` counts only what the principal may read.
    After `flush` returns, what was put survives `kill -9`. Reading never waits for `optimize`.
    Vectors of a wrong dimension or with NaN raise ValueError and change nothing. Threads may share
    an index. BM25 has k1 0.9 and b 0.75 (Robertson's formula with Lucene's idf, ln(1 + (N-n+.5)/(n+.5))).
    """

    def put(self, entries: Sequence[IndexEntry]) -> None:
        """Add passages or replace those of the same id, with or without their vectors."""

    def put_vectors(self, vectors: Mapping[UUID, Vector]) -> None:
        """Give passages their vectors; ids that the index does not hold are passed over."""

    def vectors_of(self, document_id: UUID) -> dict[str, Vector]:
        """The vectors of a document's passages by their `input_key`, those without a key left out."""

    def remove(self, document_id: UUID) -> None:
        """Take a document's passages out of search; at once."""

    def set_access(
        self, document_id: UUID, confidentiality: Confidentiality, readers: frozenset[str]
    ) -> None: ...

    def lexical(
        self,
        terms: Sequence[str],
        restriction: Restriction,
        limit: int,
        among: Collection[UUID] | None = None,
    ) -> list[Scored]:
        """BM25 over distinct `terms` (any of them); `among` restricts to these passages. Only score > 0."""

    def semantic(
        self,
        vector: Vector,
        restriction: Restriction,
        limit: int,
        among: Collection[UUID] | None = None,
    ) -> list[Scored]:
        """Cosine over passages that have a vector."""

    def document_frequencies(self, terms: Collection[str]) -> dict[str, int]:
        """In how many passages each term stands (0 if in none)."""

    def holds(self, term: str, restriction: Restriction, among: Collection[UUID] | None = None) -> bool:
        """Whether a passage under the restriction has the term; a tenth of the cost of asking for the best.

        `among` restricts to these passages."""

    def passages_with(self, terms: Collection[str], restriction: Restriction, limit: int) -> list[UUID]:
        """The first passages by id that have all of `terms`, under the restriction; as cheap as `holds`."""

    def terms_beginning(self, beginning: str, limit: int) -> list[tuple[str, int]]:
        """Terms that begin so and how often they were put in, the most frequent first.

        They may be of passages that were removed or that an asker may not read; none are told before
        `load_terms` has run once."""

    def known_terms(self) -> Container[str]:
        """Every term that stands in the index, and perhaps some that stood in it.

        Empty until `load_terms` has run once."""

    def load_terms(self) -> None:
        """Read the terms of what the index held when it was opened; takes seconds where that is much."""

    def count(self, restriction: Restriction | None = None) -> int:
        """Passages in the index, all or those under the restriction."""

    def facet(self, field: str, restriction: Restriction) -> dict[str, int]:
        """Documents (not passages) by value of `kind` or `unit`, under the restriction."""

    def passage_ids(self) -> Iterator[tuple[UUID, UUID, bool]]:
        """`(passage id, document id, has a vector)` of every passage, for checks and catching up."""

    def flush(self) -> None: ...

    def optimize(self) -> None:
        """Make reading fast after much writing. Reads and writes go on meanwhile."""

    def clear(self) -> None:
        """Forget every passage."""

    def close(self) -> None: ...


class Embedder(Protocol):
    """Turns texts into vectors. `fingerprint` changes when the vectors would."""

    @property
    def fingerprint(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    def embed_queries(self, texts: Sequence[str]) -> Vectors: ...

    def embed_passages(self, texts: Sequence[str]) -> Vectors: ...
