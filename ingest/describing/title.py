"""The title: what the page calls itself, a letter by its subject; then properties and the file's name."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from corpus.described import Attribute, Certainty, Place, Value
from corpus.records import Block, BlockKind, DocumentKind
from ingest.describing.lines import Copy, Line, folded
from ingest.kinds import SHORT_LINE, kind_named
from ingest.labels import introduces_people
from language.normalization import letters
from language.spans import Span

__all__ = ["Title", "subject_of", "title_of"]

LONGEST = 200  # code points
_HEAD_BLOCKS = 8  # a heading further down is a chapter's
_SUBJECT = re.compile(r"موضوع(?:\s(?:نامه|سند|جلسه|بخش\s?نامه))?|عنوان(?:\sسند)?|subject", re.IGNORECASE)
_SUBJECT_LINE = re.compile(r"موضوع(?:\sنامه)?\s*[:：\t]\s*(.{4,})")
_SALUTATION = re.compile(r"\s+(?:با\s*)?(?:سلام|احترام|احتراما)(?!\w)|\s{2,}")
_TO_SOMEBODY = re.compile(r"(?:بخش\s?نامه|نامه|اطلاعیه|صورت\s?جلسه)(?:\s(?:به|خطاب|شماره)\s.*)?")
_NO_TITLE = re.compile(
    r"(?i)microsoft word\b.*|untitled.*|(?:document|presentation|slide|book|sheet|برگه?|کاربرگ) ?\d*|\W*"
    r"|.*\.(?:docx?|pdf|xlsx?|pptx?)|با?سمه\s?(?:ی\s)?تعالی|بسم\s?الله.*|به\s?نام\s?(?:خدا|ایزد|او).*"
    r"|هو\s?ال.{1,8}"
    r"|فهرست\s(?:مطالب|مندرجات|عناوین)\W*\d*|(?:خیلی\s)?محرمانه|سری|عادی|فوری|انی"
)
_GLUED = re.compile(r"[^\W\d]{23,}")  # words without their blanks, as decorated headings often arrive
_CHAPTER = re.compile(
    r"(?:[\d.\-–)(\s]|فصل|بخش|ماده|بند)*(?:\w+\s)?(?:مقدمه|پیش\s?گفتار|دیباچه|فهرست(?:\s\w+)?|چکیده"
    r"|خلاصه(?:\s\w+){0,3}|هدف|اهداف|کلیات|تعاریف"
    r"|دامنه(?:\s\w+)?|مشخصات|حاضران|دستور\s?جلسه)?(?:\s\d{1,3})?"
)
_LETTERHEAD = re.compile(
    r"شهرداری(?:\s\w+){0,3}|جمهوری\sاسلامی\sایران|(?:وزارت|استانداری|سازمان|معاونت|اداره)\s.{0,40}"
)
_NAME_WORDS = 4
_UNFINISHED = re.compile("(?:[،,]|\\sو)$")
_TRAILING = re.compile(r"\s*\((?:جلسه|نشست)[^()]*\)\s*$")
_KIND_WORD = {DocumentKind.CIRCULAR: "بخشنامه", DocumentKind.MINUTES: "صورت‌جلسه", DocumentKind.LETTER: "نامه"}
_ENDS_A_SENTENCE = (".", "؛", ":", "؟", "،")


@dataclass(frozen=True, slots=True)
class Title:
    """`value` for the description; `subject` if it is what the paper is about rather than its own name."""

    value: Value
    subject: bool = False


def subject_of(copy: Copy) -> Value | None:
    """What stands behind «موضوع:»."""
    for found in copy.labelled(_SUBJECT):
        if len(found.text) >= 4 and not found.label.startswith("عنوان"):
            # Fields that stand side by side were cut apart; a subject may hold a dash.
            end = found.end if "	" in found.line.text or "|" in found.line.text else len(found.line.folded)
            if salutation := _SALUTATION.search(found.line.folded, found.start, end):
                end = salutation.start()
            certainty = Certainty.UNSURE if found.line.recognized else Certainty.SURE
            text = found.line.original(found.start, end).strip(" .")
            return Value(Attribute.TITLE, text[:LONGEST], certainty, found.line.place(found.start, end))
    return None


def title_of(copy: Copy) -> Title:
    stated = " ".join(copy.parsed.properties.get("title", "").split())
    for kind, text, place in _headings(copy):
        if match := _SUBJECT_LINE.match(folded(text)):
            subject = (
                " ".join(text.split("：")[-1].split(":", 1)[-1].split())
                if ":" in text
                else text[match.start(1) :]
            )
            return Title(_made(copy, subject, place), subject=True)
        is_part = letters(stated) in letters(text)  # of a title that runs over several lines, or all of it
        if kind is BlockKind.HEADING and not is_part and _stands_there(stated, copy.head):
            return Title(_stated(stated, Certainty.LIKELY))  # the first heading of a workbook is a sheet's name
        # Producers of PDF lose blanks that the file's own title still has.
        return Title(_made(copy, stated if letters(stated) == letters(text) else text, place))
    if subject_value := subject_of(copy):
        named = _named_line(copy, least=3)
        if named is None or _TO_SOMEBODY.fullmatch(folded(named.text)):
            return Title(subject_value, subject=True)
        return Title(named)
    if named := _named_line(copy, least=2) or _named_line(copy, least=1):
        return Title(named)
    if len(stated) >= 4 and not _NO_TITLE.fullmatch(folded(stated)):
        return Title(_stated(stated, Certainty.LIKELY))
    if first := _first_line(copy):
        return Title(first)
    name = " ".join(PurePosixPath(copy.file).stem.replace("_", " ").split())
    return Title(Value(Attribute.TITLE, name[:LONGEST], Certainty.UNSURE, source="file"))


def about(subject: Value, kind: DocumentKind) -> Value:
    """«نامه دربارهٔ …»: a subject with the name of its paper, unless it names itself."""
    word = _KIND_WORD.get(kind)
    if not re.search("[آ-ی]", subject.text):
        return subject
    if word is None or folded(subject.text).startswith(folded(word).split()[0]):
        return subject
    text = f"{word} دربارهٔ {subject.text}"[:LONGEST]
    return Value(Attribute.TITLE, text, subject.certainty, subject.place, source=subject.source)


def _made(copy: Copy, text: str, place: Place) -> Value:
    recognized = any(page.number == place.page and page.recognized is not None for page in copy.parsed.pages)
    certainty = Certainty.UNSURE if recognized else Certainty.SURE
    return Value(Attribute.TITLE, text[:LONGEST], certainty, place)


def _stated(text: str, certainty: Certainty) -> Value:
    return Value(Attribute.TITLE, text[:LONGEST], certainty, source="properties")


def _stands_there(stated: str, head: Sequence[Line]) -> bool:
    """Tell whether a line of the page is the title that the file states; two words may be an office's name."""
    return len(stated.split()) > 2 and letters(stated) in {letters(line.text) for line in head}


