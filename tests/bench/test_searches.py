import json
from collections import Counter
from typing import Any

import pytest

from app.commands.samples import samples_folder
from bench.beir import read_query_sets
from bench.searches_benchmark import CLEAN, FOLDER, Search, judged, read_searches, report, table

KINDS = {
    "arabic letters", "digits", "zwnj lost", "zwnj as blank", "blank missing", "blank added", "typo",
    "keyboard", "finglish", "number order", "diacritics", "other words", "abbreviation", "date", "English",
}  # fmt: skip
SEARCH = Search("s1", "samples", "typo", "بودجهٔ آوب", frozenset({("بودجه.pdf", 2), ("آب.pdf", 1)}))


def hit(file: str, page: int, *others: int) -> dict[str, Any]:
    return {
        "document": {"file": file},
        "passage": {"page": page},
        "others": [{"passage": {"page": other}} for other in others],
    }


@pytest.mark.parametrize("part", ["samples", "laws"])
def test_each_part_has_thirty_searches_half_of_them_damaged_in_every_way(part: str) -> None:
    kinds = Counter(search.damage for search in read_searches(FOLDER / f"{part}.jsonl"))
    assert kinds == Counter({CLEAN: 15} | dict.fromkeys(KINDS, 1))


def test_the_places_that_answer_a_search_of_the_samples_exist() -> None:
    entries = json.loads((samples_folder() / "manifest.json").read_text("utf-8"))
    pages = {entry["file"]: entry["pages"] for entry in entries}
    for search in read_searches(FOLDER / "samples.jsonl"):
        assert search.right, search.id
        assert all(1 <= page <= pages[file] for file, page in search.right), search.id


def test_english_and_finglish_questions_are_judged_each_by_a_passage() -> None:
    sets = {one.name: one for one in read_query_sets(FOLDER / "encyclopaedia")}
    assert {name: len(one.queries) for name, one in sets.items()} == {"english": 40, "finglish": 20}
    assert all(text.isascii() for text in sets["english"].queries.values())


def test_a_search_is_right_by_the_place_that_its_document_shows_first() -> None:
    outcome = judged(SEARCH, [hit("پارک.pdf", 2), hit("بودجه.pdf", 2, 5)])
    assert (outcome.first_place, outcome.any_place) == (2, 2)
    assert outcome.found == (("پارک.pdf", 2), ("بودجه.pdf", 2))


def test_a_right_page_among_the_further_places_counts_as_shown_only() -> None:
    outcome = judged(SEARCH, [hit("بودجه.pdf", 1, 4, 2)])
    assert (outcome.first_place, outcome.any_place) == (None, 1)


def test_the_fourth_document_comes_too_late() -> None:
    outcome = judged(SEARCH, [hit("پارک.pdf", 1), hit("راه.pdf", 1), hit("برق.pdf", 1), hit("آب.pdf", 1)])
    assert (outcome.first_place, outcome.any_place) == (None, None)


def test_what_failed_is_told_with_what_was_found_instead() -> None:
    clean = Search("m1", "laws", CLEAN, "آب", frozenset({("آب.pdf", 1)}))
    figures = report([judged(SEARCH, [hit("بودجه.pdf", 1, 2)]), judged(clean, [hit("آب.pdf", 1)])])
    assert figures["figures"]["all"] == {
        "count": 2, "page@1": 0.5, "page@3": 0.5, "shown@3": 1.0, "document@3": 1.0
    }  # fmt: skip
    assert figures["figures"]["samples, damaged"]["page@3"] == 0.0
    assert figures["figures"]["laws, clean"]["page@3"] == 1.0
    assert set(figures["by damage"]) == {"typo", CLEAN}
    assert [failure["found"] for failure in figures["failed"]] == [["بودجه.pdf, page 1"]]
    assert "✗ s1 [typo] بودجهٔ آوب, shown further down in its document" in table(figures)


def test_a_search_that_finds_nothing_says_so() -> None:
    assert "found   nothing" in table(report([judged(SEARCH, [])]))
