"""Write the benchmark (sections, queries, relevance, questions) and the manifest of the files."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from corpus.samples.maker.judging import Query, Question, section_of
from corpus.samples.maker.sources import BENCHMARK, SAMPLES, Section, Source

MANIFEST = SAMPLES / "manifest.json"


def write_benchmark(
    sources: Sequence[Source], queries: Sequence[Query], questions: Sequence[Question], folder: Path = BENCHMARK
) -> None:
    """Write `corpus.jsonl`, queries and relevance apart for Persian and English, and `questions.jsonl`."""
    folder.mkdir(exist_ok=True)
    sections = {source.slug: source.sections() for source in sources}
    _write_lines(folder / "corpus.jsonl", [_section(s, part) for s in sources for part in sections[s.slug]])
    for name, language in (("", [q for q in queries if q.type != "english"]), (".english", _english(queries))):
        lines = [{"_id": query.id, "text": query.text, "type": query.type} for query in language]
        _write_lines(folder / f"queries{name}.jsonl", lines)
        _write_relevance(folder / f"qrels{name}.tsv", language, sections)
    files = {source.slug: f"{source.folder}/{source.file}" for source in sources}
    _write_lines(folder / "questions.jsonl", [_question(question, files) for question in questions])


def write_manifest(sources: Sequence[Source], pages: Mapping[str, int]) -> None:
    """Write what each file is; `pages` gives the counts of the files made now, others keep theirs."""
    known = {entry["slug"]: entry["pages"] for entry in read_manifest()}
    entries = [manifest_entry(source, pages.get(source.slug, known.get(source.slug, 0))) for source in sources]
    MANIFEST.write_text(json.dumps(entries, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read_manifest() -> list[dict[str, Any]]:
    return json.loads(MANIFEST.read_text(encoding="utf-8")) if MANIFEST.exists() else []


def manifest_entry(source: Source, pages: int) -> dict[str, Any]:
    return {
        "file": f"{source.folder}/{source.file}",
        "slug": source.slug,
        "kind": source.kind,
        "title": source.title,
        "number": source.number,
        "date": source.date,
        "unit": source.unit,
        "confidentiality": source.confidentiality,
        "edition": source.edition,
        "replaces": source.replaces,
        "producer": source.producer,
        "damage": list(source.damage),
        "pages": pages,
    }


def _english(queries: Iterable[Query]) -> list[Query]:
    return [query for query in queries if query.type == "english"]


def _section(source: Source, section: Section) -> dict[str, Any]:
    title = " – ".join((source.title, *section.path))
    return {"_id": f"{source.slug}#{section.number}", "title": title, "text": section.text}


def _write_relevance(path: Path, queries: Iterable[Query], sections: Mapping[str, Sequence[Section]]) -> None:
    grades: dict[tuple[str, str], int] = {}
    for query in queries:
        for evidence in query.relevant:
            section = section_of(evidence, sections.get(evidence.source, ()))
            if section is not None:
                key = (query.id, f"{evidence.source}#{section.number}")
                grades[key] = max(evidence.grade, grades.get(key, 0))
    lines = ["query-id\tcorpus-id\tscore", *(f"{q}\t{d}\t{grade}" for (q, d), grade in grades.items())]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _question(question: Question, files: Mapping[str, str]) -> dict[str, Any]:
    line = {"id": question.id, "text": question.text, "answers": list(question.answers)}
    if question.evidence:
        line |= {"file": files.get(question.evidence.source, ""), "quote": question.evidence.quote}
    return line


def _write_lines(path: Path, lines: Iterable[dict[str, Any]]) -> None:
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    path.write_text(text, encoding="utf-8")
