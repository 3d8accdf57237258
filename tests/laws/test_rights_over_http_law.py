"""The same over HTTP: no page, file, picture, list or count tells of a document that the asker may not read."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mixed_office import ADAPTERS, Held, found_office, planned
from mixed_town import SIGNED_IN, Town
from office_questions import QUESTIONS, SEEDS, SETTINGS, case_of

from language.keyboard import to_persian
from language.normalization import letters
from language.numerals import to_persian_digits

TO_A_DOCUMENT = (
    "/api/documents/{document}",
    "/api/documents/{document}/pages/1",
    "/api/documents/{document}/passages/{passage}",
    "/api/documents/{document}/original",
    "/doc/{document}",
    "/doc/{document}?page=1&p={passage}&q=مترو",
    "/doc/{document}?view=text",
)
ASKING = ("/api/search", "/search", "/ask", "/api/suggest", "/api/documents", "/")


@pytest.fixture(scope="module", params=SEEDS)
def town(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("town")
    office = found_office(folder, planned(request.param), ADAPTERS["embedded"](folder / "index"))
    office.index.load_terms()
    made = Town(office, folder, request.param)
    yield made
    for client in made.clients.values():
        client.close()
    office.close()


def check_said(town: Town, asker: Any, asked: str, said: str) -> None:
    for one in town.office.held:
        for mark in () if one.is_shown_to(asker) else (*one.words, *_written(one.number)):
            assert mark not in said or _key(mark) in _key(asked + to_persian(asked)), (mark, asked)


def _written(number: str) -> Iterator[str]:
    """Beside its other part: the digits alone may stand in a score."""
    for digits in (number, to_persian_digits(number)):
        yield from (f"{digits}/ص", f"ص/{digits}")


def _key(text: str) -> str:
    return letters(text).replace("ص", "").replace("/", "")


def passage_of(town: Town, one: Held) -> str:
    return str(town.office.catalogue.all_passages_of(one.document.id)[0].id)


@SETTINGS
@given(st.sampled_from(SIGNED_IN), st.integers(0, 2**16), st.integers(0, 2**16), st.sampled_from(TO_A_DOCUMENT))
def test_a_document_is_reached_by_its_readers_and_is_not_there_for_others(
    town: Town, asker: Any, place: int, other: int, way: str
) -> None:
    held = town.office.held
    one, another = held[place % len(held)], held[other % len(held)]
    passage = passage_of(town, one if other % 3 else another)
    answer = town.clients[asker.name].get(way.format(document=one.document.id, passage=passage))
    check_said(town, asker, way, answer.text)
    if not one.is_shown_to(asker):
        assert answer.status_code == 404
    elif "passages" not in way:
        assert answer.status_code == 200


@SETTINGS
@given(QUESTIONS, st.sampled_from(SIGNED_IN), st.sampled_from(ASKING), st.integers(1, 40))
def test_no_page_list_or_count_says_a_word_of_a_hidden_document(
    town: Town, question: dict[str, Any], asker: Any, way: str, length: int
) -> None:
    case = case_of(question, town.seed)
    asked = case.text[:length] if "suggest" in way else case.text
    bounds = {"kind": [kind.value for kind in question["kinds"]], "unit": question["units"]}
    parameters = {"q": asked, "text": asked, **(bounds if "search" in way else {})}
    answer = town.clients[asker.name].get(way, params=parameters)
    assert answer.status_code in (200, 422)
    check_said(town, asker, asked, answer.text)
