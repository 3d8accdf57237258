"""How a text is to be read: what is neither mended nor widened. It goes along from results to the viewer."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends
from fastapi import Query as Parameter

from api.wanted import switched

__all__ = ["AS_USUAL", "MOST_AS_WRITTEN", "Wished", "Wishes", "wished"]

MOST_AS_WRITTEN = 50


@dataclass(frozen=True, slots=True)
class Wishes:
    as_written: tuple[str, ...] = ()
    repair: bool = True
    synonyms: bool = True

    def fields(self) -> list[tuple[str, str]]:
        """As an address has them, without what is left at its default."""
        given = [("as_written", word) for word in self.as_written]
        return given + [(name, "off") for name in ("repair", "synonyms") if not getattr(self, name)]


AS_USUAL = Wishes()


def wished(
    repair: Annotated[str, Parameter(description="`off`: ask for unknown words as they are written")] = "on",
    synonyms: Annotated[str, Parameter(description="`off`: without the office's equal words")] = "on",
    as_written: Annotated[
        list[str] | None, Parameter(description="words of the text that are neither mended nor widened")
    ] = None,
) -> Wishes:
    words = tuple(word for word in as_written or () if word)[:MOST_AS_WRITTEN]
    return Wishes(words, switched("repair", repair, usual=True), switched("synonyms", synonyms, usual=True))


Wished = Annotated[Wishes, Depends(wished)]
