"""Words in the wrong script: typed under the other keyboard layout, or Persian in Latin letters."""

import re
from collections.abc import Callable, Container, Iterator, Sequence
from itertools import islice

from language.analysis import Term, written_words
from language.finglish import ENDINGS, SHORT_WORDS, is_english, parted, transliterations
from language.inflection import STOP_WORDS, stem
from language.keyboard import LEAST_LENGTH, to_latin, to_persian
from language.known_words import is_known_word
from language.spans import Span
from search.replacement import Replacement

__all__ = ["finglish", "other_layout"]

Frequency = Callable[[str], int]
Words = Sequence[Sequence[Term]]

# Beside a word's own weight of 1.
LAYOUT_WEIGHT = 0.9
FINGLISH_WEIGHTS = (0.8, 0.4)
LEAST_KNOWN = 2  # letters; longer terms of the index were meant as they were typed
KNOWN_TRIED = 6  # known words among the transliterations of one word that are compared by frequency
FUNCTION_TRIED = 8  # transliterations of one word among which a function word is looked for
MOST_WORDS = 12  # of one question that are tried

_RAW = re.compile("\\S+")
_LATIN_KEYS = re.compile("[!-/:-~]*[A-Za-z][!-/:-~]*")  # no digits: codes are no words
_PERSIAN_KEYS = re.compile("[\u0600-\u065f\u066a-\u06ef\u06fa-\u06ff\u200c!-/:-@\\[-`{-~«»]+")
_MARKED = re.compile("(?=[a-z]*[;,\\[\\]][a-z])[a-z;,\\[\\]']+")  # no language has marks inside its words
_MIXED_KEYS = re.compile("([\u0620-\u06d3\u200c-]{2,})([a-z;,\\[\\]']{2,})")
_SMALL_KEYS = re.compile("[a-z;,\\[\\]']{4,}")
_HAS_PERSIAN = re.compile("[\u0620-\u06d3]{2}")
_PERSIAN_MARKS = "؟،؛«»"
_FINGLISH = re.compile(
    "(?<![A-Za-z\\d])(?P<base>[A-Za-z]+(?:['’`][A-Za-z]+)*)(?:-(?P<ending>[A-Za-z]+))?(?![A-Za-z\\d])"
)
_ALONE = re.compile("(?<!\\S)[A-Za-z]{2,3}(?![^\\s.?!؟:])")
_AROUND = ".,;:!?\"'()[]{}«»؟،؛"


def other_layout(
    text: str, terms: Sequence[Term], known: Container[str], frequency: Frequency
) -> list[Replacement]:
    """Words that mean nothing as typed and are in the index as the same keys of the other layout.

    The words of an English question were meant as typed: «fund» is no «بعدی» there.
    """
    english = is_english(text)
    # Letters that fell apart at a «,» or «;» may be known one by one.
    as_typed = {term.start for term in terms if len(term.text) > LEAST_KNOWN and term.text in known}
    found = []
    is_persian = _HAS_PERSIAN.search(text) is not None and not english
    for raw in islice(_RAW.finditer(text), 4 * MOST_WORDS):
        if len(raw[0]) < LEAST_LENGTH or any(raw.start() <= place < raw.end() for place in as_typed):
            continue
        if english and _LATIN_KEYS.fullmatch(raw[0]):
            continue
        typed = raw[0].strip(_PERSIAN_MARKS)
        span = Span(start := raw.start() + raw[0].index(typed), start + len(typed))
        for written, meant in _other_keys(typed):
            weights = _known_weights(meant, known, frequency)
            if weights is not None:
                start = span.start + typed.index(written)
                span = Span(start, start + len(written))
                found.append(Replacement(span, meant, weights, is_certain=True))
                break
        else:
            if _MARKED.fullmatch(typed) or (is_persian and _is_persian_typed_in_latin(typed)):
                # No document has the word, but the model may know it.
                found.append(Replacement(span, to_persian(typed), {}, is_certain=True))
    return found


def _is_persian_typed_in_latin(typed: str) -> bool:
    """Whether the same keys are a common Persian word; small letters alone: names have a capital."""
    return bool(_SMALL_KEYS.fullmatch(typed)) and is_known_word(to_persian(typed))


