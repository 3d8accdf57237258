"""Is it a Persian word? A small filter of some 25,000 common forms, for telling text from rubbish.

`known_words.bin` is a Bloom filter (Bloom, 1970), so it holds no text: it says «unknown» of a known word never
and «known» of an unknown one in three of a thousand cases. `bench/known_words.py` makes it from word counts of
Iranian laws and council minutes (official texts) and of hazm's word list (MIT).
"""

import re
import zlib
from functools import cache, lru_cache
from pathlib import Path

from language.characters import ZWNJ
from language.inflection import STOP_WORDS, stem
from language.normalization import normalize

FILE = Path(__file__).with_name("known_words.bin")
HASHES = 8
BITS_A_WORD = 12

_PREFIXES = ("نمی", "می", "بی", "نا", "هم", "پیش", "باز", "غیر")
_ENDINGS = tuple(
    re.findall(r"\w+", "هایش های ها ترین تر ات ان ای ام اش اند ایم اید مان تان شان یم ید ند ست ش م ت ی ه")
)
_LEAST_LEFT = 3


def is_known_word(word: str) -> bool:
    """Whether a word of letters, as it is written, is Persian as far as its parts tell; ZWNJ parts them."""
    parts = [part for part in normalize(word).text.split(ZWNJ) if part]
    return bool(parts) and all(_is_known(part) for part in parts)


def is_listed_word(word: str) -> bool:
    """Whether a folded word is in the list itself, but for a plural ending: other endings excuse slips."""
    return _noted(word) or _noted(stem(word))


def places(word: str, bits: int) -> list[int]:
    """Return where in a filter of `bits` a folded word is noted (double hashing: Kirsch, Mitzenmacher 2008)."""
    data = word.encode()
    first, step = zlib.crc32(data), zlib.adler32(data) * 2654435761 | 1
    return [(first + index * step) % bits for index in range(HASHES)]


@lru_cache(maxsize=50_000)
def _is_known(word: str) -> bool:
    if word in STOP_WORDS or _noted(word) or _noted(stem(word)):
        return True
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_LEFT:
            left = word.removesuffix(ending)
            if _noted(left) or _noted(stem(left)):
                return True
    return any(
        word.startswith(prefix) and len(word) - len(prefix) >= _LEAST_LEFT and _noted(word.removeprefix(prefix))
        for prefix in _PREFIXES
    )


def _noted(word: str) -> bool:
    filter_ = _filter()
    return all(filter_[place >> 3] >> (place & 7) & 1 for place in places(word, len(filter_) * 8))


@cache
def _filter() -> bytes:
    return FILE.read_bytes()
