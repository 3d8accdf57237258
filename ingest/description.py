"""What a document says of itself, found by rules that can be read and corrected.

The page beats the file's properties: those are often a template's.
"""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import PurePosixPath

from corpus.described import Details, How, Relation
from corpus.records import BlockKind, Description
from ingest.kinds import SHORT_LINE, kind_named, kind_of
from ingest.parsing import ParsedDocument
from language.characters import ZWNJ
from language.jalali import find_dates
from language.normalization import fold_lightly, letters, normalize
from language.numerals import find_letter_numbers

VERSION = 1
_HEAD_LINES = 25  # how much of the first page may describe the whole document
_HEAD_BLOCKS = 8  # a heading further down is a chapter's
_TITLE_LENGTH = 200  # code points

_COLON = r"\s*[:：\t]\s*"
_VALUE = r"(\w+(?:(?:\s?/\s?|[\-.\\])\w+)*)"
_SUBJECT = re.compile(rf"موضوع{_COLON}(.{{4,}})")
_NUMBER = re.compile(rf"(?<!\w)شماره(?:\s*(?:ثبت|نامه|سند|بخشنامه|ابلاغ|مصوبه|ی))?{_COLON}{_VALUE}")
_BARE_NUMBER = re.compile(rf"شماره\s+{_VALUE}$")
_SESSION = re.compile(r"(?<!\w)((?:نشست|جلسه)\s*شماره\s*\d{1,4})(?!\w)")
_DATE_LABEL = re.compile(
    r"(?<!\w)(?:تاریخ(?!\s*(?:اجرا|اعتبار|انقضا|پایان|شروع|آغاز|اغاز|سررسید))(?:\s\w+){0,2}|date)\s*[:：\t]?\s*$",
    re.IGNORECASE,
)
_DATED = re.compile(r"(?<!\w)(?:مورخ[ه]?|در\s+تاریخ)\s*[:：]?\s*$")
_ABOUT_ANOTHER = re.compile(r"(?<!\w)(?:عطف|پیرو|بازگشت|جایگزین|به استناد|باستناد)(?!\w)")
_GREGORIAN = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_UNIT_LABEL = re.compile(
    rf"(?:واحد(?:\s\w+){{0,2}}|(?:صادر|تهیه|برگزار)\s?کننده|فرستنده|از|مرجع\s+صدور){_COLON}(\D{{4,}})"
)
_UNIT_NAMED = re.compile(
    r"(?<!\w)((?:معاونت|سازمان|اداره(?:\s+کل)?|دبیرخانه|مرکز|مدیریت|شورای|کمیسیون|حوزه)\s+(?!محترم)\w+(?:\s\w+){0,4})"
)
_UNIT_END = re.compile(r"\s*(?:[،,؛;.|–—()\t]|\s-\s|(?<!\w)(?:شماره|تاریخ|به|در|که|با|از|شهرداری)(?!\w)).*")
_TO_SOMEONE = re.compile(r"(?:به|گیرنده|گیرندگان|رونوشت)\s*[:：\t]")
_EDITION = re.compile(r"(?<!\w)(?:ویرایش|نسخه|بازنگری|نگارش)\s*[:：]?\s*(\d{1,2}(?![\d.])|[^\W\d]+)")
_EDITIONS = {
    "اول": 1,
    "نخست": 1,
    "یکم": 1,
    "دوم": 2,
    "سوم": 3,
    "چهارم": 4,
    "پنجم": 5,
    "ششم": 6,
    "هفتم": 7,
    "هشتم": 8,
}
_REPLACES = re.compile(
    rf"(?<!\w)جایگزین(?:{_COLON}(.{{3,120}})|\s+(.{{3,120}}?)\s+(?:می\s?شود|است|شد|شده|گردید|خواهد|می\s?گردد)(?!\w))"
)
_OF_ITSELF = re.compile(r"(?<!\w)(?:این|حاضر)(?!\w)")
_NO_TITLE = re.compile(
    r"(?i)microsoft word\b.*|untitled.*|(?:document|presentation|slide|book|sheet|برگه?|کاربرگ) ?\d*|\W*"
    r"|.*\.(?:docx?|pdf|xlsx?|pptx?)|با?سمه\s?تعالی|بسم\s?الله.*|به\s?نام\s?خدا.*|هو\s?ال.{1,8}"
    r"|فهرست\s(?:مطالب|مندرجات|عناوین)\W*\d*"
)
_GLUED = re.compile(r"[^\W\d]{23,}")  # words without their blanks, as decorated headings often arrive
_CHAPTER = re.compile(
    r"(?:[\d.\-–)(\s]|فصل|بخش|ماده|بند)*(?:\w+\s)?(?:مقدمه|پیش\s?گفتار|دیباچه|فهرست(?:\s\w+)?|چکیده|خلاصه(?:\s\w+){0,3}|هدف|اهداف|کلیات|تعاریف"
    r"|دامنه(?:\s\w+)?|مشخصات|حاضران|دستور\s?جلسه)?(?:\s\d{1,3})?"
)

