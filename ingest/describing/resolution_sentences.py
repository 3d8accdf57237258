"""Resolutions in sentences: «مقرر شد …», «… موظف است تا تاریخ …», items below «مصوبات»."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from corpus.records import BlockKind
from ingest.describing.deadlines import Deadline, deadline_in
from ingest.describing.lines import Line, folded
from ingest.describing.owners import OWNER, clean_owner, owner_end
from language.sentences import split_sentences
from language.spans import Span

__all__ = ["Said", "charges_in", "said_in"]


@dataclass(frozen=True, slots=True)
class Said:
    """A resolution in a line: its span in the line's text, who has to do it, and until when."""

    line: Line
    span: Span
    owner: str | None
    deadline: Deadline | None


_BECAME = r"(?:شد|گردید|است|می\s?شود|می\s?گردد|شده\s?است|گشت|شدند|گردیدند|می\s?باشد|می\s?باشند|هستند|اند|بود)"
_DECIDED = re.compile(
    rf"(?<!\w)(?:مقرر|مصوب|تصویب|مقررشد|تصمیم\s+گرفته|توافق|قرار)\s*{_BECAME}(?:\s+که)?[\s:،]*"
    rf"|(?<!\w)مقررشد[\s:،]*|(?<!\w)به\s+تصویب\s+رسید[\s:،]*(?:که)?"
)
_CHARGED = re.compile(
    rf"(?<!\w)(?:موظف|مکلف|متعهد|ملزم)(?:ند|\s?اند|\s*{_BECAME})(?!\w)|(?<!\w)(?:تعهد\s+(?:داد|کرد"
    rf"|نمود)|ماموریت\s+یافت)"
)
_THROUGH = re.compile(
    rf"(?<!\w)(?:توسط|از\s+سوی|بر\s+عهده(?:\s?ی)?|به\s+عهده(?:\s?ی)?|مسیولیت\s+(?:اجرا|پیگیری"
    rf"|اقدام)?\s*(?:با|بر\s+عهده(?:\s?ی)?))\s+(?={OWNER}(?!\w))"
)
_IN_BRACKETS = re.compile(
    r"(?:مسیول(?:\s?ی)?(?:\s(?:اجرا|پیگیری|اقدام))?|مجری|اقدام\s?کننده|پیگیری|اقدام|متولی|واحد\s?مسیول"
    r"|مسیولیت)\s*[:：]\s*([^()؛؛،:|\t]{3,80}?)(?=\s*(?:[)؛،|\t.]|مهلت|موعد|$))"
)
_DUE_IN_BRACKETS = re.compile(
    r"(?:مهلت|موعد|سررسید|زمان|تاریخ|ضرب\s?الاجل)(?:\s(?:اجرا|انجام|اقدام))?\s*[:：]\s*([^()؛|\t]{3,60})"
)
_NAMES_THEM = (
    r"(?:مصوبات|مصوبه(?:\s?ها(?:ی)?)?|تصمیم(?:\s?ها(?:ی)?|ات)|نتایج|نتیجه|توافقات|توافق\s?ها(?:ی)?"
    r"|موارد\s+مصوب|جمع\s?بندی"
    r"|اقدامات\s+اتی|تعهدات)"
)
# A heading names them; a line that ends in a colon may also say «مقرر شد» or «تصمیم‌های زیر گرفته شد».
_OPENS = re.compile(rf"[\d.)\-–\s]*{_NAMES_THEM}(?:\s+[^\s.]+){{0,4}}\s*[:：]?\s*")
_OPENS_WITH_COLON = re.compile(
    rf".*(?<!\w)(?:{_NAMES_THEM}|(?:مقرر|مصوب|توافق|تصویب|تصمیم\s?گیری)\s*(?:شد|گردید)"
    rf"|به\s+تصویب\s+رسید)(?!\w).*[:：]\s*"
)
_LOOKS_BACK = re.compile(r"پیگیری|قبل|پیشین|گذشته|مصوبات\s+جلسه\s?ی?\s+\S*\d")
_CLOSES = re.compile(
    r"(?:امضا|محل\s+امضا|رونوشت|حاضر|غایب|شرح\s+مذاکرات|مذاکرات|دستور\s+(?:کار|جلسه)|خلاصه"
    r"|جلسه\s+(?:در\s+ساعت|با\s+ذکر)|پیوست|زمان\s+جلسه|تاریخ\s+جلسه|اعضا|ساعت)(?!\w)"
)
_ITEM = re.compile(
    r"\s*(?:[(\[]?(?:\d{1,2}|[۰-۹]{1,2}|الف|[ب-ی])\s*[).\-–\]]+\s*|[•\-–*▪➢]\s*"
    r"|بند\s+\S{1,8}?\s*[:：]\s*|مصوبه\s?ی?\s+(?:شماره\s+)?\S{1,8}?\s*[:：]\s*)"
)
_FIELD = re.compile(
    r"[(\-–\s]*(?:مسیول|مجری|اقدام\s?کننده|پیگیری\s?کننده|متولی|واحد\s?مسیول|مهلت|موعد|سررسید|زمان"
    r"|اقدام|پیگیری)(?:\s?ی)?(?:\s(?:اجرا|پیگیری|اقدام|انجام))?\s*[:：]"
)
_TO_BE_DONE = re.compile(
    r"(?<!\w)(?:نماید|نمایند|کند|کنند|دهد|دهند|گردد|گردند|شود|شوند|گیرد|گیرند|رساند|برساند|اورد|باشد"
    r"|بپردازد|بفرستد|بفرستند|خواهد|خواهند|می\s?کند|می\s?کنند|می\s?نماید|می\s?دهد|می\s?شود|می\s?گردد"
    r"|باید|بایستی|اقدام)(?!\w)"
)
_LEAD = re.compile(r"[\s،,.:]*(?:و\s+)?(?:همچنین\s+)?(?:که\s+)?")
_PASSIVE = re.compile(r"(?<!\w)(?:شود|شوند|گردد|گردند)\W*$")
_AND = re.compile(rf"\s+و\s+(?={OWNER}(?!\w))|\s*؛\s*(?:و\s+)?(?={OWNER}(?!\w))")
_THAT = re.compile(r"(?:که|تا|نسبت\s+به)\s+")
LONGEST_OPENING, LONGEST_HEADING = 25, 6  # words
_LONGEST = 1200  # code points of a sentence that is looked at


