"""What a document says of itself, found by rules that can be read and corrected: one file a family of rules.

The page beats the file's properties: those are often a template's. Each value has its place and how sure it is.
Digits from OCR are wrong half of the time: they are offered, and never become a number or a date by themselves.
"""

from datetime import date

from corpus.described import Attribute, Certainty, Details, How, Relation, Value
from corpus.records import Description, DocumentKind
from ingest.describing.issue_date import issued_of
from ingest.describing.keywords import keywords_of
from ingest.describing.lines import HEAD_LINES, Copy, Line, folded
from ingest.describing.numbers import number_of
from ingest.describing.people import people_of
from ingest.describing.resolutions import resolutions_of
from ingest.describing.session import session_of
from ingest.describing.title import about, title_of
from ingest.describing.unit import unit_of
from ingest.describing.versions import edition_of, relations_of
from ingest.kinds import kind_of
from ingest.parsing import ParsedDocument

VERSION = 5
"""Of the rules; raise it with any change of what they find."""

_PERSIAN_WORDS = frozenset(("از", "به", "که", "را", "این", "است", "با", "برای", "در", "و", "شد", "می", "های"))
_ARABIC_WORDS = frozenset(
    ("فی", "من", "علی", "الی", "التی", "الذی", "هذا", "هذه", "عن", "ذلک", "و", "او", "لا")
)


def describe(parsed: ParsedDocument, file: str) -> Description:
    """Describe a document by what stands on its first page, then by its file name and properties."""
    copy = Copy.of(parsed, file)
    number, issued, unit, found = number_of(copy), issued_of(copy), unit_of(copy), title_of(copy)
    head = [line.text for line in copy.lines[:HEAD_LINES] if line.page == copy.lines[0].page]
    kind, certainty = kind_of(
        "" if found.subject else found.value.text, file, head, has_number=number is not None
    )
    title = about(found.value, kind) if found.subject else found.value
    edition, relations, language = edition_of(copy, title), relations_of(copy), _language(parsed)
    session = session_of(copy, first_sentence=_first_sentence(copy)) if kind is DocumentKind.MINUTES else None
    people = people_of(copy) if kind is DocumentKind.MINUTES else []
    day = date.fromisoformat(issued.text) if issued and not _is_offered(issued) else None
    replaced = next((one for one in relations if one.how is not How.AMENDS), None)
    single = (
        title,
        Value(Attribute.KIND, kind.value, certainty, source="text"),
        number,
        issued,
        unit,
        session,
        edition,
    )
    values = (
        *(value for value in single if value is not None),
        Value(Attribute.LANGUAGE, language, Certainty.LIKELY, source="text"),
        *(_named(relation) for relation in relations if relation.how is not How.AMENDS),
        *people,
        *keywords_of(copy, title.text),
    )
    return Description(
        title=title.text,
        kind=kind,
        number=_taken(number),
        issued=day,
        unit=unit.text if unit else None,
        language=language,
        edition=_as_number(edition),
        replaces=replaced.named if replaced else None,
        session=_as_number(session),
        details=Details(VERSION, values, tuple(relations), tuple(resolutions_of(copy, kind, day))),
    )


def _is_offered(value: Value) -> bool:
    """From OCR, for a person to confirm."""
    return value.certainty is Certainty.UNSURE


def _taken(value: Value | None) -> str | None:
    return value.text if value and not _is_offered(value) else None


def _as_number(value: Value | None) -> int | None:
    text = _taken(value)
    return int(text) if text else None


def _named(relation: Relation) -> Value:
    return Value(Attribute.REPLACES, relation.named, Certainty.LIKELY, relation.place)


def _first_sentence(copy: Copy) -> Line | None:
    """The first line of running text: «بیست و سومین جلسهٔ … تشکیل شد»."""
    return next((line for line in copy.lines[:40] if line.words > 12), None)


def _language(parsed: ParsedDocument) -> str:
    """`fa`, `ar` or `en`: the script by the letters of the first pages, Arabic by its small words."""
    text = "".join(page.text for page in parsed.pages[:5])[:20_000]
    arabic_script = sum("\u0600" <= character <= "\u06ff" for character in text)
    latin = sum(character.isascii() and character.isalpha() for character in text)
    if latin > arabic_script:
        return "en"
    words = folded(text).split()
    persian, arabic = (sum(word in small for word in words) for small in (_PERSIAN_WORDS, _ARABIC_WORDS))
    return "ar" if arabic > persian else "fa"
