"""What the layout must know of single characters: script, joining, direction and mirroring."""

import re
import unicodedata
from functools import lru_cache

RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u05ff\u0620-\u064a\u066e-\u06d3\u06d5\u06fa-\u06ff\u0750-\u077f\u08a0-\u08ff"
    "\ufb1d-\ufdff\ufe70-\ufefc]"
)
MARK = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]")
DIGIT = re.compile("[0-9\u0660-\u0669\u06f0-\u06f9\u066b\u066c]")
ASCII_LETTER = re.compile("[A-Za-z]")
INVISIBLE = re.compile("[\u200b\u200d-\u200f\u202a-\u202e\u2066-\u2069\ufeff\u00ad]")

MOST_KEPT = 4096  # answers about the texts of single glyphs, of which a document has few different ones

ZWNJ = "\u200c"
FIRST_JOINING_FORM = "\ufb50"  # presentation forms begin here
KASHIDA = "\u0640"
BULLET = "•"
# Bullets, square, arrow, tick and ornament of the symbol types that Word and LibreOffice set list marks in.
SYMBOL_BULLETS = frozenset("\uf0b7\uf0a7\uf0d8\uf0fc\uf076")
UNKNOWN = "\ufffd"
WIDE_GAP = "\u2003"  # a gap that no word space explains: a tabulator or a cell border
ZWNJ_STAND_IN = "\uef0c"  # private use: PDFium drops U+200C, so `font_maps` writes this in its place

MIRRORED = dict(zip("()[]{}«»<>‹›", ")(][}{»«><›‹", strict=True)) | {"“": "”", "”": "“"}
BRACKET_PAIRS = (("(", ")"), ("«", "»"), ("[", "]"))

NEVER_JOIN_LEFT = frozenset("اأإآٱدذرزژوؤةءۀـ ")

# Measures that stand to the left of their number on a right-to-left line.
UNITS_OF_MEASURE = frozenset(
    ("kbps", "mbps", "gbps", "mhz", "ghz", "khz", "hz", "dbm", "db", "ms", "s", "pm", "w", "kw", "mw", "wh",
     "kwh", "m", "cm", "mm", "km", "kg", "g", "gb", "mb", "kb", "tb", "v", "kv", "a", "px")
)  # fmt: skip


def _ligatures() -> frozenset[str]:
    ranges = (range(0xFB00, 0xFB07), range(0xFB50, 0xFDFD), range(0xFE70, 0xFEFD))
    spelled = (unicodedata.normalize("NFKC", chr(code)).strip() for codes in ranges for code in codes)
    return frozenset(text for text in spelled if len(text) > 1) | {"هٔ", "لله", "الله", "ریال"}


LIGATURES = _ligatures()
"""Letter groups that a font may draw as one glyph, spelled in logical order."""


def joining_form(character: str) -> str | None:
    """Return "isolated", "initial", "medial" or "final" of a presentation form, None of other characters."""
    decomposition = unicodedata.decomposition(character)
    if not decomposition.startswith("<"):
        return None
    return decomposition.split(">", 1)[0][1:]


@lru_cache(MOST_KEPT)
def starts_right_to_left(text: str) -> bool:
    return RIGHT_TO_LEFT.match(text) is not None


@lru_cache(MOST_KEPT)
def starts_with_digit(text: str) -> bool:
    return DIGIT.match(text) is not None


@lru_cache(MOST_KEPT)
def is_mark(text: str) -> bool:
    """Tell whether a text is one mark: tanvin, tashdid, hamza above …"""
    return MARK.fullmatch(text) is not None


def letters_by_direction(text: str) -> tuple[int, int]:
    """Count the right-to-left letters and the ASCII letters of `text`."""
    return len(RIGHT_TO_LEFT.findall(text)), len(ASCII_LETTER.findall(text))
