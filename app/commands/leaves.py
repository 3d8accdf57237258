"""A page of a document in a terminal: a page, a slide or a sheet with its number."""

from api.leaf_words import leaf_word
from app.terminal import Terminal

_NAMES = {"page": ("صفحهٔ", "page"), "slide": ("اسلاید", "slide"), "sheet": ("برگهٔ", "sheet")}


def leaf_line(terminal: Terminal, format_name: str, number: int) -> str:
    """For instance: slide 3."""
    return f"{terminal.words(*_NAMES[leaf_word(format_name)])} {number}"
