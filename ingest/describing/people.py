"""Who was there, with roles, and who was not: lists in a line, lists of lines, and tables."""

import re
from collections.abc import Sequence

from corpus.described import Attribute, Certainty, Value
from corpus.records import BlockKind
from ingest.describing.lines import RUNNING_TEXT, Copy, Line, folded

__all__ = ["people_of"]

_THERE = (
    r"(?:(?:اسامی|فهرست|لیست)\s)?(?:اعضا(?:ی)?\s)?(?:افراد\s)?(?:حاضران|حاضرین|حاضر|حضار"
    r"|شرکت\s?کنندگان|مدعوین|اعضا|امضا\s?کنندگان)"
)
_PRESENT = re.compile(
    rf"{_THERE}(?:\s(?:حاضر))?(?:\s(?:در\s)?(?:جلسه|نشست|بازدید|کمیسیون|کارگروه))?|با\sحضور"
    rf"|از\sسوی\s[\w\s]{{2,30}}|مهمانان?|میهمانان?"
)
_ABSENT = re.compile(r"(?:اعضا(?:ی)?\s)?(?:غایبان|غایبین|غایب)(?:\sجلسه)?")
_HEADING = re.compile(rf"[\d۰-۹.)\-\s]*(?:({_PRESENT.pattern})|({_ABSENT.pattern}))\s*[:：]?\s*")
_IN_LINE = re.compile(rf"(?<!\w)(?:({_PRESENT.pattern})|({_ABSENT.pattern}))\s*[:：]\s*")
_AMONG = re.compile(r"(?:متشکل\s+از|با\s+حضور)\s+(?=(?:اقایان|اقای|خانم|مهندس|دکتر))")
_HONORIFIC = re.compile(
    r"(?:(?:جناب|سرکار|اقای|اقایان|خانم|خانم\s?ها|بانو|مهندس|دکتر|حجت\s?الاسلام|سردار|سرهنگ|حاج)(?:\s|‌))+",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"(?:مدیر|مدیرعامل|مدیرکل|معاون|رییس|نماینده|دبیر|کارشناس|سرپرست|شهردار|مسیول|مشاور|عضو|ناظر|بازرس"
    r"|حسابرس|پیمانکار|کارفرما"
    r"|خزانه\s?دار|ذی\s?حساب|مهمان|منشی|استاد|وکیل|فرماندار|بخشدار|استاندار)(?!\w)"
)
_NUMBERED = re.compile(r"\s*(?:[\d۰-۹]{1,2}\s*[.)\-–]\s*|[•\-–*▪]\s*)")
_NAME_CELL = re.compile(
    r"(?:نام(?:\sو\sنام\s?خانوادگی)?|نام\sو\sنشان|اسامی|حاضران|حاضرین|شرکت\s?کنندگان|اعضا"
    r"|نام\sعضو)(?:\s(?:حاضر|جلسه))?"
)
_ROLE_CELL = re.compile(r"سمت|نقش|پست|سازمان|واحد|دستگاه|نماینده|مسیولیت|سمت\sسازمانی|محل\sخدمت")
_NOBODY = re.compile(
    r"(?<!\w)(?:نفر|عضو|اعضای|ندارد|ندارند|نداشت|پیوست|فهرست|جلسه|ویدیو\s?کنفرانس|همه|کلیه|علت|برگ)(?!\w)"
)
_ABSENCE = re.compile(r"غایب|غیبت|مرخصی|ماموریت")
_STOP = re.compile(r".*(?:دستور|مصوب|شرح|خلاصه|مذاکر|ساعت|تاریخ|شماره|موضوع|مکان|محل|رونوشت)")
_FIRST_PAGES = 2
_LONGEST_NAME = 8  # words
_MOST = 60


def people_of(copy: Copy) -> list[Value]:
    lines = [line for line in copy.lines if line.page <= _FIRST_PAGES][:200]
    found: list[Value] = []
    number = 0
    while number < len(lines) and len(found) < _MOST:
        values, read = _at(lines, number)
        found += values
        number += max(1, read)
    return _distinct(found)