_PERSIAN_WORDS = frozenset(("از", "به", "که", "را", "این", "است", "با", "برای", "در", "و", "شد", "می", "های"))
_ARABIC_WORDS = frozenset(
    ("فی", "من", "علی", "الی", "التی", "الذی", "هذا", "هذه", "عن", "ذلک", "و", "او", "لا")
)


def describe(parsed: ParsedDocument, file: str) -> Description:
    """Describe a document by what stands on its first page, then by its file name and properties."""
    head = list(_head(parsed))
    number = _number(head)
    replaces = _replaces(parsed, head)
    title, is_subject = _title(parsed, head, file)
    return Description(
        title=title[:_TITLE_LENGTH],
        kind=kind_of("" if is_subject else title, file, head, has_number=number is not None),
        number=number,
        issued=_issued(head),
        unit=_unit(head),
        language=_language(parsed),
        edition=_edition([title, *head]),
        replaces=replaces,
        details=Details(VERSION, relations=(Relation(How.REPLACES, replaces),) if replaces else ()),
    )


def _head(parsed: ParsedDocument) -> Iterator[str]:
    """The first lines of the first page with a text; running heads too: letters have their number there."""
    for page in parsed.pages:
        lines = [line.strip() for line in page.text.split("\n") if line.strip()]
        if lines:
            yield from lines[:_HEAD_LINES]
            return


def _folded(text: str) -> str:
    return normalize(text).text.replace(ZWNJ, " ")


def _found(pattern: re.Pattern[str], text: str, *, from_start: bool = False) -> str | None:
    """The first group of a rule that is written for folded text, as it stands in the text itself."""
    normalized = normalize(text)
    folded = normalized.text.replace(ZWNJ, " ")
    match = pattern.match(folded) if from_start else pattern.search(folded)
    if match is None:
        return None
    group = next(number for number, value in enumerate(match.groups(), 1) if value)
    return " ".join(normalized.span(match.start(group), match.end(group)).of(text).split(" "))


def _title(parsed: ParsedDocument, head: list[str], file: str) -> tuple[str, bool]:
    """The title, and whether it is a letter's subject rather than the document's own name."""
    stated = " ".join(parsed.properties.get("title", "").split())
    for kind, text in _headings(parsed):
        if subject := _found(_SUBJECT, text, from_start=True):
            return subject, True
        if kind is BlockKind.HEADING and _stands_there(stated, head):
            return stated, False  # the first heading of a workbook is the name of a sheet
        # Producers of PDF lose blanks that the file's own title still has.
        return (stated if letters(stated) == letters(text) else text), False
    for line in head:
        if subject := _found(_SUBJECT, line, from_start=True):
            return " ".join(subject.split()), True
    for line in head:
        if kind_named(line) and len(line.split()) <= SHORT_LINE and not line.endswith((".", "؛", ":")):
            return " ".join(line.split()), False
    if len(stated) >= 4 and not _NO_TITLE.fullmatch(_folded(stated)):
        return stated, False
    return " ".join(PurePosixPath(file).stem.replace("_", " ").split()), False


def _stands_there(stated: str, head: list[str]) -> bool:
    """Tell whether a line of the page is the title that the file states; two words may be an office's name."""
    return len(stated.split()) > 2 and letters(stated) in map(letters, head)


