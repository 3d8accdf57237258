"""The law of `Embedder`, for every adapter, and that the two real ones may fill and ask one index."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import ModelUnavailable
from index.hash_embedder import HashEmbedder
from index.onnx_embedder import OnnxEmbedder
from index.ports import Embedder, Vectors

HOSTILE = [
    "",
    " ",
    "\0",
    "آب\0شهر",
    "\ud800",
    "آب\udfffشهر",
    "ﷺ" * 10_000,
    "🙂" * 3000,
    "\u200c",
    "آ" * 100_000,
]
LINES = [
    "شهرداری موظف است گزارش پیشرفت طرح را هر سه ماه یک بار به شورا ارائه کند.",
    "حسگرهای کیفیت هوا در ده ایستگاه شهر نصب شدند.",
    "قرارداد پیمانکار پسماند تا پایان سال ۱۴۰۳ تمدید شد.",
    "The committee approved the annual budget of the smart city office.",
    "اجتمع مجلس المدينة لمناقشة ميزانية النقل العام",
    "مصوبه ۲۷ کارگروه: نقشه پایه GIS بازنگری شود (مهلت: ۱۴۰۳/۰۵/۳۱).",
    "طرز تهیهٔ آش رشته برای شش نفر",
    *("بند الف: هزینهٔ نگهداری دوربین‌های نظارتی از محل اعتبارات جاری تأمین می‌شود. " * n for n in (3, 12)),
]


@cache
def onnx(folder: Path) -> Embedder:
    return OnnxEmbedder(folder)


@cache
def sentences(folder: Path) -> Embedder:
    from index.sentence_embedder import SentenceEmbedder  # torch: only in the slow tests

    return SentenceEmbedder(folder)


@cache
def hashing(_: Path) -> Embedder:
    return HashEmbedder()


@pytest.fixture(
    params=[
        pytest.param(hashing, id="hash"),
        pytest.param(onnx, id="onnx"),
        pytest.param(sentences, id="sentence-transformers", marks=pytest.mark.slow),
    ]
)
def embedder(request: pytest.FixtureRequest, model_folder: Path) -> Embedder:
    made: Callable[[Path], Embedder] = request.param
    return made(model_folder)


def assert_unit_rows(rows: Vectors, texts: int, dimension: int) -> None:
    assert rows.shape == (texts, dimension)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-4)


def test_every_text_becomes_a_unit_row(embedder: Embedder) -> None:
    assert_unit_rows(embedder.embed_passages(LINES), len(LINES), embedder.dimension)
    assert_unit_rows(embedder.embed_queries(LINES[:2]), 2, embedder.dimension)


def test_no_texts_are_no_rows(embedder: Embedder) -> None:
    assert embedder.embed_queries([]).shape == (0, embedder.dimension)
    assert embedder.embed_passages([]).shape == (0, embedder.dimension)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:4]))
def test_hostile_texts_become_rows_too(embedder: Embedder, text: str) -> None:
    assert_unit_rows(embedder.embed_passages([text]), 1, embedder.dimension)
    assert_unit_rows(embedder.embed_queries([text]), 1, embedder.dimension)


def test_rows_stand_in_the_order_of_their_texts(embedder: Embedder) -> None:
    together = embedder.embed_passages(LINES)
    alone = np.concatenate([embedder.embed_passages([text]) for text in LINES])
    assert (together * alone).sum(axis=1).min() > 0.999


def test_equal_texts_get_equal_vectors(embedder: Embedder) -> None:
    rows = embedder.embed_passages([LINES[0], LINES[1], LINES[0]])
    assert float(rows[0] @ rows[2]) == pytest.approx(1, abs=1e-5)
    assert np.array_equal(embedder.embed_queries(LINES[:1]), embedder.embed_queries(LINES[:1]))


def test_the_fingerprint_and_dimension_are_told(embedder: Embedder) -> None:
    assert embedder.fingerprint
    assert embedder.dimension == embedder.embed_queries(["آب"]).shape[1]


def test_questions_and_passages_get_their_prompts(model_folder: Path) -> None:
    embedder = onnx(model_folder)
    query, passage = embedder.embed_queries(LINES[:1])[0], embedder.embed_passages(LINES[:1])[0]
    assert 0.8 < float(query @ passage) < 0.999


def test_a_question_lies_nearest_to_the_passage_that_answers_it(model_folder: Path) -> None:
    embedder = onnx(model_folder)
    passages = embedder.embed_passages(LINES[:7])
    for question, answer in (
        ("آلودگی شهر چگونه پایش می‌شود؟", 1),
        ("who agreed to the yearly spending plan?", 3),
        ("دستور پخت غذای سنتی", 6),
    ):
        assert int((passages @ embedder.embed_queries([question])[0]).argmax()) == answer


def test_texts_are_cut_at_512_tokens(model_folder: Path) -> None:
    embedder = onnx(model_folder)
    long = "آب " * 600
    rows = embedder.embed_passages([long, long + "پایان متفاوت", "آب " * 300])
    assert float(rows[0] @ rows[1]) == pytest.approx(1, abs=1e-5)
    assert float(rows[0] @ rows[2]) < 0.99999


def test_a_missing_or_damaged_model_is_unavailable(tmp_path: Path, model_folder: Path) -> None:
    with pytest.raises(ModelUnavailable) as missing:
        OnnxEmbedder(tmp_path / "nowhere")
    assert missing.value.facts["folder"] == str(tmp_path / "nowhere")
    (tmp_path / "tokenizer.json").write_bytes((model_folder / "tokenizer.json").read_bytes())
    (tmp_path / "model.onnx").write_bytes((model_folder / "model.onnx").read_bytes()[:100_000])
    with pytest.raises(ModelUnavailable):
        OnnxEmbedder(tmp_path)


def test_the_embedder_of_questions_needs_no_torch(model_folder: Path) -> None:
    program = (
        "import sys\nfrom pathlib import Path\nfrom index.onnx_embedder import OnnxEmbedder\n"
        "OnnxEmbedder(Path(sys.argv[1])).embed_queries(['آب'])\n"
        "print(sorted({'torch', 'sentence_transformers', 'transformers'} & set(sys.modules)))\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", program, str(model_folder)],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.slow
def test_both_real_embedders_make_the_same_vectors(model_folder: Path) -> None:
    questions, indexing = onnx(model_folder), sentences(model_folder)
    assert questions.fingerprint == indexing.fingerprint
    assert questions.dimension == indexing.dimension
    texts = [*LINES, *HOSTILE]
    for ours, theirs in (
        (questions.embed_passages(texts), indexing.embed_passages(texts)),
        (questions.embed_queries(texts), indexing.embed_queries(texts)),
    ):
        assert (ours * theirs).sum(axis=1).min() >= 0.999


@pytest.mark.slow
def test_full_precision_is_not_rounded_by_having_tried_another(model_folder: Path) -> None:
    from index import sentence_embedder
    from index.sentence_embedder import SentenceEmbedder

    exact = SentenceEmbedder(model_folder, choose_precision=False).embed_passages(LINES)
    slower = sentence_embedder.WORTHWHILE
    try:
        sentence_embedder.WORTHWHILE = 0.0  # no precision is ever that much faster
        tried = SentenceEmbedder(model_folder)
    finally:
        sentence_embedder.WORTHWHILE = slower
    assert tried.precision == "float32"
    assert np.array_equal(exact, tried.embed_passages(LINES))


@pytest.mark.slow
def test_a_damaged_folder_is_unavailable_at_once_and_without_a_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from index.sentence_embedder import SentenceEmbedder

    def refuse(*_: object) -> None:
        raise AssertionError("asked for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    with pytest.raises(ModelUnavailable) as missing:
        SentenceEmbedder(tmp_path / "nowhere")
    assert "modules.json" in str(missing.value.facts["detail"])
    for name in ("modules.json", "config.json"):
        (tmp_path / name).write_text("{")
    with pytest.raises(ModelUnavailable):
        SentenceEmbedder(tmp_path)
