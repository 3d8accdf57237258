"""What a search and a question give back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from corpus.records import Document, Passage
from language.spans import Span
from search.frozen import Shared
from search.query_text import Condition
from search.repair import Replacement
from search.synonyms import Expansion

__all__ = ["Abstention", "Answer", "Citation", "Hit", "LegScore", "Ranking", "SecondStage", "Understood"]


@dataclass(frozen=True, slots=True)
class LegScore:
    """What one leg says of a passage: BM25 or cosine, and its rank from 1 among the leg's best 100.

    `rank` is None for a passage that only the other leg brought.
    """

    rank: int | None
    score: float


@dataclass(frozen=True, slots=True)
class Hit(Shared):
    """A document by its best passage; spans lie in `passage.text`. Only the order of `score` has a meaning.

    `words` is None for a passage that shares no word with the question, `meaning` for one without a
    vector. `in_force` is the document that is valid in the stead of one that was replaced. `others` are
    further passages of the same document, best first, without others of their own.
    """

    document: Document
    passage: Passage
    score: float
    words: LegScore | None = None
    meaning: LegScore | None = None
    highlights: tuple[Span, ...] = ()
    best_sentence: Span | None = None
    in_force: Document | None = None
    others: tuple["Hit", ...] = ()


class SecondStage(StrEnum):
    """What became of the reranker's part in an order."""

    OFF = "off"
    DONE = "done"
    LATE = "late"  # not in time: the first stage's order stands
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class Understood(Shared):
    """What a question was taken to ask: see `Ranking` for the fields."""

    words: str = ""
    conditions: tuple[Condition, ...] = ()
    replacements: tuple[Replacement, ...] = ()
    expansions: tuple[Expansion, ...] = ()
    offer: str = ""
    only_common: bool = False


@dataclass(frozen=True, slots=True)
class Ranking(Shared):
    """One page of hits; `total_documents` and `facets` count all candidates, of which it is a part.

    `left_out` are documents that a list by date or title leaves out as too far from the question.
    `facets` has `kind`, `unit` and `year` (Jalali), each from value to number of documents, most first.
    `meaning_available` tells whether the question could be turned into a vector; `embedded_share` is the
    part of the passages found by words that have their vector already. `confidence` is the best
    candidate's absolute score (see `search.fusion`). `terms` are the question's index terms, repaired ones
    among them; `replacements` tell which of its words no document has and what was asked instead,
    `expansions` which words the office's table knows others for.
    `conditions` tell what else its text was understood to ask for; `words` is the text without them. `offer`
    is another text that may have been meant; `only_common` says that no word of it is one that words are
    found by.
    """

    hits: tuple[Hit, ...] = ()
    total_documents: int = 0
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    left_out: int = 0
    meaning_available: bool = True
    embedded_share: float = 1.0
    terms: tuple[str, ...] = ()
    confidence: float = 0.0
    replacements: tuple[Replacement, ...] = ()
    expansions: tuple[Expansion, ...] = ()
    conditions: tuple[Condition, ...] = ()
    words: str = ""
    offer: str = ""
    only_common: bool = False
    second_stage: SecondStage = SecondStage.OFF

    @property
    def understood(self) -> Understood:
        return Understood(
            self.words, self.conditions, self.replacements, self.expansions, self.offer, self.only_common
        )


@dataclass(frozen=True, slots=True)
class Citation:
    """A literal place: `quote == page.text[span.start:span.end]` was checked when the answer was made."""

    document: Document
    page: int
    passage_id: UUID
    quote: str
    span: Span


class Abstention(StrEnum):
    """Why there is no answer."""

    NOTHING_FOUND = "nothing_found"
    TOO_UNCERTAIN = "too_uncertain"


@dataclass(frozen=True, slots=True)
class Answer(Shared):
    """Up to three sentences as documents have them, best first; `sentences[i]` stands at `citations[i]`.

    `text` is the best sentence, None when abstaining: then `reason` says why and nothing is cited.
    `score` is the absolute score by which it was decided.
    """

    text: str | None
    sentences: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    score: float = 0.0
    reason: Abstention | None = None
    understood: Understood = Understood()
