"""What a question may have been meant as, though its words are known: offered, never asked unbidden."""

import re
from collections.abc import Callable, Container

from language.analysis import analyze
from language.keyboard import LEAST_LENGTH, to_latin, to_persian

__all__ = ["other_layout_of"]

Frequency = Callable[[str], int]

LONGEST = 100  # code points; who has typed more has seen what appeared
_LATIN = re.compile("[ !-/:-~]*[A-Za-z][ !-/:-~]*")
_PERSIAN = re.compile("[ \u0600-\u065f\u066a-\u06ef\u06fa-\u06ff\u200c!-/:-@\\[-`{-~«»]+")


def other_layout_of(text: str, known: Container[str], frequency: Frequency) -> str:
    """The same keys under the other layout, where all words of both readings are known; "" if not so.

    Where the words as typed mean nothing they are replaced (`search.other_script`); where they mean something,
    the asker decides.
    """
    if len(text) > LONGEST:
        return ""
    if _LATIN.fullmatch(text):
        meant = to_persian(text)
    elif _PERSIAN.fullmatch(text):
        meant = to_latin(text)
    else:
        return ""
    here, there = _words(text), _words(meant)
    if not here or not there or not any(len(word) >= LEAST_LENGTH for word in there):
        return ""
    sure = all(word in known for word in here) and all(word in known and frequency(word) for word in there)
    return meant if sure else ""


def _words(text: str) -> list[str]:
    """The whole of each word as an index term."""
    by_position = {term.position: term.text for term in analyze(text)}
    return list(by_position.values())
