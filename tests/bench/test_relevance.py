import json
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest

from bench.beir import QuerySet, read_corpus, read_query_sets
from bench.kept_vectors import KeptVectors
from bench.relevance_benchmark import judge, main
from bench.relevance_systems import reciprocal_rank_fusion
from index.hash_embedder import HashEmbedder
from index.ports import Scored, Vectors

TEXTS = {
    "آب": "سازمان آب منطقه‌ای کنتورهای هوشمند را در سه محله نصب کرد.",
    "پارک": "نگهداری بوستان‌ها و درختان شهر به سازمان پارک‌ها سپرده شد.",
    "اتوبوس": "زمان رسیدن اتوبوس‌ها در ایستگاه‌ها نمایش داده می‌شود.",
}
QUESTIONS = {"۱": "کنتور هوشمند آب", "۲": "نگهداری درختان بوستان", "۳": "زمان رسیدن اتوبوس"}
ANSWERS = dict(zip(QUESTIONS, TEXTS, strict=True))
JUDGED = QuerySet("", QUESTIONS, {query: {document: 1} for query, document in ANSWERS.items()})
PERFECT = {query: {document: 1.0} for query, document in ANSWERS.items()}


def write_lines(path: Path, lines: Sequence[dict[str, str]]) -> None:
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")


def write_queries(folder: Path, name: str = "") -> None:
    suffix = f".{name}" if name else ""
    write_lines(
        folder / f"queries{suffix}.jsonl", [{"_id": key, "text": text} for key, text in QUESTIONS.items()]
    )
    rows = ["query-id\tcorpus-id\tscore", *(f"{query}\t{document}\t1" for query, document in ANSWERS.items())]
    (folder / f"qrels{suffix}.tsv").write_text("\n".join(rows) + "\n", "utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "beir"
    folder.mkdir()
    corpus = [{"_id": key, "title": "گزارش شهر", "text": text} for key, text in TEXTS.items()]
    write_lines(folder / "corpus.jsonl", corpus)
    write_queries(folder)
    return folder


def test_a_perfect_run_gives_one_in_every_measure() -> None:
    assert set(judge(JUDGED, PERFECT).values()) == {1.0}


def test_a_run_that_misses_everything_gives_nothing() -> None:
    wrong = {query: {"نیست": 1.0} for query in QUESTIONS}
    assert set(judge(JUDGED, wrong).values()) == {0.0}


def test_a_query_without_any_find_counts_as_nothing() -> None:
    found = {query: run for query, run in PERFECT.items() if query != "۱"} | {"۱": {}}
    assert judge(JUDGED, found)["ndcg@10"] == pytest.approx(2 / 3, abs=1e-4)


def test_a_right_document_in_the_second_place_counts_half_for_the_reciprocal_rank() -> None:
    second = {query: {"نیست": 2.0, document: 1.0} for query, document in ANSWERS.items()}
    measured = judge(JUDGED, second)
    assert (measured["mrr@10"], measured["recall@1"], measured["recall@10"]) == (0.5, 0.0, 1.0)


def test_query_sets_are_read_by_name_and_cut_to_a_limit(folder: Path) -> None:
    write_queries(folder, "english")
    assert [one.id for one in read_corpus(folder)] == list(TEXTS)
    sets = read_query_sets(folder, limit=2)
    assert sorted(one.name for one in sets) == ["", "english"]
    assert all(list(one.queries) == ["۱", "۲"] for one in sets)


def test_reciprocal_rank_fusion_prefers_what_both_legs_have() -> None:
    first, second, third = (Scored(UUID(int=number), UUID(int=number), 1.0) for number in (1, 2, 3))
    fused = dict(reciprocal_rank_fusion([first, second], [second, third]))
    assert max(fused, key=lambda one: fused[one]) == second.document_id


class CountingEmbedder(HashEmbedder):
    embedded = 0

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        self.embedded += len(texts)
        return super().embed_passages(texts)


def test_kept_vectors_are_made_once_and_stay_between_runs(tmp_path: Path) -> None:
    embedder = CountingEmbedder()
    first = KeptVectors(embedder, tmp_path).embed_passages(["آب", "پارک", "آب"])
    again = KeptVectors(embedder, tmp_path).embed_passages(["آب", "پارک", "آب"])
    assert embedder.embedded == 2
    assert np.array_equal(first, again)


@pytest.mark.slow  # imports Haystack, one of the peers
def test_all_systems_find_the_words_of_the_questions_and_the_figures_are_kept(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    results = tmp_path / "results"
    assert main([str(folder), "--model", "hash", "--json", "--results", str(results)]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert json.loads((results / "relevance.json").read_text("utf-8"))["figures"] == figures
    systems = figures[str(folder)]
    assert set(systems) == {"hybrid", "words", "meaning", "rrf", "haystack-bm25", "bm25s"}
    assert set(systems["words"].values()) == set(systems["hybrid"].values()) == {1.0}


def test_a_folder_without_judged_queries_is_passed_over(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_lines(folder / "queries.jsonl", [])
    assert main([str(folder), "--model", "hash", "--results", str(tmp_path)]) == 0
    assert "no judged queries" in capsys.readouterr().err
