"""Real PDFs without a true text: known words, swapped lam-alef and reversed dates tell how they are read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from language.characters import ZWNJ
from language.known_words import is_known_word
from language.normalization import clean_text

WORD = re.compile(f"[\u0620-\u065f\u0670-\u06d3\u06fa-\u06ff{ZWNJ}]{{2,}}")
LEAST_WORDS = 20  # fewer say nothing of a page
LEAST_LETTERS = 4  # of a word whose letters may be swapped: shorter ones are known by chance
WELL_READ = 0.9
DATE = re.compile(r"(?<!\d)(\d{1,4})/(\d{1,2})/(\d{1,4})(?!\d)")
YEARS = range(1250, 1500)


@dataclass(frozen=True, slots=True)
class RealScore:
    """`known` is the share of Persian words that the word list has, `well_read` of the pages with `WELL_READ`.

    Both are None where there are too few words. `swapped` counts words as «اطالعات» for «اطلاعات».
    """

    known: float | None
    well_read: float | None
    swapped: int
    dates: int
    reversed_dates: int
    ocr_pages: int | None
    pages: int


def real_score(texts: Sequence[str], ocr_pages: int | None) -> RealScore:
    """Measure a file from the texts of its pages."""
    pages = [WORD.findall(clean_text(text)) for text in texts]
    words = [word for page in pages for word in page]
    told = [page for page in pages if len(page) >= LEAST_WORDS]
    well_read = [known_share(page) >= WELL_READ for page in told]
    dates = [match.groups() for text in texts for match in DATE.finditer(text)]
    return RealScore(
        known=known_share(words) if len(words) >= LEAST_WORDS else None,
        well_read=sum(well_read) / len(told) if told else None,
        swapped=sum(map(is_swapped, words)),
        dates=len(dates),
        reversed_dates=sum(is_reversed(first, last) for first, _, last in dates),
        ocr_pages=ocr_pages,
        pages=len(texts),
    )


def known_share(words: Sequence[str]) -> float:
    return sum(map(is_known_word, words)) / len(words)


def is_swapped(word: str) -> bool:
    """Tell whether a word is none, but one once its lam-alef is turned round."""
    if len(word) < LEAST_LETTERS or "ال" not in word or is_known_word(word):
        return False
    return is_known_word(word.replace("ال", "لا"))


def is_reversed(first: str, last: str) -> bool:
    """Tell whether the outer parts of a date make a year only when read backwards."""
    if _is_year(first) or _is_year(last):
        return False
    return _is_year(first[::-1]) or _is_year(last[::-1])


def _is_year(digits: str) -> bool:
    return len(digits) == 4 and int(digits) in YEARS
