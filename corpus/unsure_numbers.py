"""Numbers that OCR has read: about half of them are right, so nobody may take them as certain."""

import re
from dataclasses import dataclass
from enum import StrEnum

from corpus.records import Page, Span

_NUMBER = re.compile(r"\d(?:[\d/.,:٫٬\-]*\d)?")


class Certainty(StrEnum):
    """`likely` where two engines read the same (measured: .935 right, of one engine .42 to .52)."""

    UNSURE = "unsure"
    LIKELY = "likely"


@dataclass(frozen=True, slots=True)
class UnsureNumber:
    span: Span
    certainty: Certainty


def unsure_numbers(page: Page, within: Span | None = None) -> list[UnsureNumber]:
    """Return the numbers of a page that OCR alone vouches for, in order; a text layer vouches for its own."""
    if page.recognized is None:
        return []
    first, last = (within.start, within.end) if within else (0, len(page.text))
    found = (Span(match.start(), match.end()) for match in _NUMBER.finditer(page.text, first, last))
    return [UnsureNumber(span, _certainty(page, span)) for span in found]


def _certainty(page: Page, number: Span) -> Certainty:
    likely = any(span.start <= number.start and number.end <= span.end for span in page.agreed)
    return Certainty.LIKELY if likely else Certainty.UNSURE
