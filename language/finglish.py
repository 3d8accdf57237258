"""Persian words in Latin letters («shahrdari»): what they may be in Persian letters, likeliest first."""

import re
from collections.abc import Iterator
from functools import lru_cache

__all__ = ["ENDINGS", "LEAST_LENGTH", "SHORT_WORDS", "is_english", "parted", "transliterations"]

LEAST_LENGTH = 4  # letters; shorter words are anything, unless a longer one beside them is Persian
SHORTEST = 3
LONGEST = 20
MOST = 256  # candidates a word

# What a group of Latin letters may stand for, likeliest first; the longest group is read first.
_GROUPS = {
    "kh": ("خ",), "sh": ("ش", "صح", "سح"), "ch": ("چ",), "gh": ("ق", "غ"), "zh": ("ژ",), "ph": ("ف",),
    "th": ("ث", "ت"),
    "oo": ("و",), "ou": ("و",), "ow": ("و",), "oa": ("و", "وا", "عا"), "ee": ("ی",), "ei": ("ی",), "ey": ("ی",),
    "ay": ("ای", "ی"), "ai": ("ای", "ی"), "aa": ("ا", "اعا"), "ia": ("یا", "ی", "یه"), "iy": ("ی",),
    "ae": ("ائ", "اع"),
    "b": ("ب",), "p": ("پ",), "t": ("ت", "ط"), "s": ("س", "ص", "ث"), "j": ("ج",), "h": ("ه", "ح"),
    "d": ("د",), "r": ("ر",), "z": ("ز", "ض", "ظ", "ذ"), "f": ("ف",), "k": ("ک",), "c": ("ک", "س"),
    "g": ("گ",), "l": ("ل",), "m": ("م",), "n": ("ن",), "v": ("و",), "w": ("و",), "y": ("ی",),
    "q": ("ق", "غ"), "x": ("خ", "کس"), "'": ("ع", "ی", ""), "-": ("",),
    "a": ("ا", "", "ع", "عا"), "e": ("", "ع"), "i": ("ی", ""), "o": ("", "و", "ع"), "u": ("و",),
}  # fmt: skip
_FIRST = {
    "a": ("ا", "ع", "عا"), "aa": ("ا",), "e": ("ا", "ع", "اع"), "i": ("ای", "ا", "عی"), "ee": ("ای",),
    "o": ("ا", "ع", "او"), "oo": ("او",), "ou": ("او",), "u": ("او", "ع"),
    "ei": ("ای", "عی"), "ey": ("ای", "عی"),
}  # fmt: skip
_LAST = {"e": ("ه", "", "ع"), "eh": ("ه",), "ie": ("یه",), "a": ("ا", "ه", "اع"), "o": ("و", "ه")}


# Small words that are too short to be read by their letters.
SHORT_WORDS = {
    "az": "از", "be": "به", "ba": "با", "ta": "تا", "va": "و", "dar": "در", "ra": "را", "ro": "رو", "ke": "که",
    "ki": "کی", "che": "چه", "chi": "چی", "ast": "است", "bud": "بود", "bar": "بر", "har": "هر", "yek": "یک",
    "bin": "بین", "pas": "پس", "in": "این", "an": "آن", "un": "اون", "ha": "ها", "baraye": "برای",
}  # fmt: skip
# What follows a hyphen: «matn-haye», and the vowel of «sal-e» that nobody writes.
ENDINGS = {
    "e": "", "ye": "", "i": "ی", "ha": "\u200cها", "haye": "\u200cهای", "haie": "\u200cهای",
    "hayi": "\u200cهایی", "haee": "\u200cهایی", "hash": "\u200cهاش",
    "am": "م", "ash": "ش", "tar": "\u200cتر", "tarin": "\u200cترین",
    "ra": " را", "ro": " رو",
}  # fmt: skip
_AFTER_A_SILENT_H = re.compile("([a-z']{2,}e)(ha|haye|hayi|ye)", re.IGNORECASE)
_WORD = re.compile("[A-Za-z]+")
# Function words that nobody writes for a Persian word.
_ENGLISH_WORDS = """
    the of for and is are was were what which who where when how why does did have will would can could
    should with from that this it by on at after before between about into than"""
_ENGLISH = frozenset(_ENGLISH_WORDS.split())


def is_english(text: str) -> bool:
    """Whether a text has an English function word."""
    return any(word in _ENGLISH for word in map(str.lower, _WORD.findall(text)))


def parted(word: str) -> tuple[str, str]:
    """A word whose last letter is a silent ه, and its ending, a key of `ENDINGS`: «dadeha», «nameye».

    Of any other word the ending is "": «tanha» has none.
    """
    found = _AFTER_A_SILENT_H.fullmatch(word)
    return (found[1], found[2].lower()) if found else (word, "")


@lru_cache(maxsize=256)
def transliterations(word: str) -> tuple[str, ...]:
    """Return up to `MOST` ways to write a Latin word in folded Persian letters, likeliest first.

    A short vowel may be written or not, and one sound has several letters; a doubled consonant is one.
    """
    folded = _single(word.lower())
    if not SHORTEST <= len(word) <= LONGEST or not all(letter in _GROUPS for letter in folded):
        return ()
    readings = [("", 0)]
    for letters in _letters(folded):
        longer = [
            (text + letter, cost + rank) for text, cost in readings for rank, letter in enumerate(letters)
        ]
        readings = sorted(longer, key=lambda reading: reading[1])[:MOST]
    return tuple(dict.fromkeys(text for text, _ in readings))


def _letters(word: str) -> Iterator[tuple[str, ...]]:
    place = 0
    while place < len(word):
        pair = word[place : place + 2]
        is_pair = len(pair) == 2 and (pair in _GROUPS or (place + 2 == len(word) and pair in _LAST))
        group = pair if is_pair else word[place]
        first, last = place == 0, place + len(group) == len(word)
        place += len(group)
        yield (_FIRST.get(group) if first else _LAST.get(group) if last else None) or _GROUPS[group]


def _single(word: str) -> str:
    """Drop the second of two equal consonants: «mosavvabe»."""
    return "".join(
        letter
        for place, letter in enumerate(word)
        if letter in "aeiou" or place == 0 or letter != word[place - 1]
    )
