"""Three ways to even a text out: for the index, for the embedding model, and for keeping."""

import re
import unicodedata
from dataclasses import dataclass

from language.characters import FOLDING, SILENT, ZWNJ, is_mark
from language.spans import Span

# Marks that belong to the letter before them, so that a highlighted word keeps its hamza.
_TRAILING = frozenset("ـ") | {
    chr(code) for code in (*range(0x300, 0x370), *range(0x610, 0x900)) if is_mark(chr(code))
}


@dataclass(frozen=True, slots=True)
class Normalized:
    """A folded text and, for each of its characters, the place in the original (None: the same place)."""

    text: str
    origins: list[int] | None
    original: str

    def span(self, start: int, end: int) -> Span:
        """Return the span of the original behind `text[start:end]`, marks included. `start < end`."""
        return Span(*self.ends(start, end))

    def ends(self, start: int, end: int) -> tuple[int, int]:
        """Return `span` as a pair of places."""
        if self.origins is None:
            return start, end
        last = self.origins[end - 1] + 1
        while last < len(self.original) and self.original[last] in _TRAILING:
            last += 1
        return self.origins[start], last


def normalize(text: str) -> Normalized:
    """Fold a text for the index; ZWNJ is kept, because inflection needs to see it."""
    folded = text.translate(FOLDING)
    uneven = FOLDING.uneven  # knows every character of this text by now
    if uneven.isdisjoint(text):
        return Normalized(folded, None, text)
    origins: list[int] = []
    even = 0
    for place in [place for place, character in enumerate(text) if character in uneven]:
        origins += range(even, place)
        origins += [place] * len(FOLDING[ord(text[place])])
        even = place + 1
    origins += range(even, len(text))
    return Normalized(folded, origins, text)


def letters(text: str) -> str:
    """Return the folded letters and digits alone: equal for texts that differ in blanks and marks only."""
    return "".join(filter(str.isalnum, normalize(text).text))


_LIGHT = str.maketrans(
    {
        **dict.fromkeys("يى", "ی"),
        "ك": "ک",
        **dict.fromkeys("ەہ", "ه"),
        **{chr(0x660 + digit): chr(0x6F0 + digit) for digit in range(10)},
        **dict.fromkeys(SILENT - set("ء٬"), None),
        **{chr(code): None for code in (*range(0x64B, 0x653), 0x670)},
        "\0": " ",
    }
)
_SURROGATE = re.compile("[\ud800-\udfff]")


def fold_lightly(text: str) -> str:
    """Even out a text for the embedding model, which knows more letters than the index does.

    Folding it as the index does costs the model a point; not folding ي and ك costs it ten.
    """
    return _SURROGATE.sub(" ", text).translate(_LIGHT)


_FORMS = re.compile("[\ufb00-\ufb06\ufb1d-\ufdff\ufe70-\ufefc]")
_UNKEPT = re.compile("[\ud800-\udfff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029\x85]")


def clean_text(text: str) -> str:
    """Return a text fit for keeping: NFC, no controls, no halves of characters, no presentation forms.

    Everything else stays as the author wrote it, ي and ك and ZWNJ too: it is what citations quote.
    """
    text = _LINE_ENDS.sub("\n", text)
    text = _UNKEPT.sub(" ", text)
    text = _FORMS.sub(_letters, text)
    return unicodedata.normalize("NFC", text.replace("\u200b", ZWNJ).replace("\ufeff", ""))


def _letters(form: re.Match[str]) -> str:
    letters = unicodedata.normalize("NFKC", form[0])
    # A mark's own form stands over a blank or a tatweel that the word does not have.
    return letters[1:] if letters[0] in " ـ" and is_mark(letters[-1]) else letters
