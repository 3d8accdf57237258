"""Cutting a folded text into words, numbers and numbers made of parts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from language.characters import ZWNJ

_LETTER = "[^\\W\\d_]"
TOKEN = re.compile(f"{_LETTER}+(?:{ZWNJ}+{_LETTER}+)*|\\d+")

_MARK = "[/\\-_.\\\\]"
# Whole runs only, taken for good (`++`): nothing is tried twice, however long a line of digits is.
_COMPOUND = re.compile(
    f"(?P<spaced>(?<!\\d)\\d++ ?/ ?{_LETTER}{{1,12}} ?/ ?\\d++)(?!{_MARK}\\w)"
    "|(?P<grouped>(?<![\\d,،.])[1-9]\\d{0,2}(?:[,،]\\d{3})++(?![\\d,،]))"
    f"|(?:(?<!\\d)\\d++|(?<!{_LETTER}){_LETTER}++)(?:{_MARK}(?:\\d++|{_LETTER}++))++"
)
_MAYBE_COMPOUND = re.compile(f"\\d ?{_MARK} ?\\w|\\w ?{_MARK} ?\\d|\\d[,،]\\d")
_RUN = re.compile(f"\\d+|{_LETTER}+")
_YEAR = re.compile("1[2-5]\\d\\d|20\\d\\d|19\\d\\d")
_DECIMAL = re.compile("\\d+\\.\\d+")
# What stands before an Arabic article in Persian: «فوق العاده», «حق‌الزحمه», «لازمالاجرا» are one word each.
_BEFORE_ARTICLE = """
    فوق خارق لازم حق بین علی دستور عکس مابه جامع واجد اجرت مهر فارغ سهم قدر مال حتی تحت عام مجهول مادام تام
    قریب متفق دایره وجه قرض بیت کثیر سریع صعب ضرب طویل شدید اسرع معلوم ممنوع مسلوب واجب موقوف مع فی الی حسب
    عند ذی منحصر قایم سابق اخیر جدید قدیم"""
_ARTICLE = re.compile(f"[ {ZWNJ}]ال")
_WITH_ARTICLE = re.compile(
    f"(?<!{_LETTER})(?P<first>{'|'.join(_BEFORE_ARTICLE.split())})(?P<mark>[ {ZWNJ}]{{1,2}})"
    f"(?P<second>ال{_LETTER}{{3,}}?)(?:ست)?(?!{_LETTER})"
)
_LONGEST_EDGE = 4  # letters: «ص», «الف» and `ISO` may begin or end a number; «گزارش-۱۲» is a word and a number


@dataclass(frozen=True, slots=True)
class Token:
    """A whole number in canonical form and its place in the folded text."""

    text: str
    start: int
    end: int


def compounds(folded: str) -> Iterator[Token]:
    """Yield in order the numbers made of parts, in canonical form: `1403/ص/127` also for `127-ص-1403`.

    Of `v2.1` both the version and the number are found; of `25,000` the number without its commas.
    """
    if not _MAYBE_COMPOUND.search(folded):
        return
    for match in _COMPOUND.finditer(folded):
        if match["grouped"]:
            yield Token(re.sub("\\D", "", match[0]), *match.span())
            continue
        start, end = _trimmed(match)
        if start == end:
            continue
        if folded[start].isdigit() and _follows_single_letter(folded, start):
            yield Token(canonical_number(folded[start - 1 : end]), start - 1, end)
        yield Token(canonical_number(folded[start:end]), start, end)


def with_article(folded: str) -> Iterator[Token]:
    """Yield words with an Arabic article inside them that are written apart, joined; not whole tokens."""
    if not _ARTICLE.search(folded):
        return
    for match in _WITH_ARTICLE.finditer(folded):
        around = (folded[match.start() - 1 : match.start()], folded[match.end() : match.end() + 1])
        if " " in match["mark"] or ZWNJ in around:
            yield Token(match["first"] + match["second"], *match.span())


def _trimmed(match: re.Match[str]) -> tuple[int, int]:
    """Where the number lies in a run of parts, words at its edges left out; an empty place if none is left."""
    runs = list(_RUN.finditer(match.string, *match.span()))
    while runs and _is_word(runs[0], match.string[runs[0].end() : runs[0].end() + 1]):
        runs.pop(0)
    while runs and _is_word(runs[-1], match.string[runs[-1].start() - 1]):
        runs.pop()
    if len(runs) < 2 or not any(run[0].isdigit() for run in runs):
        return 0, 0
    return runs[0].start(), runs[-1].end()


def _is_word(run: re.Match[str], mark: str) -> bool:
    """Whether a run at the edge of a number is a word beside it, a sentence's end between them perhaps."""
    length = len(run[0])
    return run[0].isalpha() and (length > _LONGEST_EDGE or (mark == "." and length > 1))


def _follows_single_letter(folded: str, start: int) -> bool:
    before = folded[max(0, start - 2) : start]
    return before[-1:].isalpha() and not before[:-1].isalpha()


def canonical_number(number: str) -> str:
    """Return one form for all ways to write a number made of parts: `/` between, no leading zeros, year first.

    `number` is folded. "" for what has no digit.
    """
    parts = _RUN.findall(number)
    if not any(part.isdigit() for part in parts):
        return ""
    if not _DECIMAL.fullmatch(number):  # 2.05 is not 2.5
        parts = [part.lstrip("0") or "0" if part.isdigit() else part for part in parts]
    if len(parts) > 1 and _YEAR.fullmatch(parts[-1]) and not _YEAR.fullmatch(parts[0]):
        parts.reverse()
    return "/".join(parts)
