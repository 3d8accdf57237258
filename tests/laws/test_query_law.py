"""Queries of every shape: a result or a clear refusal, the same from the exact index and from the engine."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Any
from urllib.parse import urlencode

import pytest
from hostile_queries import texts
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from mixed_office import ADAPTERS, ASKERS, DIMENSION, UNITS, MixedOffice, found_office, planned
from mixed_town import SIGNED_IN, Town
from office_questions import CASES
from plain_search import PlainSearch
from still_catalogue import StillCatalogue

from corpus.access import Principal
from corpus.errors import InvalidQuery
from corpus.records import DocumentKind
from index.memory import MemoryPassageIndex
from search.ordering import Sort
from search.query import Mode, Query
from search.results import Hit, Ranking

SEED = 7
EACH = 2500  # cases of one round: hypothesis remembers all that it has tried
SETTINGS = settings(
    max_examples=min(CASES, EACH),
    deadline=None,
    derandomize=CASES < EACH,  # the same cases each time where they are few
    database=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
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
    made.close()


@pytest.fixture(scope="module")
def searches(
    office: MixedOffice, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[PlainSearch, PlainSearch]]:
    """The same documents in the exact index and in the engine's, over a catalogue that changes no more."""
    index = ADAPTERS["embedded"](tmp_path_factory.mktemp("engine"))
    still = office.reading(StillCatalogue(office.catalogue, ASKERS))
    engine = still.over(index)
    engine.index.load_terms()
    yield PlainSearch(still), PlainSearch(engine)
    index.close()


def told(search: PlainSearch, asked: dict[str, Any]) -> Ranking | dict[str, Any]:
    try:
        return search.search(Query(**asked))
    except InvalidQuery as refused:
        return refused.facts


def counted(found: Ranking) -> tuple[object, ...]:
    counts = found.total_documents, found.left_out, found.facets, found.embedded_share
    understood = found.conditions, found.replacements, found.expansions, found.terms, found.offer
    return counts, understood, found.only_common


def close(score: float) -> Any:
    return pytest.approx(score, abs=CLOSE, rel=CLOSE)


def assert_same_page(ours: Sequence[Hit], theirs: Sequence[Hit], sort: Sort) -> None:
    """The same documents in the same order; those of equal scores, up to rounding, in any order.

    A page may end among equals: what stands on one page alone is equal to its page's first or last hit.
    """
    assert [hit.score for hit in ours] == [close(hit.score) for hit in theirs]
    if sort is not Sort.RELEVANT:
        for one, other in zip(ours, theirs, strict=True):
            same_date = one.document.description.issued == other.document.description.issued
            assert one.document.id == other.document.id or (sort is not Sort.TITLE and same_date)
        return
    mine, yours = ({hit.document.id: hit for hit in hits} for hits in (ours, theirs))
    for document in mine.keys() ^ yours.keys():
        alone = (mine.get(document) or yours[document]).score
        assert close(alone) in (ours[0].score, ours[-1].score)
    shared = [(mine[document], hit) for document, hit in yours.items() if document in mine]
    for one, other in shared:
        assert one.score == close(other.score)
        assert one.in_force == other.in_force
    for (before, _), (after, _) in pairwise(shared):
        assert before.score >= after.score or before.score == close(after.score)


@ROUNDS
@SETTINGS
@given(ASKED)
def test_every_query_has_the_same_result_or_refusal_from_both_indexes(
    searches: tuple[PlainSearch, PlainSearch], turn: int, asked: dict[str, Any]
) -> None:
    ours, theirs = (told(search, asked) for search in searches)
    if isinstance(ours, dict) or isinstance(theirs, dict):
        assert ours == theirs
        return
    for hit in ours.hits:
        assert asked["principal"].may_read(hit.document.confidentiality, hit.document.readers)
        for span in (*hit.highlights, *([hit.best_sentence] if hit.best_sentence else [])):
            assert 0 <= span.start < span.end <= len(hit.passage.text)
    assert counted(ours) == counted(theirs)
    assert ours.confidence == close(theirs.confidence)
    assert_same_page(ours.hits, theirs.hits, asked["sort"])


@ROUNDS
@SETTINGS
@given(ASKED)
def test_every_question_is_answered_or_not_and_every_text_suggested_for_or_not(
    office: MixedOffice, turn: int, asked: dict[str, Any]
) -> None:
    asker: Principal = asked["principal"]
    for one in office.suggest(asked["text"], asker):
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