def _headings(copy: Copy) -> Iterator[tuple[BlockKind, str, Place]]:
    """What may be the title: title blocks of the first two pages, then headings that no chapter has."""
    pages = {page.number: page.text for page in copy.parsed.pages}
    blocks = [block for block in copy.parsed.blocks if block.kind is not BlockKind.RUNNING and block.page <= 2]
    names = _names(blocks, pages)
    titles = [place for place, block in enumerate(blocks) if block.kind is BlockKind.TITLE]
    headings = [place for place, block in enumerate(blocks[:_HEAD_BLOCKS]) if block.kind is BlockKind.HEADING]
    for place in sorted((*titles, *headings), key=lambda place: place in names):  # a person at last
        block = blocks[place]
        text = _text_of(block, pages)
        plain = folded(text)
        chapter = block.kind is BlockKind.HEADING and _CHAPTER.fullmatch(plain)
        is_label = text.endswith(":") or _NO_TITLE.fullmatch(plain) or _GLUED.search(plain)
        if len(text) >= 4 and not chapter and not is_label:
            span = _whole(blocks, place, pages)
            yield block.kind, " ".join(span.of(pages[block.page]).split()), Place(block.page, span)


def _text_of(block: Block, pages: Mapping[int, str]) -> str:
    return " ".join(block.span.of(pages[block.page]).split())


def _names(blocks: Sequence[Block], pages: Mapping[int, str]) -> set[int]:
    """Places of short blocks behind «گردآورندگان:» and the like on their page: people, however large."""
    names: set[int] = set()
    labelled = None
    for place, block in enumerate(blocks):
        text = _text_of(block, pages)
        if introduces_people(text):
            labelled = block.page
        elif labelled != block.page or len(text.split()) > _NAME_WORDS:
            labelled = None
        else:
            names.add(place)
    return names


def _whole(blocks: Sequence[Block], place: int, pages: Mapping[int, str]) -> Span:
    """The place of a title with the lines that it runs on from and on to: they end in a comma or an «و»."""
    first, last = place, place
    while first and _runs_on(blocks[first - 1], blocks[first], pages):
        first -= 1
    while last + 1 < len(blocks) and _runs_on(blocks[last], blocks[last + 1], pages):
        last += 1
    return Span(blocks[first].span.start, blocks[last].span.end)


def _runs_on(block: Block, following: Block, pages: Mapping[int, str]) -> bool:
    lines = (_text_of(block, pages), _text_of(following, pages))
    return (
        block.page == following.page
        and all(len(line.split()) <= SHORT_LINE and not _GLUED.search(folded(line)) for line in lines)
        and _UNFINISHED.search(lines[0]) is not None
    )


def _named_line(copy: Copy, *, least: int) -> Value | None:
    """A short line that begins by naming a kind, or else holds the name of one."""
    labelled = {(one.line.page, one.line.start) for one in copy.fields}
    lines = [
        line
        for line in copy.head
        if least <= line.words <= SHORT_LINE
        and not line.text.endswith(_ENDS_A_SENTENCE)
        and (line.page, line.start) not in labelled
        and "\t" not in line.text
        and kind_named(line.text)
    ]
    begun = [line for line in lines if kind_named(" ".join(line.text.split()[:2]))]
    for line in begun or lines:
        return _line_value(line, Certainty.SURE if begun else Certainty.LIKELY)
    return None


def _line_value(line: Line, certainty: Certainty) -> Value:
    text = _TRAILING.sub("", " ".join(line.text.split()))
    certainty = Certainty.UNSURE if line.recognized else certainty
    return Value(Attribute.TITLE, text[:LONGEST], certainty, line.placed(Span(0, len(line.text))))


def _first_line(copy: Copy) -> Value | None:
    """The first line that reads like a title: some words, no sentence, no letterhead."""
    labelled = {(one.line.page, one.line.start) for one in copy.fields}
    for line in copy.head[:_HEAD_BLOCKS]:
        plain = line.folded.strip()
        if (line.page, line.start) in labelled or not 2 <= line.words <= SHORT_LINE:
            continue
        if line.text.endswith(_ENDS_A_SENTENCE) or _NO_TITLE.fullmatch(plain) or _LETTERHEAD.fullmatch(plain):
            continue
        return _line_value(line, Certainty.UNSURE)
    return None
