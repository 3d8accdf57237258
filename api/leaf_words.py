"""What a page of a document is called: a page, a slide of a presentation, a sheet of a workbook."""

from api.wording import Wording

__all__ = ["leaf_word", "say_leaf"]

_SLIDES = frozenset({"pptx", "ppt", "odp"})
_SHEETS = frozenset({"xlsx", "xls", "ods"})


def leaf_word(format_name: str) -> str:
    """`page`, `slide` or `sheet`, by the format of the document."""
    if format_name in _SLIDES:
        return "slide"
    return "sheet" if format_name in _SHEETS else "page"


def say_leaf(words: Wording, format_name: str, name: str, /, **facts: object) -> str:
    """`Wording.say` of a sentence about one of the document's pages: «اسلاید ۳ از ۱۲»."""
    return words.say(f"{leaf_word(format_name)}.{name}", **facts)
