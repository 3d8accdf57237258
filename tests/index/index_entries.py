"""Entries of an invented office, and Qdrant's client in local mode as far as it can stand for a server."""

import random
from collections.abc import Callable, Sequence
from functools import cache
from threading import RLock
from typing import Any
from uuid import UUID, uuid5

import numpy as np
from qdrant_client import QdrantClient, models
from qdrant_client.local import bm25, payload_filters, payload_value_extractor

from corpus.access import EVERYONE, Confidentiality, Principal, administrator, principal
from index.ports import IndexEntry, Restriction, Vector

DIMENSION = 16
ROOM = UUID("6f1c0000-0000-4000-8000-000000000000")
EVERYBODY = frozenset({EVERYONE})
CLERK = principal("کارمند")
ROOT = administrator("مدیر")
WORDS = (
    *("شهر", "داده", "حسگر", "گزارش", "آب", "هوا", "پسماند", "کارگروه", "مصوبه", "بودجه", "دوربین", "پایش"),
    *("نقشه", "پیمانکار", "آموزش", "1403", "1402", "27"),
)
KINDS = ("report", "minutes", "letter")
UNITS = ("فناوری", "خدمات شهری", None)
GROUPS = ("everyone", "فناوری", "مالی", "حراست")


def named(name: object) -> UUID:
    return uuid5(ROOM, str(name))


def numbered(number: int) -> UUID:
    """Ids whose order is known."""
    return UUID(int=number)


def direction(seed: int) -> Vector:
    """A unit vector, the same for the same seed."""
    vector = np.random.default_rng(seed).normal(size=DIMENSION).astype(np.float32)
    unit: Vector = vector / np.float32(np.linalg.norm(vector))
    return unit


def axis(number: int) -> Vector:
    vector = np.zeros(DIMENSION, np.float32)
    vector[number] = 1
    return vector


def entry(
    passage: UUID | int,
    terms: str,
    *,
    document: object = "سند",
    ordinal: int = 0,
    kind: str = "report",
    unit: str | None = None,
    number: str | None = None,
    day: int | None = None,
    confidentiality: Confidentiality = Confidentiality.NORMAL,
    readers: frozenset[str] = EVERYBODY,
    vector: Vector | None = None,
    input_key: str = "",
) -> IndexEntry:
    return IndexEntry(
        passage_id=passage if isinstance(passage, UUID) else numbered(passage),
        document_id=document if isinstance(document, UUID) else named(document),
        ordinal=ordinal,
        terms=tuple(terms.split(" ")) if terms else (),
        kind=kind,
        unit=unit,
        number=number,
        day=day,
        confidentiality=confidentiality,
        readers=readers,
        vector=vector,
        input_key=input_key,
    )


def by(who: Principal = CLERK, **limits: Any) -> Restriction:
    return Restriction(who, **limits)


def random_document(chance: random.Random, name: object, passages: int | None = None) -> list[IndexEntry]:
    """Passages that share what belongs to a document; some of them without a vector."""
    shared = {
        "document": name,
        "kind": chance.choice(KINDS),
        "unit": chance.choice(UNITS),
        "number": chance.choice((None, "1403/ص/27", "1402/12")),
        "day": chance.choice((None, 738_000, 738_100, 738_200)),
        "confidentiality": Confidentiality(chance.randrange(4)),
        "readers": frozenset(chance.sample(GROUPS, chance.randrange(len(GROUPS)))),
    }
    return [
        entry(
            named(f"{name}/{ordinal}"),
            " ".join(chance.choices(WORDS, k=chance.randint(1, 30))),
            ordinal=ordinal,
            vector=direction(chance.randrange(10**9)) if chance.random() < 0.7 else None,
            **shared,
        )
        for ordinal in range(passages or chance.randint(1, 4))
    ]


def random_principal(chance: random.Random) -> Principal:
    """Anybody: also without a group, also with the highest clearance and no group of the readers'."""
    groups = frozenset(chance.sample(GROUPS, chance.randrange(len(GROUPS) + 1)))
    return Principal("هر کس", groups, Confidentiality(chance.randrange(4)))


def random_terms(chance: random.Random) -> Sequence[str]:
    return chance.sample(WORDS, chance.randint(1, 5))


for module in (bm25, payload_filters):
    module.unindexed_text_tokens = str.split

# It reads the name of a field anew for each point that it looks at, which takes half of its time.
_path_of = cache(payload_value_extractor.parse_json_path)
payload_value_extractor.parse_json_path = lambda name: [*_path_of(name)]  # its caller takes them off one by one


class LocalClient(QdrantClient):
    """The client's own engine in Python, for tests.

    It knows its default tokenizer alone, in whose stead texts are cut at blanks, as a server is asked to do;
    it has no quantization. It proves nothing about a server's durability, versions or errors.
    """

    def __init__(self) -> None:
        super().__init__(":memory:")
        # A server takes calls from many threads; the client's own engine loses count of its rows.
        self._turn = RLock()
        for name in (
            "upsert",
            "delete",
            "set_payload",
            "update_vectors",
            "retrieve",
            "scroll",
            "count",
            "facet",
        ):
            setattr(self, name, self._one_at_a_time(getattr(self, name)))

    def _one_at_a_time(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def called(*arguments: Any, **more: Any) -> Any:
            with self._turn:
                return call(*arguments, **more)

        return called

    def create_payload_index(
        self, collection_name: str, field_name: str, field_schema: Any = None, **more: Any
    ) -> Any:
        if not isinstance(field_schema, models.TextIndexParams):
            return None  # it has no effect here, and says so as a warning
        plain = models.TextIndexParams(type=models.TextIndexType.TEXT, scoring=field_schema.scoring)
        return super().create_payload_index(collection_name, field_name, plain, **more)

    def query_points(self, collection_name: str, *arguments: Any, **more: Any) -> Any:
        with self._turn:
            return super().query_points(collection_name, *arguments, **more | {"search_params": None})
