"""Reads benchmarks in BEIR layout: `corpus.jsonl`, and `qrels[.NAME].tsv` by each `queries[.NAME].jsonl`."""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["BeirDocument", "QuerySet", "read_corpus", "read_query_sets"]


@dataclass(frozen=True, slots=True)
class BeirDocument:
    """One line of `corpus.jsonl`."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class QuerySet:
    """Judged queries; `name` is "" for the plain `queries.jsonl`, `qrels` is query → document → grade."""

    name: str
    queries: Mapping[str, str]
    qrels: Mapping[str, Mapping[str, int]]


def read_corpus(folder: Path) -> list[BeirDocument]:
    return [
        BeirDocument(str(line["_id"]), str(line.get("title") or ""), str(line["text"]))
        for line in _lines(folder / "corpus.jsonl")
    ]


def read_query_sets(folder: Path, limit: int | None = None) -> list[QuerySet]:
    """Query sets by name, each with its first `limit` judged queries; a set without judgments is an error."""
    return [_query_set(path, limit) for path in sorted(folder.glob("queries*.jsonl"))]


def _query_set(path: Path, limit: int | None) -> QuerySet:
    name = path.name.removeprefix("queries").removesuffix(".jsonl").removeprefix(".")
    qrels = _qrels(path.with_name(f"qrels.{name}.tsv" if name else "qrels.tsv"))
    texts = {str(line["_id"]): str(line["text"]) for line in _lines(path)}
    judged: Sequence[str] = [query for query in texts if query in qrels][:limit]
    return QuerySet(name, {query: texts[query] for query in judged}, {query: qrels[query] for query in judged})


def _qrels(path: Path) -> dict[str, dict[str, int]]:
    grades: dict[str, dict[str, int]] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            grades.setdefault(row["query-id"], {})[row["corpus-id"]] = int(row["score"])
    return grades


def _lines(path: Path) -> Iterator[dict[str, object]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)
