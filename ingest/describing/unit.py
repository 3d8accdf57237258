"""The issuing unit: labelled, named in the letterhead, or signed below. Never the one who received it."""

import re
from collections.abc import Iterator

from corpus.described import Attribute, Certainty, Value
from ingest.describing.lines import Copy, Line
from ingest.kinds import SHORT_LINE
from language.normalization import fold_lightly

__all__ = ["UNIT_HEAD", "unit_of"]

UNIT_HEAD = (
    r"(?:معاونت|سازمان|اداره(?:\s?ی)?(?:\sکل)?|دبیرخانه|مرکز|مدیریت|شورای|کمیسیون|حوزه|دفتر|گروه"
    r"|شهرداری\sمنطقه|شهرداری\sناحیه"
    r"|منطقه|امور|شرکت|روابط\sعمومی|خزانه\s?داری|ذی\s?حسابی|ستاد|پژوهشکده|موسسه|بنیاد|دانشگاه|دانشکده"
    r"|انجمن|اتحادیه|واحد|قرارگاه|حراست"
    r"|بازرسی|فرمانداری|استانداری|بخشداری)"
)
_ISSUER = r"(?:صادر|تهیه|تدوین|تنظیم|برگزار|ارسال|ابلاغ|ارایه|گزارش)\s?(?:کننده|دهنده)(?:\s?ی)?"
_LABEL = re.compile(
    rf"واحد(?:\s(?:{_ISSUER}|فرستنده|سازمانی|مربوطه|دبیرخانه|متولی|تهیه))?|{_ISSUER}(?:\sگزارش)?"
    rf"|فرستنده|از(?:\sطرف)?"
    r"|مرجع\s(?:صدور|تصویب)|متولی|دبیرخانه|دستگاه(?:\sصادرکننده)?|(?:نام\s)?(?:اداره|سازمان|معاونت)"
    r"|تهیه\sو\sتنظیم"
)
_BARE_FROM = re.compile(r"از\s+(?=" + UNIT_HEAD + r")(.+)")
_NAMED = re.compile(rf"(?<!\w)({UNIT_HEAD}(?!\w)(?!\s+محترم)(?:\s+\w+){{0,7}})")
_ALONE = re.compile(r"روابط\sعمومی|خزانه\s?داری|ذی\s?حسابی|حراست|بازرسی")
_END = re.compile(
    r"\s*(?:[،,؛;.|–—()\t:：/]|\s-\s|(?<!\w)(?:شماره|تاریخ|به|در|که|با|از|شهرداری(?!\s(?:منطقه|ناحیه))"
    r"|مورخ|پیوست|نسخه|ویرایش|محترم)(?!\w)).*"
)
_ADDRESSEE = re.compile(
    r"(?:به|گیرنده|گیرندگان|رونوشت|مخاطب|واحد\sگیرنده)(?:\s\w+)?\s*[:：\t]|به\s+"
    + UNIT_HEAD
    + r"|.*(?<!\w)(?:محترم|گرامی|جناب|سرکار)(?!\w)"
)
_SIGNED = re.compile(
    r"(?:(?:مدیر|مدیرعامل|مدیر\s?عامل|رییس|سرپرست|معاون|شهردار|مدیر\s?کل|دبیر|قائم\s?مقام"
    r"|فرمانده)\s?ی?)\s+.{3,60}"
)
_OFFICE = (
    (re.compile(r"(?:.*\s)?(?=" + UNIT_HEAD + r"\s)"), ""),
    (re.compile(r"مدیر\s?کل\s+"), "ادارهٔ کل "),
    (re.compile(r"معاون\s?ی?\s+"), "معاونت "),
    (re.compile(r"شهردار\s?ی?\s+(?=منطقه|ناحیه)"), "شهرداری "),
    (re.compile(r"رییس\s+"), "ادارهٔ "),
)
_ITEM = re.compile(r"\s*(?:\d{1,2}\s*[.)\-–]|[•*▪]|-\s)")
_COPY = re.compile(r"(?:رونوشت|گیرندگان|پیوست)(?!\w)")
_LAST_LINES = 8


def unit_of(copy: Copy) -> Value | None:
    named = list(_named(copy))
    # A letterhead begins a line; in a title «… سازمان …» may be what the document is about.
    letterhead = next((one for one in named if one.certainty is not Certainty.UNSURE), None)
    return next(_labelled(copy), None) or letterhead or _signed(copy) or next(iter(named), None)


def _labelled(copy: Copy) -> Iterator[Value]:
    for found in copy.labelled(_LABEL):
        if found.folded.strip() and not found.folded.strip()[0].isdigit():
            value = _value(found.line, found.start, found.end, Certainty.SURE)
            if value:
                yield value
    for line in copy.head:
        match = _BARE_FROM.match(line.folded) if line.words <= SHORT_LINE else None
        if match and (value := _value(line, *match.span(1), Certainty.LIKELY)):
            yield value


def _named(copy: Copy) -> Iterator[Value]:
    for line in copy.head[:SHORT_LINE]:
        if line.words > SHORT_LINE or line.folded.endswith(".") or _ITEM.match(line.folded):
            continue
        if _ADDRESSEE.match(line.folded) or line.folded.startswith("موضوع"):
            continue
        if (match := _NAMED.search(line.folded)) and (
            len(match[1].split()) > 1 or _ALONE.fullmatch(line.folded.strip())
        ):
            begins = not line.folded[: match.start()].strip(" \t|–-:")
            certainty = Certainty.LIKELY if begins else Certainty.UNSURE
            if value := _value(line, *match.span(1), certainty):
                yield value


def _signed(copy: Copy) -> Value | None:
    """«رئیس ادارهٔ پشتیبانی» below a letter."""
    below: list[Line] = []
    for line in copy.lines[len(copy.head) :]:
        if _COPY.match(line.folded):
            break
        below.append(line)
    for line in reversed(below[-_LAST_LINES:]):
        if line.words > 8 or not _SIGNED.fullmatch(line.folded) or "محترم" in line.folded:
            continue
        for pattern, made in _OFFICE:
            if match := pattern.match(line.folded):
                rest = line.original(match.end(), len(line.folded))
                name = _clean(made + rest)
                if name:
                    certainty = Certainty.UNSURE if line.recognized else Certainty.LIKELY
                    return Value(Attribute.UNIT, name, certainty, line.place(match.end(), len(line.folded)))
    return None


def _value(line: Line, start: int, end: int, certainty: Certainty) -> Value | None:
    """A unit's name in Persian letters, so that ي and ك do not make two units of one."""
    cut = _END.search(line.folded, start, end)
    if cut:
        end = cut.start() if cut.start() > start else end
    name = _clean(line.original(start, end))
    if not name:
        return None
    return Value(
        Attribute.UNIT, name, Certainty.UNSURE if line.recognized else certainty, line.place(start, end)
    )


def _clean(text: str) -> str | None:
    name = " ".join(_END.sub("", fold_lightly(text).strip()).split()).strip("«»\"' ")
    return name if len(name) >= 4 and not name.isdigit() else None
