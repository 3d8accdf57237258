"""The sample corpus: enough of it, judged by quotes that stand in it, described as it is."""

from collections import Counter

import pytest

from corpus.samples.maker.checking import counts, manifest_differences, strange_sources
from corpus.samples.maker.judging import Query, Question, misplaced, read_queries, read_questions, unsupported
from corpus.samples.maker.sources import Source, read_sources


@pytest.fixture(scope="module")
def sources() -> tuple[Source, ...]:
    return read_sources()


@pytest.fixture(scope="module")
def queries() -> tuple[Query, ...]:
    return read_queries()


@pytest.fixture(scope="module")
def questions() -> tuple[Question, ...]:
    return read_questions()


def test_there_are_enough_documents_pages_and_judgments(sources, queries, questions):
    least = {"documents": 26, "pages": 70, "queries": 97, "questions": 75, "unanswerable questions": 20}
    numbers = counts(sources, queries, questions)
    assert {name: number for name, number in numbers.items() if number < least[name]} == {}


def test_every_kind_of_query_is_there(queries):
    kinds = Counter(query.type for query in queries)
    assert set(kinds) == {"easy", "paraphrased", "misspelt", "number", "date", "english"}
    assert min(kinds.values()) >= 10


def test_every_quote_stands_in_its_source_exactly_once(sources, queries, questions):
    assert misplaced(queries, questions, sources) == []


def test_every_answer_stands_in_the_section_of_its_quote(sources, questions):
    assert unsupported(questions, sources) == []


def test_no_identifier_is_given_twice(queries, questions):
    identifiers = Counter(judgment.id for judgment in (*queries, *questions))
    assert [identifier for identifier, number in identifiers.items() if number > 1] == []


def test_every_source_says_in_its_body_what_its_front_matter_says(sources):
    assert list(strange_sources(sources)) == []


def test_the_manifest_tells_what_the_sources_tell(sources):
    assert list(manifest_differences(sources)) == []
