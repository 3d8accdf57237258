"""A day of the question in the other ways to write it: «۱۲ مرداد ۱۴۰۳» is 1403/05/12, and 2024-08-02."""

from collections.abc import Callable, Collection, Iterator
from datetime import date

from language.almanac import JalaliDate
from language.analysis import analyze
from language.days import find_days
from language.normalization import letters
from language.numerals import number_key, to_persian_digits
from language.spans import Span
from search.synonyms import Alternative, Expansion

__all__ = ["equal_days"]

MOST_DAYS = 3  # of one question
_GREGORIAN_MONTHS = (
    "ژانویه", "فوریه", "مارس", "آوریل", "مه", "ژوئن", "ژوئیه", "اوت", "سپتامبر", "اکتبر", "نوامبر", "دسامبر",
)  # fmt: skip


def equal_days(
    text: str, held: Callable[[str], bool], exact: Collection[Span], as_written: Collection[str]
) -> tuple[Expansion, ...]:
    """The days of a text, each with those of its other forms whose terms are all `held`.

    Days in `exact` places and those of `as_written` are left alone. In digits a day is one term of the index,
    whichever part of it stands first; in words it is its three words.
    """
    if not any(character.isdigit() for character in text) and "هزار" not in text:
        return ()
    alone = {letters(one) for one in as_written}
    found = []
    for day, span in find_days(text)[:MOST_DAYS]:
        if letters(span.of(text)) in alone or any(
            span.start < place.end and place.start < span.end for place in exact
        ):
            continue
        written = frozenset(term.text for term in analyze(span.of(text)))
        others = tuple(
            other for other in _forms(day) if not other.terms <= written and all(map(held, sorted(other.terms)))
        )
        if written and others:
            found.append(Expansion(span, written, others, is_whole=True))
    return tuple(found)


def _forms(day: date) -> Iterator[Alternative]:
    jalali = JalaliDate.from_gregorian(day)
    for numeric in (jalali.format_short(), to_persian_digits(f"{day.year}/{day.month:02}/{day.day:02}")):
        yield Alternative(numeric, ((number_key(numeric),),))
    for words in (
        f"{jalali.day} {jalali.month_name} {jalali.year}",
        f"{day.day} {_GREGORIAN_MONTHS[day.month - 1]} {day.year}",
    ):
        yield Alternative(to_persian_digits(words), tuple((term.text,) for term in analyze(words)))
