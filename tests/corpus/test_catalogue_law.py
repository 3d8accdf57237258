"""The law of `corpus.catalogue.Catalogue`, for every database that it is kept in."""

import threading
from collections.abc import Callable
from datetime import date
from random import Random
from uuid import uuid4

import pytest

from corpus.access import ADMINISTRATORS, Confidentiality, administrator, principal
from corpus.catalogue import DocumentQuery, Reading
from corpus.corrections import checked
from corpus.errors import InvalidQuery, NotFound
from corpus.records import ContentHash, Document, DocumentKind, DocumentState, Failure, Passage
from corpus.sql_catalogue import SqlCatalogue

MakeDocument = Callable[..., Document]
MakeReading = Callable[..., Reading]

ROOT = administrator("مدیر")
STAFF = principal("سارا", frozenset({"مالی"}))


def test_a_registered_document_is_returned_as_it_was_given(
    catalogue: SqlCatalogue, make_document: MakeDocument
) -> None:
    document = make_document()
    held = catalogue.register(document)
    assert held == catalogue.document(document.id, ROOT)
    assert held.readers == document.readers | {ADMINISTRATORS}
    assert (held.received, held.description, held.state) == (
        document.received,
        document.description,
        DocumentState.WAITING,
    )


def test_the_same_bytes_under_the_same_name_are_held_once(
    catalogue: SqlCatalogue, make_document: MakeDocument
) -> None:
    first = catalogue.register(make_document())
    catalogue.set_state(first.id, DocumentState.FAILED, Failure("damaged_file", {"file": first.file}))
    again = catalogue.register(make_document())
    assert (again.id, again.state, again.received) == (first.id, DocumentState.FAILED, first.received)
    assert catalogue.count(ROOT) == 1


def test_the_same_bytes_under_another_name_are_another_document(
    catalogue: SqlCatalogue, make_document: MakeDocument
) -> None:
    catalogue.register(make_document(file="الف.pdf"))
    catalogue.register(make_document(file="ب.pdf"))
    assert catalogue.count(ROOT) == 2


def test_new_bytes_under_an_old_name_replace_the_text_and_keep_identity_and_rights(
    catalogue: SqlCatalogue, make_document: MakeDocument, make_reading: MakeReading
) -> None:
    first = catalogue.register(make_document(readers=frozenset({"مالی"})))
    catalogue.store_reading(first.id, make_reading(first.id, "متن نخست"))
    catalogue.set_state(first.id, DocumentState.COMPLETE)
    newer = make_document(content="متن دوم", readers=frozenset({"همه"}), confidentiality=Confidentiality.SECRET)

    held = catalogue.register(newer)

    assert held.id == first.id
    assert (held.readers, held.confidentiality) == (first.readers, first.confidentiality)
    assert (held.original, held.received) == (newer.original, newer.received)
    assert (held.state, held.page_count, held.passage_count) == (DocumentState.WAITING, 0, 0)
    assert catalogue.all_passages_of(first.id) == []
    assert catalogue.pages(first.id, ROOT) == []
    assert catalogue.holds(first.original)  # as an earlier version
    assert catalogue.holds(newer.original)


def test_waiting_documents_are_taken_oldest_first_and_once(
    catalogue: SqlCatalogue, make_document: MakeDocument
) -> None:
    documents = [catalogue.register(make_document(file=f"{n}.pdf")) for n in range(3)]
    taken = [catalogue.next_waiting() for _ in range(4)]
    assert [one.id if one else None for one in taken] == [*(document.id for document in documents), None]
    assert all(one.state is DocumentState.READING for one in taken if one)


def test_threads_that_take_documents_never_take_the_same_one(
    catalogue: SqlCatalogue, make_document: MakeDocument
) -> None:
    documents = [catalogue.register(make_document(file=f"{n}.pdf")) for n in range(20)]
    taken: list[Document] = []

    def take() -> None:
        while document := catalogue.next_waiting():
            taken.append(document)

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(one.id for one in taken) == sorted(document.id for document in documents)


