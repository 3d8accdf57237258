"""The letter's or document's number: what stands beside its label, as it stands there."""

import re
from collections.abc import Iterator

from corpus.described import Attribute, Certainty, Value
from ingest.describing.lines import Copy, Line
from ingest.kinds import SHORT_LINE

__all__ = ["number_of"]

_THING = (
    r"(?:ثبت|نامه|سند|مدرک|بخش\s?نامه|دستور\s?العمل|شیوه\s?نامه|ایین\s?نامه|گزارش|مصوبه|ابلاغ(?:یه)?"
    r"|صورت\s?جلسه|دبیرخانه|مکاتبه"
    r"|فرم|اندیکاتور|صدور|ارجاع|صادره|وارده|بایگانی|عمومی|و\s?تاریخ)"
)
_LABEL = re.compile(
    rf"(?:شماره(?:\s?ی)?|ش\.?|شناسه|کد)(?:\s{_THING}){{0,2}}|(?:ref|no|number|doc)(?:\.|\s(?:no|number)\.?)?",
    re.IGNORECASE,
)
_FIRST_LABEL = re.compile(
    r"شماره(?:\s?ی)?(?:\s(?:نامه|سند|بخش\s?نامه|صورت\s?جلسه|گزارش|و\s?تاریخ))?|ش\.?\s?نامه"
)
_BARE_CODE = re.compile(r"کد|شناسه")  # «کد: ۱۲» may be anything
_TOKEN = re.compile(r"\w+(?:(?:\s?[/\\_]\s?|[\-–.])\w+)*(?:\s[^\W\d_](?:\s[^\W\d_])?(?!\w))?")
_FILLED_IN = re.compile(rf"[\s.…_\-]*({_TOKEN.pattern})")  # «شماره: ..... ۱۲/۳ .....»
_IN_TITLE = re.compile(
    rf"(?:بخش\s?نامه|دستور\s?العمل|شیوه\s?نامه|ایین\s?نامه|نامه|گزارش|ابلاغیه"
    rf"|مصوبه)\s?ی?\s+شماره\s?ی?\s*[:：]?\s*({_TOKEN.pattern})"
)
_BARE = re.compile(rf"شماره(?:\s{_THING})?\s+({_TOKEN.pattern})(?=\s*$|\s+(?:تاریخ|مورخ|پیوست))")
_SESSION = re.compile(r"(?<!\w)((?:نشست|جلسه)\s*شماره\s*\d{1,4})(?!\w)")
_TELEPHONE = re.compile(r"0\d{9,10}\w*|0\d{2,3}-\d{5,8}")
_DAY = re.compile(r"1[34]\d\d/\d{1,2}/\d{1,2}")


def number_of(copy: Copy) -> Value | None:
    """The labelled number; a session's number if there is no other."""
    candidates = sorted(_labelled(copy), key=lambda one: one[0])
    if candidates:
        return candidates[0][1]
    for pattern, from_start in ((_SESSION, False), (_BARE, True), (_IN_TITLE, True)):
        for line in copy.head:
            if line.words > SHORT_LINE:
                continue
            match = pattern.match(line.folded) if from_start else pattern.search(line.folded)
            if match and _is_number(match[1]):
                return _value(line, *match.span(1), certainty=Certainty.LIKELY)
    return None


def _labelled(copy: Copy) -> Iterator[tuple[int, Value]]:
    for found in copy.fields:
        if not _LABEL.fullmatch(found.label) or _BARE_CODE.fullmatch(found.label):
            continue
        if session := _SESSION.match(found.folded):
            start = found.start + session.start(1)
            yield 1, _value(found.line, start, found.start + session.end(1))
        elif (match := _FILLED_IN.match(found.folded)) and _is_number(match[1]):
            start, end = found.start + match.start(1), found.start + match.end(1)
            yield 0 if _FIRST_LABEL.fullmatch(found.label) else 1, _value(found.line, start, end)


def _is_number(text: str) -> bool:
    return any(map(str.isdigit, text)) and not _TELEPHONE.fullmatch(text) and not _DAY.fullmatch(text)


def _value(line: Line, start: int, end: int, certainty: Certainty = Certainty.SURE) -> Value:
    if line.recognized:
        certainty = Certainty.UNSURE
    return Value(Attribute.NUMBER, line.original(start, end), certainty, line.place(start, end))
