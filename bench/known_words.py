"""Makes `language/known_words.bin` from counts of words in `../shared/data`; run by hand, rarely.

    .venv/bin/python -P -m bench.known_words

Kept: forms that stand at least three times in laws and council minutes (official texts, free of copyright), and
forms with a frequency in hazm's word list (MIT). The filter holds no text; see `language.known_words`.
"""

import re
from collections import Counter
from pathlib import Path

from language.characters import ZWNJ
from language.known_words import BITS_A_WORD, FILE, places
from language.normalization import normalize

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
LEAST_COUNT, LEAST_FREQUENCY = 3, 100
WORD = re.compile(f"[\u0600-\u06ff{ZWNJ}]+")


def words() -> set[str]:
    """Return the folded forms to be known."""
    counts: Counter[str] = Counter()
    for name in ("laws.txt", "minutes.txt"):
        text = (DATA / "text" / name).read_text("utf-8").replace("\u200f", ZWNJ)
        counts.update(part for word in WORD.findall(normalize(text).text) for part in word.split(ZWNJ) if part)
    found = {word for word, count in counts.items() if count >= LEAST_COUNT}
    for line in (DATA / "lexicon" / "hazm" / "words.dat").read_text("utf-8").splitlines():
        word, frequency = line.split("\t")[:2]
        if int(frequency) >= LEAST_FREQUENCY:
            found.update(part for part in re.split(f"[{ZWNJ} ]", normalize(word).text) if WORD.fullmatch(part))
    return {word for word in found if len(word) > 1}


def main() -> None:
    known = sorted(words())
    bits = bytearray(len(known) * BITS_A_WORD // 8 + 1)
    for word in known:
        for place in places(word, len(bits) * 8):
            bits[place >> 3] |= 1 << (place & 7)
    FILE.write_bytes(bytes(bits))
    print(f"{len(known)} words, {len(bits)} bytes")


if __name__ == "__main__":
    main()
