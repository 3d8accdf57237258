"""An office at random: documents of every right and kind, whose own words tell where a sentence comes from."""

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from index_entries import LocalClient

from corpus.access import Confidentiality, Principal, administrator, principal, with_administrators
from corpus.catalogue import Reading
from corpus.described import Attribute, Certainty, Details, How, Place, Relation, Resolution, Value
from corpus.originals import Originals
from corpus.records import (
    Block,
    BlockKind,
    ContentHash,
    Description,
    Document,
    DocumentKind,
    DocumentState,
    Integrity,
    Page,
    Passage,
    Span,
)
from corpus.sql_catalogue import SqlCatalogue
from index.encoding import Encoder
from index.hash_embedder import HashEmbedder
from index.memory import MemoryPassageIndex
from index.ports import IndexEntry, PassageIndex
from index.qdrant_embedded import open_embedded
from index.qdrant_server import QdrantServerIndex
from language.analysis import analyze
from language.normalization import letters
from language.numerals import number_key
from search.service import Searcher
from search.suggestions import Suggestion

ROOM = UUID("6f1c0000-0000-4000-8000-000000000000")
DIMENSION = 64
GROUPS = ("everyone", "everyone", "مالی", "حراست", "فناوری")
UNITS = ("امور مالی", "فناوری اطلاعات", "خدمات شهری")
WORDS = (
    *("بودجه", "مترو", "خط", "ایستگاه", "گزارش", "پسماند", "حسگر", "هوشمند", "کتاب‌خانه", "صورت‌جلسه", "آموزش"),
    *(
        "پیمانکار",
        "مصوبه",
        "شهرداری",
        "نامهٔ",
        "پارک",
        "دوربین",
        "سامانه‌های",
        "GIS",
        "IoT",
        "v2.1",
        "۱۴۰۲",
        "۲۷",
    ),
)
# None of these letters is a suffix, and hardly two runs of seven of them are a slip apart.
LETTERS = "بتجدرزسشقکلمنپگف"

ASKERS = (
    principal("مهمان"),
    principal("حسابدار", frozenset({"مالی"}), Confidentiality.CONFIDENTIAL),
    principal("نگهبان", frozenset({"حراست", "فناوری"}), Confidentiality.SECRET),
    principal("معتمد", clearance=Confidentiality.HIGHLY_CONFIDENTIAL),
    administrator("مدیر"),
    Principal("بی‌گروه", frozenset(), Confidentiality.SECRET),
)


@dataclass(frozen=True)
class Held:
    """A document, its pages, and the words and the number that were made for it.

    They stand in no other document, but where one is a near copy of another or names it. `before` are the
    bytes of an earlier version, b"" if there was none.
    """

    document: Document
    pages: tuple[str, ...]
    heading: str
    words: tuple[str, ...]
    number: str
    details: Details = field(default_factory=Details)
    integrity: float = 1.0
    before: bytes = b""

    @property
    def content(self) -> bytes:
        return "\f".join(self.pages).encode()

    @property
    def marks(self) -> tuple[str, ...]:
        return (*self.words, self.number)

    def says(self) -> str:
        """All that a reader of it may learn from it, its marks in it."""
        described = self.document.description
        told = [described.title, self.document.file, described.number, described.unit, described.replaces]
        told += [self.heading, *self.pages, self.before.decode()]
        told += [f"{one.owner} {one.text}" for one in self.details.resolutions]
        told += [one.text for one in self.details.values]
        return "\n".join(one for one in told if one)

    def is_shown_to(self, asker: Principal) -> bool:
        return asker.may_read(self.document.confidentiality, self.document.readers)

    def terms(self) -> set[str]:
        """Every index term of it."""
        described = self.document.description
        texts = (described.title, self.heading, *self.pages)
        terms = {term.text for text in texts for term in analyze(text)}
        return terms | ({number_key(described.number)} if described.number else set())


@dataclass(frozen=True)
class Settings:
    meaning_weight: float = 0.5


