"""Rights that change hold at once, in whatever the program keeps of earlier questions."""

import random
from collections.abc import Iterator
from dataclasses import replace

import pytest
from mixed_office import ADAPTERS, ASKERS, GROUPS, MixedOffice, found_office, planned
from office_questions import SEEDS, Case, cases, tried
from test_rights_law import check_documents, check_ranking, check_words

from corpus.access import Confidentiality, with_administrators
from corpus.errors import InvalidQuery, NotFound
from search.query import Query


@pytest.fixture(scope="module", params=SEEDS)
def seed(request: pytest.FixtureRequest) -> int:
    return request.param


@pytest.fixture(scope="module", params=ADAPTERS)
def office(request: pytest.FixtureRequest, seed: int, tmp_path_factory) -> Iterator[MixedOffice]:
    folder = tmp_path_factory.mktemp("changing")
    made = found_office(folder, planned(seed), ADAPTERS[request.param](folder / "index"))
    made.index.load_terms()
    yield made
    made.close()


def changed(office: MixedOffice, chance: random.Random) -> MixedOffice:
    """The office after the rights of a document and of what came in it have changed, as ingestion does it."""
    chosen = chance.choice(office.held).document.id
    level = Confidentiality(chance.choice((0, 0, 1, 2, 3)))
    readers = with_administrators(frozenset(chance.sample(GROUPS, chance.choice((0, 1, 1, 2)))))
    ids = {document.id for document in office.catalogue.family(chosen)}
    office.catalogue.set_access(chosen, level, readers)
    for one in ids:
        office.index.set_access(one, level, readers)
    held = [
        replace(one, document=replace(one.document, confidentiality=level, readers=readers))
        if one.document.id in ids
        else one
        for one in office.held
    ]
    return office.holding(held)


def ask(office: MixedOffice, case: Case) -> None:
    """All ways to ask, of the words of one document: before a change, and after it."""
    one, asker = case.chance.choice(office.held), case.asker
    for text in (case.text, " ".join(one.words[:2]), f"شماره: {one.number}", one.words[1][:4]):
        try:
            check_ranking(
                office, replace(case, text=text), office.searcher.search(Query(text, asker, top_k=20))
            )
            answer = office.searcher.answer(Query(text, asker))
            check_documents(asker, [cited.document for cited in answer.citations])
            check_words(office, asker, text, answer)
        except InvalidQuery as refused:
            check_words(office, asker, text, refused.facts)
        check_words(office, asker, text, office.suggest(text[:40], asker))
    if one.is_shown_to(asker):
        similar = office.searcher.similar(one.document.id, asker)
        check_documents(asker, [found.document for found in similar])
    else:
        with pytest.raises(NotFound):
            office.searcher.similar(one.document.id, asker)


def test_what_was_kept_for_earlier_questions_tells_nothing_after_a_change(
    office: MixedOffice, seed: int
) -> None:
    now = office
    for number, case in enumerate(cases("change", seed)):
        with tried(case):
            ask(now, case)
            if number % 2:
                now = changed(now, case.chance)
                ask(now, replace(case, asker=case.chance.choice(ASKERS)))
