"""Keywords from the document's own statistics: terms by C-value (Frantzi, Ananiadou and Mima, 2000).

A term is a run of one to three content words between stop words and punctuation. Its C-value is
log2(length + ½) times how often it stands there less how often, on average, it is only a part of a longer
term. Terms of the title and of headings count twice.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from corpus.described import Attribute, Certainty, Value
from corpus.records import BlockKind
from ingest.describing.lines import Copy, Line, folded

__all__ = ["keywords_of"]

MOST = 8
LEAST = 0.9  # C-value
LONGEST_TERM = 3
READ = 12_000  # code points of the document
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_STOP_WORDS = """
از به با در بر برای تا که را این ان آن است بود شد شود شده می نمی باید نباید خواهد های ها هر هم همه یک دو سه
چهار پنج شش هفت هشت نه ده و یا اما اگر چون نیز پس پیش بین میان روی زیر بالا پایین بدون مورد موارد دیگر خود
وی او ما شما ایشان انها آنها چه چند بعد قبل هنگام زمان سال ماه روز تاریخ شماره صفحه بند ماده تبصره ردیف
پیوست موضوع جهت طی طبق حداکثر حداقل کلیه تمام تمامی انجام صورت لازم ضمن نسبت توسط دارای عنوان وجود دارد
دارند ندارد ندارند کند کنند کرد کردند کرده گردد گردید گردیده نماید نمایند نمود نموده باشد باشند هستند نیست
نبود بودن شدن کردن گرفت گرفته گیرد دهد دهند داد داده یابد یافت یافته رسید رسیده شوند شدند بوده ایم اند ایا
بسیار بیش کمتر بیشتر حدود برابر مانند مثل همچنین همچنان بنابراین زیرا چنین اینکه انکه هرگاه نزد علیه سوی غیر
ذیل فوق مذکور یادشده مربوط مربوطه محترم گرامی سلام احترام باسمه بسمه تعالی تشکر سپاس آقای خانم اقای جناب
سرکار مقرر مصوب موظف مکلف اول دوم سوم چهارم پنجم کل نخست ساعت عدد نفر ریال تومان میلیون میلیارد هزار درصد
جدول شکل نمودار متر کیلومتر باسم خدا رونوشت حاضران غایبان مسیول مهلت جلسه نشست مصوبه مصوبات درباره گفت وگو
گو برگزار شهرداری ویرایش نسخه فصل بخش پایان اغاز نخستین دومین گزارش دستورالعمل سند متن اقدام واحد
باز تنها گروه
the a an of and or in on at for to is are was were be by with from as that this it its not
"""
_STOP = frozenset(_STOP_WORDS.split())
_ORDINAL = re.compile(r"و?\w+مین")
_VERB = re.compile(r"(?:نمی|خواه)\w*|می\w{3,}|(?:\w+(?:گردید|گردند|شوند|کنند|نمایند))")


def keywords_of(copy: Copy, title: str) -> list[Value]:
    """At most `MOST`, the best first; terms that stand there once only count if the title has them."""
    terms: Counter[tuple[str, ...]] = Counter()
    first: dict[tuple[str, ...], tuple[Line, int, int]] = {}
    title_words = set(_words(title))
    read = 0
    for line in copy.lines:
        if line.kind is BlockKind.RUNNING:
            continue
        weight = 2 if line.kind in (BlockKind.HEADING, BlockKind.TITLE) else 1
        for words, start, end in _candidates(line.folded):
            terms[words] += weight
            first.setdefault(words, (line, start, end))
        read += len(line.text)
        if read > READ:
            break
    ranked = sorted(_c_values(terms), key=lambda one: (-one[1] * _titled(one[0], title_words), one[0]))
    chosen: list[tuple[str, ...]] = []
    for words, value in ranked:
        if len(chosen) == MOST or value < LEAST:
            break
        if terms[words] < 2 and not set(words) <= title_words:
            continue
        if not any(set(words) <= set(other) or set(other) <= set(words) for other in chosen):
            chosen.append(words)
    return [_value(*first[words]) for words in chosen]


def _titled(words: tuple[str, ...], title: set[str]) -> float:
    return 1 + sum(word in title for word in words) / len(words)


def _c_values(terms: Counter[tuple[str, ...]]) -> Iterator[tuple[tuple[str, ...], float]]:
    within: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for words, count in terms.items():
        for length in range(1, len(words)):
            for start in range(len(words) - length + 1):
                within[words[start : start + length]].append(count)
    for words, count in terms.items():
        longer = within.get(words, [])
        apart = count - (sum(longer) / len(longer) if longer else 0)
        yield words, math.log2(len(words) + 0.5) * apart


def _words(text: str) -> list[str]:
    return [match[0] for match in _WORD.finditer(folded(text)) if _is_content(match[0])]


def _is_content(word: str) -> bool:
    is_named = len(word) > 2 and word not in _STOP
    return is_named and not _VERB.fullmatch(word) and not _ORDINAL.fullmatch(word)


def _candidates(text: str) -> Iterator[tuple[tuple[str, ...], int, int]]:
    """Runs of content words with nothing but one blank between them, and all shorter runs inside."""
    run: list[re.Match[str]] = []
    for match in [*_WORD.finditer(text), None]:
        joined = match is not None and run and text[run[-1].end() : match.start()].isspace()
        content = match is not None and _is_content(match[0])
        if run and not (joined and content):
            yield from _runs(run)
            run = []
        if match is not None and content:
            run.append(match)


def _runs(run: list[re.Match[str]]) -> Iterator[tuple[tuple[str, ...], int, int]]:
    for length in range(1, min(LONGEST_TERM, len(run)) + 1):
        for start in range(len(run) - length + 1):
            part = run[start : start + length]
            yield tuple(match[0] for match in part), part[0].start(), part[-1].end()


def _value(line: Line, start: int, end: int) -> Value:
    certainty = Certainty.UNSURE if line.recognized else Certainty.LIKELY
    return Value(Attribute.KEYWORD, line.original(start, end), certainty, line.place(start, end))
