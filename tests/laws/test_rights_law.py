"""Rights, over documents, askers and questions at random: nothing is told of what may not be read.

Two laws. Whatever is said stands in a document that the asker may read. And an office that never held the
other documents would find the same: not even the absence of a repair or of a suggestion tells of them.
"""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mixed_office import ADAPTERS, ASKERS, Held, MixedOffice, found_office, planned
from office_questions import QUESTIONS, SEEDS, SETTINGS, Case, case_of

from corpus.access import Principal
from corpus.errors import InvalidQuery, NotFound
from corpus.records import Document
from index.memory import MemoryPassageIndex
from language.analysis import analyze
from language.keyboard import to_latin, to_persian
from language.normalization import letters
from language.numerals import number_key
from search.results import Ranking


@pytest.fixture(scope="module", params=SEEDS)
def seed(request: pytest.FixtureRequest) -> int:
    return request.param


@pytest.fixture(scope="module", params=ADAPTERS)
def office(request: pytest.FixtureRequest, seed: int, tmp_path_factory) -> Iterator[MixedOffice]:
    folder = tmp_path_factory.mktemp("office")
    made = found_office(folder, planned(seed), ADAPTERS[request.param](folder / "index"))
    made.index.load_terms()
    yield made
    made.close()


@pytest.fixture(scope="module")
def twins(seed: int, tmp_path_factory) -> Iterator[dict[str, MixedOffice]]:
    """For each asker an office that never held what the asker may not read."""
    folder = tmp_path_factory.mktemp("twins")
    made = {
        asker.name: found_office(
            folder / asker.name, [one for one in planned(seed) if one.is_shown_to(asker)], MemoryPassageIndex()
        )
        for asker in ASKERS
    }
    yield made
    for one in made.values():
        one.close()


def test_some_may_read_something_and_some_nothing() -> None:
    """Or the laws below would say nothing."""
    for number in SEEDS:
        shown = {asker.name: sum(one.is_shown_to(asker) for one in planned(number)) for asker in ASKERS}
        assert shown["بی‌گروه"] == 0 < shown["مهمان"] < shown["معتمد"] < shown["مدیر"] == len(planned(number))


def strings(told: object) -> Iterator[str]:
    """Every text that an answer holds, documents and passages left out: those are looked at themselves."""
    if isinstance(told, str):
        yield told
    elif isinstance(told, dict):
        yield from (text for pair in told.items() for one in pair for text in strings(one))
    elif isinstance(told, (list, tuple, set, frozenset)):
        yield from (text for one in told for text in strings(one))
    elif is_dataclass(told) and not isinstance(told, Document):
        yield from (text for one in fields(told) for text in strings(getattr(told, one.name)))


def check_documents(asker: Principal, documents: list[Document]) -> None:
    for document in documents:
        assert asker.may_read(document.confidentiality, document.readers)


def typed(text: str) -> tuple[str, str, str]:
    """A text and what the same keys give: to say that needs no document."""
    return text, to_persian(text), to_latin(text)


def check_words(hidden: list[Held], case: Case, told: object) -> None:
    """No word or number of a hidden document is said that was not asked, under either keyboard layout."""
    asked, said = letters(" ".join(typed(case.text))), [letters(text) for text in strings(told)]
    for one in hidden:
        for mark in (*one.words, one.number):
            if mark not in asked:
                assert not any(mark in text for text in said), (mark, case)


def check_ranking(office: MixedOffice, case: Case, found: Ranking) -> None:
    hits = [hit for first in found.hits for hit in (first, *first.others)]
    check_documents(case.asker, [hit.document for hit in hits])
    shown = [one for one in office.held if one.is_shown_to(case.asker)]
    hidden = [one for one in office.held if not one.is_shown_to(case.asker)]
    check_words(hidden, case, replace(found, hits=(), terms=()))
    assert all(hit.passage.document_id == hit.document.id for hit in hits)
    visible = {term for one in shown for term in one.terms()}
    asked = {term.text for text in typed(case.text) for term in analyze(text)}
    asked |= {number_key(part) for part in case.text.split()}
    assert set(found.terms) <= visible | asked
    for one in found.replacements:
        assert set(one.weights) <= visible, (one, case)
        assert {term.text for term in analyze(one.text)} <= visible | asked, (one, case)
    assert found.total_documents <= len(shown)
    assert set(found.facets.get("unit", {})) <= {one.document.description.unit for one in shown}