def _at(lines: Sequence[Line], number: int) -> tuple[list[Value], int]:
    """The people named at a line, and how many lines they took."""
    line = lines[number]
    if "\t" in line.text or "|" in line.text:
        return _table(lines, number)
    heading = _HEADING.fullmatch(line.folded)
    if heading and line.words <= 6:
        attribute = Attribute.PRESENT if heading[1] else Attribute.ABSENT
        return _list(lines, number + 1, attribute)
    found: list[Value] = []
    marks = list(_IN_LINE.finditer(line.folded))
    for place, mark in enumerate(marks):
        end = marks[place + 1].start() if place + 1 < len(marks) else len(line.folded)
        attribute = Attribute.PRESENT if mark[1] else Attribute.ABSENT
        found += _inline(line, mark.end(), end, attribute)
    if not marks and (among := _AMONG.search(line.folded)):
        end = line.folded.find(" تشکیل", among.end())
        found += _inline(line, among.end(), end if end > 0 else len(line.folded), Attribute.PRESENT, prose=True)
    return found, 1


def _list(lines: Sequence[Line], start: int, attribute: Attribute) -> tuple[list[Value], int]:
    """Lines below «حاضران:», each a person, until one that is none."""
    found: list[Value] = []
    for line in lines[start:]:
        if line.kind is BlockKind.HEADING or line.words > RUNNING_TEXT or _HEADING.fullmatch(line.folded):
            break
        if "\t" in line.text or "|" in line.text:
            more, read = _table(lines, start + len(found))
            return found + more, 1 + len(found) + read
        mark = _NUMBERED.match(line.folded)
        body = line.folded[mark.end() if mark else 0 :]
        if (":" in body and not mark) or _STOP.match(body) or body.endswith("."):
            break
        found += _person(line, mark.end() if mark else 0, len(line.folded), attribute)
    return found, 1 + len(found)


_ITEM = re.compile(r"\s*[؛;]\s*|\s*[،,]\s*|\s+[-–/]\s+|\s+و\s+(?=\S)")


def _inline(line: Line, start: int, end: int, attribute: Attribute, *, prose: bool = False) -> list[Value]:
    """«سارا (دبیر)، نیما و آذر»: names apart by marks; a role behind a mark belongs to the name before it."""
    text = line.folded
    if not prose:
        stop = re.search(r"\.(?:\s|$)", text[start:end])
        end = start + stop.start() if stop else end
    found: list[Value] = []
    at = start
    cuts = [match for match in _ITEM.finditer(text, start, end) if _parts(text, start, match)]
    for cut_start, cut_end in [*(match.span() for match in cuts), (end, end)]:
        piece = text[at:cut_start].strip(" .")
        if (
            found
            and _ROLE.match(piece)
            and "(" not in piece
            and not found[-1].note
            and not _ROLE.match(folded(found[-1].text))
        ):
            note = line.original(at, cut_start).strip()
            found[-1] = Value(attribute, found[-1].text, found[-1].certainty, found[-1].place, note)
        elif len(piece.split()) <= _LONGEST_NAME or "(" in piece:
            found += _person(line, at, cut_start, attribute, split=False)
        elif prose:
            break
        at = cut_end
    return found


def _parts(text: str, start: int, match: re.Match[str]) -> bool:
    """A mark parts people, except within brackets; «و» does not within a role: «معاون مالی و اقتصادی»."""
    if _inside_brackets(text, start, match.start()):
        return False
    if match[0].strip() != "و":
        return True
    piece = re.split(r"[،,؛;]|\s[-–]\s", text[start : match.start()])[-1].strip()
    return (
        not _ROLE.match(piece)
        or bool(_ROLE.match(text[match.end() :]))
        or bool(_HONORIFIC.match(text[match.end() :]))
    )


