"""Records that Haystack may hand on without copying."""

from typing import Any, Self

__all__ = ["Shared"]


class Shared:
    """A frozen record: its deep copy is itself.

    `Pipeline.run` copies every input of every component deeply; for a ranking of 200 passages that costs
    more than finding them. What cannot change need not be copied.
    """

    __slots__ = ()

    def __deepcopy__(self, _memo: dict[int, Any]) -> Self:
        return self
