"""Between the tables of descriptions and the records that travel."""

from typing import Any
from uuid import UUID, uuid5

from corpus.described import (
    Attribute,
    Certainty,
    Corrected,
    Details,
    How,
    Place,
    Relation,
    Resolution,
    Value,
)
from corpus.described_schema import CorrectionRow, RelationRow, ResolutionRow, ValueRow
from corpus.folding import folded
from corpus.replacement import keys_of_named
from language.spans import Span

Values = dict[str, Any]


def value_rows(document_id: UUID, details: Details) -> list[Values]:
    return [
        {
            "document_id": document_id,
            "ordinal": ordinal,
            "attribute": value.attribute.value,
            "text": value.text,
            "certainty": value.certainty.value,
            "note": value.note,
            "source": value.source,
            **_placed(value.place),
        }
        for ordinal, value in enumerate(details.values)
    ]


def relation_rows(document_id: UUID, details: Details) -> list[Values]:
    rows = []
    for ordinal, relation in enumerate(details.relations):
        keys = keys_of_named(relation.named)
        rows.append(
            {
                "document_id": document_id,
                "ordinal": ordinal,
                "how": relation.how.value,
                "named": relation.named,
                "number_key": keys.number,
                "title_key": keys.title,
                "edition": relation.edition or keys.edition,
                **_placed(relation.place),
            }
        )
    return rows


def resolution_rows(document_id: UUID, details: Details) -> list[Values]:
    """Ids hang on the document and the text alone, so that a correction finds its resolution again."""
    return [
        {
            "id": uuid5(document_id, str(one.id)),
            "document_id": document_id,
            "ordinal": one.ordinal,
            "text": one.text,
            "due_text": one.due_text,
            "certainty": one.certainty.value,
            "from_table": one.from_table,
            "folded_text": folded(one.text),
            "due": one.due,
            **owner_values(one.owner),
            **_placed(one.place),
        }
        for one in details.resolutions
    ]


def owner_values(owner: str | None) -> Values:
    return {"owner": owner or None, "folded_owner": folded(owner or "")}


def _placed(place: Place | None) -> Values:
    if place is None:
        return {"page": None, "start": None, "end": None}
    return {"page": place.page, "start": place.span.start, "end": place.span.end}


def _place(row: ValueRow | RelationRow) -> Place | None:
    if row.page is None or row.start is None or row.end is None:
        return None
    return Place(row.page, Span(row.start, row.end))


def value_of(row: ValueRow) -> Value:
    return Value(
        Attribute(row.attribute), row.text, Certainty(row.certainty), _place(row), row.note, row.source
    )


def relation_of(row: RelationRow) -> Relation:
    return Relation(How(row.how), row.named, _place(row), row.edition)


def resolution_of(row: ResolutionRow) -> Resolution:
    return Resolution(
        id=row.id,
        ordinal=row.ordinal,
        text=row.text,
        place=Place(row.page, Span(row.start, row.end)),
        owner=row.owner,
        due=row.due,
        due_text=row.due_text,
        certainty=Certainty(row.certainty),
        from_table=row.from_table,
    )


def corrected_of(row: CorrectionRow) -> Corrected:
    return Corrected(row.attribute, row.value, row.read, row.by, row.at, row.subject)
