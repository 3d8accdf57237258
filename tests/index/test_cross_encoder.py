"""A CrossEncoder from a folder, made here with random weights."""

from pathlib import Path

import pytest

from corpus.errors import ModelUnavailable
from index.cross_encoder import load

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "مترو", "بودجه", "شهر", "گزارش"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    place = tmp_path_factory.mktemp("cross-encoder")
    (place / "vocab.txt").write_text("\n".join(WORDS), "utf-8")
    config = BertConfig(
        vocab_size=len(WORDS),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        num_labels=1,
    )
    BertForSequenceClassification(config).save_pretrained(place)
    BertTokenizerFast(vocab_file=str(place / "vocab.txt")).save_pretrained(place)
    return place


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_each_text_gets_a_score_and_equal_texts_equal_ones(folder: Path) -> None:
    score = load(str(folder))
    scores = score("بودجه مترو", ["گزارش شهر", "مترو", "گزارش شهر"])
    assert len(scores) == 3
    assert scores[0] == pytest.approx(scores[2], abs=1e-5)
    assert all(isinstance(one, float) for one in scores)


def test_a_folder_without_a_model_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable):
        load(str(tmp_path))
