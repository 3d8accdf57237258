"""What a person may put right in a description, and how it is written: the same text in forms and requests."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from corpus.described import SEVERAL, Attribute
from corpus.errors import InvalidQuery
from corpus.records import Description, DocumentKind
from language.jalali import parse
from language.normalization import clean_text
from language.numerals import to_ascii_digits

__all__ = ["DUE", "OWNER", "checked", "corrected", "text_of"]

OWNER, DUE = "owner", "due"
LONGEST_LIST = 2000  # code points
LONGEST = 600  # of one value; PostgreSQL takes 2,704 bytes into an index, and a letter has four at most
COUNTED = frozenset({Attribute.SESSION, Attribute.EDITION})
NEVER_EMPTY = frozenset({Attribute.TITLE, Attribute.KIND, Attribute.LANGUAGE})
LANGUAGES = ("fa", "ar", "en")
DAY = "۱۴۰۳/۰۲/۱۲, 2024-05-01"


def checked(attribute: str, value: str) -> str:
    """Return a correction as it is kept; lists have one value a line. Raises `InvalidQuery`."""
    if attribute not in {*Attribute, OWNER, DUE}:
        raise InvalidQuery(field="attribute", value=attribute, expected=", ".join([*Attribute, OWNER, DUE]))
    several = attribute in SEVERAL
    longest = LONGEST_LIST if several else LONGEST
    text = clean_text(value[: longest + 1])
    if len(text) > longest:
        raise InvalidQuery(field=attribute, value=text[:80], expected=f"≤ {longest}")
    lines = [" ".join(line.split()) for line in text.split("\n")]
    text = "\n".join(line for line in lines if line) if several else " ".join(part for part in lines if part)
    if not text:
        if attribute in NEVER_EMPTY:
            raise InvalidQuery(field=attribute, value="", expected="text")
        return ""
    return _canonical(attribute, text)


def _canonical(attribute: str, text: str) -> str:
    if attribute in (Attribute.ISSUED, DUE):
        day = parse(text)
        if day is None:
            raise InvalidQuery(field=attribute, value=text, expected=DAY)
        return day.to_gregorian().isoformat()
    if attribute in COUNTED:
        number = to_ascii_digits(text)
        if not (number.isascii() and number.isdigit() and 0 < int(number) < 10_000):
            raise InvalidQuery(field=attribute, value=text, expected="1 … 9999")
        return str(int(number))
    if attribute == Attribute.KIND and text not in list(DocumentKind):
        raise InvalidQuery(field=attribute, value=text, expected=", ".join(DocumentKind))
    if attribute == Attribute.LANGUAGE and text not in LANGUAGES:
        raise InvalidQuery(field=attribute, value=text, expected=", ".join(LANGUAGES))
    return text


_FIELDS: dict[str, tuple[str, Callable[[str], Any]]] = {
    Attribute.TITLE: ("title", str),
    Attribute.KIND: ("kind", DocumentKind),
    Attribute.NUMBER: ("number", str),
    Attribute.ISSUED: ("issued", date.fromisoformat),
    Attribute.UNIT: ("unit", str),
    Attribute.SESSION: ("session", int),
    Attribute.EDITION: ("edition", int),
    Attribute.LANGUAGE: ("language", str),
    Attribute.REPLACES: ("replaces", lambda text: text.split("\n")[0]),
}


def text_of(description: Description, attribute: str) -> str:
    """A value of the description itself as a correction would write it; "" for none and for lists of people."""
    if attribute not in _FIELDS:
        return ""
    value = getattr(description, _FIELDS[attribute][0])
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)


def corrected(description: Description, attribute: str, value: str) -> Description:
    """The description with a kept correction in force."""
    if attribute not in _FIELDS:
        return description
    name, made = _FIELDS[attribute]
    changed: dict[str, Any] = {name: made(value) if value else None}
    return replace(description, **changed)
