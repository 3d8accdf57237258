"""The number of a session, in digits or in words: «شماره جلسه: ۱۷», «هفدهمین نشست», «جلسهٔ بیست و سوم»."""

import re
from collections.abc import Iterator

from corpus.described import Attribute, Certainty, Value
from ingest.describing.lines import Copy, Line
from ingest.kinds import SHORT_LINE

__all__ = ["ordinal_of", "session_of"]

_ONES = ("یک", "دو", "سو", "چهار", "پنج", "شش", "هفت", "هشت", "نه")
_TEENS = ("ده", "یازده", "دوازده", "سیزده", "چهارده", "پانزده", "شانزده", "هفده", "هجده", "نوزده")
_TENS = ("بیست", "سی", "چهل", "پنجاه", "شصت", "هفتاد", "هشتاد", "نود")
_SMALL = {name: number for number, name in enumerate(_ONES, 1)} | {
    name: number for number, name in enumerate(_TEENS, 10)
}
_SMALL |= {"هیجده": 18, "سه": 3}
_ROUND = {name: number * 10 for number, name in enumerate(_TENS, 2)} | {"صد": 100, "یکصد": 100}
_CARDINAL = "|".join(sorted(_SMALL, key=len, reverse=True))
_TENS_OR = "|".join(sorted(_ROUND, key=len, reverse=True))
_END = r"(?:\s?ا?م|مین|\s?امین|‌?م)"
# «هفدهم», «بیست و سوم», «سی ام»; the stem without its ending is a cardinal, except for «اول» and «نخست».
ORDINAL = (
    rf"(?:(?P<first>اول|نخست|یکم)"
    rf"|(?P<round>{_TENS_OR})(?:\s?و\s?(?P<one>{_CARDINAL}))?(?:\s?ا?م)"
    rf"|(?P<small>{_CARDINAL})م)(?:ین)?"
)
_LABEL = re.compile(
    r"(?:شماره|نوبت|ردیف)\s?(?:ی\s)?(?:جلسه|نشست|صورت\s?جلسه)|(?:جلسه|نشست)(?:\sشماره)?|شماره\s(?:جلسه"
    r"|نشست)\s\w+"
)
_VALUE = re.compile(
    rf"(?:(?:جلسه|نشست)\s?(?:شماره\s?)?)?(?:(?P<digits>\d{{1,4}})(?![\d/.\-]|\s?[/]|:)|{ORDINAL})(?!\w)"
)
_NTH_SESSION = re.compile(rf"(?<!\w){ORDINAL}\s+(?:جلسه|نشست|گردهمایی)(?!\w)")
_SESSION_NTH = re.compile(
    rf"(?<!\w)(?:جلسه|نشست)\s?ی?\s+(?:شماره\s?ی?\s+)?\(?(?:(?P<digits>\d{{1,4}})(?![\d/.\-])|{ORDINAL})(?!\w)"
)
_TITLE_NTH = re.compile(
    rf"صورت\s?جلسه\s?ی?\s+(?:شماره\s?ی?\s+)?(?:(?P<digits>\d{{1,4}})(?![\d/.\-])|{ORDINAL})(?!\w)"
)
_OF_ANOTHER = re.compile(r"پیگیری|مصوب|قبل|پیشین|گذشته|عطف|پیرو|بازگشت|اینده|بعد(?:ی)?(?!\w)|تا\s+جلسه|ماده")


def ordinal_of(match: re.Match[str]) -> int:
    """The number behind `ORDINAL`."""
    if match["first"]:
        return 1
    if match["round"]:
        return _ROUND[match["round"]] + (_SMALL[match["one"]] if match["one"] else 0)
    return _SMALL[match["small"]]


def session_of(copy: Copy, *, first_sentence: Line | None = None) -> Value | None:
    """Labelled, else in a title or short line of the head, else in the first sentence."""
    for found in copy.labelled(_LABEL):
        if match := _VALUE.match(found.folded):
            return _value(found.line, match, found.start, Certainty.SURE)
    candidates = [*copy.head] + ([first_sentence] if first_sentence else [])
    for pattern in (_TITLE_NTH, _NTH_SESSION, _SESSION_NTH):
        for line in candidates:
            if _OF_ANOTHER.search(line.folded):
                continue
            if match := pattern.search(line.folded):
                certainty = Certainty.SURE if line.words <= SHORT_LINE else Certainty.LIKELY
                return _value(line, match, 0, certainty)
    return None


def _value(line: Line, match: re.Match[str], offset: int, certainty: Certainty) -> Value:
    digits = match.groupdict().get("digits")
    number = int(digits) if digits else ordinal_of(match)
    place = line.place(offset + match.start(), offset + match.end())
    return Value(Attribute.SESSION, str(number), Certainty.UNSURE if line.recognized else certainty, place)


def ordinals_in(text: str) -> Iterator[int]:
    for match in re.finditer(rf"(?<!\w){ORDINAL}(?!\w)", text):
        yield ordinal_of(match)