def _headings(parsed: ParsedDocument) -> Iterator[tuple[BlockKind, str]]:
    """What may be the title: title blocks of the first two pages, then headings that no chapter has."""
    pages = {page.number: page.text for page in parsed.pages}
    blocks = [block for block in parsed.blocks if block.kind is not BlockKind.RUNNING and block.page <= 2]
    titles = [block for block in blocks if block.kind is BlockKind.TITLE]
    headings = [block for block in blocks[:_HEAD_BLOCKS] if block.kind is BlockKind.HEADING]
    for block in (*titles, *headings):
        text = " ".join(block.span.of(pages[block.page]).split())
        folded = _folded(text)
        chapter = block.kind is BlockKind.HEADING and _CHAPTER.fullmatch(folded)
        is_label = text.endswith(":") or _NO_TITLE.fullmatch(folded) or _GLUED.search(folded)
        if len(text) >= 4 and not chapter and not is_label:
            yield block.kind, text


def _number(head: list[str]) -> str | None:
    """The labelled number as it stands there; a session's number if there is no other."""
    for pattern, from_start in ((_NUMBER, False), (_SESSION, False), (_BARE_NUMBER, True)):
        for line in head:
            if pattern is not _NUMBER and len(line.split()) > SHORT_LINE:
                continue
            value = _found(pattern, line, from_start=from_start)
            if value and any(character.isdigit() for character in value):
                return value
    return None


def _issued(head: list[str]) -> date | None:
    """The labelled date, else one that is said to be the document's, else the first."""
    best: tuple[int, date] | None = None
    for line in head:
        refers = _ABOUT_ANOTHER.search(_folded(line)) is not None
        for day, start in _days(line):
            before = _folded(line[:start])
            labelled = 0 if _DATE_LABEL.search(before) else 1 if _DATED.search(before) else 2
            rank = labelled + (3 if refers else 0)
            if best is None or rank < best[0]:
                best = (rank, day)
    return best[1] if best else None


def _days(line: str) -> Iterator[tuple[date, int]]:
    for jalali, span in find_dates(line):
        yield jalali.to_gregorian(), span.start
    normalized = normalize(line)
    for match in _GREGORIAN.finditer(normalized.text):
        try:
            day = date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            continue
        yield day, normalized.span(*match.span()).start


def _unit(head: list[str]) -> str | None:
    for line in head:
        for cell in line.split("\t"):
            if unit := _unit_name(_found(_UNIT_LABEL, cell, from_start=True)):
                return unit
    for line in head[:SHORT_LINE]:
        if len(line.split()) > SHORT_LINE or _TO_SOMEONE.match(_folded(line)):
            continue
        if unit := _unit_name(_found(_UNIT_NAMED, line)):
            return unit
    return None


def _unit_name(text: str | None) -> str | None:
    """A unit's name in Persian letters, so that ي and ك do not make two units of one."""
    name = " ".join(_UNIT_END.sub("", fold_lightly(text).strip()).split()) if text else ""
    return name if len(name) >= 4 else None


def _edition(lines: list[str]) -> int | None:
    """From the title or a short line; running text speaks of the editions of other things."""
    for line in lines:
        if len(line.split()) <= SHORT_LINE and (match := _EDITION.search(_folded(line))):
            edition = int(match[1]) if match[1].isdigit() else _EDITIONS.get(match[1])
            if edition:
                return edition
    return None


def _replaces(parsed: ParsedDocument, head: list[str]) -> str | None:
    """The number, or else the name, of what the document says that it replaces."""
    for line in head:
        phrase = _found(_REPLACES, line) or ""
        if named := _number_in(phrase) or _name_in(phrase):
            return named
    lines = (line for page in parsed.pages for line in page.text.split("\n") if "جایگزین" in line)
    phrases = (_found(_REPLACES, line) for line in lines if _OF_ITSELF.search(_folded(line)))
    return next((number for phrase in phrases if phrase and (number := _number_in(phrase))), None)


def _number_in(phrase: str) -> str | None:
    return next((span.of(phrase) for _, span in find_letter_numbers(phrase)), None)


def _name_in(phrase: str) -> str | None:
    return " ".join(phrase.split()) if kind_named(phrase) else None


def _language(parsed: ParsedDocument) -> str:
    """`fa`, `ar` or `en`: the script by the letters of the first pages, Arabic by its small words."""
    text = "".join(page.text for page in parsed.pages[:5])[:20_000]
    arabic_script = sum("\u0600" <= character <= "\u06ff" for character in text)
    latin = sum(character.isascii() and character.isalpha() for character in text)
    if latin > arabic_script:
        return "en"
    words = _folded(text).split()
    persian, arabic = (sum(word in small for word in words) for small in (_PERSIAN_WORDS, _ARABIC_WORDS))
    return "ar" if arabic > persian else "fa"
