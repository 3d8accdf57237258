"""The words of the pages: one file per language in ui/, numbers and dates as Persian writes them."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from api.problems import Language
from language.numerals import format_number

__all__ = ["Wording", "ui_folder", "wording"]


def ui_folder() -> Path:
    """Templates, static files and words: the package `ui`, which holds no Python."""
    return Path(__file__).resolve().parent.parent / "ui"


class Wording:
    """Words of one language by dotted name, e.g. `search.found`."""

    def __init__(self, words: Mapping[str, str], language: Language) -> None:
        self._words = words
        self.language = language

    def say(self, name: str, /, **facts: object) -> str:
        """The sentence `name`; a `{fact}` in it is replaced, numbers in the digits of the language."""
        shown = {
            key: self.number(fact) if isinstance(fact, int | float) else fact for key, fact in facts.items()
        }
        return self._words[name].format_map(shown)

    def number(self, value: float) -> str:
        """A count with thousands marks: ۱٬۲۳۸."""
        decimals = 0 if value == round(value) else 1
        return format_number(value, decimals) if self.language == "fa" else f"{value:,.{decimals}f}"

    def percent(self, share: float) -> str:
        """A share between 0 and 1 as percent; not yet whole is never shown as 100."""
        whole = 100 if share >= 1 else min(99, round(100 * share))
        return f"{self.number(whole)}{'٪' if self.language == 'fa' else '%'}"

    def size(self, count: int) -> str:
        """Bytes in the unit a reader expects: ۱۲٫۵ مگابایت."""
        amount = float(count)
        for unit in ("size.bytes", "size.kilobytes", "size.megabytes"):
            if amount < 1024:
                return self.say(unit, count=round(amount, 1) if amount < 100 else round(amount))
            amount /= 1024
        return self.say("size.gigabytes", count=round(amount, 1))

    def duration(self, seconds: float) -> str:
        """Rough time left: seconds under a minute, minutes under two hours, then hours."""
        if seconds < 60:
            return self.say("time.seconds", count=max(1, round(seconds)))
        if seconds < 7200:
            return self.say("time.minutes", count=round(seconds / 60))
        return self.say("time.hours", count=round(seconds / 3600))


@cache
def wording(language: Language) -> Wording:
    """Read the words of a language once."""
    nested: dict[str, Any] = json.loads((ui_folder() / f"words.{language}.json").read_text(encoding="utf-8"))
    return Wording(dict(_flatten(nested, "")), language)


def _flatten(words: Mapping[str, Any], prefix: str) -> list[tuple[str, str]]:
    flat: list[tuple[str, str]] = []
    for name, value in words.items():
        if isinstance(value, str):
            flat.append((prefix + name, value))
        else:
            flat.extend(_flatten(value, f"{prefix}{name}."))
    return flat
