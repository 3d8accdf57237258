"""Who has to do it: the unit or person that a resolution names."""

import re

from ingest.describing.unit import UNIT_HEAD
from language.normalization import fold_lightly

__all__ = ["OWNER", "clean_owner", "owner_end"]

_PERSON = r"(?:اقای|خانم|جناب(?:\sاقای)?|سرکار(?:\sخانم)?|مهندس|دکتر|اقایان)"
_OFFICE = (
    r"(?:مدیر(?:ان|عامل|کل|یت)?|معاون(?:ان|ین|تها|ت\s?ها)?|رییس|روسای|دبیر(?:خانه)?|کارشناس(?:ان)?"
    r"|سرپرست|شهردار(?:ان|ی)?|نماینده|مسیول(?:ان|ین)?|مشاور|پیمانکار(?:ان)?"
    r"|مجری(?:ان)?|ناظر(?:ان)?|کارفرما|بهره\s?بردار|واحد(?:\s?ها|های)?|مناطق|نواحی|سازمان(?:\s?ها|های)"
    r"|پلیس|کلیه|همه|تمامی|ان|این|کمیته|کارگروه|شورا|هیات|اعضا(?:ی)?"
    r"|کارکنان|ذی\s?حساب(?:ی)?|خزانه\s?دار(?:ی)?|حسابداری|بسیج|پایگاه|ایستگاه|مالک|بهداری|انبار"
    r"|بایگانی|اتش\s?نشانی|راهور|شرکت|کارگزینی)"
)
OWNER = rf"(?:{_PERSON}|{UNIT_HEAD}|{_OFFICE})"
"""How a name of somebody who can be charged with something begins, in folded text."""

# Words that end a name: prepositions, objects, times, verbs.
_STOP = re.compile(
    r"(?<!\w)(?:گذاشته|نهاده|محول|واگذار|است|خواهد|مشترکا|همچنین|تا|ظرف|طی|حداکثر|نهایتا|نسبت|در|با|به"
    r"|از|بر|برای|جهت|را|که|گزارش|گزارشی|فهرست|لیست|مبلغ|پیش\s?نویس|طرح|نقشه|مستندات|ضمن|حسب|طبق|برابر"
    r"|مطابق|پس|پیش"
    r"|هر|موظف|مکلف|متعهد|ملزم|باید|بایستی|می|نمی|ان|خود|نیز|موضوع|پیگیری|اقدام|اقدامات|تهیه|ارایه"
    r"|بررسی|صورت|قرارداد|برنامه|جدول|نمونه|فرم|پیشنهاد|نتیجه|نتایج|کلیه|همه"
    r"|یک|دو|سه|چهار|پنج|شش|هفت|هشت|نه|ده|محترم|مهلت|حق|امکان|زمینه|هماهنگی|اطلاعات\s+لازم|تجهیزات"
    r"|تعمیر|نصب|اجرای|ساخت|خرید|تعویض|ترمیم|بازدید|ظرفیت|اعتبار)(?!\w)|[\d(،؛:.«\t|]"
)
_OPENING = re.compile(OWNER + r"(?!\w)")
_ITS_NUMBER = re.compile(
    r"(?:(?<=منطقه)|(?<=ناحیه)|(?<=مناطق)|(?<=نواحی))\s?ی?(?:\s+(?:و\s+)?(?:\d{1,2}|یک|دو|سه|چهار|پنج"
    r"|شش|هفت|هشت|نه|ده|چهارگانه|پنجگانه))+(?!\w)"
)
_NAMED_SO = re.compile(
    r"(?:(?<=کل)|(?<=معاونت)|(?<=دفتر)|(?<=مدیریت)|(?<=واحد)|(?<=گروه)|(?<=کمیته)|(?<=اداره)|(?<=امور)"
    r"|(?<=مدیر)|(?<=معاون))"
    r"\s+(?:طرح|طرح\s?ها|طرح\s?های|برنامه|نقشه|قرارداد|بررسی|پیگیری|تعمیر|تعمیرات|نصب|ساخت|بازدید|خرید"
    r"|تجهیزات)(?:\s+و\s+\w+)?(?!\w)"
)
_LONGEST = 9  # words
_HONORIFICS = re.compile(r"^(?:جناب|سرکار|آقای|آقایان|خانم|مهندس|دکتر)\s+")


def owner_end(text: str, start: int, end: int) -> int:
    """Where the name that begins at `start` ends; `start` if it is none."""
    opening = _OPENING.match(text, start, end)
    if opening is None:
        return start
    at = opening.end()
    if number := _ITS_NUMBER.match(text, at, end):
        at = number.end()
    elif named := _NAMED_SO.match(text, at, end):  # «ادارهٔ کل طرح و برنامه», «واحد تعمیر و نگهداری»
        at = named.end()
    stop = _STOP.search(text, at, end)
    words = list(re.finditer(r"\S+", text[start : stop.start() if stop else end]))[:_LONGEST]
    first = len(text[start:at].split())
    if stop and stop[0] == "را" and len(words) > first:
        words = words[: max(first, _object_start(words))]
    while words and words[-1][0] == "و":
        words.pop()
    return start + words[-1].end() if words else start


def _object_start(words: list[re.Match[str]]) -> int:
    """«سازمان فرهنگی | نمایشگاه را», «منطقه دو | پایه‌های فرسوده را»: what stands before «را» is no name."""
    for place in range(1, len(words)):
        if words[place][0] in ("ها", "های"):
            return place - 1
    return len(words) - 1


def clean_owner(text: str) -> str | None:
    """A name in Persian letters, without honorifics and marks."""
    name = " ".join(fold_lightly(text).split()).strip(" .،؛:–-()«»")
    while match := _HONORIFICS.match(name):
        name = name[match.end() :]
    return name if len(name) >= 2 and any(map(str.isalpha, name)) else None