def _inside_brackets(text: str, start: int, place: int) -> bool:
    return text.count("(", start, place) > text.count(")", start, place)


def _person(line: Line, start: int, end: int, attribute: Attribute, *, split: bool = True) -> list[Value]:
    text = line.folded[start:end]
    lead = len(text) - len(re.sub(r"^[\s.،]*(?:و\s+)?", "", text))
    start, text = start + lead, text[lead:].rstrip(" .،:")
    if honorific := _HONORIFIC.match(text):
        start, text = start + honorific.end(), text[honorific.end() :]
    note = ""
    if bracket := re.search(r"\s*\(([^()]*)\)?", text):
        note = line.original(start + bracket.start(1), start + bracket.end(1)) if bracket[1] else ""
        text = text[: bracket.start()]
    elif split and (cut := re.search(r"\s*[،,؛]\s*|\s+[-–]\s+|\s*[:：]\s*|\s*[–]\s*", text)):
        note = line.original(start + cut.end(), start + len(text)) if cut.end() < len(text) else ""
        text = text[: cut.start()]
    text = text.rstrip()
    words = text.split()
    if not 1 <= len(words) <= _LONGEST_NAME or any(map(str.isdigit, text)) or len(text) < 3:
        return []
    if _ABSENCE.search(text) or _NOBODY.search(text):
        return []
    certainty = Certainty.UNSURE if line.recognized else Certainty.SURE if len(words) > 1 else Certainty.LIKELY
    name = line.original(start, start + len(text))
    return [Value(attribute, name, certainty, line.place(start, start + len(text)), note.strip())]


def _table(lines: Sequence[Line], number: int) -> tuple[list[Value], int]:
    """A table whose header has a column of names; rows until the next text."""
    header = _cells(lines[number])
    first = header[0][0].rstrip(" :") if header else ""
    if len(header) == 2 and _PRESENT.fullmatch(first) and not _ROLE_CELL.match(header[1][0]):
        return _inline(lines[number], *header[1][1], Attribute.PRESENT), 1
    if len(header) == 2 and _ABSENT.fullmatch(first):
        return _inline(lines[number], *header[1][1], Attribute.ABSENT), 1
    titles = [text.rstrip(" :") for text, _ in header]
    column = next((place for place, title in enumerate(titles) if _NAME_CELL.fullmatch(title)), None)
    role = next((place for place, title in enumerate(titles) if _ROLE_CELL.match(title)), None)
    if column is None or len(titles) < 2 or (role is None and "امضا" not in " ".join(titles)):
        return [], 1
    found: list[Value] = []
    read = 1
    for line in lines[number + 1 :]:
        cells = _cells(line)
        if len(cells) < 2 or len(cells) <= column:
            break
        read += 1
        absent = any(_ABSENCE.search(text) for text, _ in cells)
        attribute = Attribute.ABSENT if absent else Attribute.PRESENT
        for person in _person(line, *cells[column][1], attribute, split=False):
            note = line.original(*cells[role][1]) if role is not None and len(cells) > role else ""
            found.append(Value(attribute, person.text, person.certainty, person.place, note or person.note))
    return found, read


def _cells(line: Line) -> list[tuple[str, tuple[int, int]]]:
    cells = []
    at = 0
    for match in re.finditer(r"\t|\s\|\s|\|", line.folded + "\t"):
        text = line.folded[at : match.start()]
        lead = len(text) - len(text.lstrip())
        cells.append((text.strip(), (at + lead, at + lead + len(text.strip()))))
        at = match.end()
    return cells


def _distinct(values: Sequence[Value]) -> list[Value]:
    """A person is named once; absence beats presence."""
    absent = {value.text for value in values if value.attribute is Attribute.ABSENT}
    kept: dict[str, Value] = {}
    for value in values:
        if value.attribute is Attribute.PRESENT and value.text in absent:
            continue
        kept.setdefault(value.text, value)
    return list(kept.values())
