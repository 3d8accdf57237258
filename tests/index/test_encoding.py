"""The one place where passages and questions become terms and model texts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import numpy as np
import pytest
from index_entries import CLERK, EVERYBODY, by, named

from corpus.access import Confidentiality
from corpus.records import (
    ContentHash,
    Description,
    Document,
    DocumentKind,
    DocumentState,
    Passage,
    Span,
)
from index import encoding
from index.encoding import Encoder
from index.hash_embedder import HashEmbedder
from index.memory import MemoryPassageIndex
from index.ports import Vectors


class Listening(HashEmbedder):
    """Keeps the texts that it was given."""

    def __init__(self, dimension: int = 64) -> None:
        super().__init__(dimension)
        self.queries: list[str] = []

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        self.queries += texts
        return super().embed_queries(texts)


def document(**described: object) -> Document:
    description = Description("گزارش حسگرهای هوا", kind=DocumentKind.REPORT)
    return Document(
        id=named("سند"),
        original=ContentHash("0" * 64),
        file="گزارش.txt",
        format="txt",
        size=1,
        received=datetime(2024, 3, 20, tzinfo=UTC),
        state=DocumentState.WAITING,
        description=replace(description, **described),  # fields of Description
        confidentiality=Confidentiality.CONFIDENTIAL,
        readers=frozenset({"مالی"}),
    )


def passage(text: str, ordinal: int = 0, headings: tuple[str, ...] = (), context: str = "") -> Passage:
    return Passage(named(ordinal), named("سند"), ordinal, 1, Span(0, len(text)), text, headings, context)


ENCODER = Encoder(HashEmbedder(), "برش ۱")


def terms_of(text: str) -> list[str]:
    return [term.text for term in ENCODER.query_terms(text)]


def test_an_entry_holds_what_the_document_says() -> None:
    described = document(number="۱۴۰۳/ص/۲۷", issued=date(2024, 3, 20), unit="فناوری")
    first, second = ENCODER.entries(described, [passage("آب شهر"), passage("پسماند", 1)])
    assert (first.passage_id, first.document_id, first.ordinal) == (named(0), named("سند"), 0)
    assert second.ordinal == 1
    assert (first.kind, first.unit, first.day) == ("report", "فناوری", date(2024, 3, 20).toordinal())
    assert first.number == "1403/ص/27"
    assert first.confidentiality is Confidentiality.CONFIDENTIAL
    assert first.readers == frozenset({"مالی"})
    assert first.vector is None


def test_what_a_document_does_not_say_is_none() -> None:
    [only] = ENCODER.entries(document(number="بدون شماره"), [passage("آب")])
    assert (only.unit, only.number, only.day) == (None, None, None)


def test_terms_come_from_title_headings_context_and_text() -> None:
    [only] = ENCODER.entries(
        document(), [passage("بودجه", headings=("فصل یکم", "هزینه"), context="نام پیمانکار")]
    )
    for text in ("حسگرهای", "فصل", "هزینه", "پیمانکار", "بودجه"):
        assert set(terms_of(text)) <= set(only.terms), text


@pytest.mark.parametrize("asked", ["۱۴۰۳/ص/۲۷", "1403-ص-27", "27/ص/1403", "١٤٠٣/ص/٢٧"])
def test_a_number_is_found_however_it_is_typed(asked: str) -> None:
    index = MemoryPassageIndex()
    index.put(ENCODER.entries(document(number="۱۴۰۳/ص/۲۷"), [passage("آب شهر")]))
    [entry] = ENCODER.entries(document(number="۱۴۰۳/ص/۲۷"), [passage("آب شهر")])
    assert entry.number in terms_of(asked)
    reader = replace(CLERK, groups=frozenset({"مالی"}), clearance=Confidentiality.SECRET)
    assert index.lexical(terms_of(asked), by(reader), 5)


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("گزارش مالی شهرداری", "گزارش مالي شهرداري"),
        ("کتاب‌های درسی", "کتابهای درسی"),
        ("سال ۱۴۰۳", "سال 1403"),
        ("مُقرَّرات", "مقررات"),
    ],
)
def test_passages_and_questions_meet_across_spellings(written: str, asked: str) -> None:
    [entry] = ENCODER.entries(document(), [passage(written)])
    assert set(terms_of(asked)) <= set(entry.terms)


@pytest.mark.parametrize(
    "text", ["ﷺ" * 10_000, "\0آب\0", "\ud800آب", "", " \n\t", "\u200c\u200c", "آب\u2028شهر\x85هوا", "🙂" * 50]
)
def test_any_text_becomes_terms_that_an_index_takes(text: str) -> None:
    hostile = passage(text, headings=(text,), context=text)
    entries = ENCODER.entries(document(title=text or "آب"), [hostile])
    MemoryPassageIndex().put(entries)
    [made] = ENCODER.passage_inputs(document(title=text or "آب"), [hostile])
    made.encode()  # no halves of characters are left for the model
    assert ENCODER.query_vector(text).shape == (64,)


def test_the_model_reads_title_headings_context_and_text_lightly_folded() -> None:
    [made] = ENCODER.passage_inputs(
        document(title="گزارش مالي"), [passage("مبلغ ٢٥ ريال", context="رديف", headings=("فصل",))]
    )
    assert made == "گزارش مالی\nفصل\nردیف\nمبلغ ۲۵ ریال"
    [without] = ENCODER.passage_inputs(document(title="گزارش"), [passage("متن")])
    assert without == "گزارش\nمتن"


def test_questions_are_folded_like_passages() -> None:
    embedder = Listening()
    vector = Encoder(embedder).query_vector("گزارش مالي ٢٥")
    assert embedder.queries == ["گزارش مالی ۲۵"]
    assert float(vector @ vector) == pytest.approx(1)
    assert np.array_equal(vector, Encoder(embedder).query_vector("گزارش مالی ۲۵"))


def test_the_fingerprint_follows_everything_that_shapes_the_index(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {ENCODER.fingerprint()}
    assert Encoder(HashEmbedder(), "برش ۱").fingerprint() in known

    def differs(encoder: Encoder) -> bool:
        before = len(known)
        known.add(encoder.fingerprint())
        return len(known) == before + 1

    assert differs(Encoder(HashEmbedder(), "برش ۲"))
    assert differs(Encoder(HashEmbedder(32), "برش ۱"))
    with monkeypatch.context() as changed:
        changed.setattr(encoding.analysis, "fingerprint", lambda: "تحلیل دیگر")
        assert differs(ENCODER)
    with monkeypatch.context() as changed:
        changed.setattr(encoding, "VERSION", encoding.VERSION + 1)
        assert differs(ENCODER)


def test_no_passages_are_no_entries() -> None:
    assert ENCODER.entries(document(), []) == ENCODER.passage_inputs(document(), []) == []
    assert isinstance(named("سند"), UUID)
    assert EVERYBODY


def test_the_key_of_an_input_changes_with_what_the_model_reads_and_with_the_model() -> None:
    def key(encoder: Encoder = ENCODER, text: str = "آب", **described: object) -> str:
        [only] = encoder.entries(document(**described), [passage(text)])
        return only.input_key

    assert key() == key(number="۲۷", unit="مالی")  # what the model does not read
    assert key() == key(Encoder(HashEmbedder(), "برش ۲"))
    different = {
        key(),
        key(text="هوا"),
        key(title="دیگر"),
        key(Encoder(HashEmbedder(32), "برش ۱")),
        key(text="\0"),
    }
    assert len(different) == 5