def test_a_reading_comes_back_as_it_was_stored(
    catalogue: SqlCatalogue, make_document: MakeDocument, make_reading: MakeReading
) -> None:
    document = catalogue.register(make_document())
    reading = make_reading(document.id, "دورکاری با تأیید مدیر مجاز است.", "تبصره: سقف ۸ ساعت در هفته.")
    catalogue.store_reading(document.id, reading)

    assert catalogue.pages(document.id, ROOT) == list(reading.pages)
    assert catalogue.page(document.id, 2, ROOT) == reading.pages[1]
    assert catalogue.blocks(document.id, ROOT) == list(reading.blocks)
    assert catalogue.passages_of(document.id, ROOT) == list(reading.passages)
    assert catalogue.all_passages_of(document.id) == list(reading.passages)
    ids = [passage.id for passage in reading.passages]
    assert catalogue.passages([*ids, uuid4()], ROOT) == dict(zip(ids, reading.passages, strict=True))
    held = catalogue.document(document.id, ROOT)
    assert held.description == reading.description
    assert (held.page_count, held.passage_count, held.embedded_count, held.format) == (2, 2, 0, "docx")


def test_a_second_reading_replaces_the_first(
    catalogue: SqlCatalogue, make_document: MakeDocument, make_reading: MakeReading
) -> None:
    document = catalogue.register(make_document())
    catalogue.store_reading(document.id, make_reading(document.id, "یک", "دو"))
    catalogue.store_reading(document.id, make_reading(document.id, "سه"))
    assert [passage.text for passage in catalogue.all_passages_of(document.id)] == ["سه"]
    assert [page.text for page in catalogue.pages(document.id, ROOT)] == ["سه"]


def test_letters_that_a_database_refuses_keep_their_places(
    catalogue: SqlCatalogue, make_document: MakeDocument, make_reading: MakeReading
) -> None:
    document = catalogue.register(make_document())
    catalogue.store_reading(document.id, make_reading(document.id, "مادهٔ\0یک \udc8d دو"))
    page = catalogue.page(document.id, 1, ROOT)
    [passage] = catalogue.all_passages_of(document.id)
    assert passage.span.of(page.text) == passage.text
    assert len(page.text) == len("مادهٔ\0یک \udc8d دو")
    assert "\0" not in page.text


def test_letters_that_a_database_refuses_may_be_described_and_asked_for(
    catalogue: SqlCatalogue, make_document: MakeDocument
) -> None:
    catalogue.register(make_document(unit="امور\0مالی", number="۱۲\udc8d", title="نامهٔ\0مالی"))
    [listed] = catalogue.documents(ROOT, DocumentQuery())
    assert "\0" not in f"{listed.description}"
    assert catalogue.count(ROOT, DocumentQuery(units=["امور\0مالی"])) == 1
    assert catalogue.count(ROOT, DocumentQuery(units=["\0"])) == 0
    assert catalogue.source("/پوشه/\0") is None
    assert catalogue.sources_below("/پوشه\0") == []


def test_names_of_any_length_are_held_or_refused_and_what_is_held_is_found(
    catalogue: SqlCatalogue, make_document: MakeDocument
) -> None:
    letters = Random(1).choices("ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی", k=4000)
    for length in (250, 600, 4000):
        file = "".join(letters[:length])
        try:
            held = catalogue.register(make_document(file=file, readers=frozenset({file})))
        except InvalidQuery:
            assert length == 4000
            assert catalogue.document_named(file) is None
        else:
            assert catalogue.document_named(file) == held


@pytest.mark.parametrize("attribute", ["title", "number", "unit"])
def test_a_corrected_value_as_long_as_may_be_is_kept(
    catalogue: SqlCatalogue, make_document: MakeDocument, attribute: str
) -> None:
    text = "".join(Random(2).choices("ابپتثجچ𐭀𐭁𐭂𐭃𐭄𐭅𐭆", k=600))
    value = checked(attribute, text)
    held = catalogue.register(make_document(**{attribute: value}))
    assert getattr(held.description, attribute) == value
    with pytest.raises(InvalidQuery):
        checked(attribute, text + "ا")


def test_storing_for_a_removed_document_is_refused(
    catalogue: SqlCatalogue, make_document: MakeDocument, make_reading: MakeReading
) -> None:
    document = catalogue.register(make_document())
    catalogue.remove(document.id)
    with pytest.raises(NotFound):
        catalogue.store_reading(document.id, make_reading(document.id, "متن"))
    with pytest.raises(NotFound):
        catalogue.set_state(document.id, DocumentState.WORDS)
    with pytest.raises(NotFound):
        catalogue.set_access(document.id, Confidentiality.NORMAL, frozenset())


