"""The law of `PassageIndex`, for every adapter."""

import math
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import numpy as np
import pytest
from index_entries import (
    CLERK,
    DIMENSION,
    EVERYBODY,
    ROOT,
    axis,
    by,
    direction,
    entry,
    named,
    numbered,
)

from corpus.access import Confidentiality, Principal
from index.ports import PassageIndex, Scored, Vector


def ids(found: list[Scored]) -> list[int]:
    return [scored.passage_id.int for scored in found]


def towards(cosine: float) -> Vector:
    """A unit vector at this cosine from the first axis."""
    return (cosine * axis(0) + math.sqrt(1 - cosine**2) * axis(1)).astype(np.float32)


def test_a_passage_is_found_by_any_of_the_terms(index: PassageIndex) -> None:
    index.put([entry(1, "گزارش حسگر هوا"), entry(2, "بودجه آب"), entry(3, "نقشه شهر")])
    assert sorted(ids(index.lexical(["هوا", "بودجه", "ناشناخته"], by(), 10))) == [1, 2]
    assert index.lexical(["ناشناخته"], by(), 10) == []
    assert index.lexical([], by(), 10) == []


def test_scores_are_those_of_bm25(index: PassageIndex) -> None:
    index.put([entry(1, "آب آب شهر"), entry(2, "آب نقشه شهر هوا حسگر"), entry(3, "بودجه", document="دیگر")])
    average, k1, b = 9 / 3, 0.9, 0.75

    def part(frequency: int, length: int, holding: int) -> float:
        idf = math.log(1 + (3 - holding + 0.5) / (holding + 0.5))
        return idf * frequency * (k1 + 1) / (frequency + k1 * (1 - b + b * length / average))

    found = index.lexical(["آب", "نقشه"], by(), 10)
    assert ids(found) == [2, 1]
    assert found[0].score == pytest.approx(part(1, 5, 2) + part(1, 5, 1), rel=1e-5)
    assert found[1].score == pytest.approx(part(2, 3, 2), rel=1e-5)
    assert found[0].document_id == named("سند")


def test_a_term_asked_twice_counts_once(index: PassageIndex) -> None:
    index.put([entry(1, "آب شهر"), entry(2, "هوا")])
    assert index.lexical(["آب", "آب"], by(), 5) == index.lexical(["آب"], by(), 5)


def test_scores_follow_what_was_replaced_and_removed(index: PassageIndex) -> None:
    index.put([entry(number, "آب شهر", document=number) for number in range(1, 9)])
    index.put([entry(1, "هوا هوا نقشه", document=1)])
    for number in range(4, 9):
        index.remove(named(number))
    expected = math.log(1 + (3 - 2 + 0.5) / 2.5) * 1.9 / (1 + 0.9 * (0.25 + 0.75 * 2 / (7 / 3)))
    found = index.lexical(["آب"], by(), 10)
    assert ids(found) == [2, 3]
    assert found[0].score == pytest.approx(expected, rel=1e-5)


def test_ties_are_ordered_by_passage_id_also_where_the_list_is_cut(index: PassageIndex) -> None:
    numbers = list(range(1, 121))
    random.Random(5).shuffle(numbers)
    for number in numbers:
        index.put([entry(number, "آب شهر", vector=axis(0))])
    assert ids(index.lexical(["آب"], by(), 7)) == list(range(1, 8))
    assert ids(index.semantic(axis(0), by(), 7)) == list(range(1, 8))
    assert index.lexical(["آب"], by(), 7) == index.lexical(["آب"], by(), 7)


def test_better_passages_stand_before_a_cut_tie(index: PassageIndex) -> None:
    index.put([entry(number, "آب شهر", vector=towards(0.5)) for number in range(1, 61)])
    index.put([entry(99, "آب آب", vector=axis(0))])
    assert ids(index.lexical(["آب"], by(), 3)) == [99, 1, 2]
    assert ids(index.semantic(axis(0), by(), 3)) == [99, 1, 2]


