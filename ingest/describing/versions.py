"""Editions, and what a document says that it replaces, repeals or amends."""

import re
from collections.abc import Iterator

from corpus.described import Attribute, Certainty, How, Relation, Value
from corpus.replacement import edition_in, keys_of_named
from ingest.describing.lines import Copy, Line
from ingest.kinds import SHORT_LINE, kind_named
from language.numerals import find_letter_numbers

__all__ = ["edition_of", "relations_of"]

_KIND = (
    r"(?:این\s)?(?:بخش\s?نامه|دستور\s?العمل|شیوه\s?نامه|ایین\s?نامه|نظام\s?نامه|سیاست\s?نامه|ضوابط"
    r"|راهنما|ابلاغیه|مصوبه|نامه|اطلاعیه|سند|خط\s?مشی"
    r"|ویرایش|نسخه|استاندارد|گزارش|صورت\s?جلسه)"
)
_BECOMES = r"(?:می\s?شود|است|شد|شده|گردید|خواهد|می\s?گردد|می\s?باشد|شده\s?است|گردیده)"
_INSTEAD = re.compile(
    rf"(?<!\w)جایگزین\s?ی?(?:\s*[:：\t]\s*(?P<a>.{{3,140}})|\s+(?P<b>.{{3,140}}?)\s+{_BECOMES}(?!\w))"
    rf"|(?<!\w)(?:به\s?جای|در\s?جایگزینی)\s+(?P<c>{_KIND}.{{3,120}}?)(?:\s+(?:صادر|ابلاغ|تصویب|منتشر"
    rf"|اجرا)|[.،؛])"
)
_ENDED = (
    r"(?:لغو|ملغی|منسوخ|باطل|بی\s?اعتبار|کان\s?لم\s?یکن|از\s+درجه\s+اعتبار\s+ساقط|فاقد\s+اعتبار"
    r"|نسخ|ملغی\s?الاثر)"
)
_REPEALED = re.compile(
    rf"(?<!\w)(?P<a>{_KIND}(?:(?!{_KIND}).){{3,120}}?)\s+(?:از\s+(?:این\s+)?(?:تاریخ"
    rf"|پس)\s+)?{_ENDED}\s*(?:اعلام|دانسته)?\s*{_BECOMES}"
    rf"|(?<!\w)(?:لغو|نسخ|ابطال)\s+(?P<b>{_KIND}.{{3,120}}?)(?:[.،؛]|$)"
)
_AMENDED = re.compile(
    rf"(?<!\w)(?:اصلاحیه|الحاقیه|متمم|اصلاح\s+(?:ماده|بند|تبصره|برخی\s+مواد|بندهایی"
    rf"|موادی)[^.،]{{0,30}}?)\s+(?:به\s+|از\s+|بر\s+)?(?P<a>{_KIND}.{{3,120}}?)(?:[.،؛]|$|\s+(?:به|که"
    rf"|ابلاغ|تصویب|با)\s)"
)
_OF_ITSELF = re.compile(r"(?<!\w)(?:این|حاضر|با\s+(?:صدور|ابلاغ|تصویب))(?!\w)")
# Cheap, on the page's own letters: ي and ك too.
_HINT = re.compile(
    "جا[یي]گز[یي]ن|لغو|ملغ|منسوخ|نسخ|بی.?اعتبار|بي.?اعتبار|ساقط|لم.?[یي][کك]ن|اصلاح[یي]ه|الحاق[یي]ه|متمم|به.?جا[یي]|ابطال|باطل"
)
_STATED = re.compile(r"ویرایش|نسخه|بازنگری|نگارش|ویراست|version|edition|rev", re.IGNORECASE)
_BARE_VALUE = re.compile(r"(?:شماره\s)?(\d{1,2})(?:[.٫/]\d{1,2})?(?![\d/])|(\w+)")
_TAIL = re.compile(r"\s*(?:مورخ|که|و\s+از|از\s+تاریخ|در\s+خصوص).*")
_MOST = 8


def edition_of(copy: Copy, title: Value) -> Value | None:
    """From the title or a short line of the head; running text speaks of the editions of other things."""
    if edition := edition_in(title.text):
        recognized = any(line.recognized for line in copy.head[:1])
        certainty = Certainty.UNSURE if recognized else Certainty.SURE
        return Value(Attribute.EDITION, str(edition), certainty, title.place, source=title.source)
    for found in copy.labelled(_STATED):
        if edition := edition_in(f"ویرایش {found.folded}"):
            return Value(Attribute.EDITION, str(edition), _certainty(found.line), found.place())
    for line in copy.head:
        edition = edition_in(line.text) if line.words <= SHORT_LINE else None
        if edition and "جایگزین" not in line.folded:
            return Value(Attribute.EDITION, str(edition), _certainty(line), line.whole())
    return None


def relations_of(copy: Copy) -> list[Relation]:
    """In the order of the text, each named document once."""
    found: dict[str, Relation] = {}
    heads = {(line.page, line.start) for line in copy.head}
    for line in copy.lines:
        if not _HINT.search(line.text) or len(found) >= _MOST:
            continue
        for relation in _in_line(line, in_head=(line.page, line.start) in heads):
            keys = keys_of_named(relation.named)
            found.setdefault(keys.number or keys.title or relation.named, relation)
    return list(found.values())


def _in_line(line: Line, *, in_head: bool) -> Iterator[Relation]:
    about_itself = in_head or _OF_ITSELF.search(line.folded) is not None
    for pattern, how in ((_INSTEAD, How.REPLACES), (_REPEALED, How.REPEALS), (_AMENDED, How.AMENDS)):
        if how is How.AMENDS and not in_head:
            continue  # further down, amendments of others are told
        for match in pattern.finditer(line.folded):
            group = next(name for name, value in match.groupdict().items() if value)
            start, end = match.span(group)
            named = line.original(start, end)
            numbers = [span for _, span in find_letter_numbers(named)]
            if how is How.REPLACES and not (numbers if group == "c" else about_itself):
                continue
            if how is How.REPEALS and not (numbers or about_itself):
                continue
            name = _name(named, [span.of(named) for span in numbers])
            if name:
                yield Relation(how, name, line.place(start, end))


def _name(named: str, numbers: list[str]) -> str | None:
    keys = keys_of_named(named)
    if keys.number:
        return next((one for one in numbers if keys_of_named(one).number == keys.number), named)
    return _TAIL.sub("", named).strip() if kind_named(named) or keys.edition else None


def _certainty(line: Line) -> Certainty:
    return Certainty.UNSURE if line.recognized else Certainty.SURE
