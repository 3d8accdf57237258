"""Short lines that introduce what stands behind them, and are neither its heading nor a title."""

import re

from language.characters import ZWNJ
from language.normalization import normalize

__all__ = ["introduces_people", "is_bare_article"]

# «گردآورندگان:», «ترجمه:»
_PEOPLE = re.compile(
    r"(?:گرد\s?اورند(?:ه|گان)|گرد\s?اوری|تهیه\s?(?:کنند(?:ه|گان)|و\s?تنظیم)|تدوین(?:\s?کنند(?:ه|گان))?|نویسند(?:ه|گان)"
    r"|نگارش|مولف(?:ان|ین)?|مترجم(?:ان|ین)?|ترجمه|به\s?کوشش|زیر\s?نظر|مدرس(?:ان|ین)?|استاد|ارائه\s?دهند(?:ه|گان))"
    r"\s*[:：]"
)
# «ماده» in bold before its number, on a line of its own
_ARTICLE = re.compile("(?:ماده|تبصره|بند|جزء?|اصل)")


def _folded(text: str) -> str:
    return " ".join(normalize(text).text.replace(ZWNJ, " ").split())


def introduces_people(text: str) -> bool:
    return _PEOPLE.fullmatch(_folded(text)) is not None


def is_bare_article(text: str) -> bool:
    return _ARTICLE.fullmatch(_folded(text)) is not None