def test_a_limit_of_nothing_finds_nothing(index: PassageIndex) -> None:
    index.put([entry(1, "آب", vector=axis(0))])
    assert index.lexical(["آب"], by(), 0) == []
    assert index.semantic(axis(0), by(), 0) == []


def test_limits_count_only_what_the_asker_may_read(index: PassageIndex) -> None:
    secret = [entry(n, "آب آب", document=n, readers=frozenset({"حراست"}), vector=axis(0)) for n in range(1, 41)]
    index.put([*secret, *(entry(n, "آب شهر", document=n, vector=towards(0.2)) for n in range(41, 44))])
    assert ids(index.lexical(["آب"], by(CLERK), 3)) == [41, 42, 43]
    assert ids(index.semantic(axis(0), by(CLERK), 3)) == [41, 42, 43]


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        ({"kinds": ["minutes"]}, [2]),
        ({"kinds": ["minutes", "report"]}, [1, 2, 3]),
        ({"units": ["فناوری"]}, [1, 3]),
        ({"numbers": ["1403/ص/27"]}, [3]),
        ({"first_day": 100}, [2, 3]),
        ({"last_day": 100}, [1, 2]),
        ({"first_day": 100, "last_day": 100}, [2]),
        ({"documents": [named("یک"), named("چهار")]}, [1, 4]),
        ({"kinds": ["report"], "units": ["فناوری"], "last_day": 99}, [1]),
        ({"kinds": ["نیست"]}, []),
        ({}, [1, 2, 3, 4]),
    ],
    ids=str,
)
def test_every_restriction_holds_in_both_legs_and_in_counts(
    index: PassageIndex, limits: dict[str, object], expected: list[int]
) -> None:
    index.put(
        [
            entry(1, "آب", document="یک", kind="report", unit="فناوری", day=99, vector=axis(0)),
            entry(2, "آب", document="دو", kind="minutes", unit="خدمات شهری", day=100, vector=axis(0)),
            entry(
                3,
                "آب",
                document="سه",
                kind="report",
                unit="فناوری",
                day=101,
                number="1403/ص/27",
                vector=axis(0),
            ),
            entry(4, "آب", document="چهار", kind="letter", vector=axis(0)),  # without a day or a unit
        ]
    )
    restriction = by(**limits)
    assert ids(index.lexical(["آب"], restriction, 10)) == expected
    assert ids(index.semantic(axis(0), restriction, 10)) == expected
    assert index.count(restriction) == len(expected)


def test_nobody_reads_without_a_group_or_above_the_clearance(index: PassageIndex) -> None:
    index.put(
        [
            entry(1, "آب", document="یک", vector=axis(0)),
            entry(2, "آب", document="دو", confidentiality=Confidentiality.SECRET, vector=axis(0)),
            entry(3, "آب", document="سه", readers=frozenset(), vector=axis(0)),
        ]
    )
    nobody = by(Principal("هیچ", frozenset(), Confidentiality.SECRET))
    assert index.lexical(["آب"], nobody, 10) == index.semantic(axis(0), nobody, 10) == []
    assert index.count(nobody) == 0
    assert index.facet("kind", nobody) == {}
    assert ids(index.lexical(["آب"], by(CLERK), 10)) == [1]
    assert ids(index.lexical(["آب"], by(ROOT), 10)) == [1, 2]


def test_meaning_finds_by_cosine_and_only_passages_with_a_vector(index: PassageIndex) -> None:
    index.put([entry(1, "الف", vector=towards(0.3)), entry(2, "ب"), entry(3, "پ", vector=towards(0.9))])
    found = index.semantic(axis(0), by(), 10)
    assert ids(found) == [3, 1]
    assert [scored.score for scored in found] == pytest.approx([0.9, 0.3], abs=1e-5)


