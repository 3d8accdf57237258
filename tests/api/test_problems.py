"""Every reason has a status and a sentence in both languages."""

import re
import string
from pathlib import Path

import pytest

import corpus.errors as errors
from api.problem_table import PROBLEMS
from api.problems import MEASURES, problem_body, sentence
from corpus.errors import FileTooLarge, SanadyarError, UnreadableDocument
from corpus.records import Failure

CLASSES = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, SanadyarError)]


def facts_in(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def facts_named_by(kind: type[SanadyarError]) -> set[str]:
    """The facts of a class's docstring: «Facts: file, size, limit (…), measure.»"""
    found = re.search(r"Facts: ([^.]*)\.?", re.sub(r"\([^)]*\)", "", kind.__doc__ or ""))
    names = {name.split()[0] for name in found.group(1).split(",") if name.strip()} if found else set()
    return names | ({"file"} if issubclass(kind, UnreadableDocument) else set())


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_every_error_class_has_a_persian_and_an_english_sentence(kind: type[SanadyarError]) -> None:
    problem = PROBLEMS[kind.code]
    assert re.search("[\u0600-\u06ff]", problem.fa)
    assert problem.en.isascii() or "“" in problem.en
    assert 400 <= problem.status < 600


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_sentences_use_only_facts_that_the_error_carries(kind: type[SanadyarError]) -> None:
    problem = PROBLEMS[kind.code]
    assert facts_in(problem.fa) | facts_in(problem.en) <= facts_named_by(kind)


def test_the_table_holds_no_code_that_nothing_raises() -> None:
    assert set(PROBLEMS) == {kind.code for kind in CLASSES}


def test_a_sentence_names_the_file_and_the_bound_that_it_broke() -> None:
    said = sentence(FileTooLarge(file="نقشه.pdf", size=900, limit=500, measure="bytes"))
    assert "نقشه.pdf" in said
    assert "۹۰۰" in said
    assert "۵۰۰" in said


def test_a_latin_fact_is_isolated_so_that_it_does_not_turn_the_persian_sentence() -> None:
    assert "\u2068contract.pdf\u2069" in sentence(Failure("encrypted_file", {"file": "contract.pdf"}))


def test_a_stored_failure_with_missing_facts_is_still_said() -> None:
    assert "—" in sentence(Failure("damaged_file", {}))
    assert sentence(Failure("a_code_of_a_newer_version", {})) == PROBLEMS["error"].fa


def test_a_problem_document_has_the_members_of_rfc_9457() -> None:
    body = problem_body(errors.NotFound(what="document", id="7"), "en")
    assert body["status"] == 404
    assert body["type"] == "urn:sanadyar:problem:not_found"
    assert "7" in str(body["detail"])
    assert body["facts"] == {"what": "document", "id": "7"}


def test_every_measure_of_a_size_is_said_in_persian() -> None:
    """What parsers count is found in their own code, so that a new one is not forgotten."""
    root = Path(__file__).resolve().parents[2]
    sources = [path.read_text("utf-8") for room in ("ingest", "api") for path in (root / room).rglob("*.py")]
    told = {found for text in sources for found in re.findall(r'measure="([^"]+)"', text)}
    assert {"pages", "rows", "pixels"} <= told
    for measure in sorted(told | {"unpacked bytes", "compression ratio"}):
        said = sentence(FileTooLarge(file="الف.zip", size=2, limit=1, measure=measure), "fa")
        assert measure not in said
        assert MEASURES[measure] in said