def test_a_document_is_complete_when_all_its_passages_have_vectors(
    catalogue: SqlCatalogue, make_document: MakeDocument, make_reading: MakeReading
) -> None:
    document = catalogue.register(make_document())
    waiting = catalogue.register(make_document(file="دیگر.pdf"))
    catalogue.store_reading(document.id, make_reading(document.id, "یک", "دو", "سه"))
    catalogue.set_state(document.id, DocumentState.WORDS)

    catalogue.add_embedded({document.id: 2, waiting.id: 5, uuid4(): 1})
    assert catalogue.document(document.id, ROOT).state is DocumentState.WORDS
    assert catalogue.embedding_progress() == (2, 3)
    catalogue.add_embedded({document.id: 1})
    assert catalogue.document(document.id, ROOT).state is DocumentState.COMPLETE
    catalogue.add_embedded({document.id: -1})
    held = catalogue.document(document.id, ROOT)
    assert (held.state, held.embedded_count) == (DocumentState.WORDS, 2)
    catalogue.forget_embeddings()
    assert catalogue.document(document.id, ROOT).embedded_count == 0
    assert catalogue.document(waiting.id, ROOT).state is DocumentState.WAITING


def test_documents_left_in_reading_wait_again_and_failed_ones_do_when_asked(
    catalogue: SqlCatalogue, make_document: MakeDocument
) -> None:
    interrupted = catalogue.register(make_document(file="یک.pdf"))
    failed = catalogue.register(make_document(file="دو.pdf"))
    catalogue.set_state(interrupted.id, DocumentState.READING)
    failure = Failure("file_too_large", {"file": "دو.pdf", "size": 9, "limit": 4.5, "measure": "bytes"})
    catalogue.set_state(failed.id, DocumentState.FAILED, failure)
    assert catalogue.document(failed.id, ROOT).failure == failure

    assert catalogue.recover() == 1
    assert catalogue.document(interrupted.id, ROOT).state is DocumentState.WAITING
    assert catalogue.document(failed.id, ROOT).state is DocumentState.FAILED
    assert catalogue.retry([failed.id, interrupted.id, uuid4()]) == 1
    assert catalogue.document(failed.id, ROOT).failure is None
    assert catalogue.state_counts()[DocumentState.WAITING] == 2
    assert catalogue.state_counts()[DocumentState.FAILED] == 0


def test_lists_are_newest_first_and_paged_without_gaps(
    catalogue: SqlCatalogue, make_document: MakeDocument
) -> None:
    documents = [catalogue.register(make_document(file=f"{n}.pdf")) for n in range(7)]
    newest_first = [document.id for document in reversed(documents)]
    paged = [
        document.id
        for offset in range(0, 8, 3)
        for document in catalogue.documents(ROOT, offset=offset, limit=3)
    ]
    assert paged == newest_first
    assert [document.id for document in catalogue.all_documents()] == newest_first[::-1]


@pytest.mark.parametrize(
    ("query", "files"),
    [
        (DocumentQuery(kinds=[DocumentKind.MINUTES]), ["جلسه.docx"]),
        (DocumentQuery(units=["امور مالی"]), ["جلسه.docx"]),
        (DocumentQuery(states=[DocumentState.FAILED]), []),
        (DocumentQuery(first_day=date(2024, 4, 1), last_day=date(2024, 4, 1)), ["آیین‌نامه.pdf"]),
        (DocumentQuery(first_day=date(2024, 4, 2)), ["جلسه.docx"]),
        (DocumentQuery(text="آيين نامه"), ["آیین‌نامه.pdf"]),
        (DocumentQuery(text="صورتجلسه"), ["جلسه.docx"]),
        (DocumentQuery(text="۷۸/۹"), ["آیین‌نامه.pdf"]),
        (DocumentQuery(text="78/9"), ["آیین‌نامه.pdf"]),
        (DocumentQuery(text=".PDF"), ["آیین‌نامه.pdf"]),
        (DocumentQuery(text="%"), []),
        (DocumentQuery(), ["جلسه.docx", "آیین‌نامه.pdf"]),
    ],
)
def test_lists_and_counts_are_restricted_alike(
    catalogue: SqlCatalogue, make_document: MakeDocument, query: DocumentQuery, files: list[str]
) -> None:
    catalogue.register(
        make_document(file="آیین‌نامه.pdf", title="دستور کار", number="۷۸/۹", issued=date(2024, 4, 1))
    )
    catalogue.register(
        make_document(
            file="جلسه.docx",
            title="صورت‌جلسهٔ شورا",
            kind=DocumentKind.MINUTES,
            unit="امور مالی",
            number=None,
            issued=date(2024, 5, 1),
        )
    )
    assert [document.file for document in catalogue.documents(ROOT, query)] == files
    assert catalogue.count(ROOT, query) == len(files)