def test_unlike_passages_are_found_in_meaning_too(index: PassageIndex) -> None:
    index.put([entry(1, "الف", vector=-axis(0))])
    assert [scored.score for scored in index.semantic(axis(0), by(), 10)] == pytest.approx([-1])


def test_vectors_may_arrive_later(index: PassageIndex) -> None:
    index.put([entry(1, "آب"), entry(2, "هوا")])
    assert index.semantic(axis(0), by(), 10) == []
    index.put_vectors({numbered(2): axis(0), numbered(77): axis(1)})
    assert ids(index.semantic(axis(0), by(), 10)) == [2]
    assert index.count() == 2
    assert {passage.int: has for passage, _, has in index.passage_ids()} == {1: False, 2: True}
    assert ids(index.lexical(["هوا"], by(), 10)) == [2]


def test_putting_again_replaces_terms_rights_and_vector(index: PassageIndex) -> None:
    index.put([entry(1, "آب", vector=axis(0), unit="فناوری")])
    index.put([entry(1, "هوا", unit="مالی")])
    assert index.lexical(["آب"], by(), 10) == []
    assert ids(index.lexical(["هوا"], by(), 10)) == [1]
    assert index.semantic(axis(0), by(), 10) == []
    assert index.facet("unit", by()) == {"مالی": 1}
    assert index.count() == 1


def test_the_last_of_two_in_one_call_holds(index: PassageIndex) -> None:
    index.put([entry(1, "آب"), entry(1, "هوا")])
    assert index.document_frequencies(["آب", "هوا"]) == {"آب": 0, "هوا": 1}


@pytest.mark.parametrize(
    "vector",
    [
        np.ones(DIMENSION + 1, np.float32),
        np.ones(DIMENSION - 1, np.float32),
        np.ones((1, DIMENSION), np.float32),
        np.full(DIMENSION, np.nan, np.float32),
        np.full(DIMENSION, np.inf, np.float32),
        np.zeros(0, np.float32),
    ],
    ids=["long", "short", "matrix", "nan", "infinite", "empty"],
)
def test_a_malformed_vector_is_refused_and_changes_nothing(index: PassageIndex, vector: Vector) -> None:
    index.put([entry(1, "آب", vector=axis(0))])
    attempts: list[Callable[[], object]] = [
        lambda: index.put([entry(2, "هوا"), entry(3, "هوا", vector=vector)]),
        lambda: index.put_vectors({numbered(1): vector}),
        lambda: index.semantic(vector, by(), 5),
    ]
    for attempt in attempts:
        with pytest.raises(ValueError, match="vector"):
            attempt()
    assert index.count() == 1
    assert [scored.score for scored in index.semantic(axis(0), by(), 5)] == pytest.approx([1])


@pytest.mark.parametrize("terms", [("آب شهر",), ("آب", ""), ("آب\u2003شهر",)])
def test_a_term_with_a_blank_is_refused(index: PassageIndex, terms: tuple[str, ...]) -> None:
    from dataclasses import replace

    with pytest.raises(ValueError, match="blank"):
        index.put([replace(entry(1, "هوا"), terms=terms)])
    assert index.count() == 0


def test_a_removed_document_is_gone_at_once(index: PassageIndex) -> None:
    index.put([entry(1, "آب", vector=axis(0)), entry(2, "آب", ordinal=1), entry(3, "آب", document="ماندنی")])
    index.remove(named("سند"))
    assert ids(index.lexical(["آب"], by(), 10)) == [3]
    assert index.semantic(axis(0), by(), 10) == []
    assert [passage.int for passage, _, _ in index.passage_ids()] == [3]
    index.remove(named("هرگز نبوده"))
    assert index.count() == 1


