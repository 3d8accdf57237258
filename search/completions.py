"""Words of the texts that a word which is being typed may become, and words that follow one.

The index gives terms that begin so; whoever asks is shown them only as passages that they may read have them
written, so that nothing is said which they could not read.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from uuid import UUID

from corpus.access import Principal
from corpus.catalogue import Catalogue
from corpus.records import Passage
from index.ports import PassageIndex, Restriction
from language.analysis import analyze
from language.characters import ZWNJ
from language.inflection import PLURALS, STOP_WORDS, stem
from language.normalization import letters
from language.numerals import number_key

__all__ = ["completions", "continuations", "written_form"]

LOOKED_AT = 40  # terms with the typed beginning, the most used ones
COUNTED = 24  # passages of a term by which its use is estimated
SPARE = 3  # terms that may turn out to be parts of other words
READ = 4  # of these, whose texts say how the term is written
SAMPLE = 24  # passages of the words before the typed one that are read
LEAST_TYPED = 2  # letters of a word that is looked for among all words
LEAST_NEXT = 2  # times that a word must follow another one
LONGEST = 40  # letters of a word that is offered
MOST_BEFORE = 3  # terms before the typed word that a passage must have with it
IDS = 1 << 128
TATWEEL = "\u0640"

_MARKS = "\u0640\u064b-\u065f\u0670"
_WORD = re.compile(f"[^\\W\\d_](?:[^\\W\\d_]|[\u200c{_MARKS}](?=[^\\W\\d_]|[{_MARKS}]))*+|\\d+")
_BLANK = re.compile(f"[{_MARKS}]*[ \n]")
_NUMBER = re.compile("\\w+(?:[/\\-_.]\\w+)+")


def completions(
    before: str, last: str, limit: int, asker: Principal, catalogue: Catalogue, index: PassageIndex
) -> list[str]:
    """Words that begin with `last`: those that stand with the words before it, else the most used ones."""
    wanted = letters(last)
    found = _beside(before, wanted, limit, asker, catalogue, index)
    if found or len(wanted) < LEAST_TYPED:
        return found
    return _most_used(last, limit, asker, catalogue, index)


def continuations(
    before: str, limit: int, asker: Principal, catalogue: Catalogue, index: PassageIndex
) -> list[str]:
    """Words that follow the last word of `before`, the most frequent first."""
    return _beside(before, "", limit, asker, catalogue, index)


def _beside(
    before: str, wanted: str, limit: int, asker: Principal, catalogue: Catalogue, index: PassageIndex
) -> list[str]:
    """Words that begin so and follow `before`, then those that stand in one passage with it.

    The first passages by id are read, a sample: what is rare beside the words may be missed. Where nothing is
    typed of the word yet, it must follow, more than once.
    """
    terms = [term.text for term in analyze(before)][-MOST_BEFORE:]
    last = letters(before.split()[-1]) if before.split() else ""
    if not terms:
        return []
    counts: Counter[str] = Counter()
    spelt: dict[str, Counter[str]] = {}
    for passage in catalogue.passages(index.passages_with(terms, Restriction(asker), SAMPLE), asker).values():
        for text in _texts(passage):
            for word, follows in _words_after(text, last):
                key = _key(word)
                if key == wanted or key in STOP_WORDS or not (key.startswith(wanted) if wanted else follows):
                    continue
                counts[key] += SAMPLE if follows else 1
                spelt.setdefault(key, Counter())[word] += 1
    follow = any(count >= SAMPLE for count in counts.values())
    # Where some words follow, one that stands somewhere in one passage is chance.
    least = (LEAST_NEXT if follow else 1) if wanted else LEAST_NEXT * SAMPLE
    best = sorted((key for key in counts if counts[key] >= least), key=lambda key: (-counts[key], key))
    return [_commonest(spelt[key]) for key in best[:limit] if len(key) <= LONGEST]


def _most_used(last: str, limit: int, asker: Principal, catalogue: Catalogue, index: PassageIndex) -> list[str]:
    """Words that begin with `last`, or numbers of several parts, the most used first."""
    wanted, number = letters(last), number_key(last)
    beginning = number if "/" in number or any(character.isdigit() for character in wanted) else wanted
    terms = [one for one in index.terms_beginning(beginning, LOOKED_AT) if _is_like(one[0], beginning)]
    used = _used(terms, limit + SPARE, Restriction(asker), index)
    best = sorted(used, key=lambda term: (-_estimate(used[term]), term))[: limit + SPARE]
    passages = catalogue.passages([one for term in best for one in used[term][:READ]], asker)
    written = (
        _written(term, wanted, [passages[one] for one in used[term][:READ] if one in passages]) for term in best
    )
    return [word for word in written if word]


def written_form(term: str, asker: Principal, catalogue: Catalogue, index: PassageIndex) -> str:
    """How passages that the asker may read write a term: as it is if one does, else most often; or ""."""
    ids = index.passages_with((term,), Restriction(asker), READ)
    forms = _spelt(term, "", catalogue.passages(ids, asker).values())
    best = min(forms, key=lambda key: (key != term, -forms[key].total(), key), default="")
    return _commonest(forms[best]) if best else ""


def _is_like(term: str, beginning: str) -> bool:
    """A word for the beginning of a word, a number of several parts for that of a number."""
    return "/" in term if any(character.isdigit() for character in beginning) else term.isalpha()


def _used(
    terms: Iterable[tuple[str, int]], most: int, readable: Restriction, index: PassageIndex
) -> dict[str, list[UUID]]:
    """Of the terms that stand in a readable passage, the first such passages.

    `terms` come with their use by all, which none has more of among what may be read: where `most` are found
    that are used more, the others need not be asked for.
    """
    found: dict[str, list[UUID]] = {}
    estimates: list[float] = []
    for term, count in terms:
        if len(estimates) >= most and count < sorted(estimates)[-most]:
            break
        if ids := index.passages_with((term,), readable, COUNTED):
            found[term] = ids
            estimates.append(_estimate(ids))
    return found


def _estimate(ids: Sequence[UUID]) -> float:
    """In how many passages a term stands, by its first `COUNTED` ones in order of id.

    Ids are spread evenly: the more passages there are, the nearer is the last of the first to the beginning
    (Bar-Yossef et al., Counting distinct elements in a data stream, 2002). Counting them would take the engine
    up to 50 ms, and what others may not read must not count.
    """
    return len(ids) if len(ids) < COUNTED else (COUNTED - 1) * IDS / (ids[-1].int + 1)


def _written(term: str, wanted: str, passages: Iterable[Passage]) -> str:
    """The commonest way in which the passages write a term that begins so; "" if none does."""
    forms = _spelt(term, wanted, passages)
    best = min((key for key in forms if key != wanted), key=lambda key: (-forms[key].total(), key), default="")
    return _commonest(forms[best]) if best and len(best) <= LONGEST else ""


def _spelt(term: str, wanted: str, passages: Iterable[Passage]) -> dict[str, Counter[str]]:
    """The ways in which passages write a term, by their letters."""
    spelt: dict[str, Counter[str]] = {}
    for passage in passages:
        for text in _texts(passage):
            for found in (_NUMBER if "/" in term else _WORD).findall(text):
                word = _singular(found)
                key = _key(word)
                if ("/" in term and number_key(word) == term) or (
                    key.startswith(wanted) and term in (stem(key), key)
                ):
                    spelt.setdefault(key, Counter())[word] += 1
    return spelt


def _texts(passage: Passage) -> Iterator[str]:
    yield from passage.headings
    yield passage.context
    yield passage.text


def _words_after(text: str, last: str) -> Iterator[tuple[str, bool]]:
    """The words of a text, and whether one follows `last` with nothing but a blank between them."""
    before: re.Match[str] | None = None
    for match in _WORD.finditer(text):
        follows = before is not None and bool(_BLANK.fullmatch(text, before.end(), match.start()))
        yield _singular(match[0]), follows and before is not None and _key(before[0]) == last
        before = match


def _singular(word: str) -> str:
    """«سامانه» of «سامانه‌های»; an ending that is written to its word stays."""
    bare, _, ending = word.rpartition(ZWNJ)
    return bare if bare and _key(ending) in PLURALS else word


def _commonest(spelt: Counter[str]) -> str:
    return min(spelt, key=lambda word: (-spelt[word], word)).replace(TATWEEL, "")


@lru_cache(maxsize=50_000)
def _key(word: str) -> str:
    return letters(word)
