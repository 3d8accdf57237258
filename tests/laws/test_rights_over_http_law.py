"""The same over HTTP: no page, file, picture, list or count tells of a document that the asker may not read."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from mixed_office import ADAPTERS, Held, found_office, planned
from mixed_town import SIGNED_IN, Town
from office_questions import SEEDS, Case, cases, tried

from corpus.access import Principal
from language.keyboard import to_persian
from language.normalization import letters
from language.numerals import to_persian_digits

TO_A_DOCUMENT = (
    "/api/documents/{document}",
    "/api/documents/{document}/pages/1",
    "/api/documents/{document}/pages/1/picture",
    "/api/documents/{document}/pages/1/corrections",
    "/api/documents/{document}/passages/{passage}",
    "/api/documents/{document}/original",
    "/api/documents/{document}/versions/1/original",
    "/api/documents/{document}/family",
    "/api/documents/{document}/description",
    "/api/documents/{document}/similar",
    "/doc/{document}",
    "/doc/{document}?page=1&p={passage}&q=مترو",
    "/doc/{document}?view=text",
    "/doc/{document}/similar",
    "/doc/{document}/similar?part=1",
)
ASKING = (
    *("/api/search", "/search", "/api/ask", "/ask", "/ask/card", "/api/suggest", "/api/documents"),
    *("/api/resolutions", "/resolutions", "/api/pages", "/api/history", "/api/status", "/"),
)
OWN_SEARCHES = ("/api/suggest", "/api/history")
FOR_ADMINISTRATORS = ("/admin", "/admin/queue", "/admin/pages", "/api/sources?folder=/", "/api/check")
NEVER = UUID("00000000-0000-4000-8000-00000000dead")


@pytest.fixture(scope="module", params=SEEDS)
def seed(request: pytest.FixtureRequest) -> int:
    return request.param


@pytest.fixture(scope="module", params=ADAPTERS)
def town(request: pytest.FixtureRequest, seed: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("town")
    office = found_office(folder, planned(seed), ADAPTERS[request.param](folder / "index"))
    office.index.load_terms()
    made = Town(office, folder, seed)
    yield made
    made.close()
    office.close()


def check_said(town: Town, asker: Principal, asked: str, said: str) -> None:
    """No mark of a hidden document that was not asked, and nothing that another person has searched for."""
    asked = _key(asked + to_persian(asked))
    for mark in town.office.hidden_marks(asker):
        for written in _written(mark) if mark.isdigit() else (mark,):
            assert written not in said or _key(mark) in asked, mark
    for name, word in town.private.items():
        assert name == asker.name or word not in said


def _written(number: str) -> Iterator[str]:
    """Beside its other part: the digits alone may stand in a score."""
    for digits in (number, to_persian_digits(number)):
        yield from (f"{digits}/ص", f"ص/{digits}")


def _key(text: str) -> str:
    return letters(text).replace("ص", "").replace("/", "")


def passage_of(town: Town, one: Held) -> str:
    return str(town.office.catalogue.all_passages_of(one.document.id)[0].id)


def expected(way: str, one: Held, *, own: bool) -> int:
    """The status for somebody who may read the document."""
    if "corrections" in way:
        return 403  # this town corrects nothing
    there = {
        "picture": one.document.format == "pdf",
        "versions": bool(one.before),
        "passages": own,
    }
    return 200 if all(holds for part, holds in there.items() if part in way) else 404


def asker_of(case: Case) -> Principal:
    return case.asker if case.asker in SIGNED_IN else case.chance.choice(SIGNED_IN)


def test_a_document_is_reached_by_its_readers_and_for_others_it_never_was(town: Town, seed: int) -> None:
    held = town.office.held
    for case in cases("reach", seed):
        with tried(case):
            asker, one, other = asker_of(case), case.chance.choice(held), case.chance.choice(held)
            way, own = case.chance.choice(TO_A_DOCUMENT), case.chance.random() < 0.7
            passage = passage_of(town, one if own else other)
            client, path = town.clients[asker.name], way.format(document=one.document.id, passage=passage)
            tag = f'"{one.document.original[:32]}-1-960"' if case.chance.random() < 0.5 else ""
            answer = client.get(path, headers={"If-None-Match": tag} if tag else {})
            check_said(town, asker, path, answer.text)
            if one.is_shown_to(asker):
                assert answer.status_code == expected(way, one, own=own or one is other), path
                continue
            assert answer.status_code == (403 if "corrections" in way else 404), path
            missing = client.get(way.format(document=NEVER, passage=passage))
            assert answer.text.replace(str(one.document.id), str(NEVER)) == missing.text
            assert answer.headers.keys() == missing.headers.keys()


def test_no_page_list_or_count_says_a_word_of_a_hidden_document(town: Town, seed: int) -> None:
    for case in cases("said", seed):
        with tried(case):
            asker, way = asker_of(case), case.chance.choice(ASKING)
            asked = case.text[: case.chance.randint(1, 40)] if "suggest" in way else case.text
            parameters = {"q": asked, "text": asked, "below": "1.01"}
            if "search" in way or "ask" in way:
                parameters |= {
                    "sort": str(case.bounds.get("sort", "relevant")),
                    "mode": str(case.bounds["mode"]),
                }
                parameters |= {"kind": [str(one) for one in case.bounds.get("kinds", ())]}
                parameters |= {"unit": case.bounds.get("units", [])}
            answer = town.clients[asker.name].get(way, params=parameters)
            assert answer.status_code in (200, 204, 400)
            own = town.history.recent(asker.name, limit=1000) if way in OWN_SEARCHES else []
            check_said(town, asker, " ".join((asked, *own)), answer.text)


def test_what_is_for_administrators_tells_nobody_else_anything(town: Town) -> None:
    for asker in SIGNED_IN:
        if not asker.is_administrator:
            for way in FOR_ADMINISTRATORS:
                answer = town.clients[asker.name].get(way)
                assert answer.status_code == 403
                check_said(town, asker, way, answer.text)