def test_changed_rights_hold_at_once(index: PassageIndex) -> None:
    index.put([entry(1, "آب", vector=axis(0)), entry(2, "آب", document="دیگر", vector=axis(0))])
    index.set_access(named("سند"), Confidentiality.CONFIDENTIAL, frozenset({"مالی"}))
    assert ids(index.lexical(["آب"], by(CLERK), 10)) == ids(index.semantic(axis(0), by(CLERK), 10)) == [2]
    reader = Principal("حسابدار", frozenset({"مالی"}), Confidentiality.CONFIDENTIAL)
    assert ids(index.lexical(["آب"], by(reader), 10)) == [1]
    index.set_access(named("سند"), Confidentiality.NORMAL, frozenset())
    assert index.lexical(["آب"], by(reader), 10) == []


def test_a_question_can_be_put_to_some_passages_only(index: PassageIndex) -> None:
    index.put([entry(number, "آب", vector=axis(0)) for number in range(1, 6)])
    among = {numbered(4), numbered(2), numbered(50)}
    assert ids(index.lexical(["آب"], by(), 10, among)) == [2, 4]
    assert ids(index.semantic(axis(0), by(), 10, among)) == [2, 4]
    assert index.lexical(["آب"], by(), 10, ()) == index.semantic(axis(0), by(), 10, set()) == []


def test_among_never_widens_the_rights(index: PassageIndex) -> None:
    index.put([entry(1, "آب", readers=frozenset({"حراست"}), vector=axis(0))])
    assert index.lexical(["آب"], by(CLERK), 10, [numbered(1)]) == []
    assert index.semantic(axis(0), by(CLERK), 10, [numbered(1)]) == []


def test_frequencies_count_passages_and_follow_writes(index: PassageIndex) -> None:
    index.put([entry(1, "آب آب"), entry(2, "آب هوا", ordinal=1), entry(3, "هوا", document="دیگر")])
    assert index.document_frequencies(["آب", "هوا", "نقشه"]) == {"آب": 2, "هوا": 2, "نقشه": 0}
    index.put([entry(4, "آب نقشه", ordinal=2)])
    assert index.document_frequencies(["آب", "نقشه"]) == {"آب": 3, "نقشه": 1}
    index.remove(named("سند"))
    assert index.document_frequencies(["آب", "هوا"]) == {"آب": 0, "هوا": 1}
    assert index.document_frequencies(["", "آب هوا"]) == {"": 0, "آب هوا": 0}
    assert index.document_frequencies([]) == {}


def test_facets_count_documents(index: PassageIndex) -> None:
    for document, kind, unit in (("یک", "report", "فناوری"), ("دو", "report", None), ("سه", "letter", "مالی")):
        index.put(
            [
                entry(named(f"{document}/{n}"), "آب", document=document, ordinal=n, kind=kind, unit=unit)
                for n in range(3)
            ]
        )
    index.put([entry(named("محرمانه"), "آب", document="چهار", kind="trend", readers=frozenset({"حراست"}))])
    assert index.facet("kind", by()) == {"report": 2, "letter": 1}
    assert index.facet("unit", by()) == {"فناوری": 1, "مالی": 1}
    assert index.facet("kind", by(units=["فناوری"])) == {"report": 1}
    with pytest.raises(ValueError, match="facet"):
        index.facet("readers", by())


