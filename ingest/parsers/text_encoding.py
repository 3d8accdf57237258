"""Which encoding bytes are in: UTF-8, UTF-16 or the Windows code page 1256 of old Persian files."""

import codecs
import unicodedata

SAMPLE = 65_536  # bytes or characters that a decision rests on
MOST_CONTROLS = 0.05  # share of characters: above it, bytes are no text
FEW_CONTROLS = 4  # among letters: of a short text, a few are a large share
LEAST_LIKELY = 0.6  # share of letters that Persian writes, for a guess to stand
MOST_FOREIGN = 0.15  # share of letters beyond ASCII in English with foreign names
OTHER_USUAL = frozenset(
    "\t\n\r\f\u200c\u200d\u200e\u200f\u00a0\u00ab\u00bb\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u2022"
)
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
PERSIAN = frozenset("ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیيكآأإؤئءةىۀًٌٍَُِّْٰٔ")
# Letters that code page 1256 shares with French; in Persian running text they do not occur.
FOREIGN = frozenset("àâçèéêëîïôùûüœŒƒ")
COMMON_PAIRS = (
    "ان",
    "را",
    "ای",
    "اي",
    "در",
    "ها",
    "از",
    "به",
    "ست",
    "ین",
    "ين",
    "که",
    "كه",
    "ار",
    "شد",
    "می",
    "مي",
    "ال",
)


def decode(content: bytes) -> str | None:
    """Return the text that `content` holds, without its byte order mark; None where it is no text."""
    encoding = detect(content)
    if encoding is None:
        return None
    return content.decode(encoding, errors="replace").removeprefix("\ufeff")


def detect(content: bytes) -> str | None:
    """Return the name of the encoding that `content` is in, None where it is no text."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return encoding if _decodes(content, encoding) else None
    if wide := _sixteen_bits(content):
        return wide
    if _decodes(content, "utf-8"):
        return "utf-8"
    return _eight_bits(content)


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return _nearly_decodes(content, encoding)
    return _is_text(text[:SAMPLE])


def _nearly_decodes(content: bytes, encoding: str) -> bool:
    """Tell whether all but a few letters are sound: a file that was cut or patched keeps its encoding."""
    text = content[:SAMPLE].decode(encoding, errors="replace")
    damaged = text.count("\ufffd")
    beyond_ascii = sum(character > "\x7f" for character in text)
    return damaged * 50 < beyond_ascii and _is_text(text)


def _sixteen_bits(content: bytes) -> str | None:
    """UTF-16 without a mark: one of its two readings is full of letters of one script."""
    sample = content[: SAMPLE - SAMPLE % 2]
    if len(content) % 2 or len(sample) < 4:
        return None
    scores = {name: _likeness(sample.decode(name, errors="replace")) for name in ("utf-16-le", "utf-16-be")}
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] > 0.95 and _decodes(content, best) else None


def _likeness(text: str) -> float:
    """Return the share of characters that Persian and English texts are made of."""
    usual = sum(" " <= c <= "~" or "\u0600" <= c <= "\u06ff" or c in OTHER_USUAL for c in text)
    return usual / len(text)


def _eight_bits(content: bytes) -> str | None:
    """Code page 1256 where it reads as Persian, 1252 where nearly all is ASCII; nothing else is guessed."""
    sample = content[:SAMPLE]
    text = sample.decode("cp1256")
    if b"\0" in sample or not _is_text(text):
        return None
    if persian_score(text) >= LEAST_LIKELY:
        return "cp1256"
    letters = [c for c in text if c.isalpha()]
    foreign = sum(not c.isascii() for c in letters)
    return "cp1252" if foreign < MOST_FOREIGN * len(letters) else None


def persian_score(text: str) -> float:
    """Return between 0 and 1 how much the letters beyond ASCII look like running Persian.

    Half is the share of letters of the alphabet, half the presence of pairs that Persian cannot do
    without; either alone is fooled by other scripts' bytes.
    """
    letters = [c for c in text if c > "\x7f" and c.isalpha()]
    if not letters:
        return 0.0
    share = (sum(c in PERSIAN for c in letters) - sum(c in FOREIGN for c in letters)) / len(letters)
    pairs = sum(text.count(pair) for pair in COMMON_PAIRS) / len(letters)
    # Running Persian has one of these pairs for every eight letters; shuffled letters one for fifty.
    return max(0.0, share) / 2 + min(1.0, pairs / 0.06) / 2


def _is_text(text: str) -> bool:
    """Tell whether hardly any character is a control character or unassigned."""
    strange = sum(unicodedata.category(c) in ("Cc", "Cn", "Co") and c not in "\t\n\r\f\v\x1a" for c in text)
    if strange <= FEW_CONTROLS and 2 * sum(map(str.isalpha, text)) > len(text):
        return True
    return strange <= MOST_CONTROLS * len(text)
