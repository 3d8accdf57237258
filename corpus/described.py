"""What reading found about a document: values with their place and certainty, relations, resolutions."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from language.spans import Span

__all__ = [
    "Attribute",
    "Certainty",
    "Corrected",
    "Details",
    "How",
    "Place",
    "Relation",
    "Resolution",
    "Successor",
    "Value",
]


class Certainty(StrEnum):
    """`unsure` values are offered for confirmation; digits from OCR are never anything else."""

    SURE = "sure"
    LIKELY = "likely"
    UNSURE = "unsure"


class Attribute(StrEnum):
    """What a document is described by. The last four may have several values."""

    TITLE = "title"
    KIND = "kind"
    NUMBER = "number"
    ISSUED = "issued"
    UNIT = "unit"
    SESSION = "session"
    EDITION = "edition"
    LANGUAGE = "language"
    REPLACES = "replaces"
    PRESENT = "present"
    ABSENT = "absent"
    KEYWORD = "keyword"


SEVERAL = frozenset({Attribute.REPLACES, Attribute.PRESENT, Attribute.ABSENT, Attribute.KEYWORD})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: a span of one page's text."""

    page: int
    span: Span


@dataclass(frozen=True, slots=True)
class Value:
    """One value as text: a day as ISO date, numbers in ASCII digits, names as they stand on the page.

    `place` is None for what no page says: a language, a file's name or properties. `note` is what the page
    adds to it: the role of a person. `source` is page, file, properties or text.
    """

    attribute: Attribute
    text: str
    certainty: Certainty
    place: Place | None = None
    note: str = ""
    source: str = "page"


class How(StrEnum):
    """What a newer document does to an older one; an amended document stays in force."""

    REPLACES = "replaces"
    REPEALS = "repeals"
    AMENDS = "amends"


ENDING = frozenset({How.REPLACES, How.REPEALS})


@dataclass(frozen=True, slots=True)
class Relation:
    """A document says that it replaces another, which it names by number, by title, or by its own edition."""

    how: How
    named: str
    place: Place | None = None
    edition: int | None = None


@dataclass(frozen=True, slots=True)
class Resolution:
    """What was decided, who has to do it, and until when, as far as the document says so.

    `due_text` is the deadline's own words («ظرف دو هفته», «مستمر»), `place` the table row or sentence.
    """

    id: UUID
    ordinal: int
    text: str
    place: Place
    owner: str | None = None
    due: date | None = None
    due_text: str = ""
    certainty: Certainty = Certainty.SURE
    from_table: bool = False


@dataclass(frozen=True, slots=True)
class Details:
    """Everything that was found, in the order of the pages. `version` is that of the rules."""

    version: int = 0
    values: tuple[Value, ...] = ()
    relations: tuple[Relation, ...] = ()
    resolutions: tuple[Resolution, ...] = ()


@dataclass(frozen=True, slots=True)
class Corrected:
    """A person's word against the program's: `subject` is "" or the id of a resolution."""

    attribute: str
    value: str
    read: str
    by: str
    at: datetime
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Successor:
    """A document that replaces, repeals or amends another."""

    newer: UUID
    older: UUID
    how: How
