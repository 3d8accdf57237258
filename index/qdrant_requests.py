"""What a Qdrant server is asked for: the form of a collection, and conditions on its passages."""

from typing import Any

from qdrant_client import models

from index import qdrant_engine as fields
from index.qdrant_engine import AnyOf, Between, Condition, Conditions, Holds, OneOfPoints

PAYLOAD_INDEXES: dict[str, Any] = {
    **{
        field: models.KeywordIndexParams(type=models.KeywordIndexType.KEYWORD)
        for field in fields.KEYWORD_FIELDS
    },
    **{
        field: models.IntegerIndexParams(
            type=models.IntegerIndexType.INTEGER, lookup=field == fields.ORDINAL, range=True
        )
        for field in fields.INTEGER_FIELDS
    },
    # Terms come analysed: nothing may be lowercased, stemmed or dropped a second time.
    fields.TERMS: models.TextIndexParams(
        type=models.TextIndexType.TEXT, tokenizer=models.TokenizerType.WHITESPACE, lowercase=False, scoring=True
    ),
}


def vectors_config(dimension: int) -> models.VectorParams:
    """The profile of a large index: links along the payload would cost five times the time to build."""
    turbo = models.TurboQuantQuantizationConfig(bits=models.TurboQuantBitSize.BITS8)
    return models.VectorParams(
        size=dimension,
        distance=models.Distance.DOT,
        quantization_config=models.TurboQuantization(turbo=turbo),
        hnsw_config=models.HnswConfigDiff(m=16, payload_m=0),
    )


def some_passages(conditions: Conditions) -> models.Filter:
    filter_ = filter_of(conditions)
    if filter_ is None:
        raise ValueError("an empty filter would change every passage")
    return filter_


def filter_of(conditions: Conditions) -> models.Filter | None:
    return models.Filter(must=[_condition(condition) for condition in conditions]) if conditions else None


def _condition(condition: Condition) -> models.Condition:
    match condition:
        case AnyOf(field, values):
            return models.FieldCondition(key=field, match=models.MatchAny(any=list(values)))
        case Between(field, least, most):
            return models.FieldCondition(key=field, range=models.Range(gte=least, lte=most))
        case Holds(field, term):
            return models.FieldCondition(key=field, match=models.MatchText(text=term))
        case OneOfPoints(points):
            return models.HasIdCondition(has_id=[str(point) for point in points])