def said_in(lines: Sequence[Line], base: date | None, *, listed_only: bool) -> Iterator[Said]:
    """Minutes: every item below a heading of resolutions, and sentences elsewhere that plainly decide.

    `listed_only` leaves those out that stand elsewhere.
    """
    inside = False
    last: Said | None = None
    for line in lines:
        if line.kind is BlockKind.RUNNING:
            continue
        if inside and last is not None and _FIELD.match(line.folded):
            last = _completed(last, line, base)
            continue
        if "\t" in line.text or line.text.count("|") > 1:
            inside = False
            continue
        if _is_opening(line):
            inside = not _LOOKS_BACK.search(line.folded)
            continue
        if line.kind in (BlockKind.HEADING, BlockKind.TITLE) or _CLOSES.match(line.folded):
            inside = False
            continue
        if line.folded.endswith(":") and line.words <= 6:
            inside = False
            continue
        if inside or not listed_only:
            for said in _of_line(line, base, inside=inside):
                if last is not None:
                    yield last
                last = said
    if last is not None:
        yield last


def _is_opening(line: Line) -> bool:
    if line.words <= LONGEST_OPENING and _OPENS_WITH_COLON.fullmatch(line.folded):
        return True
    return line.words <= LONGEST_HEADING and _OPENS.fullmatch(line.folded) is not None


def _completed(said: Said, line: Line, base: date | None) -> Said:
    """«مسئول: …» and «مهلت: …» below an item."""
    owner = said.owner
    if stated := _IN_BRACKETS.search(line.folded):
        owner = clean_owner(line.original(*stated.span(1)))
    due = _DUE_IN_BRACKETS.search(line.folded)
    deadline = deadline_in(line.original(*due.span(1)), base, alone=True) if due else None
    return replace(said, owner=owner, deadline=deadline or said.deadline)


def charges_in(lines: Sequence[Line], base: date | None) -> Iterator[Said]:
    """Letters and circulars: only who is plainly charged, with a deadline."""
    for line in lines:
        if "\t" in line.text or line.kind in (BlockKind.RUNNING, BlockKind.HEADING, BlockKind.TITLE):
            continue
        for span in split_sentences(line.text[:_LONGEST]):
            for said in _of_sentence(line, span, base, inside=False):
                if said.owner and said.deadline and said.deadline.day and _CHARGED.search(line.folded):
                    yield said


def _of_line(line: Line, base: date | None, *, inside: bool) -> Iterator[Said]:
    item = _ITEM.match(line.folded)
    for number, span in enumerate(_with_fields(line)):
        yield from _of_sentence(line, span, base, inside=inside and (number == 0 or item is None))


