"""What a request says beside its question: switches that are on or off, and names that a route knows."""

from collections.abc import Iterator
from typing import Any

from fastapi import Request

from corpus.errors import InvalidQuery

__all__ = ["only_known_parameters", "switched"]

_SWITCHES = dict.fromkeys(("on", "1", "true", "yes"), True) | dict.fromkeys(("off", "0", "false", "no"), False)


def switched(name: str, text: str, *, usual: bool) -> bool:
    """Whether a switch is on. Raises `InvalidQuery`: what is misunderstood would answer another question."""
    if not text:
        return usual
    if text.lower() not in _SWITCHES:
        raise InvalidQuery(field=name, value=text[:20], expected="on, off")
    return _SWITCHES[text.lower()]


def only_known_parameters(request: Request) -> None:
    """Refuse a name that the route does not know: a misspelt filter would leave the question unfiltered."""
    known = set(_names(request.scope["route"].dependant))
    for name in request.query_params:
        if name not in known:
            raise InvalidQuery(field="parameter", value=name[:40], expected=", ".join(sorted(known)))


def _names(dependant: Any) -> Iterator[str]:
    yield from (field.alias for field in dependant.query_params)
    for one in dependant.dependencies:
        yield from _names(one)
