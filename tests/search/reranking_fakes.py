"""Rerankers of tests, loaded by name in a process of their own. Standard library only."""

import time
from collections.abc import Callable, Sequence

Score = Callable[[str, Sequence[str]], Sequence[float]]


def load_shortest(pause: float = 0.0) -> Score:
    """Prefers short texts; sleeps first."""

    def score(_question: str, texts: Sequence[str]) -> Sequence[float]:
        time.sleep(pause)
        return [-len(text) for text in texts]

    return score


def load_none() -> Score:
    raise ValueError("no such model")


def load_fragile() -> Score:
    def score(_question: str, _texts: Sequence[str]) -> Sequence[float]:
        raise RuntimeError("out of memory")

    return score