def _with_fields(line: Line) -> list[Span]:
    """The sentences; one that only says who and until when belongs to the one before it."""
    spans: list[Span] = []
    for span in split_sentences(line.text[:_LONGEST]):
        if spans and _FIELD.match(folded(span.of(line.text))):
            spans[-1] = Span(spans[-1].start, span.end)
        else:
            spans.append(span)
    return spans


def _of_sentence(line: Line, span: Span, base: date | None, *, inside: bool) -> Iterator[Said]:
    start = _folded_place(line, span.start)
    end = _folded_place(line, span.end)
    text = line.folded
    item = _ITEM.match(text, start, end)
    start = item.end() if item else start
    decided = _DECIDED.search(text, start, end)
    charged = _CHARGED.search(text, start, end)
    if text[start:end].rstrip().endswith(":"):
        return
    if not (decided or charged or (inside and _is_to_do(text, start, end))):
        return
    if decided and not charged and not text[decided.end() : end].strip(" .،") and not inside:
        return  # «با هفت رأی تصویب شد» tells of a vote
    # What stands before «مقرر شد» is why, not what.
    at = decided.end() if decided and not (charged and charged.start() < decided.start()) else start
    yield from _clauses(line, at, end, span, base)


def _is_to_do(text: str, start: int, end: int) -> bool:
    piece = text[start:end]
    return len(piece.split()) >= 3 and (
        _TO_BE_DONE.search(piece) is not None or _IN_BRACKETS.search(piece) is not None
    )


def _clauses(line: Line, start: int, end: int, whole: Span, base: date | None) -> Iterator[Said]:
    """«مقرر شد الف تا … کند و ب تا … بپردازد» is two resolutions, if each has its own deadline."""
    text = line.folded
    cuts = list(_AND.finditer(text, start, end))
    pieces: list[tuple[int, int]] = []
    at = start
    for cut in cuts:
        before, after = text[at : cut.start()], text[cut.end() : end]
        if _TO_BE_DONE.search(before) and deadline_in(before, base) and deadline_in(after, base):
            pieces.append((at, cut.start()))
            at = cut.end()
    pieces.append((at, end))
    for first, last in pieces:
        span = whole if len(pieces) == 1 else line.span(first, last)
        yield Said(line, span, _owner(line, first, last), _deadline(line, first, last, base))


def _deadline(line: Line, start: int, end: int, base: date | None) -> Deadline | None:
    if stated := _DUE_IN_BRACKETS.search(line.folded, start, end):
        span = line.span(*stated.span(1))
        found = deadline_in(span.of(line.text), base, alone=True)
        if found:
            return found
    return deadline_in(line.span(start, end).of(line.text), base)


def _owner(line: Line, start: int, end: int) -> str | None:
    text = line.folded
    if stated := _IN_BRACKETS.search(text, start, end):
        return clean_owner(line.original(*stated.span(1)))
    charged = _CHARGED.search(text, start, end)
    at = start + (lead.end() if (lead := _LEAD.match(text[start:end])) else 0)
    if (that := _THAT.match(text, at)) and re.match(OWNER, text[that.end() :]):
        at = that.end()
    if (
        not charged
        and _PASSIVE.search(text, at, end)
        and not deadline_in(line.span(at, end).of(line.text), None)
    ):
        return _agent(line, at, end)  # «شرکت نخست برنده اعلام شود»: what stands first has nothing to do
    found = owner_end(text, at, charged.start() if charged else end)
    if found > at:
        return clean_owner(line.original(at, found))
    if charged:
        return _subject(line, start, charged.start())
    return _agent(line, start, end)


def _agent(line: Line, start: int, end: int) -> str | None:
    """«توسط …», «بر عهدهٔ …»."""
    through = _THROUGH.search(line.folded, start, end)
    if through is None:
        return None
    return clean_owner(line.original(through.end(), owner_end(line.folded, through.end(), end)))


def _subject(line: Line, start: int, end: int) -> str | None:
    """The last name before «موظف است»; else what stands there, if it is short."""
    places = [match.start() for match in re.finditer(rf"(?<!\w){OWNER}(?!\w)", line.folded[start:end])]
    for place in places:
        found = owner_end(line.folded, start + place, end)
        if not line.folded[found:end].strip(" ،:"):
            return clean_owner(line.original(start + place, found))
    piece = line.folded[start:end].strip(" ،:")
    return clean_owner(line.original(start, end)) if 1 <= len(piece.split()) <= 4 else None


def _folded_place(line: Line, place: int) -> int:
    """The place in the folded text of a place in the line's own text."""
    if len(line.folded) == len(line.text):
        return place
    return len(line.__class__(line.page, 0, line.text[:place]).folded)
