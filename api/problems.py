"""Problems said to people and programs (RFC 9457), from the one table of sentences."""

from collections.abc import Mapping
from typing import Literal

from api.problem_table import PROBLEMS
from corpus.errors import SanadyarError
from corpus.records import Failure
from language.numerals import format_number

__all__ = ["MEASURES", "Language", "problem_body", "sentence", "status_of"]

Language = Literal["fa", "en"]
Facts = Mapping[str, str | int | float]

# Values come from files, people and machines: isolated, so that a Latin path cannot turn a Persian sentence.
FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"


# The fields of a question as its page names them.
FIELDS = {
    "q": "عبارت جست‌وجو",
    "text": "عبارت جست‌وجو",
    "year": "سال",
    "from": "از تاریخ",
    "to": "تا تاریخ",
    "first_day": "از تاریخ",
    "dates": "بازهٔ تاریخ",
    "kind": "نوع سند",
    "unit": "واحد",
    "number": "شماره",
    "sort": "چینش",
    "mode": "شیوهٔ جست‌وجو",
    "page": "صفحه",
    "offset": "آغاز فهرست",
    "limit": "شمار نتیجه‌ها",
    "below": "کمترین درستی",
    "width": "پهنای تصویر",
    "document": "سند",
    "request": "درخواست",
    "parameter": "نام پارامتر",
    "repair": "ترمیم واژه‌ها",
    "synonyms": "هم‌ارزها",
    "explain": "توضیح نتیجه‌ها",
}


# What a size is counted in, in Persian; English sentences take the words as they are.
MEASURES: Mapping[str, str] = {
    "bytes": "بایت",
    "bytes of XML": "بایت XML",
    "bytes of chapters": "بایت متن فصل‌ها",
    "characters": "نویسه",
    "compression ratio": "برابر فشردگی",
    "levels": "لایهٔ تو در تو",
    "members": "پرونده در یک بسته",
    "pages": "صفحه",
    "pixels": "نقطهٔ تصویر",
    "rows": "ردیف",
    "unpacked bytes": "بایت پس از باز شدن",
}


class _Isolated(dict[str, str]):
    """Facts for a sentence; a fact that was not given is said with a dash rather than failing."""

    def __missing__(self, name: str) -> str:
        return "—"


def sentence(problem: SanadyarError | Failure, language: Language = "fa") -> str:
    """Say a problem in one language; an unknown code gets the general sentence."""
    kind = PROBLEMS.get(problem.code, PROBLEMS["error"])
    template = kind.fa if language == "fa" else kind.en
    given = dict(problem.facts)
    if problem.code == "invalid_query" and language == "fa":
        given["field"] = FIELDS.get(str(given.get("field")), given.get("field", ""))
    facts = {
        name: f"{FIRST_STRONG_ISOLATE}{_shown(name, value, language)}{POP_ISOLATE}"
        for name, value in sorted(given.items())
    }
    return template.format_map(_Isolated(facts))


def _sayable(value: str | float) -> str | int | float:
    """Half of a character, as JSON may hold one, is no text that could be sent back."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _shown(name: str, value: str | float, language: Language) -> str:
    if language == "fa" and name == "measure":
        return MEASURES.get(str(value), str(value))
    return format_number(value, 0) if language == "fa" and isinstance(value, int) else str(_sayable(value))


def status_of(problem: SanadyarError | Failure) -> int:
    """The HTTP status of a problem."""
    return PROBLEMS.get(problem.code, PROBLEMS["error"]).status


def problem_body(problem: SanadyarError, language: Language, error_id: str = "") -> dict[str, object]:
    """The members of a problem document (RFC 9457); `code` and `facts` are for programs."""
    body: dict[str, object] = {
        "type": f"urn:sanadyar:problem:{problem.code}",
        "title": problem.code.replace("_", " "),
        "status": status_of(problem),
        "detail": sentence(problem, language),
        "code": problem.code,
        "facts": {name: _sayable(value) for name, value in problem.facts.items()},
    }
    if error_id:
        body["instance"] = f"urn:sanadyar:error:{error_id}"
    return body
