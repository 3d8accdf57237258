"""Which kind a document is of, by the words that offices name documents with."""

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

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
            "سر فصل", "آموزش کارکنان", "courses?",
        ),
    ),
    (
        DocumentKind.GUIDELINE,
        _rule(
            "دستور العمل", "شیوه نامه", "آیین نامه", "نظام نامه", "سیاست نامه", "ضوابط", "راهنما", "سند سیاستی",
            "خط مشی", "استاندارد", "قانون", "guidelines?", "policy", "policies",
        ),
    ),
    (DocumentKind.REPORT, _rule("گزارش", "تقویم", "سیاهه", "ارزیابی", "مطالعه", "پژوهش", "reports?")),
)  # fmt: skip
_LETTERS_FOLDER = _rule("نامه", "مکاتبات", "letters?")
_LETTER_NAME = re.compile(r"\s*(?:نامه|letter)(?!\w)")
_LETTER_MARK = re.compile(r"(?<!\w)(?:پیوست\s*[:：\t]|(?:با\s*سلام|سلام\s*علیکم|با\s*احترام|احتراما)(?!\w))")


def kind_of(title: str, file: str, head: Sequence[str], *, has_number: bool) -> DocumentKind:
    """Decide by the title, the file's name, its folders, and then the first lines of the page."""
    path = PurePosixPath(file)
    for name in (title, path.stem):
        if kind := kind_named(name):
            return kind
        if _LETTER_NAME.match(_folded(name)):
            return DocumentKind.LETTER
    for folder in reversed(path.parts[:-1]):
        if kind := kind_named(folder):
            return kind
        if _LETTERS_FOLDER.search(_folded(folder)):
            return DocumentKind.LETTER
    if has_number and any(_LETTER_MARK.search(_folded(line)) for line in head):
        return DocumentKind.LETTER
    kinds = (kind_named(line) for line in head if len(line.split()) <= SHORT_LINE)
    return next((kind for kind in kinds if kind), DocumentKind.OTHER)


def kind_named(text: str) -> DocumentKind | None:
    """The kind that a text names first; a trend report is a trend, wherever the trend stands."""
    folded = _folded(text)
    places = [(match.start(), kind) for kind, rule in _RULES if (match := rule.search(folded))]
    if any(kind is DocumentKind.TREND for _, kind in places):
        places = [(place, kind) for place, kind in places if kind is not DocumentKind.REPORT]
    return min(places, key=lambda found: found[0])[1] if places else None
