import json
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from uuid import UUID

import numpy as np
import pytest

from bench import noise
from bench.beir import BeirDocument, QuerySet, read_corpus, read_query_sets
from bench.embedders import query_embedder
from bench.kept_vectors import KeptVectors
from bench.lucene_persian import analyze
from bench.relevance_benchmark import main
from bench.relevance_measures import MEASURES, Run, difference, means, quarters, values_of
from bench.relevance_systems import reciprocal_rank_fusion
from corpus.errors import ModelUnavailable
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
PERFECT: dict[str, Run] = {query: {document: 1.0} for query, document in ANSWERS.items()}


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


def judge(query_set: QuerySet, runs: dict[str, Run]) -> dict[str, float]:
    return means(values_of(query_set, runs))


def test_a_perfect_run_gives_one_in_every_measure() -> None:
    assert set(judge(JUDGED, PERFECT).values()) == {1.0}


def test_a_run_that_misses_everything_gives_nothing() -> None:
    wrong: dict[str, Run] = {query: {"نیست": 1.0} for query in QUESTIONS}
    assert set(judge(JUDGED, wrong).values()) == {0.0}


def test_a_query_without_any_find_counts_as_nothing() -> None:
    found = {query: run for query, run in PERFECT.items() if query != "۱"} | {"۱": {}}
    assert judge(JUDGED, found)["ndcg@10"] == pytest.approx(2 / 3, abs=1e-4)


def test_a_right_document_in_the_second_place_counts_half_for_the_reciprocal_rank() -> None:
    second: dict[str, Run] = {query: {"نیست": 2.0, document: 1.0} for query, document in ANSWERS.items()}
    measured = judge(JUDGED, second)
    assert (measured["mrr@10"], measured["recall@1"], measured["recall@10"]) == (0.5, 0.0, 1.0)


def test_query_sets_are_read_by_name_and_cut_to_a_limit(folder: Path) -> None:
    write_queries(folder, "english")
    assert [one.id for one in read_corpus(folder)] == list(TEXTS)
    sets = read_query_sets(folder, limit=2)
    assert sorted(one.name for one in sets) == ["", "english"]
    assert all(list(one.queries) == ["۱", "۲"] for one in sets)


def test_judgments_may_lie_in_a_folder_by_split_and_the_split_for_tests_is_taken(folder: Path) -> None:
    qrels = (folder / "qrels.tsv").read_text("utf-8")
    (folder / "qrels.tsv").unlink()
    (folder / "qrels").mkdir()
    (folder / "qrels" / "dev.tsv").write_text(qrels, "utf-8")
    assert [one.name for one in read_query_sets(folder)] == ["dev"]
    (folder / "qrels" / "test.tsv").write_text("\n".join(qrels.splitlines()[:2]), "utf-8")
    assert [list(one.queries) for one in read_query_sets(folder)] == [["۱"]]


@pytest.mark.parametrize(
    "lines",
    ["۱\tآب\t1\n۲\tپارک\t2\n", "۱\t0\tآب\t1\n۲\t0\tپارک\t2\n", "\ufeffq\td\tscore\n۱\tآب\t1\n۲\tپارک\t2\n"],
)
def test_judgments_may_lack_a_header_or_have_four_columns(folder: Path, lines: str) -> None:
    (folder / "qrels.tsv").write_text(lines, "utf-8")
    (found,) = read_query_sets(folder)
    assert found.qrels == {"۱": {"آب": 1}, "۲": {"پارک": 2}}


def test_a_query_that_is_judged_to_have_no_document_is_not_counted(folder: Path) -> None:
    (folder / "qrels.tsv").write_text("۱\tآب\t0\n۲\tپارک\t1\n", "utf-8")
    assert list(read_query_sets(folder)[0].queries) == ["۲"]


def test_query_sets_without_judgments_are_an_error(folder: Path) -> None:
    (folder / "qrels.tsv").unlink()
    with pytest.raises(FileNotFoundError):
        read_query_sets(folder)


def test_quarters_begin_with_the_queries_that_share_no_word_with_their_document() -> None:
    queries = {"۱": "کنتورهای هوشمند", "۲": "فضای سبز", "۳": "کنتور برق", "۴": "سازمان آب"}
    judged = QuerySet("", queries, {query: {"آب": 1} for query in queries})
    documents = {"آب": BeirDocument("آب", "", TEXTS["آب"])}
    assert [rows.tolist() for rows in quarters(judged, documents)] == [[1], [2], [0], [3]]


def test_the_interval_of_a_difference_holds_it_and_is_empty_for_equals() -> None:
    better = np.zeros((40, len(MEASURES)))
    better[:30] = 1
    worse = np.zeros_like(better)
    worse[:20] = 1
    mean, low, high = difference(better, worse)
    assert mean == pytest.approx(0.25)
    assert 0 < low < mean < high < 0.5
    assert difference(better, better) == (0, 0, 0)


QUERY = "گزارش‌های پیشرفتِ طرح فاضلاب منطقه ۱۲ یک سال"


@pytest.mark.parametrize("kind", [*noise.KINDS, noise.ALL])
def test_damage_is_the_same_in_every_run_and_other_for_other_queries(kind: str) -> None:
    assert noise.damaged(kind, "q1", QUERY) == noise.damaged(kind, "q1", QUERY)
    assert (noise.damaged(kind, "q1", QUERY) == QUERY) == (kind in noise.CORPUS_KINDS[:1])
    drawn = {noise.damaged(kind, f"q{number}", QUERY) for number in range(30)}
    assert (len(drawn) > 1) == (kind not in ("letters", "query-zwnj", "corpus-zwnj"))


