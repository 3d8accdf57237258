import json
from pathlib import Path

import pytest

from bench.grams_benchmark import main
from bench.grams_costs import grams_of

DOCUMENTS = {
    "آب": "سازمان آب کنتورهای هوشمند را نصب کرد.",
    "پارک": "نگهداری بوستان‌ها به سازمان پارک‌ها سپرده شد.",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    corpus = [json.dumps({"_id": key, "title": "", "text": text}) for key, text in DOCUMENTS.items()]
    (tmp_path / "corpus.jsonl").write_text("\n".join(corpus), "utf-8")
    (tmp_path / "queries.jsonl").write_text(json.dumps({"_id": "۱", "text": "بوستان"}), "utf-8")
    (tmp_path / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\n۱\tپارک\t1\n", "utf-8")
    return tmp_path


def test_grams_are_runs_of_three_and_four_letters_between_marks() -> None:
    assert grams_of(["شهر"]) == ["_شه", "شهر", "هر_", "_شهر", "شهر_"]
    assert grams_of(["و"]) == ["_و_"]


def test_each_form_is_measured_and_paid_for(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = folder / "text.txt"
    text.write_text("\n".join(f"واحد شماره {n} گزارش بودجهٔ شهر را به شورا فرستاد." for n in range(60)), "utf-8")
    places = ["--text", str(text), "--results", str(folder / "results")]
    assert main([str(folder), "--size", "60", "--model", "hash", *places]) == 0
    report = json.loads(capsys.readouterr().out)
    clean = report["gains"][f"{folder.name}, clean"]
    assert {name.split()[0] for name in clean} == {"none", "rescoring", "field", "rare"}
    assert set(clean.values()) == {1.0}
    costs = report["costs"]
    assert costs["field"]["bytes a passage"] > costs["words alone"]["bytes a passage"] > 0
    assert costs["rescoring"]["CPU ms"] > 0
