"""One shard of Qdrant's embedded engine in our terms. The engine holds Python's global lock in every call."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Self
from uuid import UUID

import numpy as np
import qdrant_edge as edge

from corpus.errors import IndexDamaged, StorageFull
from index import qdrant_engine as fields
from index.folders import synchronize
from index.ports import Vector
from index.qdrant_engine import (
    AnyOf,
    Between,
    Condition,
    Conditions,
    EngineHit,
    EnginePoint,
    Holds,
    OneOfPoints,
)

VECTORS_AT_ONCE = 256
COUNTED_UP_TO = 1000  # passages of a term; beyond, the length of its list is taken


class Shard:
    """An open shard. It waits for no lock of ours: its owner lets in one thread at a time."""

    def __init__(self, path: Path, opened: edge.EdgeShard) -> None:
        self.path = path
        self._shard = opened

    @classmethod
    def create(cls, path: Path, dimension: int) -> Self:
        """Make an empty shard with its payload indexes, on the disk when this returns."""
        path.mkdir()
        with engine_errors(path):
            shard = cls(path, edge.EdgeShard.create(str(path), profile(dimension, edges=0)))
            for field, parameters in _payload_indexes():
                shard._update(edge.UpdateOperation.create_field_index(field, parameters))
            shard.flush()
        return shard

    @classmethod
    def load(cls, path: Path, configuration: edge.EdgeConfig | None = None) -> Self:
        """Open a shard; a configuration replaces the stored one. Raises `IndexDamaged`."""
        for leftover in path.glob("**/temp_segments/*"):  # of an optimizer that was killed
            shutil.rmtree(leftover, ignore_errors=True)
        with engine_errors(path):
            return cls(path, edge.EdgeShard.load(str(path), configuration))

    def upsert(self, points: Sequence[EnginePoint]) -> None:
        made = [
            edge.Point(
                point.id,
                {} if point.vector is None else {fields.MEANING: point.vector.tolist()},
                dict(point.payload),
            )
            for point in points
        ]
        self._update(edge.UpdateOperation.upsert_points(made))

    def set_vectors(self, vectors: Mapping[UUID, Vector]) -> None:
        """Points that are not there are passed over: the engine would refuse all for one of them."""
        with engine_errors(self.path):
            there = {uuid_of(record.id) for record in self._shard.retrieve(list(vectors), False, False)}
        made = [
            edge.PointVectors(point, {fields.MEANING: vector.tolist()})
            for point, vector in vectors.items()
            if point in there
        ]
        if made:
            self._update(edge.UpdateOperation.update_vectors(made))

    def set_payload(self, conditions: Conditions, payload: Mapping[str, Any]) -> None:
        self._update(edge.UpdateOperation.set_payload_by_filter(_some(conditions), dict(payload)))

    def delete(self, conditions: Conditions) -> None:
        self._update(edge.UpdateOperation.delete_points_by_filter(_some(conditions)))

    def query_text(self, text: str, conditions: Conditions, limit: int, *, documents: bool) -> list[EngineHit]:
        query = edge.TextQuery(fields.TERMS, text, edge.Bm25Params(fields.K1, fields.B))
        return self._query(query, conditions, limit, None, documents)

    def query_vector(
        self, vector: Vector, conditions: Conditions, limit: int, *, documents: bool
    ) -> list[EngineHit]:
        query = edge.Query.Nearest(vector.tolist(), using=fields.MEANING)
        quantization = edge.QuantizationSearchParams(rescore=True, oversampling=fields.OVERSAMPLING)
        return self._query(query, conditions, limit, edge.SearchParams(quantization=quantization), documents)

    def _query(
        self,
        query: Any,
        conditions: Conditions,
        limit: int,
        parameters: edge.SearchParams | None,
        documents: bool,
    ) -> list[EngineHit]:
        request = edge.QueryRequest(
            limit=limit,
            query=query,
            filter=_filter(conditions),
            with_payload=[fields.DOCUMENT] if documents else False,
            params=parameters,
        )
        with engine_errors(self.path):
            points = self._shard.query(request)
        return [
            EngineHit(uuid_of(point.id), point.score, _document(point) if documents else "") for point in points
        ]

    def count(self, conditions: Conditions) -> int:
        """Exact, but for the passages of a frequent term: removed ones count until the shard is optimized.

        To look at each passage of a term takes 6 ms in a million; no idf notices the difference.
        """
        match conditions:
            case ():  # known without a look at each
                return self._count((), exact=False)
            case (Holds(),):
                rough = self._count(conditions, exact=False)
                return rough if rough > COUNTED_UP_TO else self._count(conditions, exact=True)
        return self._count(conditions, exact=True)

    def _count(self, conditions: Conditions, *, exact: bool) -> int:
        with engine_errors(self.path):
            return int(self._shard.count(edge.CountRequest(exact=exact, filter=_filter(conditions))))

    def first(self, conditions: Conditions, limit: int) -> list[UUID]:
        request = edge.ScrollRequest(
            limit=limit, filter=_filter(conditions), with_payload=False, with_vector=False
        )
        with engine_errors(self.path):
            return [uuid_of(record.id) for record in self._shard.scroll(request)[0]]

    def facet(self, field: str, conditions: Conditions, limit: int) -> dict[str, int]:
        # Inexact faceting was measured without a single error, and is 40 times faster.
        request = edge.FacetRequest(field, limit=limit, exact=False, filter=_filter(conditions))
        with engine_errors(self.path):
            return {str(hit.value): hit.count for hit in self._shard.facet(request).hits}

    def scroll(self, after: UUID | None, limit: int) -> tuple[list[tuple[UUID, str, bool]], UUID | None]:
        request = edge.ScrollRequest(
            offset=after, limit=limit, with_payload=[fields.DOCUMENT], with_vector=False
        )
        with engine_errors(self.path):
            records, following = self._shard.scroll(request)
            ids = edge.HasIdCondition({record.id for record in records})
            with_vector = edge.Filter(must=[ids, edge.HasVectorCondition(fields.MEANING)])
            vectored, _ = self._shard.scroll(
                edge.ScrollRequest(limit=limit, filter=with_vector, with_payload=False, with_vector=False)
            )
        have = {record.id for record in vectored}
        page = [(uuid_of(record.id), _document(record), record.id in have) for record in records]
        return page, None if following is None else uuid_of(following)

    def scroll_terms(self, after: UUID | None, limit: int) -> tuple[list[str], UUID | None]:
        request = edge.ScrollRequest(offset=after, limit=limit, with_payload=[fields.TERMS], with_vector=False)
        with engine_errors(self.path):
            records, following = self._shard.scroll(request)
        page = [str((record.payload or {}).get(fields.TERMS, "")) for record in records]
        return page, None if following is None else uuid_of(following)

    def vectors(self, conditions: Conditions) -> Iterator[tuple[str, Vector]]:
        after: Any = None
        while True:
            request = edge.ScrollRequest(
                offset=after,
                limit=VECTORS_AT_ONCE,
                filter=_filter(conditions),
                with_payload=[fields.INPUT],
                with_vector=True,
            )
            with engine_errors(self.path):
                records, after = self._shard.scroll(request)
            for record in records:
                key, found = (record.payload or {}).get(fields.INPUT), record.vector
                if key and isinstance(found, dict) and fields.MEANING in found:
                    yield str(key), np.asarray(found[fields.MEANING], np.float32)
            if after is None:
                return

    def flush(self) -> None:
        """All files to the disk; Python stands still meanwhile, for 30 ms to half a second."""
        with engine_errors(self.path):
            self._shard.flush()

    def flush_log(self) -> None:
        """The log alone, from which the engine makes up for the rest when it is loaded; others go on meanwhile.

        Nothing may be written at the same time. Raises OSError.
        """
        log = self.path / "wal"
        for path in (*log.iterdir(), log):
            # The engine makes the log's next file beside its work, and then renames it: nothing is in it yet.
            with suppress(FileNotFoundError):
                synchronize(path)

    def optimize(self) -> None:
        """Takes long, and Python stands still all the while: for a process of its own."""
        with engine_errors(self.path):
            self._shard.optimize()

    def close(self) -> None:
        with engine_errors(self.path):
            self._shard.close()

    def _update(self, operation: Any) -> None:
        with engine_errors(self.path):
            self._shard.update(operation)


@contextmanager
def engine_errors(path: Path) -> Iterator[None]:
    """Turn what the engine raises into `IndexDamaged` or `StorageFull`."""
    try:
        yield
    except (IndexDamaged, StorageFull, TypeError, ValueError):
        raise
    except BaseException as error:
        # The engine raises bare Exceptions, and its panics arrive as BaseExceptions.
        if isinstance(error, (KeyboardInterrupt, SystemExit, GeneratorExit)):
            raise
        if "No space left" in str(error):
            raise StorageFull(path=str(path)) from error
        raise IndexDamaged(path=str(path), detail=str(error)[:500]) from error


def profile(dimension: int, edges: int) -> edge.EdgeConfig:
    """The configuration of a shard; `edges` of a point in the graph, 0 for none."""
    graph = edge.HnswIndexConfig(m=edges, ef_construct=100, full_scan_threshold=10_000, payload_m=0)
    quantized = edge.TurboQuantQuantizationConfig(bits=edge.TurboQuantBitSize.Bits8)
    vectors = edge.EdgeVectorParams(
        size=dimension, distance=edge.Distance.Dot, quantization_config=quantized, hnsw_config=graph
    )
    return edge.EdgeConfig(vectors={fields.MEANING: vectors})


def uuid_of(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(str(value))


def _document(point: Any) -> str:
    return str((point.payload or {})[fields.DOCUMENT])


def _payload_indexes() -> Iterator[tuple[str, Any]]:
    for field in fields.KEYWORD_FIELDS:
        yield field, edge.KeywordIndexParams()
    for field in fields.INTEGER_FIELDS:
        yield field, edge.IntegerIndexParams(lookup=field == fields.ORDINAL, range=True)
    # Terms come analysed: nothing may be lowercased, stemmed or dropped a second time.
    yield (
        fields.TERMS,
        edge.TextIndexParams(tokenizer=edge.TokenizerType.Whitespace, lowercase=False, scoring=True),
    )


def _some(conditions: Conditions) -> edge.Filter:
    filter_ = _filter(conditions)
    if filter_ is None:
        raise ValueError("an empty filter would change every passage")
    return filter_


def _filter(conditions: Conditions) -> edge.Filter | None:
    return edge.Filter(must=[_condition(condition) for condition in conditions]) if conditions else None


def _condition(condition: Condition) -> Any:
    match condition:
        case AnyOf(field, values):
            return edge.FieldCondition(field, match=edge.MatchAny(list(values)))
        case Between(field, least, most):
            return edge.FieldCondition(field, range=edge.RangeFloat(gte=least, lte=most))
        case Holds(field, term):
            return edge.FieldCondition(field, match=edge.MatchText(term))
        case OneOfPoints(points):
            return edge.HasIdCondition(set(points))