class MixedOffice:
    """The search side of the program over what is held; no dataclass, or a failing case would print it all."""

    def __init__(self, held: Sequence[Held], catalogue: Any, index: PassageIndex, originals: Originals) -> None:
        self.held = held
        self._hidden_marks: dict[str, tuple[str, ...]] = {}
        self._visible_terms: dict[str, frozenset[str]] = {}
        self.catalogue = catalogue
        self.index = index
        self.originals = originals
        self.encoder = Encoder(HashEmbedder(DIMENSION))
        self.settings = Settings()
        self.searcher = Searcher(index, catalogue, self.encoder, self.settings)

    def __repr__(self) -> str:
        return f"an office of {len(self.held)} documents"

    def over(self, index: PassageIndex) -> "MixedOffice":
        """The same documents in another index."""
        for one in self.held:
            index.put(_entries(one, self.encoder))
        return MixedOffice(self.held, self.catalogue, index, self.originals)

    def reading(self, catalogue: Any) -> "MixedOffice":
        """The same documents and index with another catalogue."""
        return MixedOffice(self.held, catalogue, self.index, self.originals)

    def holding(self, held: Sequence[Held]) -> "MixedOffice":
        """The same catalogue, index and searcher, whose documents have other rights now."""
        made = MixedOffice(held, self.catalogue, self.index, self.originals)
        made.searcher = self.searcher
        return made

    def hidden_marks(self, asker: Principal) -> tuple[str, ...]:
        """The words and numbers of hidden documents, letters alone, that no readable document says."""
        if asker.name not in self._hidden_marks:
            open_ = "\n".join(letters(one.says()) for one in self.held if one.is_shown_to(asker))
            marks = (mark for one in self.held if not one.is_shown_to(asker) for mark in one.marks)
            self._hidden_marks[asker.name] = tuple(mark for mark in marks if mark not in open_)
        return self._hidden_marks[asker.name]

    def visible_terms(self, asker: Principal) -> frozenset[str]:
        """Every index term of what the asker may read."""
        if asker.name not in self._visible_terms:
            shown = (one.terms() for one in self.held if one.is_shown_to(asker))
            self._visible_terms[asker.name] = frozenset().union(*shown)
        return self._visible_terms[asker.name]

    def suggest(self, text: str, asker: Principal) -> list[Suggestion]:
        return self.searcher.suggest(text, asker)

    def close(self) -> None:
        self.index.close()
        self.catalogue.close()


def own_word(chance: random.Random) -> str:
    return "".join(chance.choices(LETTERS, k=7))


@cache
def planned(seed: int, count: int = 30) -> list[Held]:
    chance = random.Random(seed)
    held: list[Held] = []
    for number in range(count):
        held.append(_held(number, chance, held))
    return held


def _held(place: int, chance: random.Random, others: Sequence[Held]) -> Held:
    words = tuple(own_word(chance) for _ in range(5))
    number = str(chance.randrange(10_000, 99_999))
    # A near copy has another's pages, an attachment another's name before its own: each with its own rights.
    copied = chance.choice(others) if others and chance.random() < 0.15 else None
    named = chance.choice(others) if others and chance.random() < 0.3 else None
    container = chance.choice(others).document if others and chance.random() < 0.2 else None
    pages = tuple(_page(words, chance) for _ in range(chance.randint(1, 3)))
    description = Description(
        title=" ".join((*chance.sample(WORDS, 2), words[1])),
        kind=chance.choice(list(DocumentKind)),
        number=f"{number}/ص/۱۴۰۲" if chance.random() < 0.7 else None,
        issued=date(2022, 5, 1) + timedelta(days=chance.randrange(900)) if chance.random() < 0.8 else None,
        unit=f"ادارهٔ {words[0]}" if chance.random() < 0.3 else chance.choice((*UNITS, None)),
        replaces=named.document.description.number if named else None,
    )
    document = Document(
        id=uuid5(ROOM, f"{number}-{place}"),
        original=ContentHash(""),  # known when it is stored
        file=f"{words[2]}-{place}.txt",
        format=chance.choice(("txt", "txt", "pdf")),  # pages of the latter have pictures
        size=1,
        received=datetime(2024, 3, 20, tzinfo=UTC) + timedelta(hours=place),
        state=DocumentState.WAITING,
        description=description,
        confidentiality=Confidentiality(chance.choice((0, 0, 0, 1, 2, 3))),
        readers=with_administrators(frozenset(chance.sample(GROUPS, chance.choice((0, 1, 1, 2))))),
        container=container.id if container else None,
    )
    return Held(
        document,
        (*copied.pages, pages[0]) if copied else pages,
        chance.choice(("", f"بخش {words[3]}")),
        words,
        number,
        _details(words, description, chance),
        chance.choice((1.0, 1.0, 0.3)),
        f"نسخهٔ پیشین {words[4]}".encode() if chance.random() < 0.2 else b"",
    )


