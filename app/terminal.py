"""Persian in a terminal, and the two ways a command speaks: to a person or, with --json, to a program."""

import json
import os
import re
import sys
from collections.abc import Iterable
from typing import Any

from corpus.errors import SanadyarError
from corpus.records import Failure
from language.spans import Span

# Terminals that order right-to-left text themselves announce themselves so.
_BIDI_VARIABLES = ("VTE_VERSION", "KONSOLE_VERSION", "MLTERM")
_BIDI_PROGRAMS = ("Apple_Terminal", "iTerm.app", "WezTerm")
_RIGHT_TO_LEFT = range(0x0590, 0x0900)
# Documents are untrusted: a control character in a title must not reach the terminal. Marks travel as
# private-use characters and become colour codes after that.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ue000\ue001]")
_OPEN, _CLOSE = "\ue002", "\ue003"


def orders_itself(choice: str) -> bool:
    """Whether output stays in logical order: always where it is not a terminal's screen."""
    if choice != "auto":
        return choice == "logical"
    if not sys.stdout.isatty():
        return True
    return any(name in os.environ for name in _BIDI_VARIABLES) or (
        os.environ.get("TERM_PROGRAM", "") in _BIDI_PROGRAMS
    )


def visual(line: str) -> str:
    """Return one line shaped and ordered for a terminal that does neither itself."""
    if not any(ord(character) in _RIGHT_TO_LEFT for character in line):
        return line
    # Imported here: 60 ms that output to a pipe or to a capable terminal need not pay.
    from arabic_reshaper import ArabicReshaper
    from bidi.algorithm import get_display

    reshaper = ArabicReshaper({"delete_harakat": False, "support_zwj": True})
    return str(get_display(reshaper.reshape(line), base_dir="R")).replace("\u200c", "")


class Terminal:
    """Writes a command's result to standard output and everything else to standard error."""

    def __init__(self, *, as_json: bool, order: str = "auto", language: str = "en") -> None:
        self.as_json = as_json
        self.language = language
        self._logical = orders_itself(order)
        self._coloured = sys.stdout.isatty() and "NO_COLOR" not in os.environ

    def result(self, value: Any) -> None:
        """One JSON value on one line."""
        print(json.dumps(value, ensure_ascii=False), flush=True)  # noqa: T201 - this is the output

    def line(self, text: str = "") -> None:
        print(self._ordered(text), flush=True)  # noqa: T201 - this is the output

    def notice(self, text: str) -> None:
        print(self._ordered(text), file=sys.stderr, flush=True)  # noqa: T201 - this is the output

    def problem(self, error: SanadyarError) -> None:
        """Say what went wrong; a program that reads JSON gets it as JSON too."""
        self.notice(self.sentence(error))
        if self.as_json:
            self.result({"error": {"code": error.code, "detail": self.sentence(error), "facts": error.facts}})

    def sentence(self, error: SanadyarError | Failure) -> str:
        """The sentence of a problem, as a terminal can show it."""
        from api.problems import Language, sentence  # only errors need the sentences

        if error.code == "refused":  # the server has said it already
            return without_isolates(str(error.facts["detail"]))
        language: Language = "fa" if self.language == "fa" else "en"
        return without_isolates(sentence(error, language))

    def words(self, persian: str, english: str) -> str:
        return persian if self.language == "fa" else english

    def marked(self, text: str, spans: Iterable[Span]) -> str:
        """Return `text` on one line with `spans` set off: colour on a screen, brackets elsewhere."""
        parts, at = [], 0
        for span in sorted(spans):
            parts += [text[at : span.start], _OPEN, text[span.start : span.end], _CLOSE]
            at = span.end
        return " ".join("".join([*parts, text[at:]]).split())

    def _ordered(self, text: str) -> str:
        text = _CONTROLS.sub(" ", text)
        # Colour codes would be reordered with the text, so a visual terminal gets brackets too.
        opening, closing = ("\x1b[1;33m", "\x1b[0m") if self._coloured and self._logical else ("[", "]")
        text = text.replace(_OPEN, opening).replace(_CLOSE, closing)
        if self._logical:
            return text
        return "\n".join(visual(line) for line in text.split("\n"))


def without_isolates(text: str) -> str:
    """Few terminals know the isolates that keep a Latin path in its place on a page."""
    return text.replace("\u2068", "").replace("\u2069", "")
