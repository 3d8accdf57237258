"""Damage as offices do it: nine kinds, to the query or to the corpus, and all of them at once.

Each is drawn from the query's own name, so that a run can be repeated and all systems see the same damage.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from random import Random

from language.characters import ZWNJ
from language.keyboard import to_latin

__all__ = ["ALL", "CORPUS_KINDS", "KINDS", "damaged", "damaged_corpus"]

ALL = "all"
CORPUS = "corpus-zwnj"
CORPUS_KINDS = (CORPUS, ALL)
"""Kinds that need the damaged corpus."""

_WORD = re.compile("[\u0620-\u063f\u0641-\u064a\u066e-\u06d3]{4,}")  # letters alone, of the Arabic script
_BLANK = re.compile("(?<=[\u0620-\u06f9]) (?=[\u0620-\u06f9])")  # between words of the script
_ALPHABET = "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
_VOWELS = "\u064e\u064f\u0650\u0651"
_DIGITS = ("0123456789", "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩")


def damaged(kind: str, name: str, text: str) -> str:
    """Return the query `text` with one kind of damage; `name` is the query's and decides where it falls.

    A query without room for it (no digit, no long word) stays as it is. All at once: each slip falls on a
    word of its own as long as there are words.
    """
    random = Random(f"{kind}:{name}")
    return _all_at_once(text, random) if kind == ALL else KINDS[kind](text, random)


def damaged_corpus(text: str) -> str:
    """A converter that lost every ZWNJ: «می‌شود» is «میشود»."""
    return text.replace(ZWNJ, "")


def _arabic_letters(text: str, _: Random) -> str:
    return text.translate(str.maketrans("یک", "يك"))


def _other_digits(text: str, random: Random) -> str:
    """Each digit in one of the two other kinds, all of them in the same."""
    present = [digits for digits in _DIGITS if any(digit in text for digit in digits)]
    if not present:
        return text
    target = random.choice([digits for digits in _DIGITS if digits != present[0]])
    return text.translate({ord(digit): target[place] for row in _DIGITS for place, digit in enumerate(row)})


def _joined(text: str, _: Random) -> str:
    return text.replace(ZWNJ, "")


def _unharmed(text: str, _: Random) -> str:
    return text


def _typo(text: str, random: Random) -> str:
    return _in_one_word(text, random, _misspelt)


def _misspelt(word: str, random: Random) -> str:
    """One letter of a word: another one, none, one more, or two that change places."""
    place = random.randrange(len(word))
    slip = random.randrange(4)
    if slip == 0:
        other = random.choice([letter for letter in _ALPHABET if letter != word[place]])
        return word[:place] + other + word[place + 1 :]
    if slip == 1:
        return word[:place] + word[place + 1 :]
    if slip == 2:
        return word[:place] + random.choice(_ALPHABET) + word[place:]
    unequal = [first for first in range(len(word) - 1) if word[first] != word[first + 1]]
    first = random.choice(unequal) if unequal else 0
    return word[:first] + word[first + 1] + word[first] + word[first + 2 :]


def _missing_blank(text: str, random: Random) -> str:
    blanks = [match.start() for match in _BLANK.finditer(text)]
    if not blanks:
        return text
    place = random.choice(blanks)
    return text[:place] + text[place + 1 :]


def _extra_blank(text: str, random: Random) -> str:
    return _in_one_word(text, random, _parted)


def _parted(word: str, random: Random) -> str:
    place = random.randrange(1, len(word))
    return f"{word[:place]} {word[place:]}"


def _wrong_layout(text: str, random: Random) -> str:
    return _in_one_word(text, random, _retyped)


def _retyped(word: str, _: Random) -> str:
    return to_latin(word)


def _marked(text: str, random: Random) -> str:
    """Half-spaces become blanks, one word is stretched and has some of its vowels written."""
    return _in_one_word(text.replace(ZWNJ, " "), random, _decorated)


def _decorated(word: str, random: Random) -> str:
    place = random.randrange(1, len(word))
    vowelled = [letter + (random.choice(_VOWELS) if random.random() < 0.5 else "") for letter in word[:-1]]
    return "".join((*vowelled[:place], "ـ", *vowelled[place:], word[-1]))


def _in_one_word(text: str, random: Random, change: Callable[[str, Random], str]) -> str:
    return _each_in_a_word_of_its_own(text, random, [change])


def _each_in_a_word_of_its_own(
    text: str, random: Random, changes: Sequence[Callable[[str, Random], str]]
) -> str:
    """What finds no word any more changes nothing."""
    words = list(_WORD.finditer(text))
    chosen = random.sample(words, min(len(words), len(changes)))
    for word, change in sorted(zip(chosen, changes, strict=False), key=lambda one: -one[0].start()):
        text = text[: word.start()] + change(word[0], random) + text[word.end() :]
    return text


def _all_at_once(text: str, random: Random) -> str:
    text = _each_in_a_word_of_its_own(text, random, (_retyped, _misspelt, _parted, _decorated))
    text = _missing_blank(re.sub(ZWNJ, lambda _: random.choice(("", " ")), text), random)
    return _other_digits(_arabic_letters(text, random), random)


KINDS: Mapping[str, Callable[[str, Random], str]] = {
    "letters": _arabic_letters,
    "digits": _other_digits,
    "query-zwnj": _joined,
    CORPUS: _unharmed,
    "typo": _typo,
    "missing-blank": _missing_blank,
    "extra-blank": _extra_blank,
    "layout": _wrong_layout,
    "marks": _marked,
}
"""Kind of damage → what it does to a query: ي and ك; digits of another kind; ZWNJ deleted; the same in the
corpus alone; one slip of the finger; two words run together; one word in two; one word typed on the Latin
keyboard; half-spaces as blanks with a tatweel and vowels."""
