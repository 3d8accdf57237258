"""The document's own day, not one that its text speaks of."""

import re
from collections.abc import Iterator
from datetime import date

from corpus.described import Attribute, Certainty, Value
from ingest.describing.lines import Copy, Line, folded
from ingest.kinds import SHORT_LINE
from language.days import find_days
from language.spans import Span

__all__ = ["issued_of"]

_OF_SOMETHING_ELSE = (
    r"اجرا|اعتبار|انقضا|پایان|خاتمه|شروع|اغاز|سررسید|تولد|تحویل|مراجعه|مهلت|پرداخت|اگهی|مناقصه|قرارداد"
    r"|استخدام|چاپ\s?قبلی|بعدی|قبلی|اتمام"
    r"|دریافت|ورود|وصول"
)
_LABEL = re.compile(
    rf"(?:تاریخ(?!\s?(?:{_OF_SOMETHING_ELSE}))(?:\s?ی)?(?:\s\w+){{0,3}}|مورخ[ه]?|زمان(?:\s(?:برگزاری"
    rf"|تشکیل|جلسه|نشست))?"
    r"|(?:به\s?روز\s?رسانی|بروز\s?رسانی|روز|ویرایش|تنظیم|صدور|ابلاغ|تصویب|انتشار)|date(?:\s\w+)?"
    r"|شماره\s?و\s?تاریخ)",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(rf"(?:{_OF_SOMETHING_ELSE})|دوره|موعد|موضوع")
_PLAIN = re.compile(r"تاریخ(?:\s(?:نامه|صدور|ابلاغ|جلسه|نشست|سند|گزارش))?|date", re.IGNORECASE)
_BARE_LABEL = re.compile(r"تاریخ(?:\s(?:نامه|صدور|ابلاغ|جلسه|نشست|ثبت))?\s*$")
_HELD = re.compile(
    r"(?<!\w)(?:مورخ[ه]?|در\s+تاریخ|به\s+تاریخ|تاریخ|در\s+روز|روز)(?:\s+\w*شنبه|\s+جمعه)?[\s،,:]*$"
)
# Right before a date these say that it is another paper's, or the end of something.
_PAPER = r"(?:شماره|نامه|بخش\s?نامه|مصوبه|قرارداد|دستور\s?العمل|صورت\s?جلسه|ابلاغیه|موافقت\s?نامه|تصویب\s?نامه)"
_REFERENCE = re.compile(
    rf"(?:{_PAPER}\s?ی?\s+(?:شماره\s?ی?\s+)?(?:\S*\d\S*\s+)?|(?:جلسه|نشست)\s?ی?\s+(?:شماره\s?ی?\s+)?\S*\d\S*\s+)"
    r"(?:مورخ[ه]?|به\s+تاریخ|در\s+تاریخ|در)\s*$"
)
_BOUND = re.compile(
    r"(?<!\w)(?:تا|الی|لغایت|از|پیش\s+از|قبل\s+از|پس\s+از|بعد\s+از|حداکثر)(?:\s+(?:تاریخ|روز))?\s*$"
)
_ABOUT_ANOTHER = re.compile(r"(?<!\w)(?:عطف|پیرو|بازگشت|جایگزین|به استناد|باستناد|استعلام|طومار)(?!\w)")
_LONGEST_LINE = 400  # code points of a line that are looked at
_FIRST_LINES = 6


def issued_of(copy: Copy) -> Value | None:
    """The labelled date, else one that is said to be the document's, else a date that stands for itself."""
    best: tuple[int, Value] | None = None
    for rank, line, day, span in (*_labelled(copy), *_others(copy)):
        if best is None or rank < best[0]:
            best = rank, _value(rank, line, day, span)
    return best[1] if best else None


def _value(rank: int, line: Line, day: date, span: Span) -> Value:
    certainty = Certainty.SURE if rank <= 1 else Certainty.LIKELY if rank <= 3 else Certainty.UNSURE
    if line.recognized:
        certainty = Certainty.UNSURE
    return Value(Attribute.ISSUED, day.isoformat(), certainty, line.placed(span))


def _labelled(copy: Copy) -> Iterator[tuple[int, Line, date, Span]]:
    for found in copy.fields:
        if not _LABEL.fullmatch(found.label):
            continue
        span = found.line.span(found.start, found.end)
        days = find_days(span.of(found.line.text), short_years=True)
        if days:
            day, inside = days[0]
            rank = 0 if _PLAIN.fullmatch(found.label) else 1
            yield rank, found.line, day, Span(span.start + inside.start, span.start + inside.end)


def _others(copy: Copy) -> Iterator[tuple[int, Line, date, Span]]:
    """Dates without a label and colon: 2 in a short line, 3 where a sentence says when it was, 4 elsewhere."""
    elsewhere = [one for one in copy.fields if _ELSEWHERE.search(one.label)]
    for number, line in enumerate(copy.head):
        text = line.text[:_LONGEST_LINE]
        taken = [one.line.span(one.start, one.end) for one in elsewhere if one.line is line]
        about_another = _ABOUT_ANOTHER.search(line.folded[:_LONGEST_LINE]) is not None
        for day, span in find_days(text):
            before = folded(text[: span.start])
            inside = any(one.start <= span.start < one.end for one in taken)
            if inside or _REFERENCE.search(before) or _BOUND.search(before):
                continue
            short = line.words <= SHORT_LINE
            if _BARE_LABEL.search(before) and short:
                rank = 1
            elif _HELD.search(before):
                rank = 3
            elif short:
                rank = 2
            elif number < _FIRST_LINES:
                rank = 4
            else:
                continue
            yield rank + (4 if about_another else 0), line, day, span
