"""Queries of every shape: a result or a clear refusal, the same from the exact index and from the engine."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest
from hostile_queries import texts
from hypothesis import given
from hypothesis import strategies as st
from mixed_office import ADAPTERS, ASKERS, DIMENSION, UNITS, MixedOffice, found_office, planned
from mixed_town import SIGNED_IN, Town
from office_questions import CASES, EACH, SETTINGS

from corpus.access import Principal
from corpus.errors import InvalidQuery
from corpus.records import DocumentKind
from index.memory import MemoryPassageIndex
from search.ordering import Sort
from search.query import Mode, Query
from search.results import Ranking

SEED = 7
CLOSE = 2e-3  # the engine's scores are of single precision, and the gated sum divides by their spread
DAYS = st.none() | st.sampled_from([date.min, date(2022, 9, 23), date(2024, 3, 19), date.max])
ASKED = st.fixed_dictionaries(
    {
        "text": texts(SEED),
        "principal": st.sampled_from(ASKERS),
        "mode": st.sampled_from([Mode.HYBRID, *Mode]),
        "kinds": st.just([]) | st.lists(st.sampled_from(list(DocumentKind)), max_size=2),
        "units": st.just([]) | st.lists(st.sampled_from([*UNITS, "", "\0", "ناشناخته"]), max_size=2),
        "numbers": st.just([]) | st.lists(st.sampled_from(["", "۹" * 40, "1402/ص", "\ud800"]), max_size=1),
        "first_day": DAYS,
        "last_day": DAYS,
        "top_k": st.sampled_from([100, 100, 100, 10, 0, 101]),
        "offset": st.sampled_from([0, 0, 0, 0, 7, 10**9, -1]),
        "sort": st.sampled_from([Sort.RELEVANT, Sort.RELEVANT, *Sort]),
        "repair": st.booleans(),
    }
)
# Any value of a field of the form that does not come from the page itself.
FORM = st.fixed_dictionaries(
    {},
    optional={
        "page": st.sampled_from(["0", "-1", "2", "1000", "1001", "x", "۲", "²", "9" * 5000, ""]),
        "sort": st.sampled_from(["relevant", "newest", "title", "unknown", "\0"]),
        "mode": st.sampled_from(["words", "meaning", "psychic"]),
        "kind": st.sampled_from(["letter", "هیچ", ""]),
        "unit": st.sampled_from([UNITS[0], "\0", "\ud800"]),
        "from": st.sampled_from(["۱۴۰۲", "۳۱ مهر ۱۴۰۲", "9" * 5000, "مهر", "2023-13-01", "\u202e"]),
        "to": st.sampled_from(["۱۳۹۹", "1402/7/30", "0000-00-00"]),
        "offset": st.sampled_from(["0", "7", "-3", "9" * 5000]),
        "limit": st.sampled_from(["1", "0", "101", "x"]),
        "explain": st.sampled_from(["1", "\0"]),
    },
)
ROUNDS = pytest.mark.parametrize("turn", range(max(1, CASES // EACH)))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MixedOffice]:
    folder = tmp_path_factory.mktemp("office")
    made = found_office(folder, planned(SEED), MemoryPassageIndex(DIMENSION))
    yield made
    made.close()


@pytest.fixture(scope="module")
def town(office: MixedOffice, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    made = Town(office, tmp_path_factory.mktemp("town"), SEED)
    yield made
    for client in made.clients.values():
        client.close()


@pytest.fixture(scope="module")
def engine(office: MixedOffice, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MixedOffice]:
    """The same documents in the engine's index."""
    index = ADAPTERS["embedded"](tmp_path_factory.mktemp("engine"))
    made = office.over(index)
    yield made
    index.close()


def told(office: MixedOffice, asked: dict[str, Any]) -> Ranking | dict[str, Any]:
    try:
        return office.searcher.search(Query(**asked))
    except InvalidQuery as refused:
        return refused.facts


def counted(found: Ranking) -> tuple[object, ...]:
    return found.total_documents, found.facets, found.conditions, found.replacements, found.terms, found.offer


def assert_same_order(ours: Ranking, theirs: Ranking) -> None:
    """The same documents; where their order differs the scores are equal up to rounding."""
    assert len(ours.hits) == len(theirs.hits)
    for one, other in zip(ours.hits, theirs.hits, strict=True):
        assert one.score == pytest.approx(other.score, abs=CLOSE, rel=CLOSE)
        assert one.document.id == other.document.id or ours.total_documents > 1
    if len(ours.hits) == ours.total_documents:
        scores = {hit.document.id: hit.score for hit in theirs.hits}
        assert scores.keys() == {hit.document.id for hit in ours.hits}
        for hit in ours.hits:
            assert hit.score == pytest.approx(scores[hit.document.id], abs=CLOSE, rel=CLOSE)


@ROUNDS
@SETTINGS
@given(ASKED)
def test_every_query_has_the_same_result_or_refusal_from_both_indexes(
    office: MixedOffice, engine: MixedOffice, turn: int, asked: dict[str, Any]
) -> None:
    ours, theirs = told(office, asked), told(engine, asked)
    if isinstance(ours, dict) or isinstance(theirs, dict):
        assert ours == theirs
        return
    for hit in ours.hits:
        assert asked["principal"].may_read(hit.document.confidentiality, hit.document.readers)
        for span in (*hit.highlights, *([hit.best_sentence] if hit.best_sentence else [])):
            assert 0 <= span.start < span.end <= len(hit.passage.text)
    assert counted(ours) == counted(theirs)
    assert_same_order(ours, theirs)


@ROUNDS
@SETTINGS
@given(ASKED)
def test_every_question_is_answered_or_not_and_every_text_suggested_for_or_not(
    office: MixedOffice, turn: int, asked: dict[str, Any]
) -> None:
    asker: Principal = asked["principal"]
    for one in office.searcher.suggest(asked["text"], asker):
        assert one.text.strip()
    try:
        answer = office.searcher.answer(Query(**asked))
    except InvalidQuery:
        return
    for cited in answer.citations:
        assert asker.may_read(cited.document.confidentiality, cited.document.readers)


@ROUNDS
@SETTINGS
@given(
    texts(SEED),
    FORM,
    st.sampled_from(["/api/search", "/search", "/search", "/ask", "/api/suggest", "/api/documents"]),
    st.sampled_from(SIGNED_IN),
)
def test_the_web_has_an_answer_to_everything(
    town: Town, turn: int, text: str, form: dict[str, str], way: str, asker: Principal
) -> None:
    """A problem of the server would be raised here by the client."""
    asked = urlencode({"q": text, **form}, errors="surrogatepass")
    answer = town.clients[asker.name].get(f"{way}?{asked}")
    assert answer.status_code in (200, 303, 400, 403, 404, 422)
    if answer.status_code != 200 and way == "/api/search":
        assert answer.json()["detail"].strip()  # a sentence for people
