"""Which kind a document is of, by the words that offices name documents with."""

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from corpus.described import Certainty
from corpus.records import DocumentKind
from language.characters import ZWNJ
from language.normalization import normalize

SHORT_LINE = 12  # words; longer lines are running text


def _folded(text: str) -> str:
    """Fold; ZWNJ and underscores become blanks, so that rules need one form."""
    return normalize(text).text.replace(ZWNJ, " ").replace("_", " ")


def _rule(*words: str) -> re.Pattern[str]:
    """A rule for folded text: «صورت جلسه» is also «صورت‌جلسه» and «صورتجلسه», and «صورت‌جلسه‌های»."""
    alternatives = "|".join(_folded(word).replace(" ", "\\s*") for word in words)
    return re.compile(f"(?<!\\w)(?:{alternatives})(?:\\s?(?:ها|های|هایی)|ی)?(?!\\w)")


# What a text names first, it is: «گزارش اجرای دستورالعمل» is a report. At one place the first rule counts.
_RULES: tuple[tuple[DocumentKind, re.Pattern[str]], ...] = (
    (DocumentKind.MINUTES, _rule("صورت جلسه", "صورت مذاکرات", "مشروح مذاکرات", "minutes")),
    (DocumentKind.CIRCULAR, _rule("بخش نامه", "اطلاعیه", "circulars?")),
    (
        DocumentKind.TREND,
        _rule(
            "روند پژوهی", "گزارش روند", "روند های فناوری", "روند فناوری", "پایش فناوری", "رصد فناوری",
            "روند نما", "دیده بانی فناوری", "آینده پژوهی", "trends?",
        ),
    ),
    (
        DocumentKind.COURSE,
        _rule(
            "دوره", "جزوه", "درس نامه", "کارگاه", "اسلاید", "محتوای آموزشی", "راهنمای آموزشی", "خود آموز",
            "سر فصل", "آموزش کارکنان", "دست نامه آموزشی", "کتابچه آموزشی", "بسته آموزشی", "courses?",
        ),
    ),
    (
        DocumentKind.GUIDELINE,
        _rule(
            "دستور العمل", "شیوه نامه", "آیین نامه", "نظام نامه", "سیاست نامه", "ضوابط", "راهنما", "سند سیاستی",
            "خط مشی", "استاندارد", "قانون", "guidelines?", "policy", "policies",
        ),
    ),
    (
        DocumentKind.REPORT,
        _rule("گزارش", "تقویم", "سیاهه", "دفتر ثبت", "ارزیابی", "مطالعه", "پژوهش", "reports?"),
    ),
)  # fmt: skip
# «روند حمله‌های سایبری …», «دوقلوی دیجیتال: روند و کاربرد», «رصدنامهٔ پاییز»
_TREND_TITLE = re.compile(
    r"^\W*روند(?:\s?های)?\s+(?!اجرا|پیشرفت|انجام|کار(?!\w))|[:：]\s*روند(?:\s?های)?(?!\w)|رصد\s?نامه"
)
_LETTERS_FOLDER = _rule("نامه", "مکاتبات", "letters?")
_LETTER_NAME = re.compile(r"\s*(?:نامه|letter)(?!\w)")
_LETTER_MARKS = (
    re.compile(r"(?<!\w)پیوست\s*(?:[:：\t]|ندارد|دارد)"),
    re.compile(r"(?<!\w)(?:با\s*سلام|سلام(?:\s*علیکم)?|با\s*احترام|احتراما)(?!\w)"),
    re.compile(r"(?<!\w)موضوع(?:\s*نامه)?\s*[:：\t]"),
    re.compile(r"^\s*(?:به|گیرنده|واحد\s*گیرنده)\s*[:：\t]"),
    re.compile(r"^\s*(?:subject|re)\s*:", re.IGNORECASE),
    re.compile(r"^\s*dear\s", re.IGNORECASE),
)


_MINUTES_MARKS = (
    re.compile(r"(?<!\w)(?:جلسه|نشست)(?!\w).*(?:تشکیل|برگزار)\s+(?:شد|گردید)"),
    re.compile(r"(?<!\w)(?:حاضران|حاضرین|غایبان|غایبین|اعضای?\s+حاضر)(?!\w)"),
    re.compile(r"(?<!\w)(?:مصوبات|مقرر\s+(?:شد|گردید)|به\s+تصویب\s+رسید)(?!\w)"),
    re.compile(r"(?<!\w)دستور\s+(?:جلسه|کار)\s*(?:[:：]|$)"),
)
_BARE_KIND_WORDS = 8  # «بخشنامه به همهٔ واحدها»
_OFFICIAL = frozenset({DocumentKind.CIRCULAR, DocumentKind.MINUTES})


def kind_of(title: str, file: str, head: Sequence[str], *, has_number: bool) -> tuple[DocumentKind, Certainty]:
    """Decide by the title, the file's name, its folders, and then the first lines of the page."""
    path = PurePosixPath(file)
    for name, certainty in ((title, Certainty.SURE), (path.stem, Certainty.LIKELY)):
        if kind := kind_named(name):
            return kind, certainty
        if _LETTER_NAME.match(_folded(name)):
            return DocumentKind.LETTER, certainty
    if official := _called(head):
        return official, Certainty.SURE
    for folder in reversed(path.parts[:-1]):
        if kind := kind_named(folder):
            return kind, Certainty.LIKELY
        if _LETTERS_FOLDER.search(_folded(folder)):
            return DocumentKind.LETTER, Certainty.LIKELY
    marks = sum(any(mark.search(_folded(line)) for line in head) for mark in _LETTER_MARKS)
    if marks >= 2 or (has_number and marks):
        return DocumentKind.LETTER, Certainty.SURE if marks >= 2 else Certainty.LIKELY
    if sum(any(mark.search(_folded(line)) for line in head) for mark in _MINUTES_MARKS) >= 2:
        return DocumentKind.MINUTES, Certainty.LIKELY
    kinds = (kind_named(line) for line in head if len(line.split()) <= SHORT_LINE and ":" not in line)
    kind = next((kind for kind in kinds if kind), DocumentKind.OTHER)
    return kind, Certainty.UNSURE if kind is DocumentKind.OTHER else Certainty.LIKELY


def _called(head: Sequence[str]) -> DocumentKind | None:
    """A line that begins by naming a circular or minutes: «بخشنامه», above «موضوع: …»."""
    for line in head:
        words = line.split()
        is_label = ":" in line or "\t" in line or line.endswith(".")
        if len(words) <= _BARE_KIND_WORDS and not is_label and (kind := kind_named(words[0])) in _OFFICIAL:
            return kind
    return None


def kind_named(text: str) -> DocumentKind | None:
    """The kind that a text names first; a trend report is a trend, wherever the trend stands."""
    folded = _folded(text)
    places = [(match.start(), kind) for kind, rule in _RULES if (match := rule.search(folded))]
    if trend := _TREND_TITLE.search(folded):
        places.append((trend.start(), DocumentKind.TREND))
    if any(kind is DocumentKind.TREND for _, kind in places):
        places = [(place, kind) for place, kind in places if kind is not DocumentKind.REPORT]
    return min(places, key=lambda found: found[0])[1] if places else None
