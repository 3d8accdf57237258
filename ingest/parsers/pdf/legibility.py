"""Does a text layer spell words? Told from letter pairs and from the shape of words, without a word list."""

import re
import unicodedata
from collections.abc import Sequence

# Letters that follow each letter inside Persian words: all pairs with at least 30 in a million, computed
# from 9.7 million letter pairs of Iranian laws and of the official record of the councils of 1979 and
# 1989 (official texts, free of copyright). Of running Persian .002 of the pairs are missing here; with the
# letters of a font shuffled .29 to .6 are.
FOLLOWERS = {
    "ا": "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیئء",
    "ب": "ابپتحخدرزسشصطعفقکگلمنوهی",
    "پ": "اتخدذرزسشلنوی",
    "ت": "ابتثجحخدذرزسشصضطظعغفقکگلمنوهیأ",
    "ث": "ابرلمنهی",
    "ج": "ابتدرزسعفلمنوهی",
    "چ": "اترسکگمنوهی",
    "ح": "ابتثجدذرزسصضظفقکلموهی",
    "خ": "ابتچدذرزسشصطفلمنوهی",
    "د": "ابتثجخدرسشعغفقکگلمنوهیآئأ",
    "ذ": "اخرشفکهی",
    "ر": "ابپتثجچحخدرزسشصضطعفقکگلمنوهیآئأ",
    "ز": "ابپحدرسشعگلمنوهیئء",
    "ژ": "اوه",
    "س": "ابپتخدرسشطعفقکلمنوهیئؤأ",
    "ش": "ابتخدرسشصعغفکگمنوهیأ",
    "ص": "ابتحدرصطفلمنوهی",
    "ض": "ابدرعموهی",
    "ط": "ابحرعفقلموهی",
    "ظ": "اترفموهی",
    "ع": "ابتثدذرزصضطظفقکلمنوهی",
    "غ": "ارفلوهی",
    "ف": "اتحدرزسشصضظعقکلمنوهی",
    "ق": "ابتدرسشصضطعفقلمنوهی",
    "ک": "ابپتثجدرزسشصفلمنوهی",
    "گ": "اذرزسشفلمنوهی",
    "ل": "ابتثحدذرزسشطعغفقکگلمنوهی",
    "م": "ابپتثجچحخدذرزسشصضطعغفقکگلمنوهیئؤأ",
    "ن": "ابتجچحخدرزژسشصطظعفقکگلمنوهی",
    "و": "ابتثجچحخدرزسشصضطظعغفقکگلمنهیئء",
    "ه": "ابتجدرزسشفلمنوهی",
    "ی": "ابپتثجچحخدرزژسشصضطعغفقکگلمنوهیئأ",
    "آ": "بخدذرزسشغقگمنوی",
    "ئ": "تلمنوهی",
    "ء": "",
    "ؤ": "اثسمو",
    "أ": "تثجخدسلمنی",
}
USUAL_PAIRS = frozenset(first + second for first, seconds in FOLLOWERS.items() for second in seconds)

LEAST_PAIRS, MOST_UNUSUAL_PAIRS = 60, 0.08
LEAST_WORDS, LEAST_SHAPELY_WORDS = 20, 0.6
FOLD = str.maketrans("يكىۀةإٱ", "یکیههأا", "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0654\u0655\u0670")
PERSIAN_RUN = re.compile(f"[{''.join(FOLLOWERS)}]+")
EDGES = "()[]{}«»<>\"'“”‘’.,:;!?،؛؟…/|•-–—*٪%+=~_"
SHAPELY = re.compile(
    r"(?:[\u0600-\u06ff\u200c]+"  # a Persian word or a number in its digits
    r"|(?=.*[aeiouyAEIOUY])[A-Z]?[a-z]+(?:['’-][A-Za-z]?[a-z]+)*|[A-Z]{2,6}|[A-Za-z]|[\u00c0-\u024fa-zA-Z]{4,}"
    r"|[$€£]?\d[\d.,:/–-]*(?:st|nd|rd|th|[a-z]{1,3})?|(?:https?://|www\.|[\w.+-]+@)\S+)"
)


def is_legible(words: Sequence[str]) -> bool | None:
    """Tell whether a page's words are language, None if there are too few to tell."""
    checked = unusual = 0
    for run in PERSIAN_RUN.findall(unicodedata.normalize("NFKC", " ".join(words)).translate(FOLD)):
        for index in range(len(run) - 1):
            checked += 1
            unusual += run[index : index + 2] not in USUAL_PAIRS
    if checked >= LEAST_PAIRS:
        return unusual <= MOST_UNUSUAL_PAIRS * checked
    stripped = [bare for word in words if (bare := word.strip(EDGES))]
    if len(stripped) < LEAST_WORDS:
        return None
    return sum(SHAPELY.fullmatch(word) is not None for word in stripped) >= LEAST_SHAPELY_WORDS * len(stripped)


def letter_count(words: Sequence[str]) -> int:
    return sum(character.isalpha() for word in words for character in word)
