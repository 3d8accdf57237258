"""Who may read what.

A principal may read a document if its clearance is at least the document's confidentiality and it
belongs to one of the document's reader groups. Nothing else grants access: a document without
readers is read by administrators alone. The rule is applied inside the index and inside every
catalogue query, never to a list that has already been made.
"""

from dataclasses import dataclass
from enum import IntEnum

EVERYONE = "everyone"
ADMINISTRATORS = "administrators"


class Confidentiality(IntEnum):
    """The four classes of Iranian office practice: عادی، محرمانه، خیلی محرمانه، سری."""

    NORMAL = 0
    CONFIDENTIAL = 1
    HIGHLY_CONFIDENTIAL = 2
    SECRET = 3


@dataclass(frozen=True, slots=True)
class Principal:
    """Who is asking. Every principal is in `EVERYONE`."""

    name: str
    groups: frozenset[str]
    clearance: Confidentiality = Confidentiality.NORMAL

    @property
    def is_administrator(self) -> bool:
        return ADMINISTRATORS in self.groups

    def may_read(self, confidentiality: Confidentiality, readers: frozenset[str]) -> bool:
        """The law itself; the index and the catalogue state the same as filters."""
        return self.clearance >= confidentiality and bool(self.groups & readers)


def principal(
    name: str, groups: frozenset[str] = frozenset(), clearance: Confidentiality = Confidentiality.NORMAL
) -> Principal:
    """Make a principal that belongs to `groups` and to `EVERYONE`."""
    return Principal(name, groups | {EVERYONE}, clearance)


def administrator(name: str) -> Principal:
    """Make a principal that reads everything: administrators are readers of every document."""
    return Principal(name, frozenset({EVERYONE, ADMINISTRATORS}), Confidentiality.SECRET)


def with_administrators(readers: frozenset[str]) -> frozenset[str]:
    """The readers as stored: administrators can always reach a document to mend its rights."""
    return readers | {ADMINISTRATORS}
