"""Rights, over documents, askers and questions at random: nothing is told of what may not be read.

Two laws. Whatever is said stands in a document that the asker may read. And an office that never held the
other documents would find the same: not even the absence of a repair or of a suggestion tells of them.
"""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace

import pytest
from mixed_office import ADAPTERS, ASKERS, UNITS, Held, MixedOffice, found_office, own_word, planned
from office_questions import SEEDS, Case, cases, tried
from still_catalogue import StillCatalogue

from corpus.access import Principal
from corpus.described_catalogue import ResolutionQuery
from corpus.errors import InvalidQuery, NotFound
from corpus.records import Document
from index.memory import MemoryPassageIndex
from language.analysis import analyze
from language.keyboard import to_latin, to_persian
from language.normalization import letters
from language.numerals import number_key
from search.query import Mode
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
def filed(seed: int, tmp_path_factory) -> Iterator[MixedOffice]:
    """For what the catalogue alone says, whatever the index."""
    made = found_office(tmp_path_factory.mktemp("filed"), planned(seed), MemoryPassageIndex())
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
    still = {name: one.reading(StillCatalogue(one.catalogue, ASKERS)) for name, one in made.items()}
    yield still
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


def check_words(office: MixedOffice, asker: Principal, asked: str, told: object) -> None:
    """No word or number of a hidden document is said that was not asked, under either keyboard layout."""
    said = "\n".join(letters(text) for text in strings(told))
    asked = letters(" ".join(typed(asked)))
    for mark in office.hidden_marks(asker):
        assert mark not in said or mark in asked, mark


def check_ranking(office: MixedOffice, case: Case, found: Ranking) -> None:
    hits = [hit for first in found.hits for hit in (first, *first.others)]
    check_documents(case.asker, [hit.document for hit in hits])
    check_documents(case.asker, [hit.in_force for hit in hits if hit.in_force])
    shown = [one for one in office.held if one.is_shown_to(case.asker)]
    check_words(office, case.asker, case.text, replace(found, hits=(), terms=()))
    assert all(hit.passage.document_id == hit.document.id for hit in hits)
    visible = office.visible_terms(case.asker)
    asked = {term.text for text in typed(case.text) for term in analyze(text)}
    asked |= {number_key(part) for part in case.text.split()}
    assert set(found.terms) <= visible | asked
    for one in found.replacements:
        assert set(one.weights) <= visible, one
        assert {term.text for term in analyze(one.text)} <= visible | asked, one
    assert found.total_documents <= len(shown)
    assert set(found.facets.get("unit", {})) <= {one.document.description.unit for one in shown}


def searched(office: MixedOffice, case: Case) -> Ranking | InvalidQuery:
    try:
        return office.searcher.search(case.query())
    except InvalidQuery as refused:
        return refused


def check_same(ours: Ranking | InvalidQuery, theirs: Ranking | InvalidQuery) -> None:
    """What does not depend on how often a word stands in all documents: who is found, and what is counted."""
    # Lists by date leave out what is far from the question, which goes by frequency.
    partly = any(isinstance(one, Ranking) and bool(one.left_out) for one in (ours, theirs))
    assert told(ours, partly=partly) == told(theirs, partly=partly)


def told(found: Ranking | InvalidQuery, *, partly: bool) -> tuple[object, ...]:
    if isinstance(found, InvalidQuery):
        return (found.facts,)
    conditions = [(one.aspect, one.value, one.span) for one in found.conditions]
    replaced = [one.written for one in found.replacements]
    understood = conditions, replaced, found.only_common
    if replaced or partly:  # which of several words is meant goes by frequency too
        return understood
    documents = {hit.document.id: hit.in_force and hit.in_force.id for hit in found.hits}
    return documents, found.total_documents, found.facets, found.offer, understood


def test_a_search_tells_only_what_may_be_read_and_what_an_office_without_the_rest_would_tell(
    office: MixedOffice, twins: dict[str, MixedOffice], seed: int
) -> None:
    for case in cases("search", seed):
        with tried(case):
            found = searched(office, case)
            if isinstance(found, InvalidQuery):
                check_words(office, case.asker, case.text, found.facts)
            else:
                check_ranking(office, case, found)
            check_same(found, searched(twins[case.asker.name], case))


def test_an_answer_quotes_only_what_the_asker_may_read(office: MixedOffice, seed: int) -> None:
    pages = {one.document.id: one.pages for one in office.held}
    for case in cases("answer", seed):
        with tried(case):
            try:
                answer = office.searcher.answer(case.query(top_k=10))
            except InvalidQuery:
                continue
            check_documents(case.asker, [cited.document for cited in answer.citations])
            check_words(office, case.asker, case.text, answer)
            for cited in answer.citations:
                assert cited.span.of(pages[cited.document.id][cited.page - 1]) == cited.quote


