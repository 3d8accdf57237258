"""Text typed under the wrong keyboard layout: US QWERTY and the Persian standard ISIRI 9147, both ways."""

__all__ = ["LEAST_LENGTH", "to_latin", "to_persian"]

LEAST_LENGTH = 4  # letters; shorter words turn into words of the other script by chance

# The keys row by row, plain and then shifted. Vowel marks are written as escapes: they cannot stand alone.
_KEYS = (
    ("`1234567890-=", "`۱۲۳۴۵۶۷۸۹۰-="),
    ("qwertyuiop[]", "ضصثقفغعهخحجچ"),
    ("asdfghjkl;'", "شسیبلاتنمکگ"),
    ("zxcvbnm,./", "ظطزرذدپو./"),
    ("QWERTYUIOP", "\u0652\u064c\u064d\u064b\u064f\u0650\u064e\u0651]["),
    ('ASDFGHJKL:"', "ؤئيإأآة»«:؛"),
    ("ZXCVBNM<>?", "ك\u0653ژ\u0670\u200c\u0654ء><؟"),
)

_TO_PERSIAN = {ord(latin): persian for row, keys in _KEYS for latin, persian in zip(row, keys, strict=True)}
_TO_LATIN = {ord(persian): chr(latin) for latin, persian in _TO_PERSIAN.items() if not persian.isascii()} | {
    ord("ي"): "d",  # the letters that most people type without the shift key
    ord("ك"): ";",
}


def to_persian(text: str) -> str:
    """Return what the same keys give under the Persian layout: «aivnhvd» is «شهرداری»."""
    return text.translate(_TO_PERSIAN)


def to_latin(text: str) -> str:
    """Return what the same keys give under the US layout: «قثحخقف» is «report»."""
    return text.translate(_TO_LATIN)
