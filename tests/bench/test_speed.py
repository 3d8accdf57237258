import json
from pathlib import Path
from random import Random

import numpy as np
import pytest

from bench.speed_benchmark import main
from bench.speed_corpus import (
    MadeDocument,
    VectorMixer,
    made_documents,
    made_texts,
    questions,
    real_texts,
    sentences_of,
    term_statistics,
)
from bench.speed_filling import INDEX, bytes_below, catalogue_url, fill
from bench.speed_places import opened_place, place_name
from bench.speed_process import with_a_slip
from bench.speed_table import table
from corpus.sql_catalogue import SqlCatalogue
from index.encoding import Encoder
from index.hash_embedder import HashEmbedder
from index.qdrant_embedded import open_embedded
from language.analysis import analyze

SENTENCES = [
    f"در جلسهٔ {number} شورای شهر دربارهٔ {what} گفت‌وگو و گزارش آن به {whom} سپرده شد."
    for number, (what, whom) in enumerate(
        (what, whom)
        for what in ("کنتورهای آب", "زمان اتوبوس‌ها", "آسفالت معابر", "نور خیابان‌ها")
        for whom in ("معاونت فناوری", "سازمان پارک‌ها", "مدیران مناطق")
    )
]


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "text.txt"
    path.write_text("# عنوان\n| جدول |\n" + "\n".join(SENTENCES) + "\nکوتاه است.\n", "utf-8")
    return path


def made(size: int) -> list[MadeDocument]:
    mixer = VectorMixer(HashEmbedder(), SENTENCES, seed=1)
    return list(made_documents(size, SENTENCES, mixer, Random(1)))


def test_sentences_are_whole_distinct_and_neither_headings_nor_rows(text: Path) -> None:
    assert sorted(sentences_of(text, Random(1))) == sorted(SENTENCES)


def test_sentences_of_a_folder_leave_its_front_matter_out(tmp_path: Path) -> None:
    page = f"+++\ntitle = «این سطر از آنِ سند نیست و نباید خوانده شود»\n+++\n# عنوان\n{SENTENCES[0]}\n"
    (tmp_path / "page.md").write_text(page, "utf-8")
    assert sentences_of(tmp_path, Random(1)) == SENTENCES[:1]


def test_made_documents_have_just_so_many_passages_and_each_stands_on_its_page() -> None:
    documents = made(45)
    assert [len(one.passages) for one in documents] == [20, 20, 5]
    for one in documents:
        pages = {page.number: page.text for page in one.pages}
        assert [passage.ordinal for passage in one.passages] == list(range(len(one.passages)))
        for passage in one.passages:
            assert pages[passage.page][passage.span.start : passage.span.end] == passage.text


def test_made_vectors_are_of_length_one_and_no_two_are_alike() -> None:
    vectors = np.concatenate([one.vectors for one in made(45)])
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert len(np.unique(vectors, axis=0)) == 45


def test_questions_are_words_in_a_row_of_a_sentence_with_an_index_term() -> None:
    for question in questions(SENTENCES, 30, Random(1)):
        assert any(question in sentence for sentence in SENTENCES)
        assert analyze(question)


def test_terms_of_real_and_made_passages_are_counted_alike(text: Path) -> None:
    real, made_up = real_texts(text, 10), made_texts(SENTENCES, 10, Random(1))
    assert all(len(passage.split()) >= 100 for passage in (*real, *made_up))
    assert term_statistics(["آب شهر آب", "شهر هوا"]) == {
        "passages": 2,
        "terms_a_passage": 2.5,
        "different_terms": 3,
        "in_one_passage_alone": 0.667,
    }


def test_a_slip_takes_a_letter_of_the_longest_word() -> None:
    assert with_a_slip("خط مترو شهر") == "خط مرو شهر"


def test_a_hole_in_a_file_takes_no_room(tmp_path: Path) -> None:
    with (tmp_path / "hole").open("wb") as file:
        file.truncate(10_000_000)
    (tmp_path / "full").write_bytes(b"x" * 10_000)
    assert 10_000 <= bytes_below(tmp_path) < 1_000_000


def test_a_kept_place_is_filled_once_and_is_not_written_into(tmp_path: Path) -> None:
    filled: list[Path] = []

    def fill_place(place: Path) -> dict[str, float]:
        filled.append(place)
        encoder = Encoder(HashEmbedder())
        return fill(place, made(45), encoder, HashEmbedder().dimension)

    name = place_name(45, SENTENCES, 1, "fingerprint")
    for _ in range(2):
        with opened_place(tmp_path, name, fill_place) as (place, figures):
            assert figures["passages"] == 45
            index = open_embedded(place / INDEX, HashEmbedder().dimension)
            assert index.count() == 45
            index.clear()
            index.close()
            catalogue = SqlCatalogue(catalogue_url(place))
            assert catalogue.embedding_progress() == (45, 45)
            catalogue.close()
    assert filled == [tmp_path / name]
    assert [one.name for one in tmp_path.iterdir()] == [name]
    assert place_name(45, SENTENCES, 1, "another") != name


def test_a_place_whose_filling_was_cut_off_is_filled_anew(tmp_path: Path) -> None:
    (tmp_path / "name" / INDEX).mkdir(parents=True)
    (tmp_path / "name" / "leftover").touch()

    def fill_place(place: Path) -> dict[str, float]:
        assert not [*place.iterdir()]
        return fill(place, made(5), Encoder(HashEmbedder()), HashEmbedder().dimension)

    with opened_place(tmp_path, "name", fill_place) as (_, figures):
        assert figures["passages"] == 5


@pytest.mark.slow  # starts the processes that read and ask
def test_a_small_run_keeps_its_figures_and_prints_them(
    text: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = tmp_path / "files"
    files.mkdir()
    (files / "گزارش.txt").write_text("\n".join(SENTENCES), "utf-8")
    arguments = ["--sizes", "50", "--queries", "3", "--model", "hash", "--embedded", "70", "--json"]
    places = ["--text", str(text), "--files", str(files), "--results", str(tmp_path / "results")]
    assert main([*arguments, *places]) == 0
    report = json.loads(capsys.readouterr().out)
    assert json.loads((tmp_path / "results" / "speed.json").read_text("utf-8")) == report
    assert {"made", "processors", "load", "vectors_of_passages", "startup", "ingestion", "sizes"} <= set(report)
    assert (report["ingestion"]["files"], report["ingestion"]["failed"]) == (1, [])
    assert {"read", "describe", "split", "encode", "store", "index: put", "embed"} <= set(
        report["ingestion"]["stages"]
    )
    assert (report["embedding"]["passages"], report["embedding"]["embedded_twice"]) == (70, 0)
    assert report["embedding"]["told"] == 3  # after each batch; it was stopped and begun anew
    (size,) = report["sizes"]
    assert set(size) == {"filled", "load", "cold", "memory", "latencies"}
    assert size["filled"]["passages"] == 50
    assert {
        "words",
        "words, bare engine",
        "meaning",
        "meaning, bare engine",
        "fuse",
        "search, end to end",
        "search, 8 clients",
        "search, while writing",
        "suggestions",
        "terms, idf, repair",
        "analysis of noise",
    } <= set(size["latencies"])
    assert "synthetic" in table(report)
    assert "50 passages in 3 documents" in table(report)
    assert "terms of real passages" in table(report)
    assert "kept" in table(report) or "MISSED" in table(report)
