"""A Qdrant server, for more than one machine. Its optimizers and its durability are its own."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import numpy as np
from qdrant_client import QdrantClient, models
from qdrant_client.common.client_exceptions import QdrantException
from qdrant_client.http.exceptions import ApiException, UnexpectedResponse

from corpus.errors import IndexOutdated, IndexUnreachable
from index import qdrant_engine as fields
from index.ports import Vector
from index.qdrant_engine import Conditions, EngineHit, EnginePoint
from index.qdrant_index import QdrantPassageIndex
from index.qdrant_requests import PAYLOAD_INDEXES, filter_of, some_passages, vectors_config

NEEDED_VERSION = (1, 20)  # the first that ranks by BM25 over a text index
SECONDS = 30
FREQUENCIES_LAST = 30.0  # others may write to the same collection
TRIES = 3
VECTORS_AT_ONCE = 256


class QdrantServerIndex(QdrantPassageIndex):
    """`PassageIndex` over a collection, which is made if it is missing. `client` may be handed in, for tests.

    Raises `IndexUnreachable`, also for a server before 1.20; `IndexOutdated` if the collection was made
    with another dimension or fingerprint. A rebuild fills a collection of another name.
    """

    def __init__(
        self,
        url: str,
        collection: str,
        api_key: str,
        dimension: int,
        client: QdrantClient | None = None,
        fingerprint: str = "",
    ) -> None:
        client = client or QdrantClient(
            url=url, api_key=api_key or None, timeout=SECONDS, check_compatibility=False
        )
        engine = ServerEngine(client, url, collection, dimension, fingerprint)
        super().__init__(engine, dimension, FREQUENCIES_LAST)


def drop_collection(url: str, collection: str, api_key: str) -> None:
    """Forget a whole collection; one that is not there is no error. Raises `IndexUnreachable`."""
    client = QdrantClient(url=url, api_key=api_key or None, timeout=SECONDS, check_compatibility=False)
    try:
        client.delete_collection(collection)
    except (ApiException, QdrantException) as error:
        raise IndexUnreachable(url=url, detail=str(error)[:500]) from error
    finally:
        client.close()


class ServerEngine:
    """`Engine` over one collection of a server."""

    def __init__(
        self, client: QdrantClient, url: str, collection: str, dimension: int, fingerprint: str
    ) -> None:
        self._client = client
        self._url = url
        self._collection = collection
        self._dimension = dimension
        self._fingerprint = fingerprint
        with self._reaching():
            self._check_version()
            self._prepare()

    def _check_version(self) -> None:
        version = self._client.info().version
        numbers = [int(part) for part in version.split(".")[:2] if part.isdigit()]
        if len(numbers) == 2 and tuple(numbers) < NEEDED_VERSION:
            raise IndexUnreachable(url=self._url, detail=f"Qdrant {version} is too old; 1.20 is needed")

    def _prepare(self) -> None:
        if not self._client.collection_exists(self._collection):
            self._client.create_collection(
                self._collection,
                vectors_config={fields.MEANING: vectors_config(self._dimension)},
                metadata={"fingerprint": self._fingerprint},
            )
        found = self._client.get_collection(self._collection)
        vectors = found.config.params.vectors
        named = vectors.get(fields.MEANING) if isinstance(vectors, dict) else None
        noted = (found.config.metadata or {}).get("fingerprint", "")
        if named is None or named.size != self._dimension or self._fingerprint not in ("", noted):
            raise IndexOutdated(path=f"{self._url}/collections/{self._collection}")
        for field, schema in PAYLOAD_INDEXES.items():  # all of them, or what a killed start left out
            if field not in found.payload_schema:
                self._client.create_payload_index(self._collection, field, field_schema=schema)

    def upsert(self, points: Sequence[EnginePoint]) -> None:
        made = [
            models.PointStruct(
                id=str(point.id),
                vector={} if point.vector is None else {fields.MEANING: point.vector.tolist()},
                payload=dict(point.payload),
            )
            for point in points
        ]
        with self._reaching():
            self._client.upsert(self._collection, made, wait=True)

    def set_vectors(self, vectors: Mapping[UUID, Vector]) -> None:
        with self._reaching():
            for attempt in range(1, TRIES + 1):
                try:
                    self._set_vectors_of_existing(vectors)
                except UnexpectedResponse as error:
                    # Another process removed one of them since they were looked up.
                    if error.status_code != 404 or attempt == TRIES:
                        raise
                else:
                    return

    def _set_vectors_of_existing(self, vectors: Mapping[UUID, Vector]) -> None:
        ids = [str(point) for point in vectors]
        records = self._client.retrieve(self._collection, ids, with_payload=False, with_vectors=False)
        there = {_uuid(record.id) for record in records}
        made = [
            models.PointVectors(id=str(point), vector={fields.MEANING: vector.tolist()})
            for point, vector in vectors.items()
            if point in there
        ]
        if made:
            self._client.update_vectors(self._collection, made, wait=True)

    def set_payload(self, conditions: Conditions, payload: Mapping[str, Any]) -> None:
        selector = some_passages(conditions)
        with self._reaching():
            self._client.set_payload(self._collection, dict(payload), points=selector, wait=True)

    def delete(self, conditions: Conditions) -> None:
        selector = some_passages(conditions)
        with self._reaching():
            self._client.delete(self._collection, points_selector=selector, wait=True)

    def query_text(
        self,
        text: str,
        conditions: Conditions,
        limit: int,
        *,
        documents: bool = True,  # noqa: ARG002 - the way there and back takes longer
    ) -> list[EngineHit]:
        scoring = models.Bm25Scoring(bm25=models.Bm25Params(k=fields.K1, b=fields.B))
        query = models.TextQuery(text=models.TextQueryInput(query=text, scoring=scoring))
        return self._query(query, fields.TERMS, conditions, limit, None)

    def query_vector(
        self,
        vector: Vector,
        conditions: Conditions,
        limit: int,
        *,
        documents: bool = True,  # noqa: ARG002 - as above
    ) -> list[EngineHit]:
        quantization = models.QuantizationSearchParams(rescore=True, oversampling=fields.OVERSAMPLING)
        parameters = models.SearchParams(quantization=quantization)
        return self._query(vector.tolist(), fields.MEANING, conditions, limit, parameters)

    def _query(
        self, query: Any, using: str, conditions: Conditions, limit: int, parameters: Any
    ) -> list[EngineHit]:
        with self._reaching():
            points = self._client.query_points(
                self._collection,
                query=query,
                using=using,
                query_filter=filter_of(conditions),
                search_params=parameters,
                limit=limit,
                with_payload=[fields.DOCUMENT],
            ).points
        return [EngineHit(_uuid(point.id), point.score, _document(point)) for point in points]

    def count(self, conditions: Conditions) -> int:
        with self._reaching():
            return self._client.count(self._collection, count_filter=filter_of(conditions), exact=True).count

    def first(self, conditions: Conditions, limit: int) -> list[UUID]:
        with self._reaching():
            found, _ = self._client.scroll(
                self._collection, scroll_filter=filter_of(conditions), limit=limit, with_payload=False
            )
        return [_uuid(record.id) for record in found]

    def facet(self, field: str, conditions: Conditions, limit: int) -> dict[str, int]:
        with self._reaching():
            found = self._client.facet(
                self._collection, field, facet_filter=filter_of(conditions), limit=limit, exact=False
            )
        return {str(hit.value): hit.count for hit in found.hits}

    def scroll(self, after: UUID | None, limit: int) -> tuple[list[tuple[UUID, str, bool]], UUID | None]:
        with self._reaching():
            records, following = self._client.scroll(
                self._collection,
                offset=None if after is None else str(after),
                limit=limit,
                with_payload=[fields.DOCUMENT],
            )
            ids = models.HasIdCondition(has_id=[record.id for record in records])
            vectored, _ = self._client.scroll(
                self._collection,
                scroll_filter=models.Filter(must=[ids, models.HasVectorCondition(has_vector=fields.MEANING)]),
                limit=limit,
                with_payload=False,
            )
        have = {record.id for record in vectored}
        page = [(_uuid(record.id), _document(record), record.id in have) for record in records]
        return page, None if following is None else _uuid(following)

    def scroll_terms(self, after: UUID | None, limit: int) -> tuple[list[str], UUID | None]:
        with self._reaching():
            records, following = self._client.scroll(
                self._collection,
                offset=None if after is None else str(after),
                limit=limit,
                with_payload=[fields.TERMS],
            )
        page = [str((record.payload or {}).get(fields.TERMS, "")) for record in records]
        return page, None if following is None else _uuid(following)

    def vectors(self, conditions: Conditions) -> Iterator[tuple[str, Vector]]:
        after: Any = None
        while True:
            with self._reaching():
                records, after = self._client.scroll(
                    self._collection,
                    scroll_filter=filter_of(conditions),
                    offset=after,
                    limit=VECTORS_AT_ONCE,
                    with_payload=[fields.INPUT],
                    with_vectors=[fields.MEANING],
                )
            for record in records:
                key = (record.payload or {}).get(fields.INPUT)
                found = record.vector.get(fields.MEANING) if isinstance(record.vector, dict) else None
                if key and found:
                    yield str(key), np.asarray(found, np.float32)
            if after is None:
                return

    def clear(self) -> None:
        with self._reaching():
            self._client.delete_collection(self._collection)
            self._prepare()

    def flush(self) -> None:
        """Every write has waited for the server, which keeps its own log."""

    def optimize(self) -> None:
        """The server optimizes by itself, and goes on answering meanwhile."""

    def close(self) -> None:
        self._client.close()

    @contextmanager
    def _reaching(self) -> Iterator[None]:
        try:
            yield
        except (ApiException, QdrantException) as error:
            raise IndexUnreachable(url=self._url, detail=str(error)[:500]) from error


def _uuid(value: Any) -> UUID:
    return UUID(str(value))


def _document(point: Any) -> str:
    return str((point.payload or {})[fields.DOCUMENT])