def test_every_passage_is_listed_once(index: PassageIndex) -> None:
    expected = {
        (numbered(n), named(n // 3), n % 4 == 0) for n in range(1, 2105)
    }  # more than one page of the engine's
    index.put(
        [
            entry(n, "آب", document=n // 3, ordinal=n % 3, vector=direction(n) if n % 4 == 0 else None)
            for n in range(1, 2105)
        ]
    )
    listed = list(index.passage_ids())
    assert len(listed) == len(expected)
    assert set(listed) == expected


def test_a_cleared_index_is_empty_and_takes_new_passages(index: PassageIndex) -> None:
    index.put([entry(1, "آب", vector=axis(0))])
    assert index.document_frequencies(["آب"]) == {"آب": 1}
    index.clear()
    assert index.count() == 0
    assert index.document_frequencies(["آب"]) == {"آب": 0}
    assert list(index.passage_ids()) == []
    index.put([entry(2, "آب", vector=axis(0))])
    assert ids(index.lexical(["آب"], by(), 10)) == ids(index.semantic(axis(0), by(), 10)) == [2]


def test_a_passage_without_terms_is_found_in_meaning(index: PassageIndex) -> None:
    index.put([entry(1, "", vector=axis(0)), entry(2, "آب")])
    assert index.count() == 2
    assert ids(index.semantic(axis(0), by(), 5)) == [1]


def test_flushing_and_optimizing_change_no_answer(index: PassageIndex) -> None:
    index.put([entry(n, "آب شهر" if n % 2 else "هوا", document=n, vector=direction(n)) for n in range(1, 60)])
    before = index.lexical(["آب"], by(), 20), index.semantic(direction(3), by(), 20)
    index.flush()
    index.optimize()
    after = index.lexical(["آب"], by(), 20), index.semantic(direction(3), by(), 20)
    for old, new in zip(before, after, strict=True):
        assert ids(old) == ids(new)
        assert [s.score for s in old] == pytest.approx([s.score for s in new], abs=1e-5)


def test_threads_share_an_index(index: PassageIndex) -> None:
    def work(writer: int) -> int:
        for n in range(10):
            index.put([entry(named((writer, n)), "آب", document=(writer, n), vector=direction(n))])
            index.lexical(["آب"], by(), 5)
            index.semantic(direction(n), by(), 5)
        index.remove(named((writer, 0)))
        return writer

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(work, range(4))) == [0, 1, 2, 3]
    assert index.count() == index.document_frequencies(["آب"])["آب"] == 36


def test_terms_are_known_once_they_were_put_or_loaded(index: PassageIndex) -> None:
    index.load_terms()
    index.put([entry(1, "شهر هوشمند")])
    assert "هوشمند" in index.known_terms()
    assert "ناشنیده" not in index.known_terms()
    index.clear()
    assert "هوشمند" not in index.known_terms()


def test_vectors_of_a_document_are_told_by_what_the_model_read(index: PassageIndex) -> None:
    index.put(
        [
            entry(1, "آب", vector=direction(1), input_key="الف"),
            entry(2, "آب", ordinal=1, input_key="ب"),
            entry(3, "آب", ordinal=2, vector=direction(3)),
            entry(4, "آب", document="دیگر", vector=direction(4), input_key="پ"),
        ]
    )
    index.put_vectors({numbered(2): direction(2)})
    index.optimize()
    found = index.vectors_of(named("سند"))
    assert set(found) == {"الف", "ب"}
    np.testing.assert_array_equal(found["الف"], direction(1))  # to the last bit: nothing fades by being kept
    np.testing.assert_array_equal(found["ب"], direction(2))
    assert index.vectors_of(named("هرگز نبوده")) == {}


def test_a_long_document_gives_all_its_vectors(index: PassageIndex) -> None:
    index.put([entry(n, "آب", ordinal=n, vector=direction(n), input_key=f"{n}") for n in range(1, 601)])
    assert set(index.vectors_of(named("سند"))) == {f"{n}" for n in range(1, 601)}


def test_a_term_is_held_for_those_who_may_read_a_passage_with_it(index: PassageIndex) -> None:
    index.put([entry(1, "آب شهر"), entry(2, "کهربا", document="بسته", readers=frozenset({"حراست"}))])
    reader = Principal("نگهبان", frozenset({"حراست"}))
    assert index.holds("آب", by(CLERK))
    assert not index.holds("کهربا", by(CLERK))
    assert index.holds("کهربا", by(reader))
    assert not index.holds("آب", by(reader))
    assert not index.holds("آب", by(CLERK, kinds=["minutes"]))
    assert index.holds("آب", by(CLERK), [numbered(1), numbered(2)])
    assert not index.holds("آب", by(CLERK), [numbered(2)])
    assert not index.holds("کهربا", by(CLERK), [numbered(2)])
    assert not index.holds("آب", by(CLERK), [])
    assert not any(index.holds(term, by(CLERK)) for term in ("ناشناخته", "", "آب شهر", " "))
    index.remove(named("سند"))
    assert not index.holds("آب", by(CLERK))


def test_the_first_passages_with_all_terms_are_told_to_those_who_may_read_them(index: PassageIndex) -> None:
    closed = frozenset({"حراست"})
    index.put([entry(n, "آب شهر" if n % 2 else "آب", document=f"{n}") for n in range(9, 0, -1)])
    index.put([entry(10, "آب کهربا", document="بسته", readers=closed)])
    reader = Principal("نگهبان", closed)
    assert index.passages_with(["آب"], by(CLERK), 3) == [numbered(1), numbered(2), numbered(3)]
    assert index.passages_with(["شهر", "آب"], by(CLERK), 9) == [numbered(n) for n in (1, 3, 5, 7, 9)]
    assert index.passages_with(["آب"], by(reader), 9) == [numbered(10)]
    assert index.passages_with(["آب", "کهربا"], by(CLERK), 9) == []
    for none in ([], [""], ["آب شهر"], ["آب", " "]):
        assert index.passages_with(none, by(CLERK), 9) == []
    assert index.passages_with(["آب"], by(CLERK), 0) == []


def test_terms_are_told_by_their_beginning_the_most_used_first(index: PassageIndex) -> None:
    index.load_terms()
    index.put([entry(1, "کار کارگاه کارگروه کارگروه"), entry(2, "کارگاه کارگاه", document="دو")])
    assert index.terms_beginning("کارگ", 9) == [("کارگاه", 3), ("کارگروه", 2)]
    assert index.terms_beginning("کار", 2) == [("کارگاه", 3), ("کارگروه", 2)]
    assert index.terms_beginning("کار", 9) == [("کارگاه", 3), ("کارگروه", 2), ("کار", 1)]
    assert index.terms_beginning("گ", 9) == index.terms_beginning("", 9) == []


def test_whether_a_word_is_held_follows_rights_and_writes(index: PassageIndex) -> None:
    index.put([entry(1, "آب", document="یک"), entry(2, "برق", document="دو")])
    asked = ("آب", "برق", "گاز")

    def held() -> list[bool]:
        return [index.holds(term, by(CLERK)) for term in asked]

    assert held() == held() == [True, True, False]
    index.set_access(named("یک"), Confidentiality.SECRET, EVERYBODY)
    assert held() == [False, True, False]
    assert index.holds("آب", by(ROOT))
    index.set_access(named("یک"), Confidentiality.NORMAL, EVERYBODY)
    index.put([entry(2, "گاز", document="دو")])
    assert held() == [True, False, True]
    index.remove(named("یک"))
    assert held() == [False, False, True]
    index.clear()
    assert held() == [False, False, False]


def test_a_passage_found_among_others_has_its_document(index: PassageIndex) -> None:
    def documents() -> list[set[UUID]]:
        among = [numbered(1), numbered(2)]
        lists = (index.lexical(["آب"], by(CLERK), 5, among), index.semantic(axis(0), by(CLERK), 5, among))
        return [{one.document_id for one in found} for found in lists]

    index.put([entry(1, "آب", document="یک", vector=axis(0)), entry(2, "آب", document="دو", vector=axis(1))])
    assert len(index.lexical(["آب"], by(CLERK), 5)) == 2  # from now on they may be known
    assert documents() == documents() == [{named("یک"), named("دو")}] * 2
    index.put([entry(2, "آب", document="سه", vector=axis(1))])
    assert documents() == documents() == [{named("یک"), named("سه")}] * 2
    index.remove(named("یک"))
    assert documents() == [{named("سه")}] * 2
