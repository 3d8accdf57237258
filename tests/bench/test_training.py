import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from bench.kept_vectors import KeptVectors
from bench.training.examples import HARD, gather
from bench.training.experiment import main
from bench.training.judging import Collection, court, folds, gains, read_collection
from bench.training.reranking import reranked
from index.hash_embedder import HashEmbedder
from index.ports import Vectors

SUBJECTS = ("آب", "پارک", "پل", "زباله", "مترو", "مالیات")
WORDS = ("بودجه", "قرارداد", "نظارت", "گزارش", "برنامه", "نگهداری")


def write_lines(path: Path, lines: Sequence[dict[str, str]]) -> None:
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")


def write_queries(folder: Path, name: str, judged: dict[str, tuple[str, str]]) -> None:
    write_lines(
        folder / f"queries.{name}.jsonl", [{"_id": key, "text": text} for key, (text, _) in judged.items()]
    )
    rows = [f"{query}\t{document}\t1" for query, (_, document) in judged.items()]
    (folder / f"qrels.{name}.tsv").write_text("\n".join(rows) + "\n", "utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """36 documents of 6 subjects; a set to learn from, and one that asks for the documents about tax."""
    folder = tmp_path / "city"
    folder.mkdir()
    names = {f"{subject}-{word}": (subject, word) for subject in SUBJECTS for word in WORDS}
    write_lines(
        folder / "corpus.jsonl",
        [
            {"_id": name, "title": subject, "text": f"{word} {subject} در شهر به تصویب شورا رسید."}
            for name, (subject, word) in names.items()
        ],
    )
    asked = {f"q-{name}": (f"{word} برای {subject}", name) for name, (subject, word) in names.items()}
    write_queries(folder, "learned", asked)
    write_queries(folder, "unseen", {key: one for key, one in asked.items() if "مالیات" in key})
    return folder


@pytest.fixture
def collection(folder: Path) -> Collection:
    return read_collection(folder)


def test_folds_share_no_title_and_hold_every_query(collection: Collection) -> None:
    parts = folds(collection, "learned")
    subjects = [{query.split("-")[1] for query in part} for part in parts]
    assert sum(len(part) for part in parts) == len(collection.query_sets["learned"].queries)
    assert not set.intersection(*subjects)
    assert sum(len(one) for one in subjects) == len(SUBJECTS)


def test_what_another_set_asks_for_is_neither_right_nor_wrong_in_training(collection: Collection) -> None:
    queries = frozenset(collection.query_sets["learned"].queries)
    embedder = HashEmbedder()
    with court(collection, embedder, 0.5) as judge:
        material = gather(judge, "learned", queries, embedder)
    assert material.examples
    for example in material.examples:
        assert len(example.hard) == HARD
        used = [material.passages[place] for place in (example.passage, *example.hard)]
        assert not any("مالیات" in text for text in used)
        assert (
            material.queries[example.query].split(" برای ") == material.passages[example.passage].split()[1::-1]
        )


def test_the_search_against_itself_gains_nothing(collection: Collection) -> None:
    embedder = HashEmbedder()
    with court(collection, embedder, 0.5) as judge:
        found = {"unseen": judge.values(embedder, collection.query_sets["unseen"])}
        again = {"unseen": judge.values(HashEmbedder(), collection.query_sets["unseen"])}
    assert gains(found, again) == "unseen +0.00 [+0.00, +0.00]"


def test_a_court_asks_with_the_vectors_of_the_embedder_that_is_judged(collection: Collection) -> None:
    class Blind(HashEmbedder):
        def embed_passages(self, texts: Sequence[str]) -> Vectors:
            return super().embed_passages(["یکی"] * len(texts))

    embedder, query_set = HashEmbedder(), collection.query_sets["unseen"]
    with court(collection, embedder, 1.0) as judge:
        seeing, blind = judge.values(embedder, query_set), judge.values(Blind(), query_set)
        assert blind.mean() < seeing.mean()
        assert np.array_equal(judge.values(embedder, query_set), seeing)


def test_a_list_that_nothing_was_learned_of_keeps_its_order() -> None:
    rows = np.array([[2.0, 0.0], [1.0, 5.0]])
    assert list(reranked(["آ", "ب", "پ"], rows, None, 1.0)) == ["آ", "ب", "پ"]
    assert list(reranked(["آ", "ب", "پ"], rows, lambda all_rows: all_rows[:, 1], 1.0)) == ["ب", "آ", "پ"]


@pytest.mark.slow  # imports torch
def test_an_adapter_is_the_identity_until_it_has_learned_and_at_no_strength() -> None:
    import torch

    from bench.training.adapters import FORMS, AdaptedEmbedder, Adapter

    embedder = HashEmbedder()
    plain = embedder.embed_queries(["بودجهٔ پارک"])
    for form in FORMS.values():
        adapter = Adapter(form, embedder.dimension).requires_grad_(False)
        assert np.allclose(AdaptedEmbedder(embedder, adapter, 1.0).embed_queries(["بودجهٔ پارک"]), plain)
        for parameter in adapter.parameters():
            torch.nn.init.normal_(parameter)
        moved = AdaptedEmbedder(embedder, adapter, 1.0)
        assert not np.allclose(moved.embed_queries(["بودجهٔ پارک"]), plain)
        assert np.allclose(AdaptedEmbedder(embedder, adapter, 0.0).embed_queries(["بودجهٔ پارک"]), plain)
        assert np.allclose(moved.embed_passages(["بودجهٔ پارک"]), plain) != form.passages


@pytest.mark.slow  # imports torch
def test_training_brings_questions_nearer_to_their_passages(collection: Collection, tmp_path: Path) -> None:
    from bench.training.adapters import FORMS, AdaptedEmbedder, train

    embedder = KeptVectors(HashEmbedder(), tmp_path / "vectors")
    with court(collection, embedder, 0.5) as judge:
        material = gather(judge, "learned", collection.query_sets["learned"].queries, embedder)
    adapter = train(FORMS["rank 64"], material, range(len(material.examples)), embedder)
    moved = AdaptedEmbedder(embedder, adapter, 1.0)

    def margin(one: KeptVectors | AdaptedEmbedder) -> float:
        questions, passages = one.embed_queries(material.queries), one.embed_passages(material.passages)
        return float(
            np.mean(
                [
                    questions[example.query] @ (passages[example.passage] - passages[example.hard].mean(axis=0))
                    for example in material.examples
                ]
            )
        )

    assert margin(moved) > margin(embedder)


@pytest.mark.slow  # imports torch
def test_averaged_layers_lie_between_the_original_and_the_trained_ones(tmp_path: Path) -> None:
    import torch
    from safetensors.torch import load_file, save_file

    from bench.training.body import FROZEN_LAYERS, write_average

    source = tmp_path / "source"
    source.mkdir()
    key = f"encoder.layer.{FROZEN_LAYERS}.weight"
    before, after = (torch.nn.ModuleList([torch.nn.Linear(2, 2)]) for _ in range(2))
    weights = {f"encoder.layer.{FROZEN_LAYERS}.{name}": one for name, one in before[0].state_dict().items()}
    save_file(weights | {"embeddings": torch.ones(3)}, source / "model.safetensors")
    (source / "model.onnx").write_text("of the original weights", "utf-8")
    write_average(source, tmp_path / "half", before, after, 0.5)
    found = load_file(tmp_path / "half" / "model.safetensors")
    assert torch.allclose(found[key], (before[0].weight + after[0].weight) / 2)
    assert torch.equal(found["embeddings"], torch.ones(3))
    assert not (tmp_path / "half" / "model.onnx").exists()


@pytest.mark.slow  # trains all forms
@pytest.mark.parametrize(("way", "lines"), [("adapters", 1 + 4 * 3), ("rerankers", 2 * 3)])
def test_each_way_prints_a_line_a_model(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], way: str, lines: int
) -> None:
    arguments = [
        "--training",
        str(folder),
        "--queries",
        "learned",
        "--model",
        "hash",
        "--results",
        str(tmp_path),
    ]
    assert main([way, str(folder), *arguments]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert len(printed) == lines
    assert all("city:unseen" in line and "its own, by folds" in line for line in printed[-3:])
