"""The register of a document's resolutions, from its tables and its sentences."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID, uuid5

from corpus.described import Certainty, Place, Resolution
from corpus.records import DocumentKind
from ingest.describing.deadlines import Deadline, deadline_in
from ingest.describing.lines import Copy, Line
from ingest.describing.owners import clean_owner
from ingest.describing.resolution_sentences import Said, charges_in, said_in
from ingest.describing.resolution_tables import Row, rows_of
from language.normalization import letters

__all__ = ["resolutions_of"]

_NAMESPACE = UUID("8f0f64ca-6a4f-4c58-9a0c-1f6c1f1b7a51")
_ADDRESSEE = re.compile(r"(?:به|گیرنده|واحد\sگیرنده)")
_YOU = re.compile(r"(?:آن|ان|این)\s(?:سازمان|معاونت|اداره|واحد|مرکز|دفتر|مدیریت|شرکت|منطقه|شهرداری)")
_DITTO = re.compile(r"[\"″〃'’\-–—\s]+|ایضا|همان")
_MOST = 300


def resolutions_of(copy: Copy, kind: DocumentKind, issued: date | None) -> list[Resolution]:
    """In the order of the text. Spans of time count from `issued`; from digits of OCR no day is reckoned."""
    found: list[Resolution] = []
    if kind is DocumentKind.MINUTES:
        rows = rows_of(copy.lines)
        # Where a table lists them, sentences only tell how they came about.
        said = list(said_in(copy.lines, issued, listed_only=bool(rows)))
        found = [*_from_rows(rows, issued), *_from_sentences(said, copy)]
    elif kind in (DocumentKind.LETTER, DocumentKind.CIRCULAR):
        found = list(_from_sentences(list(charges_in(copy.lines, issued)), copy))
    found.sort(key=lambda one: (one.place.page, one.place.span.start))
    return list(_numbered(found[:_MOST]))


def _from_rows(rows: Sequence[Row], issued: date | None) -> Iterator[Resolution]:
    above: str | None = None
    for row in rows:
        owner = above if row.owner and _DITTO.fullmatch(row.owner) else clean_owner(row.owner)
        above = owner
        deadline = deadline_in(row.due, issued, alone=True) if row.due else None
        yield _made(row.line, row.line.whole(), row.text, owner, deadline, row.due, from_table=True)


def _from_sentences(said: Sequence[Said], copy: Copy) -> Iterator[Resolution]:
    for one in said:
        text = " ".join(one.span.of(one.line.text).split())
        due_text = one.deadline.words if one.deadline else ""
        owner = one.owner
        if owner and _YOU.fullmatch(owner):
            owner = _addressee(copy) or owner
        place = one.line.placed(one.span)
        yield _made(one.line, place, text, owner, one.deadline, due_text, from_table=False)


def _made(
    line: Line,
    place: Place,
    text: str,
    owner: str | None,
    deadline: Deadline | None,
    due_text: str,
    *,
    from_table: bool,
) -> Resolution:
    certainty = Certainty.SURE if from_table else Certainty.LIKELY
    if deadline and deadline.certainty is Certainty.LIKELY:
        certainty = Certainty.LIKELY
    day = deadline.day if deadline else None
    if line.recognized:
        certainty, day = Certainty.UNSURE, None
    return Resolution(_NAMESPACE, 0, text, place, owner, day, due_text, certainty, from_table)


def _addressee(copy: Copy) -> str | None:
    for found in copy.labelled(_ADDRESSEE):
        return clean_owner(re.sub(r"\s+محترم(?=\s|$)", "", found.text))
    return None


def _numbered(found: Sequence[Resolution]) -> Iterator[Resolution]:
    """Ids hang on the words alone, so that they are the same after every reading."""
    seen: dict[str, int] = {}
    for ordinal, one in enumerate(found):
        key = letters(one.text)
        seen[key] = seen.get(key, 0) + 1
        yield Resolution(
            uuid5(_NAMESPACE, f"{key}#{seen[key]}"),
            ordinal,
            one.text,
            one.place,
            one.owner,
            one.due,
            one.due_text,
            one.certainty,
            one.from_table,
        )
