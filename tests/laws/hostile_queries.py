"""Queries that nobody means well: broken syntax, impossible dates, control characters, endless texts."""

from hypothesis import strategies as st
from mixed_office import WORDS
from office_questions import parts

PIECES = (
    *("", " ", "\n", "\t", "\u200c", "\u200c\u200c"),
    *("\u202e", "\u2067", "\ufeff", "\0", "\ud800", "\udfff", "\u2028"),
    *("🙂", "👩‍👩‍👧", "ﷺ", "ﷺ" * 20, "ـ" * 30, "مُقَرَّرات", "ي", "ك", "ة", "كتابخانه", "گزارش‌هاي", "ا", "a"),
    *("٣", "3", "۳", "½", "۴" * 40, "9" * 40, "٧" * 40),
    *("1403/1403/1403", "/", "۱۲/", "۲٫۵", "1e309", "-1", "--", "-"),
    *('"', '""', "«", "»", "«»", "“", '"مترو', "«خط ۳", '-"'),
    *('-"خط ۳"', "(", "((((", ")]", "[", "{", "}", "\\", "%", "_"),
    *("نوع:", "واحد:", "شماره:", "سال:", "از:", "تا:"),
    *("نوع: هیچ", "واحد: \0", "شماره: ۵", "نوع:نوع:نوع:", "title:", ":"),
    *("سال: ۹۹۹۹۹", "سال: ۰", "سال: ۱۴۰۲-۱۳۹۹"),
    *("از: ۳۱ مهر ۱۴۰۲", "تا: ۱۴۰۲/۱۳/۴۰", "از: ۳۰ اسفند ۱۴۰۲", "از: ۲۰۲۳-۰۲-۳۰"),
    *("از ۱۴۰۲ تا ۱۳۹۹", "از: ۱۴۰۳ تا: ۱۴۰۰", "از مهر ۱۴۰۰ تا پاییز ۱۴۰۲"),
    *("سال گذشته", "دههٔ نود", "۳۱ مهر", "هفتهٔ پیش"),
    *("OR", "یا", "OR OR", "AND", "NOT", "و", "از", "به"),
    *("در", "که", "است", "؟", "?", "چه سال", "what is", "the"),
    *("(a+)+$", "^(([a-z])+.)+[A-Z]([a-z])+$", ".*" * 20),
    *("<script>alert(1)</script>", "' OR 1=1 --", "../../etc/passwd"),
    *("aivnhvd", "shahrdari", "قثحخقف", "ش ه ر د ا ر ی", "شهرداریبودجه", "بود جه", "سنذ", "گزارس"),
)  # fmt: skip
ENDLESS = (
    "آ" * 1990,
    "ab" * 5_000,
    "بودجه " * 330,
    " ".join(f"کلمه{number}" for number in range(250)),
    "و از به " * 240,
    '"' * 1000,
    "«" * 900 + "»" * 900,
    "- " * 990,
    "نوع: " * 390,
    "-الف " * 390,
    "۱" * 1990,
    "1/" * 990,
    "شماره: " + "1/" * 900,
    "از ۱۴۰۰ تا " * 180,
    "a" * 30 + "!" + "a" * 900,
    "ا\u200c" * 900,
    "ي" + "\u064b" * 1500,
    " " * 1990 + "آ",
    "\u202e" * 1990,
    "😀" * 1990,
    '"خط ' * 480,
    "OR " * 660,
    "bngh" * 490,
    "(" * 995 + ")" * 995,
    "." * 1990,
)
CHARACTERS = st.characters(codec=None) | st.sampled_from('اآبپتيىیكکگ ‌۱٢3"«»-:/()[]؟.،\0\u202e\ud800')


def texts(seed: int) -> st.SearchStrategy[str]:
    """Mostly a few words and troubles together, now and then any characters, now and then an endless text."""
    words = st.sampled_from([*PIECES, *PIECES, *WORDS, *parts(seed)])
    joined = st.tuples(st.lists(words, max_size=7), st.sampled_from([" ", " ", " ", "", "\u200c"]))
    spoken = joined.map(lambda made: made[1].join(made[0]))
    anything = st.text(CHARACTERS, max_size=60)
    return st.one_of(
        spoken, spoken, spoken, spoken, anything, spoken, spoken, st.sampled_from(ENDLESS) | anything
    )