def test_what_may_not_be_read_does_not_exist(
    catalogue: SqlCatalogue, make_document: MakeDocument, make_reading: MakeReading
) -> None:
    hidden = catalogue.register(make_document(readers=frozenset({"حراست"})))
    secret = catalogue.register(
        make_document(file="سری.pdf", readers=frozenset({"مالی"}), confidentiality=Confidentiality.SECRET)
    )
    for document in (hidden, secret):
        reading = make_reading(document.id, "متن پنهان")
        catalogue.store_reading(document.id, reading)
        assert catalogue.passages([reading.passages[0].id], STAFF) == {}
        for ask in (
            catalogue.document,
            catalogue.pages,
            catalogue.blocks,
            catalogue.passages_of,
            lambda document_id, asker: catalogue.page(document_id, 1, asker),
        ):
            with pytest.raises(NotFound) as denied:
                ask(document.id, STAFF)
            absent = uuid4()
            with pytest.raises(NotFound) as missing:
                ask(absent, STAFF)
            assert str(denied.value).replace(str(document.id), str(absent)) == str(missing.value)
    assert (catalogue.documents(STAFF), catalogue.count(STAFF)) == ([], 0)
    assert catalogue.documents_by_id([hidden.id, secret.id], STAFF) == {}


def test_access_given_and_taken_holds_at_once(catalogue: SqlCatalogue, make_document: MakeDocument) -> None:
    document = catalogue.register(make_document(readers=frozenset()))
    assert catalogue.count(STAFF) == 0
    catalogue.set_access(document.id, Confidentiality.NORMAL, frozenset({"مالی"}))
    assert catalogue.document(document.id, STAFF).readers == {"مالی", ADMINISTRATORS}
    catalogue.set_access(document.id, Confidentiality.CONFIDENTIAL, frozenset({"مالی"}))
    assert catalogue.count(STAFF) == 0
    assert catalogue.count(ROOT) == 1


def test_a_removed_document_leaves_nothing_behind(
    catalogue: SqlCatalogue, make_document: MakeDocument, make_reading: MakeReading
) -> None:
    document = catalogue.register(make_document())
    reading = make_reading(document.id, "متن")
    catalogue.store_reading(document.id, reading)
    catalogue.remove(document.id)
    catalogue.remove(document.id)
    assert catalogue.all_documents() == []
    assert catalogue.passages([reading.passages[0].id], ROOT) == {}
    assert not catalogue.holds(document.original)
    # The same ids can come back: nothing of them was left in any table.
    catalogue.register(document)
    assert catalogue.pages(document.id, ROOT) == []
    catalogue.store_reading(document.id, reading)


def test_an_original_is_held_while_any_document_needs_it(
    catalogue: SqlCatalogue, make_document: MakeDocument
) -> None:
    first = catalogue.register(make_document(file="یک.pdf"))
    second = catalogue.register(make_document(file="دو.pdf"))
    catalogue.remove(first.id)
    assert catalogue.holds(first.original)
    catalogue.remove(second.id)
    assert not catalogue.holds(first.original)
    assert not catalogue.holds(ContentHash("0" * 64))


def test_notes_are_kept_over_a_restart(catalogue_url: str) -> None:
    first = SqlCatalogue(catalogue_url)
    assert first.setting("index_fingerprint") is None
    first.set_setting("index_fingerprint", "یک")
    first.set_setting("index_fingerprint", "دو")
    first.close()
    second = SqlCatalogue(catalogue_url)
    assert second.setting("index_fingerprint") == "دو"
    second.close()


def test_more_ids_can_be_asked_for_than_a_statement_takes(
    catalogue: SqlCatalogue, make_document: MakeDocument, make_reading: MakeReading
) -> None:
    document = catalogue.register(make_document())
    reading = make_reading(document.id, *(f"بند {number}" for number in range(1_100)))
    catalogue.store_reading(document.id, reading)
    found: dict[object, Passage] = dict(catalogue.passages([one.id for one in reading.passages], ROOT))
    assert len(found) == 1_100


def test_text_that_two_columns_share_by_chance_is_not_found(
    catalogue: SqlCatalogue, make_document: MakeDocument
) -> None:
    catalogue.register(make_document(title="گزارش", file="سال.pdf"))
    assert catalogue.count(ROOT, DocumentQuery(text="گزارش سال")) == 0
    assert catalogue.count(ROOT, DocumentQuery(text="گزارش\nسال")) == 0
