"""A run of letters is parted into what was meant, by the words that the asker may know."""

from uuid import uuid4

import pytest

from corpus.access import EVERYONE, Confidentiality, administrator, principal
from index.memory import MemoryPassageIndex
from index.ports import IndexEntry, Restriction
from language.analysis import analyze, written_words
from search.known_terms import Context, KnownTerms
from search.respelling import respelt
from search.segmentation import Kind, segmented

TEXTS = [
    "بودجهٔ شهر هوشمند در سامانهٔ شهرسازی",
    "قورباغه در آب زندگی می‌کند",
    "جعبهٔ سیاه هواپیما",
    "مقبرهٔ کوروش در شهر پاسارگاد",
    *(f"گزارش شهر و بودجه {number}" for number in range(6)),
]


@pytest.fixture
def index():
    filled = MemoryPassageIndex()
    filled.put([_entry(text) for text in TEXTS])
    return filled


def _entry(text, readers=frozenset({EVERYONE})):
    terms = tuple(term.text for term in analyze(text))
    return IndexEntry(uuid4(), uuid4(), 0, terms, "letter", None, None, None, Confidentiality.NORMAL, readers)


def meant(index, text, *doubtful, asker=None):
    known = KnownTerms(index, Restriction(asker or administrator("tests")))
    words = written_words(text)
    places = doubtful or [
        place for place, word in enumerate(words) if word.terms and not any(t in known for t in word.terms)
    ]
    context = Context(words, places, known)
    for found in sorted(
        respelt(text, words, places, (), known, context).replacements, key=lambda one: -one.written.start
    ):
        text = text[: found.written.start] + found.text + text[found.written.end :]
    return text


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("شهرهوشمند", "شهر هوشمند"),  # a blank missing
        ("دربودجه", "در بودجه"),
        ("قورب اغه", "قورباغه"),  # a blank too many
        ("قورباغ هسیاه", "قورباغه سیاه"),  # a blank at the wrong place
        ("بودجهشهر هو شمند", "بودجه شهر هوشمند"),  # one missing and one too many
        ("سامنهشهر", "سامانه شهر"),  # one missing beside a wrong letter
        ("هوا بیما سیاه", "هواپیما سیاه"),  # one too many beside a wrong letter
        ("مقبرهکو روش", "مقبره کوروش"),
        ("زندگیقوربا غه", "زندگی قورباغه"),
    ],
)
def test_blanks_and_letters_are_put_right(index, written, expected):
    assert meant(index, written) == expected


@pytest.mark.parametrize("written", ["شهر هوشمند", "ژپگچشس", "بند ب", "qwertzuiop", "۱۲۳۴۵"])
def test_what_is_known_or_hopeless_stays(index, written):
    assert meant(index, written) == written


def test_words_parted_by_a_mark_are_not_joined(index):
    assert meant(index, "قورب، اغه", 0, 1) == "قورب، اغه"


def test_a_hidden_word_is_as_unknown_as_any_other(index):
    index.put([_entry("دوکرام", readers=frozenset({"حراست"}))])
    guest = principal("مهمان")
    guard = principal("نگهبان", groups=frozenset({"حراست"}))
    assert meant(index, "شهردوکرام", asker=guard) == "شهر دوکرام"
    without = MemoryPassageIndex()
    without.put([_entry(text) for text in TEXTS])
    for filled in (index, without):
        filled.put([_entry("دوکران")])  # near the hidden word, for all to see
    assert meant(index, "دوکرام", 0, asker=guest) == "دوکران"
    for written in ("شهردوکرام", "دوک رام", "دوکرام", "دوکرامشهر"):
        assert meant(index, written, 0, asker=guest) == meant(without, written, 0, asker=guest)


def test_no_look_up_without_need(index):
    asked = []

    def near(word):
        asked.append(word)
        return {}

    known = KnownTerms(index, Restriction(administrator("tests")))
    pieces = segmented(["شهر", "بودجههوشمند"], [1], known, near)
    assert [piece.text for piece in pieces] == ["شهر", "بودجه", "هوشمند"]
    assert [piece.kind for piece in pieces] == [Kind.WRITTEN, Kind.KNOWN, Kind.KNOWN]
    assert len(asked) <= 5
