"""An office at random: documents of every right and kind, whose own words tell where a sentence comes from."""

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from uuid import UUID, uuid5

from index_entries import LocalClient

from corpus.access import Confidentiality, Principal, administrator, principal, with_administrators
from corpus.catalogue import Reading
from corpus.originals import Originals
from corpus.records import (
    Block,
    BlockKind,
    ContentHash,
    Description,
    Document,
    DocumentKind,
    DocumentState,
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
from language.numerals import number_key
from search.service import Searcher

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
    """A document, its pages, and the words and the number that stand in no other document."""

    document: Document
    pages: tuple[str, ...]
    heading: str
    words: tuple[str, ...]
    number: str

    @property
    def content(self) -> bytes:
        return "\f".join(self.pages).encode()

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

    def __init__(
        self, held: Sequence[Held], catalogue: SqlCatalogue, index: PassageIndex, originals: Originals
    ) -> None:
        self.held = held
        self.catalogue = catalogue
        self.index = index
        self.originals = originals
        self.encoder = Encoder(HashEmbedder(DIMENSION))
        self.searcher = Searcher(index, catalogue, self.encoder, Settings())

    def __repr__(self) -> str:
        return f"an office of {len(self.held)} documents"

    def over(self, index: PassageIndex) -> "MixedOffice":
        """The same documents in another index."""
        for one in self.held:
            index.put(_entries(one, self.encoder))
        return MixedOffice(self.held, self.catalogue, index, self.originals)

    def close(self) -> None:
        self.index.close()
        self.catalogue.close()


def own_word(chance: random.Random) -> str:
    return "".join(chance.choices(LETTERS, k=7))


def planned(seed: int, count: int = 30) -> list[Held]:
    chance = random.Random(seed)
    return [_held(number, chance) for number in range(count)]


def _held(place: int, chance: random.Random) -> Held:
    words = tuple(own_word(chance) for _ in range(5))
    number = str(chance.randrange(10_000, 99_999))
    pages = tuple(_page(words, chance) for _ in range(chance.randint(1, 3)))
    description = Description(
        title=" ".join((*chance.sample(WORDS, 2), words[1])),
        kind=chance.choice(list(DocumentKind)),
        number=f"{number}/ص/۱۴۰۲" if chance.random() < 0.7 else None,
        issued=date(2022, 5, 1) + timedelta(days=chance.randrange(900)) if chance.random() < 0.8 else None,
        unit=f"ادارهٔ {words[0]}" if chance.random() < 0.3 else chance.choice((*UNITS, None)),
    )
    document = Document(
        id=uuid5(ROOM, f"{number}-{place}"),
        original=ContentHash(""),  # known when it is stored
        file=f"{words[2]}-{place}.txt",
        format="txt",
        size=1,
        received=datetime(2024, 3, 20, tzinfo=UTC) + timedelta(hours=place),
        state=DocumentState.WAITING,
        description=description,
        confidentiality=Confidentiality(chance.choice((0, 0, 0, 1, 2, 3))),
        readers=with_administrators(frozenset(chance.sample(GROUPS, chance.choice((0, 1, 1, 2))))),
    )
    return Held(document, pages, chance.choice(("", f"بخش {words[3]}")), words, number)


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
    original, size = office.originals.store(BytesIO(one.content))
    document = replace(one.document, original=original, size=size)
    office.catalogue.register(document)
    office.catalogue.next_waiting()
    pages = [Page(place, text) for place, text in enumerate(one.pages, 1)]
    blocks = [Block(BlockKind.PARAGRAPH, page.number, Span(0, len(page.text))) for page in pages]
    reading = Reading(document.description, pages, blocks, _passages(one), "txt")
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
