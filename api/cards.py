"""Hits and answers as pages show them: addresses, cut texts, sources."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from api.dates import plain_date
from api.leaf_words import say_leaf
from api.marking import Piece, excerpt, pieces, safe_name
from api.wishes import AS_USUAL, Wishes
from api.wording import wording
from corpus.records import Document
from language.spans import Span
from search.highlighting import highlights
from search.results import Hit

__all__ = ["Card", "OtherPlace", "card_of", "listed_card", "place", "source_line"]

SNIPPET = 320  # code points: three lines at the width of the result column
OTHER_SNIPPET = 110
OTHERS = 3


@dataclass(frozen=True, slots=True)
class OtherPlace:
    page: int
    href: str
    snippet: list[Piece]


@dataclass(frozen=True, slots=True)
class Card:
    """`page` is None for a document that is listed without a found passage; `in_force` is what replaced it.

    `columns` is the header row of a table that the passage is of.
    """

    document: Document
    href: str
    page: int | None = None
    snippet: Sequence[Piece] = ()
    others: Sequence[OtherPlace] = ()
    quote: str = ""
    source: str = ""
    in_force: Document | None = None
    title: Sequence[Piece] = ()
    columns: Sequence[Piece] = ()
    passage_id: UUID | None = None


def place(
    document: Document,
    page: int,
    passage_id: UUID | None = None,
    text: str = "",
    span: Span | None = None,
    wishes: Wishes = AS_USUAL,
) -> str:
    """The viewer's address of a page, of a passage on it, and of a span of the page's text."""
    fields = {"page": str(page), "p": str(passage_id) if passage_id else "", "q": text}
    if span is not None:
        fields["s"] = f"{span.start}-{span.end}"
    given = [(name, value) for name, value in fields.items() if value]
    return f"/doc/{document.id}?" + urlencode([*given, *wishes.fields()])


def source_line(document: Document, page: int) -> str:
    """How a source is cited in copied text: title, number, date, page."""
    words, described = wording("fa"), document.description
    parts = [safe_name(described.title or document.file)]
    if described.number:
        parts.append(f"{words.say('document.number')} {described.number}")
    if described.issued:
        parts.append(plain_date(described.issued))
    parts.append(say_leaf(words, document.format, "number", page=page))
    return words.say("list.separator").join(parts)


def card_of(hit: Hit, text: str, terms: Collection[str] = (), wishes: Wishes = AS_USUAL) -> Card:
    """`terms` are marked in the title; what is marked in the passages comes with the hit."""
    document, passage = hit.document, hit.passage
    title = safe_name(document.description.title or document.file)
    return Card(
        document=document,
        href=place(document, passage.page, passage.id, text, wishes=wishes),
        page=passage.page,
        snippet=excerpt(passage.text, hit.highlights, hit.best_sentence, SNIPPET),
        others=[
            OtherPlace(
                page=other.passage.page,
                href=place(document, other.passage.page, other.passage.id, text, wishes=wishes),
                snippet=excerpt(other.passage.text, other.highlights, None, OTHER_SNIPPET),
            )
            for other in hit.others[:OTHERS]
        ],
        quote=passage.text,
        source=source_line(document, passage.page),
        in_force=hit.in_force,
        title=pieces(title, highlights(title, terms)),
        columns=pieces(passage.context, highlights(passage.context, terms)),
        passage_id=passage.id,
    )


def listed_card(document: Document) -> Card:
    return Card(document=document, href=f"/doc/{document.id}")
