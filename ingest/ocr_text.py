"""The text of recognized words: what is a word, and letters that look alike as Persian has them."""

import re
from collections.abc import Sequence

from ingest.ocr import RecognizedWord
from language.known_words import is_known_word
from language.normalization import clean_text

# Below this a "word" is mostly a stain, a rule or a stamp: unless it is a word.
LEAST_CONFIDENCE, LEAST_KNOWN_LENGTH = 0.3, 3

_CONTROLS = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_PERSIAN = re.compile("[\u0621-\u064a\u067e-\u06d3\u200c]+")
# An engine chooses among letters that look alike; no author meant these. Hamza over ه is read as a
# vowel or as ة: «نمایندهٌ», «شبکهة» for «نمایندهٔ», «شبکهٔ»; modern Persian words have no such endings.
_LOOK_ALIKE = str.maketrans("يىك", "ییک")
_EZAFEH = re.compile("(?:ه[ةۀ\u064b-\u0650\u0674]|ۀ|ة[\u064b-\u0650\u0654]?)(?=$|[^\\w\u064b-\u0655])")


def is_readable(word: RecognizedWord) -> bool:
    """Whether it is a word rather than a stain: the engine is sure of it, or it is a known one."""
    text = text_of(word)
    if word.confidence >= LEAST_CONFIDENCE:
        return bool(text)
    letters = "".join(_PERSIAN.findall(text))
    return len(letters) >= max(LEAST_KNOWN_LENGTH, len(text) - 2) and is_known_word(letters)


def text_of(word: RecognizedWord) -> str:
    text = _CONTROLS.sub("", clean_text(word.text)).translate(_LOOK_ALIKE)
    return "".join(_EZAFEH.sub("هٔ", text).split()).strip("\u200c")


def with_commas(texts: Sequence[str]) -> list[str]:
    """Persian commas are read as Latin ones, or as a quotation mark that closes what was never opened."""
    found: list[str] = []
    opened = 0
    for text in texts:
        opened += text.count("«")
        closes_nothing = text.endswith("»") and not opened
        if (closes_nothing or text.endswith(",")) and _PERSIAN.search(text):
            text = text[:-1] + "،"
        opened = max(0, opened - text.count("»"))
        found.append(text)
    return found
