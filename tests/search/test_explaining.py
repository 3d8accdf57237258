"""Why a hit stands where it stands can be told, and adds up."""

import pytest

from search.explaining import Origin
from search.ordering import Sort
from search.query import Mode
from search.service import Searcher
from search.synonym_source import SynonymFile


@pytest.fixture
def filled(office, tmp_path):
    office.add("مصوبهٔ بودجه", "تخصیص بودجهٔ شهر هوشمند را شورا تصویب کرد.")
    office.add("نامهٔ فاوا", "فاوا بودجهٔ شبکه را خواست.")
    office.add("گزارش", "سازمان فناوری اطلاعات و ارتباطات بودجه دارد.")
    office.add("بوستان", "نوبت آبیاری فضای سبز.")
    table = SynonymFile(tmp_path / "synonyms.txt")
    table.replace("فاوا = فناوری اطلاعات و ارتباطات")
    office.searcher = Searcher(office.index, office.catalogue, office.encoder, office.settings, table)
    return office


def explained(office, text, **bounds):
    return office.searcher.explain(office.query(text, **bounds))


@pytest.mark.parametrize("mode", list(Mode))
def test_the_parts_of_a_score_add_up_and_the_hits_are_those_of_the_search(filled, mode):
    found = explained(filled, "بودجهٔ فاوا", mode=mode)
    assert found.ranking == filled.search("بودجهٔ فاوا", mode=mode)
    hits = found.explanation.hits
    assert list(hits) == [hit.passage.id for hit in found.ranking.hits]
    for hit in found.ranking.hits:
        told = hits[hit.passage.id]
        assert told.words_part + told.meaning_part == pytest.approx(told.score)
        assert told.score == pytest.approx(hit.score)
        assert (told.words, told.meaning) == (hit.words, hit.meaning)
    assert [told.rank for told in hits.values()] == list(range(1, len(hits) + 1))
    assert not any(told.moved for told in hits.values())


def test_each_term_is_told_with_its_origin_and_what_it_adds(filled):
    found = explained(filled, "بوجهٔ فاوا شبکه", mode=Mode.WORDS)
    origins = {term.text: term.origin for term in found.explanation.terms}
    assert origins["فاوا"] is origins["شبکه"] is Origin.WRITTEN
    assert origins["بودجه"] is Origin.REPAIRED
    assert origins["ارتباطات"] is Origin.EQUAL
    weights = {term.text: term.weight for term in found.explanation.terms}
    assert weights["شبکه"] == 1 > weights["بودجه"] > 0
    first = next(iter(found.explanation.hits.values()))
    alone = {one.term: one.score for one in first.terms}
    assert alone.keys() == {"فاوا", "شبکه", "بودجه"}
    total = sum(weights[term] * score for term, score in alone.items())
    assert found.ranking.hits[0].words.score == pytest.approx(total)


def test_what_the_model_read_is_told(filled):
    found = explained(filled, "بوجهٔ فاوا")
    assert set(found.explanation.model_texts) == {
        "بوجهٔ فاوا",
        "بودجه فاوا",
        "بوجهٔ فناوری اطلاعات و ارتباطات",
    }
    assert explained(filled, "بودجه", mode=Mode.WORDS).explanation.model_texts == ()


def test_a_hit_that_another_order_moved_says_so(filled):
    found = explained(filled, "بودجه فاوا", sort=Sort.TITLE)
    moved = [told.moved for told in found.explanation.hits.values()]
    assert any(moved)


def test_a_list_without_words_has_nothing_to_explain(filled):
    found = explained(filled, "نوع: نامه")
    assert found.explanation.hits == {}
