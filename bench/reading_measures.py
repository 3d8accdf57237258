"""Measures of read text against the true text."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

LETTERS = str.maketrans("يىك", "ییک")
DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")
BIDI_CONTROL = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]")
DATE = re.compile(r"(?<!\d)\d{4}/\d{1,2}/\d{1,2}(?!\d)")
BRACKETED = re.compile(r"\([^()«»]+\)|«[^()«»]+»")
SENTENCE_END = (".", ":", "؛", "؟", "!", "»")
LEAST_ROWS = 4


@dataclass(frozen=True, slots=True)
class ReadingScore:
    """`character_error_rate` and `word_f1` keep ZWNJ and blanks, `loose_word_f1` ignores both.

    The shares are None where the truth has nothing of the kind.
    """

    character_error_rate: float
    word_f1: float
    loose_word_f1: float
    dates_right: float | None
    brackets_intact: float | None
    rows_intact: float | None


def score(truth: str, read: str) -> ReadingScore:
    """Measure one document."""
    true_text, read_text = folded(truth), folded(read)
    return ReadingScore(
        character_error_rate=edit_distance(true_text, read_text) / max(1, len(true_text)),
        word_f1=word_f1(true_text.split(), read_text.split()),
        loose_word_f1=loose_word_f1(_without_joiner(true_text).split(), _without_joiner(read_text).split()),
        dates_right=_recall(DATE.findall(true_text), DATE.findall(read_text)),
        brackets_intact=_share_within(BRACKETED.findall(true_text), read_text),
        rows_intact=_rows_intact(truth, read),
    )


def folded(text: str) -> str:
    """Return text in NFKC with one Yeh, one Kaf, one kind of digits and single blanks."""
    plain = BIDI_CONTROL.sub("", unicodedata.normalize("NFKC", text))
    return " ".join(plain.translate(LETTERS).translate(DIGITS).split())


def _without_joiner(text: str) -> str:
    return text.replace("\u200c", "")


def edit_distance(one: str, other: str) -> int:
    """Return the Levenshtein distance, by the bit-parallel method of Hyyrö (2003)."""
    if not one:
        return len(other)
    places: dict[str, int] = {}
    for index, character in enumerate(one):
        places[character] = places.get(character, 0) | 1 << index
    mask, last, distance = (1 << len(one)) - 1, 1 << (len(one) - 1), len(one)
    up, down = mask, 0
    for character in other:
        match = places.get(character, 0)
        diagonal = (((match & up) + up) ^ up) | match | down
        right, left = down | ~(diagonal | up) & mask, up & diagonal
        distance += bool(right & last) - bool(left & last)
        right, left = (right << 1 | 1) & mask, left << 1 & mask
        up, down = left | ~(diagonal | right) & mask, right & diagonal
    return distance


def word_f1(truth: Sequence[str], read: Sequence[str]) -> float:
    """Return the harmonic mean of precision and recall over the two bags of words."""
    return _f1((Counter(truth) & Counter(read)).total(), len(truth), len(read))


def loose_word_f1(truth: Sequence[str], read: Sequence[str]) -> float:
    """Return word F1 where words that differ only in their blanks count as read."""
    common = (Counter(truth) & Counter(read)).total()
    extra_true = extra_read = 0
    for kind, a, b, c, d in SequenceMatcher(None, truth, read, autojunk=False).get_opcodes():
        if kind == "replace" and "".join(truth[a:b]) == "".join(read[c:d]):
            shared = (Counter(truth[a:b]) & Counter(read[c:d])).total()
            extra_true += b - a - shared
            extra_read += d - c - shared
    recall = min(1.0, (common + extra_true) / max(1, len(truth)))
    precision = min(1.0, (common + extra_read) / max(1, len(read)))
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _f1(common: int, truth: int, read: int) -> float:
    return 2 * common / (truth + read) if truth + read else 1.0


def _recall(truth: Sequence[str], read: Sequence[str]) -> float | None:
    return (Counter(truth) & Counter(read)).total() / len(truth) if truth else None


def _bare(text: str) -> str:
    return "".join(_without_joiner(text).split())


def _share_within(pieces: Sequence[str], text: str) -> float | None:
    whole = _bare(text)
    return sum(_bare(piece) in whole for piece in pieces) / len(pieces) if pieces else None


def _rows_intact(truth: str, read: str) -> float | None:
    """Return the share of the truth's rows that are one line of the read text.

    Rows are runs of lines that end without a full stop and are no list items: tables, mostly.
    """
    rows: list[str] = []
    run: list[str] = []
    for line in [*truth.splitlines(), "."]:
        if line.strip() and not line.strip().endswith(SENTENCE_END) and not line.startswith("•"):
            run.append(_bare(folded(line)))
            continue
        rows += run if len(run) >= LEAST_ROWS else []
        run = []
    if not rows:
        return None
    lines = {_bare(folded(line)) for line in read.splitlines()}
    return sum(row in lines for row in rows) / len(rows)
