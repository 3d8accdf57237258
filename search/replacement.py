"""A word of a question and what was asked in its stead."""

from collections.abc import Mapping
from dataclasses import dataclass

from language.spans import Span

__all__ = ["Replacement"]


@dataclass(frozen=True, slots=True)
class Replacement:
    """`written` is a place in the question whose word no document has; `text` was asked in its stead.

    Where `is_certain`, what was written means nothing by itself: the embedding model is spared it.
    """

    written: Span
    text: str
    weights: Mapping[str, float]
    is_certain: bool = False