def test_each_kind_of_damage_is_what_its_name_says() -> None:
    assert noise.damaged("letters", "q", "یک کار") == "يك كار"
    assert noise.damaged("digits", "q", "سال ۱۴۰۲") in ("سال 1402", "سال ١٤٠٢")
    assert noise.damaged("query-zwnj", "q", "کتاب‌ها") == noise.damaged_corpus("کتاب‌ها") == "کتابها"
    assert noise.damaged("missing-blank", "q", "طرح شهر") == "طرحشهر"
    assert noise.damaged("extra-blank", "q", "شهرداری").replace(" ", "") == "شهرداری"
    assert noise.damaged("layout", "q", "از شهرداری") == "از aivnhvd"
    assert len(noise.damaged("typo", "q", "شهرداری")) in (6, 7, 8)
    assert "ـ" in noise.damaged("marks", "q", "کتاب‌ها شهرداری")


def test_a_query_with_no_room_for_damage_stays_as_it_is() -> None:
    for kind in (*noise.KINDS, noise.ALL):
        assert noise.damaged(kind, "q", "آب") == "آب"
        assert noise.damaged(kind, "q", "") == ""


def test_the_rebuilt_persian_analyzer_folds_drops_and_stems_as_lucene_documents_it() -> None:
    assert analyze("کتاب‌هایِ شهرداری و سالِ ۱۴۰۲") == ["كتاب", "شهردار", "سال", "1402"]
    assert analyze("آب، v2.1 و ۲٫۵ It's") == ["اب", "v2.1", "2٫5", "it's"]


def test_a_model_of_somebody_else_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "modules.json").write_text("[]", "utf-8")
    with pytest.raises(ModelUnavailable):
        query_embedder(str(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["modules.json"]


def test_a_second_model_leaves_the_torch_that_the_first_one_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "modules.json").write_text("[]", "utf-8")
    loaded = ModuleType("torch")
    monkeypatch.setitem(sys.modules, "torch", loaded)
    with pytest.raises(ModelUnavailable):
        query_embedder(str(tmp_path))
    assert sys.modules["torch"] is loaded


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


def test_a_vector_that_a_killed_run_wrote_in_part_is_made_again(tmp_path: Path) -> None:
    embedder = CountingEmbedder()
    KeptVectors(embedder, tmp_path).embed_passages(["آب", "پارک"])
    (file,) = tmp_path.glob("*-passages.rows")
    file.write_bytes(file.read_bytes()[:-7])
    again = KeptVectors(embedder, tmp_path)
    assert np.array_equal(again.embed_passages(["آب", "پارک"]), HashEmbedder().embed_passages(["آب", "پارک"]))
    assert embedder.embedded == 3


OURS = {"hybrid", "words", "meaning", "rrf"}
PEERS = {"haystack-bm25", "haystack-hybrid", "bm25s", "tantivy", "fts5", "elasticsearch", "embedder"}


@pytest.mark.slow  # imports Haystack, one of the peers
def test_all_systems_find_the_words_of_the_questions_and_the_figures_are_kept(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    results = tmp_path / "results"
    assert main([str(folder), "--model", "hash", "--json", "--results", str(results)]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert json.loads((results / "relevance.json").read_text("utf-8"))["figures"] == figures
    systems = figures[str(folder)]
    assert set(systems) == OURS | PEERS
    for system in ("hybrid", "words", "haystack-bm25", "bm25s", "tantivy", "fts5", "elasticsearch"):
        assert {systems[system][measure] for measure in MEASURES} == {1.0}, system
    assert systems["tantivy"]["lead"] == 0.0


def test_damage_and_weights_are_measured_for_ours_and_a_peer(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = {"۱": "کنتورهای", "۲": "نگهداری", "۳": "می‌شود"}  # a peer finds none of them under ي
    write_lines(folder / "queries.jsonl", [{"_id": key, "text": text} for key, text in texts.items()])
    arguments = [str(folder), "--model", "hash", "--results", str(tmp_path), "--peers", "fts5"]
    assert main([*arguments, "--json", "--noise", "--fit-weight"]) == 0
    systems = json.loads(capsys.readouterr().out)[str(folder)]
    assert set(systems) == OURS | {"fts5"}
    for kind in (*noise.KINDS, noise.ALL):
        for row in systems.values():
            assert row[f"loss {kind}"] == pytest.approx(row["ndcg@10"] - row[f"ndcg@10 {kind}"])
    assert systems["hybrid"]["loss letters"] == 0.0
    assert systems["fts5"]["loss letters"] > 0.0
    assert 0 <= systems["hybrid"]["best_weight"] <= 1
    assert main([*arguments, "--kinds", "letters,typo", "--fit-weight"]) == 0
    printed = capsys.readouterr().out
    assert "under damage" in printed
    assert "by weight" in printed


def test_an_unknown_peer_is_refused_with_the_known_ones(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main([str(folder), "--peers", "solr"])
    assert "known: haystack, bm25s" in capsys.readouterr().err


def test_a_folder_without_judged_queries_is_passed_over(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_lines(folder / "queries.jsonl", [])
    assert main([str(folder), "--model", "hash", "--results", str(tmp_path)]) == 0
    assert "no judged queries" in capsys.readouterr().err


def test_queries_of_another_folder_are_asked_of_the_documents(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "queries.jsonl").rename(tmp_path / "queries.ours.jsonl")
    (folder / "qrels.tsv").rename(tmp_path / "qrels.ours.tsv")
    arguments = ["--queries", str(tmp_path), "--model", "hash", "--peers", "none", "--results", str(tmp_path)]
    assert main([str(folder), *arguments, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[str(folder)]["hybrid"]["recall@1"] == 1.0
    with pytest.raises(SystemExit):
        main(arguments)
    assert "--queries needs the one FOLDER" in capsys.readouterr().err
