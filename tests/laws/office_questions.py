"""Questions at random about an office: its words, whole and damaged, its numbers and units, and conditions."""

import os
import random
from dataclasses import dataclass
from functools import cache
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from mixed_office import ASKERS, UNITS, WORDS, planned

from corpus.access import Principal
from corpus.records import DocumentKind
from language.keyboard import to_latin
from search.query import Mode, Query

CASES = int(os.environ.get("LAW_CASES", "40"))
EACH = 2500  # cases of one office
SEEDS = range(max(1, CASES // EACH))
SETTINGS = settings(
    max_examples=min(CASES, EACH),
    deadline=None,
    derandomize=CASES < EACH,  # the same cases each time where they are few
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


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
    """Who asks what, within which bounds."""

    asker: Principal
    text: str
    bounds: dict[str, object]

    def query(self, **changes: object) -> Query:
        return Query(self.text, self.asker, **{"top_k": 100, **self.bounds, **changes})


# Made before the office is known: each number is a part of the question.
QUESTIONS = st.fixed_dictionaries(
    {
        "asker": st.sampled_from(ASKERS),
        "places": st.lists(st.integers(0, 2**16), min_size=1, max_size=4),
        "mode": st.sampled_from([Mode.HYBRID, *Mode]),
        "kinds": st.just([]) | st.lists(st.sampled_from(list(DocumentKind)), max_size=3),
        "units": st.just([]) | st.lists(st.sampled_from(UNITS), max_size=1),
    }
)


def case_of(question: dict[str, Any], seed: int) -> Case:
    words = parts(seed)
    text = " ".join(words[place % len(words)] for place in question["places"])
    return Case(question["asker"], text, {name: question[name] for name in ("mode", "kinds", "units")})
