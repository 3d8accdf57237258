"""Documents of any number, made by recombining real Persian sentences, with vectors mixed from real ones."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID

import numpy as np

from corpus.access import ADMINISTRATORS, EVERYONE, Confidentiality
from corpus.records import (
    Box,
    ContentHash,
    Description,
    Document,
    DocumentKind,
    DocumentState,
    Page,
    Passage,
    Span,
    Word,
)
from index.ports import Embedder, Vectors
from language.analysis import analyze
from language.sentences import split_sentences

__all__ = [
    "MadeDocument",
    "VectorMixer",
    "made_documents",
    "made_texts",
    "questions",
    "real_texts",
    "sentences_of",
    "term_statistics",
]

PASSAGES_A_DOCUMENT, PASSAGES_A_PAGE, WORDS_A_PASSAGE = 20, 2, 100
LEAST_WORDS, MOST_WORDS, MOST_SENTENCES = 5, 45, 20_000
WORDS_OF_A_QUESTION = range(3, 9)
UNITS = ("معاونت فناوری", "سازمان پارک‌ها", "دبیرخانهٔ شهر هوشمند", "ادارهٔ آموزش")
ONE_IN_CONFIDENTIAL = 10  # so that the filter of rights has something to do
EMBEDDED_SENTENCES, MIXED, NOISE = 500, 3, 0.01
_WORD = re.compile(r"\S+")
_FRONT_MATTER = re.compile(r"\A\+\+\+\n.*?^\+\+\+\n", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class MadeDocument:
    """A document with its pages, its passages and one vector a passage."""

    document: Document
    pages: tuple[Page, ...]
    passages: tuple[Passage, ...]
    vectors: Vectors


def sentences_of(text: Path, random: Random) -> list[str]:
    """Return distinct sentences of a text file, or of the `.md` files of a folder; at most 20,000, shuffled."""
    files = sorted(text.glob("*.md")) if text.is_dir() else [text]
    lines = [line for file in files for line in _FRONT_MATTER.sub("", file.read_text("utf-8")).splitlines()]
    random.shuffle(lines)
    found: dict[str, None] = {}
    for line in lines:
        if line.startswith(("#", "|")):  # headings and tables are no sentences
            continue
        found.update(dict.fromkeys(line[span.start : span.end] for span in split_sentences(line)))
        if len(found) > 2 * MOST_SENTENCES:
            break
    return [one for one in found if LEAST_WORDS <= len(one.split()) <= MOST_WORDS][:MOST_SENTENCES]


def questions(sentences: Sequence[str], count: int, random: Random) -> list[str]:
    """Return runs of three to eight words out of sentences; each has an index term at least."""
    asked: list[str] = []
    while len(asked) < count:
        words = random.choice(sentences).split()
        length = random.choice(WORDS_OF_A_QUESTION)
        first = random.randrange(max(1, len(words) - length))
        text = " ".join(words[first : first + length])
        if analyze(text):
            asked.append(text)
    return asked


def real_texts(text: Path, count: int) -> list[str]:
    """Passages as they stand in the text: its sentences in their order, to a hundred words each."""
    files = sorted(text.glob("*.md")) if text.is_dir() else [text]
    found: list[str] = []
    words: list[str] = []
    for line in (line for file in files for line in file.read_text("utf-8").splitlines()):
        words += line.split()
        if len(words) >= WORDS_A_PASSAGE:
            found.append(" ".join(words))
            words = []
            if len(found) == count:
                break
    return found


def made_texts(sentences: Sequence[str], count: int, random: Random) -> list[str]:
    return [_passage_text(sentences, random) for _ in range(count)]


def term_statistics(passages: Sequence[str]) -> dict[str, float]:
    """Terms a passage, different terms in all, and which share of those stands in one passage alone."""
    frequencies: Counter[str] = Counter()
    terms = 0
    for passage in passages:
        found = [term.text for term in analyze(passage)]
        terms += len(found)
        frequencies.update(set(found))
    once = sum(count == 1 for count in frequencies.values())
    return {
        "passages": len(passages),
        "terms_a_passage": round(terms / max(1, len(passages)), 1),
        "different_terms": len(frequencies),
        "in_one_passage_alone": round(once / max(1, len(frequencies)), 3),
    }


class VectorMixer:
    """Unit vectors that lie as those of a real model do: each a mixture of three real ones, and some noise."""

    def __init__(self, embedder: Embedder, sentences: Sequence[str], seed: int) -> None:
        self._real = embedder.embed_passages(sentences[:EMBEDDED_SENTENCES])
        self._random = np.random.default_rng(seed)

    def vectors(self, count: int) -> Vectors:
        shares = self._random.dirichlet(np.ones(MIXED), count)
        real = self._real[self._random.integers(len(self._real), size=(count, MIXED))]
        mixed = np.einsum("pm,pmd->pd", shares, real)
        mixed += self._random.normal(0, NOISE, mixed.shape)
        unit: Vectors = (mixed / np.linalg.norm(mixed, axis=1, keepdims=True)).astype(np.float32)
        return unit


def made_documents(
    size: int, sentences: Sequence[str], mixer: VectorMixer, random: Random
) -> Iterator[MadeDocument]:
    """Yield documents of 20 passages, two a page, until there are `size` passages."""
    for first in range(0, size, PASSAGES_A_DOCUMENT):
        count = min(PASSAGES_A_DOCUMENT, size - first)
        document = _document(first // PASSAGES_A_DOCUMENT, sentences, random)
        texts = [_passage_text(sentences, random) for _ in range(count)]
        pages: list[Page] = []
        passages: list[Passage] = []
        for start in range(0, count, PASSAGES_A_PAGE):
            page, spans = _page(len(pages) + 1, texts[start : start + PASSAGES_A_PAGE])
            pages.append(page)
            passages += [
                _passage(document.id, start + place, page, span, random) for place, span in enumerate(spans)
            ]
        yield MadeDocument(document, tuple(pages), tuple(passages), mixer.vectors(count))


def _document(place: int, sentences: Sequence[str], random: Random) -> Document:
    secret = place % ONE_IN_CONFIDENTIAL == ONE_IN_CONFIDENTIAL - 1
    return Document(
        id=_id(random),
        original=ContentHash(f"{place:064x}"),
        file=f"{place // 1000}/{place}.pdf",
        format="pdf",
        size=100_000,
        received=datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=place),
        state=DocumentState.WORDS,
        description=Description(
            title=" ".join(random.choice(sentences).split()[:8]),
            kind=random.choice(list(DocumentKind)),
            number=f"{place}/ب/۱۴۰۳",
            issued=date(2020, 1, 1) + timedelta(days=random.randrange(2000)),
            unit=random.choice(UNITS),
        ),
        confidentiality=Confidentiality.CONFIDENTIAL if secret else Confidentiality.NORMAL,
        readers=frozenset({EVERYONE, ADMINISTRATORS}),
    )


def _passage_text(sentences: Sequence[str], random: Random) -> str:
    chosen: list[str] = []
    words = 0
    while words < WORDS_A_PASSAGE:
        chosen.append(random.choice(sentences))
        words += len(chosen[-1].split())
    return " ".join(chosen)


def _page(number: int, texts: Sequence[str]) -> tuple[Page, list[Span]]:
    """Return a page with its words in rows of twelve, and where each text stands on it."""
    text = "\n".join(texts)
    words = [
        Word(Span(*match.span()), Box(0.9 - place % 12 * 0.07, 0.1 + place // 12 * 0.02, 0.06, 0.015))
        for place, match in enumerate(_WORD.finditer(text))
    ]
    spans: list[Span] = []
    for one in texts:
        start = spans[-1].end + 1 if spans else 0
        spans.append(Span(start, start + len(one)))
    return Page(number, text, tuple(words), 595.0, 842.0), spans


def _passage(document_id: UUID, ordinal: int, page: Page, span: Span, random: Random) -> Passage:
    return Passage(_id(random), document_id, ordinal, page.number, span, page.text[span.start : span.end])


def _id(random: Random) -> UUID:
    return UUID(int=random.getrandbits(128), version=4)
