"""Questions at random about an office: its words, whole and damaged, its numbers and units, and conditions."""

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache

from mixed_office import ASKERS, UNITS, WORDS, planned

from corpus.access import Principal
from corpus.records import DocumentKind
from language.keyboard import to_latin
from search.ordering import Sort
from search.query import Mode, Query

CASES = int(os.environ.get("LAW_CASES", "40"))
FIRST = int(os.environ.get("LAW_SEED", "0"))  # of the offices: another one, other cases
EACH = 1000  # cases of one office
SEEDS = range(FIRST, FIRST + max(1, CASES // EACH))


def damaged(word: str, chance: random.Random) -> str:
    """One slip, or the other keyboard."""
    place = chance.randrange(1, len(word) - 2)
    return chance.choice(
        (
            word[:place] + word[place + 1 :],
            word[:place] + word[place + 1] + word[place] + word[place + 2 :],
            word[:place] + "ه" + word[place:],
            to_latin(word),
            word + chance.choice(WORDS[:6]),
        )
    )


@cache
def parts(seed: int) -> list[str]:
    """What questions about an office are made of."""
    chance = random.Random(seed)
    made = [*WORDS, *(damaged(word, chance) for word in WORDS if len(word) > 4), "OR", "kahroba", "gozaresh"]
    made += ["نوع: گزارش", "نوع: نامه", "سال: ۱۴۰۲", "از: ۱۴۰۱", "تا: ۱۴۰۲", "از ۱۴۰۱ تا ۱۴۰۲", *UNITS]
    for one in planned(seed):
        title, unit = one.document.description.title, one.document.description.unit
        made += [title, *one.words, f'"{one.words[1]} {one.words[2]}"', f"-{chance.choice(one.words)}"]
        made += [damaged(word, chance) for word in one.words for _ in range(2)]
        made += [one.number, f"شماره: {one.number}", f"شماره: ۱۴۰۲/ص/{one.number}", title[: len(title) // 2]]
        made += [one.words[1][:4], f"واحد: {unit or 'مالی'}", f"واحد: {one.words[0]}", f"{one.words[3]} ؟"]
    return made


@dataclass(frozen=True)
class Case:
    """Who asks what, within which bounds; `chance` decides what else a law needs."""

    asker: Principal
    text: str
    bounds: dict[str, object]
    chance: random.Random = field(repr=False)

    def query(self, **changes: object) -> Query:
        return Query(self.text, self.asker, **{"top_k": 100, **self.bounds, **changes})


def cases(law: str, seed: int) -> Iterator[Case]:
    """The cases of a law about an office, the same each time."""
    words = parts(seed)
    for number in range(min(CASES, EACH)):
        chance = random.Random(f"{law} {seed} {number}")
        bounds: dict[str, object] = {"mode": chance.choice([Mode.HYBRID, *Mode])}
        if chance.random() < 0.3:
            bounds["kinds"] = chance.sample(list(DocumentKind), chance.randint(1, 3))
        if chance.random() < 0.3:
            bounds["units"] = [chance.choice(UNITS)]
        if chance.random() < 0.2:
            bounds["sort"] = chance.choice(list(Sort))
        if chance.random() < 0.1:
            bounds["repair"] = False
        text = " ".join(chance.choice(words) for _ in range(chance.randint(1, 4)))
        yield Case(chance.choice(ASKERS), text, bounds, chance)


@contextmanager
def tried(case: Case) -> Iterator[None]:
    """What fails says for which case."""
    try:
        yield
    except BaseException as error:
        error.add_note(repr(case))
        raise
