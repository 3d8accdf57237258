"""Whatever rights documents and people have, the catalogue shows exactly what the law allows."""

from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.access import Confidentiality, Principal, principal, with_administrators
from corpus.catalogue import DocumentQuery, Reading
from corpus.errors import NotFound
from corpus.records import Document
from corpus.sql_catalogue import SqlCatalogue

GROUPS = st.frozensets(st.sampled_from(["everyone", "administrators", "مالی", "حراست", "آموزش"]), max_size=3)
CLEARANCES = st.sampled_from(list(Confidentiality))
ACCESS = st.lists(st.tuples(CLEARANCES, GROUPS), min_size=1, max_size=5)
PRINCIPALS = st.builds(principal, st.just("سارا"), GROUPS, CLEARANCES)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)  # one catalogue serves all examples: each removes its documents
@given(access=ACCESS, asker=PRINCIPALS)
def test_nothing_shows_more_or_less_than_the_law_allows(
    catalogue: SqlCatalogue,
    make_document: Callable[..., Document],
    make_reading: Callable[..., Reading],
    access: list[tuple[Confidentiality, frozenset[str]]],
    asker: Principal,
) -> None:
    documents = []
    for number, (confidentiality, readers) in enumerate(access):
        document = catalogue.register(
            make_document(file=f"{number}.docx", confidentiality=confidentiality, readers=readers)
        )
        catalogue.store_reading(document.id, make_reading(document.id, "مادهٔ یک", "مادهٔ دو"))
        documents.append(document)
    allowed = {
        document.id
        for document, (confidentiality, readers) in zip(documents, access, strict=True)
        if asker.may_read(confidentiality, with_administrators(readers))
    }
    passages = {one.id: one for document in documents for one in catalogue.all_passages_of(document.id)}

    assert {document.id for document in catalogue.documents(asker)} == allowed
    assert catalogue.count(asker) == catalogue.count(asker, DocumentQuery(text="دورکاری")) == len(allowed)
    assert set(catalogue.documents_by_id([one.id for one in documents], asker)) == allowed
    assert set(catalogue.outlines([one.id for one in documents], asker)) == allowed
    assert {one.document_id for one in catalogue.passages(passages, asker).values()} == allowed
    for document in documents:
        for ask in (catalogue.document, catalogue.pages, catalogue.blocks, catalogue.passages_of):
            assert _answers(ask, document, asker) == (document.id in allowed)
        catalogue.remove(document.id)


def _answers(ask: Callable[..., object], document: Document, asker: Principal) -> bool:
    try:
        return bool(ask(document.id, asker))
    except NotFound:
        return False