def _other_keys(raw: str) -> Iterator[tuple[str, str]]:
    """What may have been meant: «,» is a letter of the other layout, or a comma after the word."""
    if _LATIN_KEYS.fullmatch(raw):
        turn = to_persian
    elif _PERSIAN_KEYS.fullmatch(raw):
        turn = to_latin
    else:
        if mixed := _MIXED_KEYS.fullmatch(raw):  # the layout was changed within the word
            yield raw, mixed[1] + to_persian(mixed[2])
        return
    yield raw, turn(raw)
    if bare := raw.strip(_AROUND):
        yield bare, turn(bare)
        yield bare, turn(bare.lower())


def _known_weights(meant: str, known: Container[str], frequency: Frequency) -> dict[str, float] | None:
    """The index terms of `meant`, none for a stop word; None if a word of it is unknown or too short."""
    words = [word for word in written_words(meant) if not word.text.isdigit()]
    if sum(len(word.text) for word in words) < LEAST_LENGTH or any(len(word.text) == 1 for word in words):
        return None
    if meant.isascii() and not meant.isalpha():  # the marks between Latin letters were letters
        return None
    weights: dict[str, float] = {}
    for word in words:
        forms = [term for term in word.terms if term in known and frequency(term)]
        if word.terms and not forms:
            return None
        weights |= dict.fromkeys(forms, LAYOUT_WEIGHT)
    return weights


def finglish(text: str, unknown: Words, known: Container[str], frequency: Frequency) -> list[Replacement]:
    """Unknown Latin words that may be Persian ones of the index, and the small words between them.

    An English question has words that look like Persian ones by chance: where it has an English function
    word, or most of its Latin words are not Persian, nothing is replaced.
    """
    unknown_at = {term.start for forms in unknown for term in forms}
    words = [word for word in islice(_FINGLISH.finditer(text), 4 * MOST_WORDS) if word.start() in unknown_at]
    if not words or is_english(text):
        return []
    read = {word.start(): _read(word, known, frequency) for word in words[:MOST_WORDS]}
    long = [word for word in words[:MOST_WORDS] if len(word["base"]) >= LEAST_LENGTH]
    found = [one for word in long if (one := read[word.start()]) and one.weights]
    small = [word for word in long if (one := read[word.start()]) and not one.weights]
    if not found or 2 * (len(found) + len(small)) <= len(long):
        return []
    # Beside Persian words the short ones are Persian, too, also those that are function words of the index.
    rest = (word for word in islice(_ALONE.finditer(text), 4 * MOST_WORDS) if word.start() not in read)
    functions = [one for word in rest if (one := _read_short(word))]
    return [*(one for one in read.values() if one), *functions]


def _read(word: re.Match[str], known: Container[str], frequency: Frequency) -> Replacement | None:
    """What one Latin word may be; a function word of Persian carries no term."""
    if short := _read_short(word):
        return short
    base, joined = (word["base"], "") if word["ending"] else parted(word["base"])
    readings = _likeliest(base, known, frequency)
    if not readings:
        return None
    span, ending = (Span(*word.span()), ENDINGS[joined]) if joined else _with_ending(word)
    weights = {term: weight for term, weight in zip(readings, FINGLISH_WEIGHTS, strict=False) if term}
    return Replacement(span, next(iter(readings.values())) + ending, weights)


def _read_short(word: re.Match[str]) -> Replacement | None:
    meant = SHORT_WORDS.get(word[0].lower())
    return Replacement(Span(*word.span()), meant, {}) if meant else None


def _with_ending(word: re.Match[str]) -> tuple[Span, str]:
    """The place of a word with the ending behind its hyphen, if that is one of Persian, and the ending."""
    ending = ENDINGS.get((word["ending"] or "").lower())
    return (Span(word.start(), word.end("base")), "") if ending is None else (Span(*word.span()), ending)


def _likeliest(word: str, known: Container[str], frequency: Frequency) -> dict[str, str]:
    """Index terms that a word may be, best first, and how each would be written; frequent ones come first.

    A function word has no term: it is the only reading, under "".
    """
    readings: dict[str, str] = {}
    for place, reading in enumerate(transliterations(word)):
        if reading in STOP_WORDS and place < FUNCTION_TRIED and not readings:
            return {"": reading}
        if len(reading) > 2 and reading not in STOP_WORDS and stem(reading) in known:
            readings.setdefault(stem(reading), reading)
        if len(readings) == KNOWN_TRIED:
            break
    ranks = {term: frequency(term) / (1 + place) for place, term in enumerate(readings)}
    best = sorted((term for term in readings if ranks[term]), key=lambda term: -ranks[term])
    return {term: readings[term] for term in best[: len(FINGLISH_WEIGHTS)]}