def told(office: MixedOffice, case: Case, **changes: object) -> tuple[object, ...]:
    """What does not depend on how often a word stands in all documents: who is found, and what is counted."""
    try:
        found = office.searcher.search(case.query(**changes))
    except InvalidQuery as refused:
        return (refused.facts,)
    conditions = [(one.aspect, one.value, one.span) for one in found.conditions]
    replaced = [one.written for one in found.replacements]
    documents = {hit.document.id for hit in found.hits} if not replaced else None
    counted = (found.total_documents, found.facets) if not replaced else None
    return documents, counted, conditions, replaced


@SETTINGS
@given(QUESTIONS)
def test_a_search_tells_only_what_the_asker_may_read(
    office: MixedOffice, seed: int, question: dict[str, Any]
) -> None:
    case = case_of(question, seed)
    try:
        found = office.searcher.search(case.query())
    except InvalidQuery as refused:
        check_words([one for one in office.held if not one.is_shown_to(case.asker)], case, refused.facts)
        return
    check_ranking(office, case, found)


@SETTINGS
@given(QUESTIONS)
def test_hidden_documents_change_nothing_that_is_found(
    office: MixedOffice, twins: dict[str, MixedOffice], seed: int, question: dict[str, Any]
) -> None:
    case = case_of(question, seed)
    assert told(office, case) == told(twins[case.asker.name], case)


@SETTINGS
@given(QUESTIONS)
def test_an_answer_quotes_only_what_the_asker_may_read(
    office: MixedOffice, seed: int, question: dict[str, Any]
) -> None:
    case = case_of(question, seed)
    try:
        answer = office.searcher.answer(case.query(top_k=10))
    except InvalidQuery:
        return
    check_documents(case.asker, [cited.document for cited in answer.citations])
    hidden = [one for one in office.held if not one.is_shown_to(case.asker)]
    check_words(hidden, case, answer)
    pages = {one.document.id: one.pages for one in office.held}
    for cited in answer.citations:
        assert cited.span.of(pages[cited.document.id][cited.page - 1]) == cited.quote


@SETTINGS
@given(QUESTIONS)
def test_suggestions_are_those_of_an_office_without_the_hidden_documents(
    office: MixedOffice, twins: dict[str, MixedOffice], seed: int, question: dict[str, Any]
) -> None:
    case = case_of(question, seed)
    typed = case.text[: 1 + question["places"][0] % 40]
    found = office.searcher.suggest(typed, case.asker)
    assert found == twins[case.asker.name].searcher.suggest(typed, case.asker)
    check_words(
        [one for one in office.held if not one.is_shown_to(case.asker)], replace(case, text=typed), found
    )


@SETTINGS
@given(QUESTIONS)
def test_each_leg_count_and_facet_is_that_of_the_readable_documents(
    office: MixedOffice, twins: dict[str, MixedOffice], seed: int, question: dict[str, Any]
) -> None:
    case = case_of(question, seed)
    asked, twin = replace(case.query().restriction(), numbers=()), twins[case.asker.name].index
    terms, vector = [term.text for term in analyze(case.text)], office.encoder.query_vector(case.text)
    legs = [
        (index.lexical(terms, asked, 200), index.semantic(vector, asked, 200)) for index in (office.index, twin)
    ]
    for ours, theirs in zip(*legs, strict=True):
        assert {one.passage_id for one in ours} == {one.passage_id for one in theirs}
    assert office.index.count(asked) == twin.count(asked)
    for name in ("kind", "unit"):
        assert office.index.facet(name, asked) == twin.facet(name, asked)


@SETTINGS
@given(st.sampled_from(ASKERS), st.integers(0, 2**16))
def test_similar_documents_are_of_those_that_the_asker_may_read(
    office: MixedOffice, asker: Principal, place: int
) -> None:
    one = office.held[place % len(office.held)]
    if not one.is_shown_to(asker):
        with pytest.raises(NotFound):
            office.searcher.similar(one.document.id, asker)
        return
    found = office.searcher.similar(one.document.id, asker, 20)
    check_documents(asker, [similar.document for similar in found])
    terms = {other.document.id: other.terms() for other in office.held}
    for similar in found:
        assert set(similar.terms) <= terms[similar.document.id] & one.terms()
