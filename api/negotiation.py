"""Persian unless the asker prefers English."""

from typing import Annotated

from fastapi import Depends, Request

from api.problems import Language

__all__ = ["Spoken", "language_of"]


def language_of(request: Request) -> Language:
    """The first of `fa` and `en` in Accept-Language; Persian if neither is there."""
    for part in request.headers.get("accept-language", "").split(","):
        tag = part.partition(";")[0].strip().lower()
        if tag.startswith("fa"):
            return "fa"
        if tag.startswith("en"):
            return "en"
    return "fa"


Spoken = Annotated[Language, Depends(language_of)]