def _details(words: Sequence[str], description: Description, chance: random.Random) -> Details:
    place = Place(1, Span(0, 3))
    named = description.replaces
    return Details(
        version=1,
        values=(Value(Attribute.PRESENT, f"{words[3]} {chance.choice(WORDS)}", Certainty.SURE, place, "دبیر"),),
        relations=(Relation(chance.choice(list(How)), named, place),) if named else (),
        resolutions=tuple(
            Resolution(
                uuid5(ROOM, f"{words[0]}-{ordinal}"),
                ordinal,
                f"{chance.choice(WORDS)} {words[1]} {words[4]}",
                place,
                owner=chance.choice((f"ادارهٔ {words[0]}", UNITS[0], None)),
                due=date(2024, 1, 1) + timedelta(days=chance.randrange(400)) if chance.random() < 0.7 else None,
            )
            for ordinal in range(chance.choice((0, 1, 2)))
        ),
    )


def _page(words: Sequence[str], chance: random.Random) -> str:
    sentences = (
        " ".join([*chance.sample(WORDS, chance.randint(2, 6)), *chance.sample(words, chance.randint(0, 2))])
        for _ in range(chance.randint(1, 4))
    )
    return ". ".join(sentences) + "."


def found_office(place: Path, held: Iterable[Held], index: PassageIndex) -> MixedOffice:
    """Fill a catalogue, originals and an index as ingestion does."""
    place.mkdir(parents=True, exist_ok=True)
    catalogue = SqlCatalogue(f"sqlite:///{place / 'catalogue.sqlite'}")
    office = MixedOffice(list(held), catalogue, index, Originals(place / "originals"))
    for one in office.held:
        _hold(office, one)
    return office


def _hold(office: MixedOffice, one: Held) -> None:
    for content in filter(None, (one.before, one.content)):  # an earlier version first
        original, size = office.originals.store(BytesIO(content))
        document = replace(one.document, original=original, size=size)
        office.catalogue.register(document)
    office.catalogue.next_waiting()
    integrity = Integrity(one.integrity, {"unknown_words": 1 - one.integrity})
    pages = [Page(place, text, integrity=integrity) for place, text in enumerate(one.pages, 1)]
    blocks = [Block(BlockKind.PARAGRAPH, page.number, Span(0, len(page.text))) for page in pages]
    described = replace(document.description, details=one.details)
    reading = Reading(described, pages, blocks, _passages(one), document.format)
    office.catalogue.store_reading(document.id, reading)
    office.index.put(_entries(one, office.encoder))
    office.catalogue.set_state(document.id, DocumentState.COMPLETE)


def _passages(one: Held) -> list[Passage]:
    document_id, headings = one.document.id, (one.heading,) if one.heading else ()
    return [
        Passage(
            uuid5(document_id, str(place)), document_id, place, place + 1, Span(0, len(text)), text, headings
        )
        for place, text in enumerate(one.pages)
    ]


def _entries(one: Held, encoder: Encoder) -> list[IndexEntry]:
    """Four passages in five have a vector already."""
    passages = _passages(one)
    vectors = HashEmbedder(DIMENSION).embed_passages(encoder.passage_inputs(one.document, passages))
    entries = encoder.entries(one.document, passages)
    return [
        replace(entry, vector=vector) if entry.passage_id.int % 5 else entry
        for entry, vector in zip(entries, vectors, strict=True)
    ]


def _local(_: Path) -> PassageIndex:
    return QdrantServerIndex("http://here", "sanadyar", "", DIMENSION, LocalClient())


ADAPTERS: dict[str, Callable[[Path], PassageIndex]] = {
    "memory": lambda _: MemoryPassageIndex(DIMENSION),
    "embedded": lambda folder: open_embedded(folder, DIMENSION),
    "server code over the client's local mode": _local,
}
