"""Terms by their beginning, however many came after they were put in order."""

from hypothesis import given
from hypothesis import strategies as st

from index import vocabulary
from index.vocabulary import Vocabulary

TERMS = st.lists(st.text("ابپت", min_size=1, max_size=4), max_size=30)


@given(st.lists(TERMS, max_size=6), st.text("ابپت", max_size=3), st.integers(1, 5), st.integers(0, 9))
def test_what_was_added_is_found_by_its_beginning(
    steps: list[list[str]], beginning: str, limit: int, unordered: int
) -> None:
    held = Vocabulary()
    held.clear()
    before, vocabulary.UNORDERED = vocabulary.UNORDERED, unordered
    try:
        said: list[str] = []
        for step in steps:
            held.add(step)
            said += step
            wanted = {term for term in said if beginning and term.startswith(beginning)}
            best = sorted(((term, said.count(term)) for term in wanted), key=lambda one: (-one[1], one[0]))[
                :limit
            ]
            assert held.beginning(beginning, limit) == best
    finally:
        vocabulary.UNORDERED = before


def test_half_a_vocabulary_completes_nothing() -> None:
    held = Vocabulary()
    held.add(["کارگروه"])
    assert held.beginning("کار", 5) == []
    held.load(lambda _after, _limit: (["کارگاه کارگروه"], None))
    assert held.beginning("کار", 5) == [("کارگروه", 2), ("کارگاه", 1)]
