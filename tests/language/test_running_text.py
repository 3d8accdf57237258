"""The rules at work on much real text, where that lies beside the repository."""

from pathlib import Path

import pytest

from language.analysis import analyze
from language.normalization import clean_text
from language.sentences import split_sentences

DATA = Path(__file__).parents[2].parent / "shared" / "data"
SAMPLE = 60_000  # code points


@pytest.mark.parametrize("file", ["text/laws.txt", "text/minutes.txt", "treebank/fa_perdt-ud-dev.conllu"])
def test_running_text_gives_terms_and_sentences_at_places_of_their_own(file):
    path = DATA / file
    if not path.exists():
        pytest.skip(f"the shared text {file} is not beside this repository")
    text = clean_text(path.read_text(encoding="utf-8")[:SAMPLE])
    terms = analyze(text)
    assert len(terms) > SAMPLE / 20
    for term in terms:
        assert term.text in {same.text for same in analyze(text[term.start : term.end])}
    sentences = split_sentences(text)
    assert sum(span.end - span.start for span in sentences) > 0.9 * len(text.strip()) - len(sentences) * 2