def test_suggestions_are_those_of_an_office_without_the_hidden_documents(
    office: MixedOffice, twins: dict[str, MixedOffice], seed: int
) -> None:
    for case in cases("suggest", seed):
        with tried(case):
            text = case.text[: case.chance.randint(1, 40)]
            found = office.suggest(text, case.asker)
            assert found == twins[case.asker.name].suggest(text, case.asker)
            check_words(office, case.asker, text, found)


def test_each_leg_count_and_facet_is_that_of_the_readable_documents(
    office: MixedOffice, twins: dict[str, MixedOffice], seed: int
) -> None:
    for case in cases("legs", seed):
        with tried(case):
            asked, twin = replace(case.query().restriction(), numbers=()), twins[case.asker.name].index
            terms, vector = [term.text for term in analyze(case.text)], office.encoder.query_vector(case.text)
            ours, theirs = (
                (
                    {one.passage_id for one in index.lexical(terms, asked, 200)},
                    {one.passage_id for one in index.semantic(vector, asked, 200)},
                    [index.holds(term, asked) for term in terms[:3]],
                    (index.count(asked), index.facet("kind", asked), index.facet("unit", asked)),
                )
                for index in (office.index, twin)
            )
            assert ours == theirs


def test_similar_documents_are_of_those_that_the_asker_may_read(office: MixedOffice, seed: int) -> None:
    terms = {other.document.id: other.terms() for other in office.held}
    for case in cases("similar", seed):
        with tried(case):
            one = case.chance.choice(office.held)
            if not one.is_shown_to(case.asker):
                with pytest.raises(NotFound):
                    office.searcher.similar(one.document.id, case.asker)
                continue
            found = office.searcher.similar(one.document.id, case.asker, 20)
            check_documents(case.asker, [similar.document for similar in found])
            for similar in found:
                assert set(similar.terms) <= terms[similar.document.id] & one.terms()


def test_a_word_of_hidden_documents_weighs_as_one_that_nobody_wrote(office: MixedOffice, seed: int) -> None:
    """By the scores of the words leg alone: to the model even two words that nobody wrote are different."""
    for case in cases("weight", seed):
        with tried(case):
            hidden = office.hidden_marks(case.asker)
            marks = [mark for mark in hidden if not mark.isdigit() and mark not in letters(case.text)]
            if not marks:
                continue
            written = []
            for word in (case.chance.choice(marks), own_word(case.chance)):
                found = office.searcher.search(
                    replace(case, text=f"{case.text} {word}").query(mode=Mode.WORDS, repair=False)
                )
                scores = [(hit.document.id, hit.score) for hit in found.hits]
                written.append((scores, found.confidence, found.offer, found.total_documents, found.facets))
            assert written[0] == written[1]


def test_details_relatives_and_resolutions_are_those_of_the_readable_documents(
    filed: MixedOffice, twins: dict[str, MixedOffice], seed: int
) -> None:
    for case in cases("details", seed):
        with tried(case):
            one, asker = case.chance.choice(filed.held), case.asker
            twin = twins[asker.name].catalogue
            query = ResolutionQuery(
                owner=case.chance.choice(("", UNITS[0], one.words[0])),
                text=case.chance.choice(("", one.words[1], one.words[1][:4])),
                documents=case.chance.choice(((), (one.document.id,))),
                without_due=case.chance.random() < 0.2,
            )
            listed = filed.catalogue.resolutions(asker, query)
            assert listed == twin.resolutions(asker, query)
            assert filed.catalogue.count_resolutions(asker, query) == twin.count_resolutions(asker, query)
            assert relatives(filed, one, asker) == relatives(twins[asker.name], one, asker)


def relatives(office: MixedOffice, one: Held, asker: Principal) -> object:
    catalogue, document = office.catalogue, one.document.id
    try:
        return (
            catalogue.details(document, asker),
            catalogue.corrections(document, asker),
            [version.number for version in catalogue.versions(document, asker)],
            [other.id for other in catalogue.attached(document, asker)],
            {other.id for other in catalogue.twins(document, asker)},
            catalogue.predecessors(document, asker),
            catalogue.successors([document], asker),
        )
    except NotFound as missing:
        return missing.facts, catalogue.successors([document], asker), catalogue.attached(document, asker)
